//! Why a generation cannot be opened.

use std::io;
use std::path::PathBuf;

/// Why a generation cannot be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// There is nothing at this path.
    #[error("no index at {}", dir.display())]
    Missing {
        /// The index directory.
        dir: PathBuf,
    },
    /// No generation is live, although there are complete ones.
    #[error("no generation of {} is live, but generation {newest} is complete", dir.display())]
    NoneLive {
        /// The index directory.
        dir: PathBuf,
        /// The complete generation with the highest number.
        newest: u64,
    },
    /// The path holds something else.
    #[error("{} is no index", dir.display())]
    Foreign {
        /// The directory or file.
        dir: PathBuf,
    },
    /// The live generation has another layout.
    #[error("the index at {} has format {found}, this program reads format {expected}", dir.display())]
    Format {
        /// The index directory.
        dir: PathBuf,
        /// The format of the index.
        found: u32,
        /// The format of this program.
        expected: u32,
    },
    /// The files of the live generation are in another format of tantivy.
    #[error(
        "the index at {} has tantivy format {found}, this program reads tantivy format {expected}",
        dir.display()
    )]
    TantivyFormat {
        /// The index directory.
        dir: PathBuf,
        /// The format of its files.
        found: u32,
        /// The format of this program.
        expected: u32,
    },
    /// The terms of the live generation come from another analysis.
    #[error("the index at {} has fingerprint {found}, this analysis has {expected}", dir.display())]
    Fingerprint {
        /// The index directory.
        dir: PathBuf,
        /// The fingerprint of the index.
        found: String,
        /// The fingerprint of the requested analysis.
        expected: String,
    },
    /// A file of the index has invalid content.
    #[error("{} is damaged: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A file cannot be read.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
}
