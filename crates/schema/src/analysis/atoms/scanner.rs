//! The scanner: from text to atoms and breaks, in one pass.

use std::ops::Range;

use super::classify::{COMMON_HAN, Class, classify};
use super::gap::{Between, Gap};
use super::graphemes::widen;
use super::number::{Mark, Role, mark, roles};
use super::{Atom, AtomKind, Atoms, RANGE_SIGN};
use crate::analysis::fold::{FoldedChar, HanTable, Joins, Reader};
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
        let table = HanTable::table();
        loop {
            // Most characters of a Chinese text take this short cut.
            while let Some((at, c)) = scanner.reader.next_if(|c| COMMON_HAN.contains(&c)) {
                let folded = table.get(c);
                scanner.reader.set_last(folded);
                scanner.push(AtomKind::Han, at..at + 3, folded);
            }
            // And this one most of an English text: without it, whole searches take 1.03 times as long.
            while let Some((at, c)) = scanner.reader.next_if(|c| c.is_ascii_alphabetic()) {
                let folded = c.to_ascii_lowercase();
                scanner.reader.set_last(folded);
                scanner.extend(Run::Letters, AtomKind::Letters, at..at + 1, folded);
            }
            let Some(folded) = scanner.reader.next() else { break };
            scanner.take(folded);
        }
        let Scanner { reader, mut atoms, .. } = scanner;
        if reader.has_clusters() {
            widen(text, &mut atoms.items);
        }
        atoms
    }
}

/// The state of one pass over a text.
struct Scanner<'t> {
    reader: Reader<'t>,
    atoms: Atoms,
    /// What the last atom is, if the next character may be part of it.
    run: Option<Run>,
    /// What has been read since the last atom; `None` right after it.
    gap: Option<Gap>,
}

/// An atom that may go on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    Letters,
    /// A number of its own, which was circled, raised or part of a fraction.
    OwnNumber,
}

