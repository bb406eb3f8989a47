//! Keywords to be called in the other language.

use xunwen_language::Clause;

/// A keyword, or a row of English ones, to be called in the other language.
#[derive(Debug, PartialEq)]
pub(super) struct SourceKeyword {
    pub(super) text: String,
    /// What stands in an article that holds it.
    pub(super) clause: Clause,
    pub(super) is_han: bool,
}
