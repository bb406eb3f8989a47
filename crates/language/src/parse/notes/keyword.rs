//! Keywords as they were typed, and what is around them.

use super::super::chars::{QUOTES, Quote, half_width_of};
use super::super::token::{Kind, Token};
use crate::note::NoteKind;

/// What is remarked, and what to write instead.
pub(super) type Remark = (NoteKind, String);

/// A keyword as it was typed without quotes, and what is around it.
pub(super) struct Keyword<'i> {
    /// Its half-width form.
    pub(super) half: String,
    /// Whether something to search for comes before it.
    pub(super) before: bool,
    /// Whether something to search for follows it.
    pub(super) after: bool,
    /// What precedes it without a space, as typed; empty if nothing does.
    pub(super) glued_before: &'i str,
    /// Whether something follows it without a space.
    pub(super) glued_after: bool,
}

impl<'i> Keyword<'i> {
    /// Returns the keyword that the token at `at` is, if it is one and without quotes.
    pub(super) fn at(tokens: &[Token<'i>], at: usize) -> Option<Self> {
        let token = &tokens[at];
        let previous = at.checked_sub(1).map(|before| &tokens[before]);
        let next = tokens.get(at + 1);
        if !matches!(token.kind, Kind::Literal(_) | Kind::Prefix(_)) || is_quoted(token.text) {
            return None;
        }
        let glued = previous.filter(|previous| previous.span().end == token.start);
        Some(Self {
            half: half_width_of(token.text),
            before: previous.is_some_and(|token| token.kind.ends_operand()),
            after: next.is_some_and(|token| token.kind.begins_operand()),
            glued_before: glued.map_or("", |previous| previous.text),
            glued_after: next.is_some_and(|next| next.start == token.span().end),
        })
    }
}

/// Returns true if `text` is that of a quoted token.
fn is_quoted(text: &str) -> bool {
    let mut chars = text.chars();
    let quote = chars.next().and_then(Quote::opened_by);
    let closer = text.trim_end_matches(['*', '＊']).chars().next_back();
    // A doubtful quote begins a keyword that has nothing to close it.
    quote.zip(closer).is_some_and(|(place, closer)| {
        !chars.as_str().is_empty() && QUOTES[place].is_closed_by(closer)
    })
}