/// A further group of the digits of a number, and the mark before it.
struct Group {
    mark: Mark,
    mark_span: Range<u32>,
    digits: Vec<FoldedChar>,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str) -> Self {
        let mut atoms = Atoms::default();
        atoms.folded.reserve(text.len());
        atoms.items.reserve(text.len() / 3);
        Self { reader: Reader::new(text), atoms, run: None, gap: None }
    }

    fn take(&mut self, read: FoldedChar) {
        let FoldedChar { c, start, end, joins } = read;
        let span = start..end;
        match classify(c) {
            Class::Han => self.push(AtomKind::Han, span, c),
            Class::Character => self.push(AtomKind::Character, span, c),
            Class::Symbol => self.push(AtomKind::Symbol, span, c),
            Class::Regional => self.flag(span, c),
            Class::Letter => self.extend(Run::Letters, AtomKind::Letters, span, c),
            Class::Digit => match joins {
                Joins::Plain => self.number(read),
                Joins::Own => self.extend(Run::OwnNumber, AtomKind::Digits, span, c),
                Joins::Never => {
                    self.run = None;
                    self.extend(Run::OwnNumber, AtomKind::Digits, span, c);
                }
            },
            Class::Space => self.run = None,
            Class::Line => self.line(c),
            Class::Quote => {
                self.run = None;
                self.gap.iter_mut().for_each(Gap::interrupt);
            }
            Class::Dash => {
                self.run = None;
                self.gap.get_or_insert_default().dash(span);
            }
            Class::Other => self.punctuation(span, c),
        }
    }

    /// Adds a character to the last atom if that is such a `run`, and else begins an atom with it.
    fn extend(&mut self, run: Run, kind: AtomKind, span: Range<u32>, folded: char) {
        if self.run == Some(run) {
            self.grow(span.end, folded);
            return;
        }
        self.push(kind, span, folded);
        self.run = Some(run);
    }

    /// Adds `folded` to the last atom.
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
            self.close(&gap, kind);
        }
        self.run = None;
        self.add(kind, span, folded);
    }

    #[inline(always)]
    fn add(&mut self, kind: AtomKind, span: Range<u32>, folded: char) {
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

    /// Adds what `gap` amounts to before an atom of the kind `right`.
    fn close(&mut self, gap: &Gap, right: AtomKind) {
        let Some(&left) = self.atoms.items.last() else { return };
        let span = gap.span().unwrap_or(left.end..left.end);
        match gap.between(left.kind, right) {
            Between::Nothing => {}
            Between::Range => self.add(AtomKind::Symbol, span, RANGE_SIGN),
            Between::Break(strength) => self.atoms.items.push(Atom {
                kind: AtomKind::Break(strength),
                start: span.start,
                end: span.end,
                folded_start: left.folded_end,
                folded_end: left.folded_end,
            }),
        }
    }

    /// Reads the second half of a flag; half of one is no symbol.
    fn flag(&mut self, first: Range<u32>, half: char) {
        let mut ahead = self.reader.clone();
        match ahead.next().filter(|next| classify(next.c) == Class::Regional) {
            Some(second) => {
                self.reader = ahead;
                self.push(AtomKind::Symbol, first, half);
                self.grow(second.end, second.c);
            }
            None => self.punctuation(first, half),
        }
    }

    /// Reads the number that begins with a plain digit.
    fn number(&mut self, first: FoldedChar) {
        self.push(AtomKind::Digits, first.start..first.end, first.c);
        let mut length = 1;
        while let Some(digit) = self.next_digit() {
            self.grow(digit.end, digit.c);
            length += 1;
        }
        if let Some(group) = self.next_group() {
            self.groups(length, group);
        }
    }

    /// Reads the groups of digits of a number from the second one on; the first has `length` digits.
    fn groups(&mut self, length: usize, second: Group) {
        let mut groups = vec![second];
        while let Some(group) = self.next_group() {
            groups.push(group);
        }
        let lengths: Vec<usize> =
            std::iter::once(length).chain(groups.iter().map(|group| group.digits.len())).collect();
        let marks: Vec<Mark> = groups.iter().map(|group| group.mark).collect();
        for (role, group) in roles(&lengths, &marks).into_iter().zip(groups) {
            let mut digits = group.digits.into_iter();
            match role {
                Role::Decimal => self.grow(group.mark_span.end, '.'),
                Role::Thousands => {}
                Role::Break => {
                    self.gap.get_or_insert_default().punctuation(group.mark_span, false);
                    if let Some(first) = digits.next() {
                        self.push(AtomKind::Digits, first.start..first.end, first.c);
                    }
                }
            }
            digits.for_each(|digit| self.grow(digit.end, digit.c));
        }
    }

    /// Reads a mark between digits and the digits after it, if these are next.
    fn next_group(&mut self) -> Option<Group> {
        let before = self.reader.clone();
        let group = self.reader.next().and_then(|read| {
            let mark = mark(read.c)?;
            let first = self.next_digit()?;
            Some(Group { mark, mark_span: read.start..read.end, digits: vec![first] })
        });
        let Some(mut group) = group else {
            self.reader = before;
            return None;
        };
        group.digits.extend(std::iter::from_fn(|| self.next_digit()));
        Some(group)
    }

    /// Reads a plain digit, if one is next.
    fn next_digit(&mut self) -> Option<FoldedChar> {
        let mut ahead = self.reader.clone();
        let is_digit =
            |read: &FoldedChar| read.joins == Joins::Plain && classify(read.c) == Class::Digit;
        let digit = ahead.next().filter(is_digit)?;
        self.reader = ahead;
        Some(digit)
    }

    fn line(&mut self, c: char) {
        self.run = None;
        // A carriage return and its line feed are one line break.
        if c == '\r' && self.reader.clone().next().is_some_and(|next| next.c == '\n') {
            return;
        }
        self.gap.get_or_insert_default().line();
    }

    fn punctuation(&mut self, span: Range<u32>, folded: char) {
        self.run = None;
        let ends_sentence = is_sentence_end(folded) || self.is_full_stop(folded);
        self.gap.get_or_insert_default().punctuation(span, ends_sentence);
    }

    fn is_full_stop(&self, folded: char) -> bool {
        let next = || self.reader.clone().next();
        folded == '.' && next().is_none_or(|next| !next.c.is_alphanumeric())
    }
}
