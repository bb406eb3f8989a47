//! Errors that concern a corpus as a whole.

use std::io;
use std::path::PathBuf;

/// A corpus that cannot be read, or not to its end.
///
/// A single bad record is not an error but a [`Reject`](super::Reject).
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
    /// An argument names no file: it is missing, or the folder or pattern matches none.
    #[error("no input matches {pattern}")]
    NothingMatches {
        /// The argument as given.
        pattern: String,
    },
    /// An argument is not a well-formed pattern.
    #[error("malformed pattern {pattern}")]
    Pattern {
        /// The argument as given.
        pattern: String,
        /// What is wrong with it.
        source: glob::PatternError,
    },
    /// The file is not text.
    #[error("{} is a binary file", path.display())]
    Binary {
        /// The file, `-` for standard input.
        path: PathBuf,
    },
    /// The format of the text is not recognised.
    #[error("the format of {} is not recognised", path.display())]
    Unrecognised {
        /// The file, `-` for standard input.
        path: PathBuf,
    },
    /// The job was asked to stop.
    #[error("stopped before anything was read")]
    Stopped,
    /// The header of a table names no field of an article.
    #[error("no column of {} is a field of an article", path.display())]
    NoColumns {
        /// The file, `-` for standard input.
        path: PathBuf,
        /// The cells of the header.
        header: Vec<String>,
    },
    /// The compressed data ends too early; everything before was delivered.
    #[error("{} is cut off: its compressed data ends too early", path.display())]
    Truncated {
        /// The file, `-` for standard input.
        path: PathBuf,
        /// What the decoder said.
        source: io::Error,
    },
    /// The compressed data is damaged; everything before was delivered.
    #[error("the compressed data of {} is damaged", path.display())]
    Corrupt {
        /// The file, `-` for standard input.
        path: PathBuf,
        /// What the decoder said.
        source: io::Error,
    },
}

impl CorpusError {
    /// Returns whether the file can be read but is not a corpus.
    #[must_use]
    pub fn is_no_corpus(&self) -> bool {
        matches!(self, Self::Binary { .. } | Self::Unrecognised { .. } | Self::NoColumns { .. })
    }
}
