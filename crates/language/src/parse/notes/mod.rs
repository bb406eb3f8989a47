//! Notes on a query: what in it looks like the syntax of another system, or finds nothing.

mod distance;
mod keyword;
mod name;
mod pattern;
mod sign;

use std::ops::Range;

use super::token::Token;
use crate::note::{Note, NoteKind};
use keyword::{Keyword, Remark};

/// Returns the notes on `input`: of its `tokens`, which are not settled, and of the places that have
/// nothing to search for.
pub(super) fn notes(input: &str, tokens: &[Token<'_>], dropped: &[Range<usize>]) -> Vec<Note> {
    if tokens.is_empty() {
        return only_punctuation(input).into_iter().collect();
    }
    let note = |span: Range<usize>, (kind, instead): Remark| {
        let found = input.get(span.clone()).unwrap_or_default().to_owned();
        Note { kind, span, found, instead }
    };
    let ranges = (0..tokens.len()).filter_map(|at| pattern::range(tokens, at));
    let mut notes: Vec<Note> = ranges.map(|(span, remark)| note(span, remark)).collect();
    let keywords = (0..tokens.len()).filter_map(|at| Some((at, Keyword::at(tokens, at)?)));
    let keywords =
        keywords.filter_map(|(at, keyword)| Some((tokens[at].span(), remark(&keyword)?)));
    let dropped = dropped.iter().map(|span| (span.clone(), sign::dropped(&input[span.clone()])));
    notes.extend(keywords.chain(dropped).map(|(span, remark)| note(span, remark)));
    without_repetitions(notes)
}

fn only_punctuation(input: &str) -> Option<Note> {
    let found = input.trim().to_owned();
    let start = input.len() - input.trim_start().len();
    let instead = "type a letter, a digit or a Chinese character".to_owned();
    let span = start..start + found.len();
    (!found.is_empty()).then_some(Note { kind: NoteKind::OnlyPunctuation, span, found, instead })
}

/// Returns `notes` in the order of the query, of equal ones the first.
fn without_repetitions(mut notes: Vec<Note>) -> Vec<Note> {
    let mut known = std::collections::HashSet::new();
    notes.sort_by_key(|note| note.span.start);
    notes.retain(|note| known.insert((note.kind, note.found.clone())));
    notes
}

/// Returns what is to be remarked on a keyword.
fn remark(keyword: &Keyword<'_>) -> Option<Remark> {
    sign::remark(keyword)
        .or_else(|| name::remark(keyword))
        .or_else(|| distance::remark(keyword))
        .or_else(|| pattern::remark(keyword))
}
