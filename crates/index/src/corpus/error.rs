//! What can be wrong with a corpus as a whole.

use std::io;
use std::path::PathBuf;

/// A corpus that cannot be read, or not to its end.
///
/// A record that cannot be read is no such error: it is a [`Reject`](super::Reject).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CorpusError {
    /// The file or folder cannot be opened or read.
    #[error("cannot read {}", path.display())]
    Unreadable {
        /// The file or folder, `-` for standard input.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// No file answers to an argument: it is missing, or the folder or pattern holds none.
    #[error("no input matches {pattern}")]
    NothingMatches {
        /// The argument as given.
        pattern: String,
    },
    /// An argument is not a well-formed file pattern.
    #[error("malformed pattern {pattern}")]
    Pattern {
        /// The argument as given.
        pattern: String,
        /// Where it goes wrong.
        source: glob::PatternError,
    },
    /// The file holds no text.
    #[error("{} is a binary file", path.display())]
    Binary {
        /// The file, `-` for standard input.
        path: PathBuf,
    },
    /// The text is in none of the known formats.
    #[error("the format of {} is not recognised", path.display())]
    Unrecognised {
        /// The file, `-` for standard input.
        path: PathBuf,
    },
    /// The first line of a table names no field of an article.
    #[error("no column of {} is a field of an article", path.display())]
    NoColumns {
        /// The file, `-` for standard input.
        path: PathBuf,
        /// The first line's cells.
        header: Vec<String>,
    },
    /// The compressed data ends too early; what came before was delivered.
    #[error("{} is cut off: its compressed data ends too early", path.display())]
    Truncated {
        /// The file, `-` for standard input.
        path: PathBuf,
        /// What the decoder said.
        source: io::Error,
    },
    /// The compressed data is damaged; what came before was delivered.
    #[error("the compressed data of {} is damaged", path.display())]
    Corrupt {
        /// The file, `-` for standard input.
        path: PathBuf,
        /// What the decoder said.
        source: io::Error,
    },
}

impl CorpusError {
    /// Returns whether the file can be read, but is no corpus.
    #[must_use]
    pub fn is_no_corpus(&self) -> bool {
        matches!(self, Self::Binary { .. } | Self::Unrecognised { .. } | Self::NoColumns { .. })
    }
}
