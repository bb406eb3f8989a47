//! Wordings that may be looked for.

use crate::request::ExpansionKind;

/// Another wording, before the index is asked whether any article has it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wording {
    pub(super) text: String,
    pub(super) of: String,
    pub(super) kind: ExpansionKind,
    /// The literals by which it is found: the text itself, or its inflected forms.
    pub(super) forms: Vec<String>,
    /// How much it counts, where a word of the query counts 1.
    pub(super) weight: f32,
}

impl Wording {
    /// Returns the wording that is looked for as it is shown.
    pub(super) fn new(text: String, of: &str, kind: ExpansionKind, weight: f32) -> Self {
        Self { forms: vec![text.clone()], text, of: of.to_owned(), kind, weight }
    }
}
