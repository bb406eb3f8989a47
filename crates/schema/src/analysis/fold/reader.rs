//! The reader: the folded characters of a text, each with its place in the original.

use std::collections::VecDeque;
use std::str::CharIndices;

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GraphemeClusterBreak};

use super::han::HanTable;
use super::numerals::{circle, is_numeral};
use super::segment::{continues, fold_segment};
use crate::characters::is_invisible;

/// A character of folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct FoldedChar {
    pub(in super::super) c: char,
    /// The first byte of what it was folded from.
    pub(in super::super) start: u32,
    /// One past the last byte of that.
    pub(in super::super) end: u32,
    pub(in super::super) joins: Joins,
}

/// Whether a digit may be part of one number with the character before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Joins {
    /// It is a plain digit, or no digit at all.
    Plain,
    /// It begins a number of its own: it was circled, raised or part of a fraction.
    Never,
    /// It goes on with such a number.
    Own,
}

/// Reads folded characters; a clone looks ahead.
#[derive(Clone)]
pub(in super::super) struct Reader<'t> {
    rest: CharIndices<'t>,
    /// What is left of a segment that folds to several characters.
    pending: VecDeque<FoldedChar>,
    /// The character before, unless something was between.
    last: Option<char>,
    has_clusters: bool,
    /// Where the row of circles read last ends, and whether a Chinese numeral follows it.
    circles: Option<(usize, bool)>,
}

impl<'t> Reader<'t> {
    /// Returns a reader of `text`, which must be shorter than 4 GiB.
    pub(in super::super) fn new(text: &'t str) -> Self {
        Self {
            rest: text.char_indices(),
            pending: VecDeque::new(),
            last: None,
            has_clusters: false,
            circles: None,
        }
    }

    /// Returns whether some graphemes of what was read may have several characters.
    pub(in super::super) fn has_clusters(&self) -> bool {
        self.has_clusters
    }

    /// Returns the next character, not folded, and its first byte, if it is one of `wanted`.
    #[inline(always)]
    pub(in super::super) fn next_if(
        &mut self,
        wanted: impl Fn(char) -> bool,
    ) -> Option<(u32, char)> {
        if !self.pending.is_empty() {
            return None;
        }
        let mut rest = self.rest.clone();
        let (at, c) = rest.next().filter(|&(_, c)| wanted(c))?;
        self.rest = rest;
        Some((at as u32, c))
    }

    /// Tells the reader what the character folded to that [`Self::next_if`] returned.
    #[inline(always)]
    pub(in super::super) fn set_last(&mut self, folded: char) {
        self.last = Some(folded);
    }

    /// Reads the segment that begins with `first`, which may fold to nothing.
    fn segment(&mut self, at: usize, first: char) {
        self.has_clusters |= makes_cluster(first);
        if is_invisible(first) {
            return;
        }
        let mut end = at + first.len_utf8();
        let mut ahead = self.rest.clone();
        let mut text = String::from(first);
        let mut is_plain = is_digit(first);
        while let Some((start, c)) = ahead.next().filter(|&(_, c)| is_invisible(c) || continues(c))
        {
            if !is_invisible(c) {
                self.has_clusters = true;
                is_plain &= c != KEYCAP;
                text.push(c);
                end = start + c.len_utf8();
                self.rest = ahead.clone();
            }
        }
        let mut folded = Vec::new();
        fold_segment(&text, &mut folded);
        for (number, c) in folded.into_iter().enumerate() {
            let joins = match number {
                _ if is_plain => Joins::Plain,
                0 => Joins::Never,
                _ => Joins::Own,
            };
            self.pending.push_back(FoldedChar { c, start: at as u32, end: end as u32, joins });
        }
    }

    /// Returns whether a circle is part of a Chinese number here.
    fn is_zero(&mut self) -> bool {
        self.last.is_some_and(is_numeral) || self.is_before_numeral()
    }

