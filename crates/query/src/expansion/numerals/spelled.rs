//! What a text spells, and how else it may be spelled.

use std::ops::Range;

/// A number or date in a text, and other spellings of it.
pub(super) struct Spelled {
    pub(super) range: Range<usize>,
    pub(super) others: Vec<String>,
}
