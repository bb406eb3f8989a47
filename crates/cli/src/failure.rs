//! Failures: what is wrong, what to do, and the exit status.

use std::error::Error as StdError;
use std::io::{self, Write};
use std::ops::Range;
use std::path::PathBuf;
use std::process::ExitCode;

use unicode_width::UnicodeWidthStr;
use xunwen_index::CorpusError;
use xunwen_language::ParseError;
use xunwen_query::evidence::ReceiptError;
use xunwen_schema::{OpenError, WordListError};

/// Why a command ended early.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error(transparent)]
    Index(#[from] xunwen_index::Error),
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    #[error(transparent)]
    Query(#[from] xunwen_query::Error),
    #[error("cannot read the query")]
    Parse { query: String, source: ParseError },
    #[error("facets are written as text and JSON only")]
    Facets,
    #[error("charts are drawn as SVG only: {}", .0.display())]
    ChartFormat(PathBuf),
    #[error("cannot draw {}", path.display())]
    Draw { path: PathBuf, source: Box<dyn StdError + Send + Sync> },
    #[error("cannot write {}", path.display())]
    Save { path: PathBuf, source: io::Error },
    #[error("{0}")]
    Usage(String),
    #[error("unknown date {0:?}")]
    Date(String),
    #[error("`--since` is after `--until`: nothing lies between")]
    NoTime,
    #[error("nothing is known of {0:?}")]
    Topic(String),
    #[error("{}: {source}", path.display())]
    Words { path: PathBuf, source: WordListError },
    #[error("{word:?} is no word")]
    Word { word: String, source: WordListError },
    #[error("not answered: {rejected} of {lines} lines of {}", path.display())]
    RejectedQueries { path: PathBuf, rejected: usize, lines: usize },
    #[error("{} is no receipt", path.display())]
    NoReceipt { path: PathBuf, source: serde_json::Error },
    #[error("{} cannot be replayed", path.display())]
    Receipt { path: PathBuf, source: ReceiptError },
    #[error("`--fields` is for `--format csv` and `--format jsonl-articles`")]
    FieldsFormat,
    #[error("no article has the id {0:?}")]
    Article(String),
    #[error("`--audit` is written as text or json")]
    AuditFormat,
    #[error("cannot write {}", path.display())]
    WriteFile { path: PathBuf, source: io::Error },
    #[error("cannot read {}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("cannot listen on {address}")]
    Listen { address: std::net::SocketAddr, source: io::Error },
    #[error("cannot write the result")]
    Write(#[from] io::Error),
    #[error("cannot write the result")]
    Csv(#[from] csv::Error),
    #[error(transparent)]
    Eval(#[from] xunwen_eval::Error),
    #[error("{} has no articles", .0.display())]
    NoDocs(PathBuf),
    #[error("generation {0} is not sound")]
    Unsound(u64),
    #[error("{found:.1}% of the answers change, {allowed:.1}% may")]
    Gate { found: f64, allowed: f64 },
    #[error("nothing is named that is to be deleted")]
    NothingToDelete,
    #[error("cannot go on: {0}")]
    Panic(String),
}

impl Failure {
    /// Returns the failure of arguments that make no sense: the first paragraph of what clap says.
    pub(crate) fn usage(error: &clap::Error) -> Self {
        let text = error.to_string();
        let paragraph = text.trim_start_matches("error: ").split("\n\n").next().unwrap_or_default();
        Self::Usage(paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Writes two lines, what is wrong and what to do, and returns the exit status.
    ///
    /// A reader that has gone away is no failure: `xunwen search … | head` is silent.
    pub(crate) fn report(&self, err: &mut dyn Write) -> ExitCode {
        if self.is_broken_pipe() {
            return ExitCode::SUCCESS;
        }
        // If not even standard error can be written, the exit status must do.
        drop(self.write(err));
        ExitCode::from(2)
    }

    fn write(&self, err: &mut dyn Write) -> io::Result<()> {
        if let Self::Parse { query, source } = self {
            write_place(query, source.span.clone(), err)?;
        }
        writeln!(err, "error: {}", self.message())?;
        writeln!(err, "hint: {}", self.hint())
    }

    /// Returns the causes in one line, each once.
    pub(crate) fn message(&self) -> String {
        let mut message = self.to_string();
        let mut cause = self.source();
        while let Some(error) = cause {
            let text = error.to_string();
            if !message.contains(&text) {
                message = format!("{message}: {text}");
            }
            cause = error.source();
        }
        message.replace('\n', " ")
    }

    pub(crate) fn hint(&self) -> &'static str {
        match self {
            Self::Index(error) if error.is_disk_full() => {
                "make room on the disk and run the same command again: it goes on behind the last commit"
            }
            Self::Index(xunwen_index::Error::Open(error)) => open_hint(error, Side::Write),
            Self::Index(xunwen_index::Error::Locked { .. }) => {
                "wait until it has finished, or choose another directory with `-i DIR`"
            }
            Self::Index(xunwen_index::Error::Corpus(error)) | Self::Corpus(error) => {
                corpus_hint(error)
            }
            Self::Index(xunwen_index::Error::Rejected { .. }) => {
                "mend the record, or leave out `--strict` to list bad records and go on; the index is as it was committed last"
            }
            Self::Index(error) => index_hint(error),
            Self::Query(xunwen_query::Error::Open(error)) => open_hint(error, Side::Read),
            Self::Query(_) => {
                "check the directory named with `-i DIR`; `xunwen index` into a new one builds it afresh"
            }
            Self::Parse { .. } => "see `xunwen help query`; quotes make anything plain text",
            Self::Facets => "give `--format text` or `--format json`, or leave out `--facet`",
            Self::ChartFormat(_) => {
                "name a file that ends in .svg: browsers show it with the fonts they have, and `rsvg-convert` makes it a PNG"
            }
            Self::Draw { .. } => "leave out `--chart`; `--format csv` has the numbers",
            Self::Save { .. } => "check that the folder is there and that you may write to it",
            Self::Usage(_) => {
                "see `xunwen help`, or `--help` behind a command; `--` before a query makes hyphens plain"
            }
            Self::Date(_) => {
                "write a day, month or year: 2025-12-30, 2025-12, 2025, 2025年12月30日"
            }
            Self::NoTime => "give the earlier date to `--since`; both days are included",
            Self::Topic(_) => {
                "`xunwen help` lists the commands, `xunwen help query` shows the query language"
            }
            Self::Word { .. } => {
                "a word has two or more characters and neither spaces nor punctuation"
            }
            Self::Words { .. } => {
                "write one word of two or more characters a line, or `word frequency`, or `word frequency tag`"
            }
            Self::RejectedQueries { .. } => {
                "write an id of its own, a tab and the query on each line, in UTF-8: the warnings above name the lines"
            }
            Self::NoReceipt { .. } => "name a file that `xunwen search QUERY --receipt FILE` wrote",
            Self::Receipt { source: ReceiptError::Search(_), .. } => {
                "check the directory named with `-i DIR`"
            }
            Self::Receipt { .. } => {
                "use the file as `xunwen search --receipt FILE` wrote it, with a program of its version"
            }
            Self::FieldsFormat => "add `--format csv`, or leave out `--fields`",
            Self::Article(_) => "`xunwen search QUERY --format csv` shows ids",
            Self::AuditFormat => "leave out `--format` or say `--format json`",
            Self::WriteFile { .. } => "check the folder and that you may write there",
            Self::Read { .. } => "check the name and that you may read it",
            Self::Eval(_) => "check the name and the line; `xunwen eval --help` says what is read",
            Self::NoDocs(_) => "put them there as `docs.jsonl`, or name them with `--docs FILE`",
            Self::Unsound(_) => {
                "`xunwen rollback` makes the generation before it live, `xunwen rebuild INPUT...` makes a new one"
            }
            Self::Gate { .. } => {
                "what was live still is; with a higher `--max-change` the same command makes the new generation live"
            }
            Self::NothingToDelete => {
                "give ids, `--query QUERY`, `--since`, `--until` or `--source`"
            }
            Self::Listen { .. } => "name a free port of this machine with `--listen`",
            Self::Panic(_) => {
                "if a file of the index is damaged, `xunwen index` into a new directory builds it afresh; else please report this"
            }
            Self::Write(_) | Self::Csv(_) => "check that the output can be written",
        }
    }

    fn is_broken_pipe(&self) -> bool {
        let kind = match self {
            Self::Write(error) => Some(error.kind()),
            Self::Csv(error) => match error.kind() {
                csv::ErrorKind::Io(error) => Some(error.kind()),
                _ => None,
            },
            _ => None,
        };
        kind == Some(io::ErrorKind::BrokenPipe)
    }
}

fn index_hint(error: &xunwen_index::Error) -> &'static str {
    match error {
        xunwen_index::Error::Threads { .. } => {
            "give more with `--memory`, in MiB, or leave out `--threads` to have as many as fit"
        }
        xunwen_index::Error::Changing { .. } => {
            "run the same command again once nobody writes to it; the index is as it was committed last"
        }
        xunwen_index::Error::NoGeneration { .. } | xunwen_index::Error::NothingBefore { .. } => {
            "`xunwen generations` lists those that there are"
        }
        xunwen_index::Error::Stored { .. } | xunwen_index::Error::Miscounted { .. } => {
            "`xunwen verify` tells what is damaged; what was live before still is"
        }
        _ => "check that the directory can be written; the index is as it was committed last",
    }
}

/// Which side of the index could not be opened.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Read,
    Write,
}

fn open_hint(error: &OpenError, side: Side) -> &'static str {
    match error {
        OpenError::Missing { .. } => {
            "build one with `xunwen index INPUT...`, or name another with `-i DIR`"
        }
        OpenError::Foreign { .. } if side == Side::Write => {
            "name a new or empty directory with `-i DIR`"
        }
        OpenError::Foreign { .. } => {
            "name an index directory with `-i DIR`, or build one with `xunwen index INPUT...`"
        }
        OpenError::Format { .. } => {
            "build it afresh with this program into a new directory: `xunwen index -i DIR INPUT...`"
        }
        OpenError::TantivyFormat { .. } => {
            "`xunwen rebuild` makes it anew from its own articles; only a newer program reads a higher format"
        }
        OpenError::Fingerprint { .. } if side == Side::Write => {
            "its terms would not be found; without `--words` its own are used, `xunwen words add --file FILE` puts words in, `xunwen rebuild` makes a new generation"
        }
        OpenError::Fingerprint { .. } => {
            "its terms would not be found; use the words it was made with, or build it afresh: `xunwen index -i NEW_DIR INPUT...`"
        }
        OpenError::Io { .. } => "check the name and that you may read it",
        OpenError::Damaged { .. } => {
            "`xunwen generations` lists the generations, `xunwen rollback NUMBER` makes one live; or build afresh: `xunwen index -i NEW_DIR INPUT...`"
        }
        _ => "build it afresh into a new directory: `xunwen index -i DIR INPUT...`",
    }
}

fn corpus_hint(error: &CorpusError) -> &'static str {
    match error {
        CorpusError::Binary { .. } | CorpusError::Unrecognised { .. } => {
            "give JSON Lines, a JSON array, CSV, TSV or a search page, plain, .gz or .zst; `--input-format` names the format; the index is as it was committed last"
        }
        CorpusError::NoColumns { .. } => {
            "name columns such as id, title, body, source, published_at in the first line; the index is as it was committed last"
        }
        CorpusError::Truncated { .. } | CorpusError::Corrupt { .. } => {
            "fetch the file again and run the same command; the index is as it was committed last"
        }
        CorpusError::NothingMatches { .. } => {
            "check the name; of a folder, files ending in .jsonl, .ndjson, .json, .csv, .tsv and .txt are read, .gz and .zst too; the index is as it was committed last"
        }
        CorpusError::Pattern { .. } => {
            "write `*`, `?` and `[…]` as a shell does; the index is as it was committed last"
        }
        _ => "check the name and that you may read it; the index is as it was committed last",
    }
}

/// Shows the query with a caret under the place, minding characters two columns wide.
fn write_place(query: &str, span: Range<usize>, err: &mut dyn Write) -> io::Result<()> {
    let before = query.get(..span.start).unwrap_or_default();
    let place = query.get(span).unwrap_or_default();
    writeln!(err, "  {}", query.replace(['\n', '\r', '\t'], " "))?;
    writeln!(err, "  {}{}", " ".repeat(before.width()), "^".repeat(place.width().max(1)))
}
