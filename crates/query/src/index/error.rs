//! Why a question got no answer.

use tantivy::TantivyError;
use xunwen_schema::OpenError;

/// Why a question got no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no index that this program reads.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The index could not be read.
    #[error("cannot read the index")]
    Tantivy(#[from] TantivyError),
}
