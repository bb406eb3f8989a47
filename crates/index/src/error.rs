//! Why an index could not be written.

use std::io;
use std::path::PathBuf;

use xunwen_schema::OpenError;

use crate::corpus::{CorpusError, Reject};

/// Why an index could not be written. What was live before still is.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An input could not be read.
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    /// The index directory holds no index that this program can add to.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Another writer is at work.
    #[error("the index at {} is being written by {holder}", dir.display())]
    Locked {
        /// The index directory.
        dir: PathBuf,
        /// Who writes, as the lock says.
        holder: String,
    },
    /// A record was rejected, and the job was told to be strict.
    #[error("{}:{}: {}", reject.input, reject.line, reject.reason)]
    Rejected {
        /// The record.
        reject: Reject,
    },
    /// The system refused a file.
    #[error("cannot write {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// tantivy could not write.
    #[error("cannot write the index at {}", dir.display())]
    Tantivy {
        /// The index directory.
        dir: PathBuf,
        /// Why.
        source: tantivy::TantivyError,
    },
}

impl Error {
    /// Returns whether the disk is full.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(self);
        while let Some(error) = cause {
            let io = error.downcast_ref::<io::Error>().map(io::Error::kind);
            if io == Some(io::ErrorKind::StorageFull) || error.to_string().contains("os error 28") {
                return true;
            }
            cause = error.source();
        }
        false
    }
}
