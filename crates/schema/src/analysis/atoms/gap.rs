//! Gaps: what is between two atoms, and what it amounts to.

use std::ops::Range;

use super::{AtomKind, Break};

/// The characters between two atoms.
#[derive(Default)]
pub(super) struct Gap {
    /// Bytes from the first to the last dash or punctuation character.
    span: Option<Range<u32>>,
    dashes: u32,
    has_punctuation: bool,
    ends_sentence: bool,
    /// Whether a line ends where a sentence ended before.
    ends_paragraph: bool,
    /// The most recent line breaks that only white space separates.
    lines_in_row: u32,
    blank_line: bool,
}

/// What a gap amounts to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Between {
    /// The atoms are adjacent.
    Nothing,
    /// A dash between two numbers: an atom.
    Range,
    /// A break.
    Break(Break),
}

impl Gap {
    /// Returns its bytes, from the first to the last dash or punctuation character.
    pub(super) fn span(&self) -> Option<Range<u32>> {
        self.span.clone()
    }

    pub(super) fn line(&mut self) {
        self.ends_paragraph |= self.ends_sentence;
        self.lines_in_row += 1;
        self.blank_line |= self.lines_in_row > 1;
    }

    /// Takes note of something that is neither white space nor a line break.
    pub(super) fn interrupt(&mut self) {
        self.lines_in_row = 0;
    }

    pub(super) fn dash(&mut self, span: Range<u32>) {
        self.interrupt();
        self.dashes += 1;
        self.extend(span);
    }

    pub(super) fn punctuation(&mut self, span: Range<u32>, ends_sentence: bool) {
        self.interrupt();
        self.has_punctuation = true;
        self.ends_sentence |= ends_sentence;
        self.extend(span);
    }

    fn extend(&mut self, span: Range<u32>) {
        let start = self.span.as_ref().map_or(span.start, |whole| whole.start);
        self.span = Some(start..span.end);
    }

    /// Returns what it amounts to between atoms of these kinds.
    pub(super) fn between(&self, left: AtomKind, right: AtomKind) -> Between {
        if self.blank_line || self.ends_paragraph {
            return Between::Break(Break::Paragraph);
        }
        if self.ends_sentence {
            return Between::Break(Break::Sentence);
        }
        match (self.has_punctuation, self.dashes) {
            (false, 0) => Between::Nothing,
            (false, 1) => between_by_dash(left, right),
            _ => Between::Break(Break::Minor),
        }
    }
}

/// Returns what one dash amounts to: a range between two numbers, nothing beside letters or one
/// number, a break between all others.
fn between_by_dash(left: AtomKind, right: AtomKind) -> Between {
    match (left, right) {
        (AtomKind::Digits, AtomKind::Digits) => Between::Range,
        (AtomKind::Digits | AtomKind::Letters, _) | (_, AtomKind::Digits | AtomKind::Letters) => {
            Between::Nothing
        }
        _ => Between::Break(Break::Minor),
    }
}
