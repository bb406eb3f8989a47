//! Damage: bytes that no posting list of this format has.

use tantivy::TantivyError;
use tantivy::error::DataCorruption;

/// What is wrong with the bytes of a posting list: the files are damaged, or of another format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Damage {
    /// Bytes are missing.
    #[error("a posting list is cut short")]
    Cut,
    /// The encoding bit of a skip entry is not set, or a bit is set that format 7 leaves unused.
    #[error(
        "a block of a posting list is not in the delta-1 encoding, the only one of tantivy format 7"
    )]
    Encoding,
    /// Numbers of 32 bits are packed wider than that.
    #[error("a block of a posting list claims more than 32 bits a number")]
    Width,
    /// Document ids are not in order, beyond the segment, or not those that the skip entry announces.
    #[error("a posting list has its documents out of order")]
    Documents,
    /// The frequencies of a block do not add up to what its skip entry announces.
    #[error("the frequencies of a posting list contradict its skip entries")]
    Frequencies,
    /// Positions of a document are not in order, or out of all bounds.
    #[error("a posting list has its positions out of order")]
    Positions,
}

impl From<Damage> for TantivyError {
    fn from(damage: Damage) -> Self {
        Self::DataCorruption(DataCorruption::comment_only(damage))
    }
}
