//! Why a question got no answer.

use tantivy::TantivyError;
use xunwen_schema::OpenError;

use super::cancel::Cancelled;

/// Why a question got no answer.
///
/// ```
/// use std::path::Path;
/// use xunwen_query::{Engine, Error};
///
/// let opened = Engine::open(Path::new("no/such/index"));
/// assert!(matches!(opened, Err(Error::Open(_))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no index that this program reads.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The index could not be read.
    #[error("cannot read the index")]
    Tantivy(#[source] TantivyError),
    /// The articles are elsewhere, and this cannot be asked for there.
    #[error("{what} cannot be had from {place}")]
    Unsupported {
        /// What was asked for.
        what: &'static str,
        /// Where the articles are.
        place: String,
    },
    /// What holds the articles elsewhere gave no answer.
    #[error("{problem}")]
    Elsewhere {
        /// What is wrong.
        problem: String,
        /// What to do.
        remedy: String,
    },
    /// Its [`Cancel`](crate::Cancel) was cancelled before there was an answer.
    #[error("the search was cancelled")]
    Cancelled,
}

impl From<TantivyError> for Error {
    fn from(error: TantivyError) -> Self {
        if Cancelled::is(&error) { Self::Cancelled } else { Self::Tantivy(error) }
    }
}

impl From<Cancelled> for Error {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}
