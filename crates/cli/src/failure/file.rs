//! Files that cannot be read or written, or hold something else.

use std::error::Error as StdError;
use std::io;
use std::path::{Path, PathBuf};

use xunwen_query::evidence::ReceiptError;
use xunwen_schema::WordListError;

/// What is wrong with a file or folder named on the command line.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileError {
    #[error("cannot read {}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("cannot write {}", path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("cannot draw {}", path.display())]
    Draw { path: PathBuf, source: Box<dyn StdError + Send + Sync> },
    #[error("{}", path.display())]
    Words { path: PathBuf, source: WordListError },
    #[error("{} is no receipt", path.display())]
    NoReceipt { path: PathBuf, source: serde_json::Error },
    #[error("{} cannot be replayed", path.display())]
    Receipt { path: PathBuf, source: ReceiptError },
    #[error("{}:{line}: {reason}", path.display())]
    Line { path: PathBuf, line: usize, reason: String },
    #[error("{} has no query", .0.display())]
    NoQueries(PathBuf),
    #[error("{} has no articles", .0.display())]
    NoArticles(PathBuf),
}

impl FileError {
    /// Returns what makes an error of the system one of reading `path`.
    pub(crate) fn reading(path: &Path) -> impl Fn(io::Error) -> Self {
        |source| Self::Read { path: path.to_owned(), source }
    }

    /// Returns what makes an error of the system one of writing `path`.
    pub(crate) fn writing(path: &Path) -> impl Fn(io::Error) -> Self {
        |source| Self::Write { path: path.to_owned(), source }
    }

    /// Returns what to do about it.
    pub(super) fn hint(&self) -> &'static str {
        match self {
            Self::Read { .. } => "check the name and that you may read it",
            Self::Write { .. } => "check that the folder is there and that you may write to it",
            Self::Draw { .. } => "leave out `--chart`; `--format csv` has the numbers",
            Self::Words { .. } => {
                "write one word of two or more characters a line, or `word frequency`, or `word frequency tag`"
            }
            Self::NoReceipt { .. } => "name a file that `xunwen search QUERY --receipt FILE` wrote",
            Self::Receipt { source: ReceiptError::Search(_), .. } => {
                "check the directory named with `-i DIR`"
            }
            Self::Receipt { .. } => {
                "use the file as `xunwen search --receipt FILE` wrote it, with a program of its version"
            }
            Self::Line { .. } => {
                "write an id of its own, a tab and a query on each line, in UTF-8, as `xunwen help query` says; nothing is done yet"
            }
            Self::NoQueries(_) => "write an id, a tab and a query on a line; nothing is done yet",
            Self::NoArticles(_) => {
                "put them there as `docs.jsonl`, or name them with `--docs FILE`"
            }
        }
    }
}
