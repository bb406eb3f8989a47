//! Arguments that make no sense, alone or together.

use std::path::PathBuf;

use xunwen_schema::WordListError;

/// Why a command cannot do what its arguments ask for.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Misuse {
    #[error("{0}")]
    Arguments(String),
    #[error("nothing is known of {0:?}")]
    Topic(String),
    #[error("unknown date {0:?}")]
    Date(String),
    #[error("`--since` is after `--until`: nothing lies between")]
    NoTime,
    #[error("no article has the id {0:?}")]
    Article(String),
    #[error("{word:?} is no word")]
    Word { word: String, source: WordListError },
    #[error("nothing is named that is to be deleted")]
    NothingToDelete,
    #[error("facets are written as text and JSON only")]
    FacetFormat,
    #[error("`--audit` is written as text or json")]
    AuditFormat,
    #[error("`--fields` is for `--format csv`, `excel` and `jsonl-articles`")]
    FieldsFormat,
    #[error("`xunwen {0}` works on the files of a directory, which a cluster has not")]
    NotOnCluster(&'static str),
    #[error("the state of a watch has no place beside standard input")]
    NoStateFolder,
    #[error("`--post` signs what it sends, and there is no secret")]
    NoSecret,
    #[error("a feed that is followed, or is not all there is to write, needs a file")]
    FeedFile,
    #[error("charts are drawn as SVG only: {}", .0.display())]
    ChartFormat(PathBuf),
}

impl Misuse {
    /// Returns the misuse that clap found: the first paragraph of what it says, in one line.
    pub(crate) fn of(error: &clap::Error) -> Self {
        let text = error.to_string();
        let paragraph = text.trim_start_matches("error: ").split("\n\n").next().unwrap_or_default();
        Self::Arguments(paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Returns what to do about it.
    pub(super) fn hint(&self) -> &'static str {
        match self {
            Self::Arguments(_) => {
                "see `xunwen help`, or `--help` after a command; `--` before a query makes hyphens plain"
            }
            Self::Topic(_) => {
                "`xunwen help` lists the commands, `xunwen help query` shows the query language"
            }
            Self::Date(_) => {
                "write a day, month or year: 2025-12-30, 2025-12, 2025, 2025年12月30日"
            }
            Self::NoTime => "give the earlier date to `--since`; both days are included",
            Self::Article(_) => "`xunwen search QUERY --format csv` shows ids",
            Self::Word { .. } => {
                "a word has two or more characters and neither spaces nor punctuation"
            }
            Self::NothingToDelete => {
                "give ids, `--query QUERY`, `--since`, `--until` or `--source`"
            }
            Self::NotOnCluster(_) => {
                "name a directory with `-i DIR`; crates/cluster/README.md says what a cluster can do instead"
            }
            Self::FacetFormat => "give `--format text` or `--format json`, or leave out `--facet`",
            Self::AuditFormat => "leave out `--format` or say `--format json`",
            Self::FieldsFormat => "add `--format csv`, or leave out `--fields`",
            Self::NoStateFolder => "name a folder for it with `--state DIR`",
            Self::NoSecret => {
                "set XUNWEN_WATCH_SECRET, or name a file that holds it with `--secret-file FILE`"
            }
            Self::FeedFile => "name it with `--to FILE`",
            Self::ChartFormat(_) => {
                "name a file that ends in .svg: browsers show it with the fonts they have, and `rsvg-convert` makes it a PNG"
            }
        }
    }
}
