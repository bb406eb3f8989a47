//! The scanner: from text to atoms and breaks, in one pass.

use std::ops::Range;

use super::classify::{COMMON_HAN, Class, classify};
use super::{Atom, AtomKind, Atoms, Break};
use crate::analysis::fold::{Simplified, fold};
use crate::characters::is_sentence_end;

impl Atoms {
    /// Returns the atoms of `text`.
    ///
    /// # Panics
    ///
    /// If `text` is longer than 4 GiB.
    #[must_use]
    pub fn scan(text: &str) -> Self {
        assert!(u32::try_from(text.len()).is_ok(), "a text of over 4 GiB");
        let mut scanner = Scanner::new(text);
        let simplified = Simplified::table();
        while let Some((at, c)) = scanner.next() {
            // Most characters of a Chinese text take this short cut.
            if COMMON_HAN.contains(&c) {
                scanner.push(AtomKind::Han, at..at + 3, simplified.get(c));
            } else {
                scanner.take(at, c);
            }
        }
        scanner.atoms
    }
}

/// The state of one pass over a text.
struct Scanner<'t> {
    text: &'t str,
    rest: std::str::CharIndices<'t>,
    atoms: Atoms,
    /// The class of the run that the next character may continue.
    run: Option<Class>,
    /// What has been read since the last atom; `None` right after it.
    gap: Option<Gap>,
}

/// The characters between two atoms.
#[derive(Default)]
struct Gap {
    /// Bytes from the first to the last punctuation character.
    span: Option<Range<u32>>,
    ends_sentence: bool,
    lines: u32,
    /// The most recent line breaks that only white space separates.
    lines_in_row: u32,
    blank_line: bool,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str) -> Self {
        let mut atoms = Atoms::default();
        atoms.folded.reserve(text.len());
        atoms.items.reserve(text.len() / 3);
        Self { text, rest: text.char_indices(), atoms, run: None, gap: None }
    }

    fn next(&mut self) -> Option<(u32, char)> {
        // `Atoms::scan` has checked the length.
        self.rest.next().map(|(at, c)| (at as u32, c))
    }

    fn take(&mut self, at: u32, c: char) {
        let folded = fold(c);
        let end = at + c.len_utf8() as u32;
        match classify(folded) {
            Class::Han => self.push(AtomKind::Han, at..end, folded),
            Class::Letter => self.extend(Class::Letter, at..end, folded),
            Class::Digit => self.extend(Class::Digit, at..end, folded),
            Class::Space => self.run = None,
            Class::Line => self.line(at, c),
            Class::Joiner => self.part(),
            Class::Other if self.is_decimal_point(folded) => self.grow(end, folded),
            Class::Other => self.punctuation(at..end, folded),
        }
    }

    fn extend(&mut self, class: Class, span: Range<u32>, folded: char) {
        if self.run == Some(class) {
            self.grow(span.end, folded);
            return;
        }
        let kind = if class == Class::Digit { AtomKind::Digits } else { AtomKind::Letters };
        self.push(kind, span, folded);
        self.run = Some(class);
    }

    /// Adds `folded` to the current run.
    fn grow(&mut self, end: u32, folded: char) {
        self.atoms.folded.push(folded);
        if let Some(last) = self.atoms.items.last_mut() {
            last.end = end;
            last.folded_end = self.atoms.folded.len() as u32;
        }
    }

    // Without inlining, the calls take a fifth of the time of a scan.
    #[inline(always)]
    fn push(&mut self, kind: AtomKind, span: Range<u32>, folded: char) {
        if let Some(gap) = self.gap.take() {
            self.close(gap);
        }
        self.run = None;
        let folded_start = self.atoms.folded.len() as u32;
        self.atoms.folded.push(folded);
        self.atoms.items.push(Atom {
            kind,
            start: span.start,
            end: span.end,
            folded_start,
            folded_end: self.atoms.folded.len() as u32,
        });
    }

    /// Pushes the break that `gap` amounts to, if any, before the next atom.
    fn close(&mut self, gap: Gap) {
        let Some(kind) = gap.kind() else { return };
        let Some(last) = self.atoms.items.last() else { return };
        let span = gap.span.unwrap_or(last.end..last.end);
        let folded = last.folded_end;
        self.atoms.items.push(Atom {
            kind: AtomKind::Break(kind),
            start: span.start,
            end: span.end,
            folded_start: folded,
            folded_end: folded,
        });
    }

    fn line(&mut self, at: u32, c: char) {
        self.run = None;
        // A carriage return and its line feed are one line break.
        if c == '\r' && self.text[at as usize + 1..].starts_with('\n') {
            return;
        }
        let gap = self.gap.get_or_insert_default();
        gap.lines += 1;
        gap.lines_in_row += 1;
        gap.blank_line |= gap.lines_in_row > 1;
    }

    fn part(&mut self) {
        self.run = None;
        if let Some(gap) = &mut self.gap {
            gap.lines_in_row = 0;
        }
    }

    fn punctuation(&mut self, span: Range<u32>, folded: char) {
        self.part();
        let ends_sentence = is_sentence_end(folded) || self.is_full_stop(folded);
        let gap = self.gap.get_or_insert_default();
        let start = gap.span.as_ref().map_or(span.start, |whole| whole.start);
        gap.span = Some(start..span.end);
        gap.ends_sentence |= ends_sentence;
    }

    fn is_decimal_point(&self, folded: char) -> bool {
        folded == '.'
            && self.run == Some(Class::Digit)
            && self.peek().is_some_and(|next| classify(next) == Class::Digit)
    }

    fn is_full_stop(&self, folded: char) -> bool {
        folded == '.' && self.peek().is_none_or(|next| !next.is_alphanumeric())
    }

    /// Returns the next character, folded.
    fn peek(&self) -> Option<char> {
        self.rest.clone().next().map(|(_, c)| fold(c))
    }
}

impl Gap {
    /// Returns the break that the characters amount to.
    fn kind(&self) -> Option<Break> {
        if self.blank_line || (self.ends_sentence && self.lines > 0) {
            Some(Break::Paragraph)
        } else if self.ends_sentence {
            Some(Break::Sentence)
        } else {
            self.span.as_ref().map(|_| Break::Minor)
        }
    }
}