    /// Returns whether a Chinese numeral comes next, other circles and marks on them skipped.
    fn is_before_numeral(&mut self) -> bool {
        let at = self.rest.offset();
        if let Some((_, known)) = self.circles.filter(|&(end, _)| at <= end) {
            return known;
        }
        let is_other = |c: char| circle(c).is_none() && !is_invisible(c) && !continues(c);
        let rest = self.rest.as_str();
        let length = rest.find(is_other).unwrap_or(rest.len());
        let next = rest[length..].chars().next();
        let is_before = next.and_then(first_folded).is_some_and(is_numeral);
        self.circles = Some((at + length, is_before));
        is_before
    }
}

impl Iterator for Reader<'_> {
    type Item = FoldedChar;

    #[inline]
    fn next(&mut self) -> Option<FoldedChar> {
        loop {
            if let Some(folded) = self.pending.pop_front() {
                self.last = Some(folded.c);
                return Some(folded);
            }
            let (at, c) = self.rest.next()?;
            let folded = match quickly(c) {
                Some(digit) if c.is_ascii_digit() && self.has_keycap() => {
                    self.segment(at, digit);
                    continue;
                }
                Some(folded) => folded,
                None => match circle(c) {
                    Some(_) if self.is_zero() => '〇',
                    Some(circle) => circle,
                    None => {
                        self.segment(at, c);
                        continue;
                    }
                },
            };
            self.last = Some(folded);
            let end = at + c.len_utf8();
            return Some(FoldedChar {
                c: folded,
                start: at as u32,
                end: end as u32,
                joins: Joins::Plain,
            });
        }
    }
}

impl Reader<'_> {
    /// Returns whether a keycap is on the character before.
    fn has_keycap(&self) -> bool {
        // Every keycap begins with one of two bytes.
        let rest = self.rest.as_str();
        rest.as_bytes().first().is_some_and(|byte| matches!(byte, 0xe2 | 0xef))
            && rest.chars().find(|&c| !is_invisible(c)) == Some(KEYCAP)
    }
}

/// The mark that makes a digit a key.
const KEYCAP: char = '\u{20e3}';

/// Returns what `c` folds to, whatever follows, if that is known without Unicode's tables.
#[inline]
fn quickly(c: char) -> Option<char> {
    match c {
        // These compose with a stroke.
        '<' | '=' | '>' => None,
        '\t'..='\r' | ' '..='~' => Some(c.to_ascii_lowercase()),
        // Short cuts for the blocks that nearly all Chinese text consists of.
        '\u{4e00}'..='\u{9fff}' => Some(HanTable::table().get(c)),
        '\u{ff1c}'..='\u{ff1e}' => None,
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(c) - 0xfee0).map(|half| half.to_ascii_lowercase())
        }
        '\u{3000}' => Some(' '),
        '\u{3001}'..='\u{3002}' | '\u{3008}'..='\u{3011}' | '\u{b7}' => Some(c),
        '\u{2014}' | '\u{2018}'..='\u{201d}' | '…' => Some(c),
        _ => None,
    }
}

/// Returns whether `c` may share a grapheme with its neighbours.
fn makes_cluster(c: char) -> bool {
    use GraphemeClusterBreak as Break;
    let apart = [Break::Other, Break::Control, Break::CR, Break::LF, Break::LV, Break::LVT];
    !apart.contains(&CodePointMapData::<Break>::new().get(c))
}

/// Returns the first character that `c` folds to, whatever follows.
fn first_folded(c: char) -> Option<char> {
    quickly(c).or_else(|| {
        let mut folded = Vec::new();
        fold_segment(c.encode_utf8(&mut [0; 4]), &mut folded);
        folded.first().copied()
    })
}

/// Returns whether `c` is written as a digit, so that it makes up a number with its neighbours.
fn is_digit(c: char) -> bool {
    CodePointMapData::<GeneralCategory>::new().get(c) == GeneralCategory::DecimalNumber
}
