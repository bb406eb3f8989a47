//! Why a watch could not go on.

use std::io;
use std::path::{Path, PathBuf};

/// Why a watch could not go on. What was committed before stays reported, and nothing else is.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The index gave no answer.
    #[error(transparent)]
    Query(#[from] xunwen_query::Error),
    /// Another watch has the state.
    #[error("the state at {} is used by {holder}", dir.display())]
    Locked {
        /// The folder of the state.
        dir: PathBuf,
        /// The holder of the lock, as written in it.
        holder: String,
    },
    /// Another watch writes to the same file.
    #[error("another watch writes to {}", .0.display())]
    LogLocked(PathBuf),
    /// Lines are to be appended to what cannot be cut.
    #[error("{} is no regular file", .0.display())]
    NoFile(PathBuf),
    /// The state is not what a watch leaves.
    #[error("the state is damaged: {}: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A file could not be read or written.
    #[error("cannot use {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// What is not written to a file could not be written.
    #[error("cannot write the result")]
    Stream(#[source] io::Error),
    /// An address is none that can be posted to.
    #[error("{0:?} is no address to post to")]
    Address(String),
}

impl Error {
    /// Returns what makes an error of the system one about `path`.
    pub(crate) fn at(path: &Path) -> impl Fn(io::Error) -> Self {
        |source| Self::Io { path: path.to_owned(), source }
    }

    pub(crate) fn damaged(path: &Path, reason: impl ToString) -> Self {
        Self::Damaged { path: path.to_owned(), reason: reason.to_string() }
    }
}
