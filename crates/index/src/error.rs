//! Why an index could not be written.

use std::io;
use std::path::PathBuf;

use tantivy::TantivyError;
use tantivy::directory::error::OpenWriteError;
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
    /// The stored articles of the live generation cannot be read.
    #[error("cannot read the stored articles")]
    Stored {
        /// Why.
        source: TantivyError,
    },
    /// An input became another while it was read.
    #[error("{input} was changed while it was read")]
    Changing {
        /// The input.
        input: String,
    },
    /// The index does not hold what was written into it.
    #[error("{expected} articles were written, the index holds {found}")]
    Miscounted {
        /// Articles it should hold.
        expected: u64,
        /// Articles it holds.
        found: u64,
    },
    /// There is no whole generation of this number.
    #[error("there is no generation {number} to go to")]
    NoGeneration {
        /// The number.
        number: u64,
    },
    /// No generation was live before the live one.
    #[error("no generation was live before generation {live}")]
    NothingBefore {
        /// The live generation.
        live: u64,
    },
    /// There is too little memory for so many threads.
    #[error("{threads} threads need {needed} MiB of memory, {given} MiB are allowed")]
    Threads {
        /// Threads asked for.
        threads: usize,
        /// The least memory for them, in MiB.
        needed: u64,
        /// The memory allowed, in MiB.
        given: u64,
    },
    /// tantivy could not write.
    #[error("cannot write the index at {}", dir.display())]
    Tantivy {
        /// The index directory.
        dir: PathBuf,
        /// Why.
        source: TantivyError,
    },
}

impl Error {
    /// Returns the error of the index at `dir` that tantivy could not write.
    pub(crate) fn tantivy(dir: &std::path::Path, source: TantivyError) -> Self {
        let source = match source {
            // A file that cannot be begun is told as one that cannot be gone on with.
            TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. }) => {
                TantivyError::IoError(io_error)
            }
            other => other,
        };
        Self::Tantivy { dir: dir.to_owned(), source }
    }

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

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::*;

    /// An error with a path, as of files that have names of their own at first.
    #[derive(Debug, thiserror::Error)]
    #[error("{0} at path \"x\"")]
    struct At(io::Error);

    #[test]
    fn a_full_disk_is_told_from_other_errors() {
        let wrapped = |code| {
            let inner = io::Error::from_raw_os_error(code);
            Arc::new(io::Error::new(inner.kind(), At(inner)))
        };
        for (code, is_full) in [(28, true), (13, false)] {
            let filepath = PathBuf::from("x.fieldnorm");
            let begun = OpenWriteError::IoError { io_error: wrapped(code), filepath };
            for source in [TantivyError::IoError(wrapped(code)), begun.into()] {
                let error = Error::tantivy(Path::new("idx"), source);
                assert_eq!(error.is_disk_full(), is_full, "{error:?}");
            }
        }
    }
}
