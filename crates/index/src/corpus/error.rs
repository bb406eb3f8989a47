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
    /// The file is of a kind that is known and not read.
    #[error("{} is {kind}, which is not read", path.display())]
    Unread {
        /// The file, `-` for standard input.
        path: PathBuf,
        /// The kind.
        kind: &'static str,
        /// What to do instead.
        advice: &'static str,
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
    /// The file is damaged, or not what it begins like; everything before was delivered.
    #[error("{} is damaged", path.display())]
    Damaged {
        /// The file, `-` for standard input.
        path: PathBuf,
        /// What its reader said.
        source: io::Error,
    },
    /// The file is of a format that has to be in memory or on disk as a whole, and too large for that.
    #[error("{} is too large", path.display())]
    TooLarge {
        /// The file, `-` for standard input.
        path: PathBuf,
        /// What the most is.
        source: io::Error,
    },
}

impl CorpusError {
    /// Returns what is wrong with the file, without its name where others name it.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Self::Unread { kind, advice, .. } => format!("{kind} is not read: {advice}"),
            Self::Binary { .. } => "no text, and no format that is known".to_owned(),
            Self::Unrecognised { .. } => "no format is recognised".to_owned(),
            Self::NoColumns { .. } => "no column is a field of an article".to_owned(),
            Self::Unreadable { source, .. }
            | Self::Truncated { source, .. }
            | Self::Corrupt { source, .. }
            | Self::Damaged { source, .. }
            | Self::TooLarge { source, .. } => format!("cannot be read: {source}"),
            error => error.to_string(),
        }
    }

    /// Returns whether it concerns the job rather than one file.
    #[must_use]
    pub fn is_of_job(&self) -> bool {
        matches!(self, Self::Stopped | Self::Pattern { .. } | Self::NothingMatches { .. })
    }

    /// Returns whether the file can be read but is not a corpus.
    #[must_use]
    pub fn is_no_corpus(&self) -> bool {
        matches!(
            self,
            Self::Binary { .. }
                | Self::Unread { .. }
                | Self::Unrecognised { .. }
                | Self::NoColumns { .. }
        )
    }
}
