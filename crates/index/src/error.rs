//! Why an index could not be written.

use std::io;
use std::path::PathBuf;

use tantivy::TantivyError;
use tantivy::directory::error::OpenWriteError;
use xunwen_schema::OpenError;

use crate::corpus::{CorpusError, PassedOver, Reject};

/// What is in force although a step after it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Done {
    /// This generation is live.
    Live(u64),
    /// What was to be written is committed.
    Committed,
    /// The words of the index are changed.
    Words,
}

impl std::fmt::Display for Done {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Live(number) => write!(f, "generation {number} is live"),
            Self::Committed => f.write_str("the change is committed"),
            Self::Words => f.write_str("the words of the index are changed"),
        }
    }
}

/// Why an index could not be written.
///
/// Except for [`Self::Unconfirmed`] and [`Self::Unfinished`], what was live or committed before is so
/// still, and nothing else is. These two are errors and no warnings, so that a script which deletes its
/// inputs after success does not, and nothing that a power cut may need again is removed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An input could not be read.
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    /// The index directory does not hold an index that this program can change.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Another writer is running.
    #[error("the index at {} is being written by {holder}", dir.display())]
    Locked {
        /// The index directory.
        dir: PathBuf,
        /// The holder of the lock, as written in it.
        holder: String,
    },
    /// A record was rejected in a strict job.
    #[error("{}:{}: {}", reject.input, reject.line, reject.reason)]
    Rejected {
        /// The record.
        reject: Reject,
    },
    /// A file was passed over in a strict job.
    #[error("{name}: {reason}")]
    PassedOver {
        /// The file.
        name: String,
        /// Why it is not read.
        reason: String,
    },
    /// An id came again with another article in a strict job.
    #[error("the id {id} came again with another article")]
    Repeated {
        /// The id.
        id: String,
    },
    /// No article was read.
    #[error("no article was read: the inputs are empty{}", nothing(*rejected, passed_over))]
    Nothing {
        /// Records that were rejected.
        rejected: u64,
        /// Files that were passed over.
        passed_over: PassedOver,
    },
    /// A rebuild would lose many articles.
    #[error("the inputs have {after} articles, the live generation has {before}")]
    Shrunk {
        /// Articles of the live generation.
        before: u64,
        /// Articles of the new one.
        after: u64,
    },
    /// A file could not be written.
    #[error("cannot write {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The change is made and readers see it, but a power cut may undo it.
    #[error("{done}, but the system could not confirm that it would outlast a power cut")]
    Unconfirmed {
        /// What is in force.
        done: Done,
        /// The cause.
        source: io::Error,
    },
    /// The change is made, but a step after it failed.
    #[error("{done}, but not all that follows is done")]
    Unfinished {
        /// What is in force.
        done: Done,
        /// The cause.
        source: Box<Self>,
    },
    /// The stored articles of the live generation cannot be read.
    #[error("cannot read the stored articles")]
    Stored {
        /// The cause.
        source: TantivyError,
    },
    /// An input changed while it was being read.
    #[error("{input} was changed while it was read")]
    Changing {
        /// The input.
        input: String,
    },
    /// The index does not hold as many articles as were written.
    #[error("{expected} articles were written, the index holds {found}")]
    Miscounted {
        /// Articles written.
        expected: u64,
        /// Articles found.
        found: u64,
    },
    /// There is no complete generation with this number.
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
    /// The memory is too small for the number of threads.
    #[error("{threads} threads need {needed} MiB of memory, {given} MiB are allowed")]
    Threads {
        /// Threads requested.
        threads: usize,
        /// The least memory that they need, in MiB.
        needed: u64,
        /// The memory allowed, in MiB.
        given: u64,
    },
    /// tantivy could not write the index.
    #[error("cannot write the index at {}", dir.display())]
    Tantivy {
        /// The index directory.
        dir: PathBuf,
        /// The cause.
        source: TantivyError,
    },
}

impl Error {
    /// Returns the error of the index at `dir` that tantivy could not write.
    pub(crate) fn tantivy(dir: &std::path::Path, source: TantivyError) -> Self {
        let source = match source {
            // Failing to create a file is reported in the same way as failing to write to it.
            TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. }) => {
                TantivyError::IoError(io_error)
            }
            other => other,
        };
        Self::Tantivy { dir: dir.to_owned(), source }
    }

    /// Returns the error of a step that failed when this was `done`.
    pub(crate) fn after(self, done: Done) -> Self {
        match self {
            Self::Unconfirmed { .. } | Self::Unfinished { .. } => self,
            error => Self::Unfinished { done, source: Box::new(error) },
        }
    }

    /// Returns the error of a job whose draft is at `path`: what is committed there is no change that readers
    /// see.
    pub(crate) fn of_draft(self, path: PathBuf) -> Self {
        match self {
            Self::Unconfirmed { source, .. } => Self::Io { path, source },
            Self::Unfinished { source, .. } => *source,
            error => error,
        }
    }

    /// Returns whether the disk is full.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        is_disk_full(self)
    }
}

/// Tells what there was instead of articles.
fn nothing(rejected: u64, passed_over: &PassedOver) -> String {
    let mut text = String::new();
    if rejected > 0 {
        let records = if rejected == 1 { "record" } else { "records" };
        text = format!(", or were rejected: {rejected} {records}");
    }
    for (_, files) in passed_over.iter().take(3) {
        let more = if files.count > 1 {
            format!(" and {} like it", files.count - 1)
        } else {
            String::new()
        };
        text.push_str(&format!(", or were passed over: {}{more} ({})", files.name, files.reason));
    }
    text
}

/// Returns whether `error` or a cause of it is a full disk.
fn is_disk_full(error: &(dyn std::error::Error + 'static)) -> bool {
    if let Some(io) = error.downcast_ref::<io::Error>() {
        return io.kind() == io::ErrorKind::StorageFull
            || io.get_ref().is_some_and(|inner| is_disk_full(inner));
    }
    // These two do not name their causes.
    if let Some(TantivyError::IoError(io)) = error.downcast_ref() {
        return is_disk_full(&**io);
    }
    if let Some(tantivy_fst::Error::Io(io)) = error.downcast_ref() {
        return is_disk_full(io);
    }
    error.source().is_some_and(is_disk_full)
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::*;

    /// An error with a path, as the `tempfile` crate makes them.
    #[derive(Debug, thiserror::Error)]
    #[error("{0} at path \"x\"")]
    struct At(io::Error);

    #[test]
    fn a_full_disk_is_distinguished_from_other_errors() {
        let wrapped = |code| {
            let inner = io::Error::from_raw_os_error(code);
            Arc::new(io::Error::new(inner.kind(), At(inner)))
        };
        let in_terms = io::Error::other(tantivy_fst::Error::Io(io::Error::from_raw_os_error(28)));
        assert!(Error::tantivy(Path::new("idx"), in_terms.into()).is_disk_full());
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
