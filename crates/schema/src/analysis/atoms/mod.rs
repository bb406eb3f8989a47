//! Atoms: the units of folded text.
//!
//! An atom is one Han character, or one of another script that is written without spaces; one run
//! of letters; one number; or one symbol that means something. White space, quotation marks and a
//! dash beside letters or a number only separate atoms. Any other punctuation, single or repeated,
//! is a break, which takes one position just as an atom does: the index of an atom in the sequence
//! *is* its position.

mod classify;
mod gap;
mod graphemes;
mod laws;
mod number;
mod scanner;

use std::ops::Range;

pub use laws::{Applied, Law};

/// The folded text of a dash between two numbers, whichever was written.
pub const RANGE_SIGN: char = '-';

/// The positions of a lead whose text has no paragraph break.
pub const LEAD_LENGTH: usize = 100;

/// A text as atoms and breaks, in order.
///
/// Breaks occur only between atoms: never first, never last, never next to each other.
#[derive(Clone, Debug, Default)]
pub struct Atoms {
    folded: String,
    items: Vec<Atom>,
}

/// One atom or break of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Atom {
    /// What it is.
    pub kind: AtomKind,
    /// Its first byte in the original text, on the bound of a grapheme.
    start: u32,
    /// One past its last byte in the original text.
    end: u32,
    /// Its first byte in the folded text, where a break has length 0.
    folded_start: u32,
    /// One past its last byte in the folded text.
    folded_end: u32,
}

/// The kinds of [`Atom`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AtomKind {
    /// One Han character, including 〇 and 々.
    Han,
    /// One character of another script that is written without spaces between words: kana, Hangul,
    /// Thai, Lao, Khmer, Myanmar.
    Character,
    /// A run of letters of any other script.
    Letters,
    /// A number: digits, without thousands commas, with at most one decimal point between two.
    Digits,
    /// A symbol that means something: `%`, `+`, a currency, an emoji, `《`, the dash of a range.
    Symbol,
    /// Other punctuation or a blank line between two atoms.
    Break(Break),
}

/// How strongly a break separates its neighbours, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Break {
    /// A comma, a bracket, a symbol: the sentence continues.
    Minor,
    /// The end of a sentence.
    Sentence,
    /// A blank line, or a line that ends where a sentence ends.
    Paragraph,
}

impl Atoms {
    /// Returns the number of positions: atoms and breaks.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Returns whether there are no atoms, as in a text of punctuation only.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Returns the atom or break at `position`.
    #[must_use]
    pub fn get(&self, position: usize) -> Option<Atom> {
        self.items.get(position).copied()
    }

    /// Returns the atoms and breaks in order; the index of an item is its position.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Atom> + '_ {
        self.items.iter().copied()
    }

    /// Returns the folded text of the atom at `position`, empty for a break.
    #[must_use]
    pub fn text(&self, position: usize) -> &str {
        self.join(position..position + 1)
    }

    /// Returns the folded text of adjacent atoms, without separators.
    #[must_use]
    pub fn join(&self, positions: Range<usize>) -> &str {
        match (self.items.get(positions.start), self.items.get(positions.end.wrapping_sub(1))) {
            (Some(first), Some(last)) => {
                &self.folded[first.folded_start as usize..last.folded_end as usize]
            }
            _ => "",
        }
    }

    /// Returns the folded text of the single atom at `position` and the one right after it, if both
    /// are single.
    #[inline]
    pub(super) fn single_pair(&self, position: usize) -> Option<&str> {
        let [left, right] = self.items.get(position..)?.first_chunk()?;
        let are_single = left.is_single() && right.is_single();
        are_single.then(|| &self.folded[left.folded_start as usize..right.folded_end as usize])
    }

    /// Returns the bytes of the original text from the first to the last of `positions`.
    #[must_use]
    pub fn span(&self, positions: Range<usize>) -> Range<usize> {
        match (self.items.get(positions.start), self.items.get(positions.end.wrapping_sub(1))) {
            (Some(first), Some(last)) => first.start as usize..last.end as usize,
            _ => 0..0,
        }
    }

    /// Returns the position at which the lead ends: the first paragraph, or [`LEAD_LENGTH`] positions of a
    /// text without paragraphs.
    #[must_use]
    pub fn lead_end(&self) -> usize {
        let is_paragraph_end = |atom: &Atom| atom.kind == AtomKind::Break(Break::Paragraph);
        self.items.iter().position(is_paragraph_end).unwrap_or(LEAD_LENGTH)
    }

    /// Keeps the first `count` positions.
    pub(super) fn truncate(&mut self, count: usize) {
        self.items.truncate(count);
    }

    /// Returns the stretches between breaks, as ranges of positions.
    pub(super) fn stretches(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut start = 0;
        self.items.split(|item| item.is_break()).map(move |stretch| {
            let range = start..start + stretch.len();
            start = range.end + 1;
            range
        })
    }
}

impl Atom {
    /// Returns its bytes in the original text.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Returns whether it is one Han character.
    #[must_use]
    pub fn is_han(&self) -> bool {
        self.kind == AtomKind::Han
    }

    /// Returns whether it is one character of a script that is written without spaces between words.
    #[must_use]
    pub fn is_character(&self) -> bool {
        matches!(self.kind, AtomKind::Han | AtomKind::Character)
    }

    /// Returns whether it makes pairs with its neighbours, and a term alone where it has none on its
    /// right: a character of a script without spaces, or a symbol.
    #[inline]
    #[must_use]
    pub fn is_single(&self) -> bool {
        matches!(self.kind, AtomKind::Han | AtomKind::Character | AtomKind::Symbol)
    }

    /// Returns whether it is a break rather than an atom.
    #[must_use]
    pub fn is_break(&self) -> bool {
        matches!(self.kind, AtomKind::Break(_))
    }

    /// Returns whether it is a break that ends a sentence, or a paragraph and so a sentence.
    #[must_use]
    pub fn ends_sentence(&self) -> bool {
        matches!(self.kind, AtomKind::Break(strength) if strength >= Break::Sentence)
    }

    /// Returns its bytes in the folded text.
    pub(super) fn folded(&self) -> Range<usize> {
        self.folded_start as usize..self.folded_end as usize
    }
}

#[cfg(test)]
mod tests;
