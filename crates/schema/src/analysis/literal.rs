//! Literals: texts that an article either contains or does not.

use std::ops::Range;

use super::atoms::{AtomKind, Atoms};
use super::terms::{BREAK_TERM, has_right_neighbour, pair_term, run_term};

/// A text to be found wherever it occurs literally, after folding, regardless of any dictionary.
#[derive(Clone, Debug)]
pub struct Literal {
    atoms: Atoms,
}

/// The index terms that occur exactly where a literal does.
///
/// Offsets are positions relative to the literal's first atom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cover {
    /// The literal occurs wherever this term does.
    Term(String),
    /// The literal occurs wherever all of these terms do, at their offsets.
    Phrase(Vec<(usize, String)>),
    /// The literal is one single atom: it occurs wherever a term with this prefix does.
    Prefix(String),
    /// Like `Phrase`, followed by any term with the given prefix at the given offset: the literal's last
    /// atom is a single one right after a break.
    PhrasePrefix(Vec<(usize, String)>, (usize, String)),
}

impl Literal {
    /// Returns `text` as a literal; `None` if it has no atom, as punctuation alone.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let atoms = Atoms::scan(text);
        (!atoms.is_empty()).then_some(Self { atoms })
    }

    /// Returns the literal's atoms and breaks.
    #[must_use]
    pub fn atoms(&self) -> &Atoms {
        &self.atoms
    }

    /// Returns the literal that consists of the first `count` atoms and breaks.
    #[must_use]
    pub fn head(&self, count: usize) -> Self {
        let mut atoms = self.atoms.clone();
        atoms.truncate(count);
        Self { atoms }
    }

    /// Returns as few terms as suffice to find the literal.
    #[must_use]
    pub fn cover(&self) -> Cover {
        let mut terms = Vec::new();
        let mut position = 0;
        while position < self.atoms.len() {
            position = self.cover_from(position, &mut terms);
        }
        match (terms.len(), self.open_end()) {
            (0, Some((_, prefix))) => Cover::Prefix(prefix),
            (0, None) => Cover::Phrase(terms),
            (_, Some(prefix)) => Cover::PhrasePrefix(terms, prefix),
            (1, None) => Cover::Term(terms.remove(0).1),
            (_, None) => Cover::Phrase(terms),
        }
    }

    /// Returns the occurrences of the literal in `text`, as ranges of positions, which may overlap.
    pub fn find<'a>(&'a self, text: &'a Atoms) -> impl Iterator<Item = Range<usize>> + 'a {
        let length = self.atoms.len();
        let starts = 0..(text.len() + 1).saturating_sub(length);
        starts
            .filter(move |&start| self.occurs_at(text, start, false))
            .map(move |start| start..start + length)
    }

    /// Returns whether the literal occurs in `text` at position `start`; with `open_end`, its last atom
    /// may be a prefix of the text's.
    #[must_use]
    pub fn occurs_at(&self, text: &Atoms, start: usize, open_end: bool) -> bool {
        (0..self.atoms.len()).all(|offset| {
            let pair = (self.atoms.get(offset), text.get(start + offset));
            let (Some(own), Some(other)) = pair else { return false };
            if own.is_break() || other.is_break() {
                return own.is_break() && other.is_break();
            }
            let own = self.atoms.text(offset);
            let other = text.text(start + offset);
            let is_open = open_end && offset + 1 == self.atoms.len();
            own == other || (is_open && other.starts_with(own))
        })
    }

    /// Appends the term that covers `position` to `terms`; returns the next position to cover.
    fn cover_from(&self, position: usize, terms: &mut Vec<(usize, String)>) -> usize {
        let atoms = &self.atoms;
        let Some(atom) = atoms.get(position) else { return position + 1 };
        let mut add = |offset: usize, term: &str| terms.push((offset, term.to_owned()));
        match atom.kind {
            // The term before the break proves it: a single atom without a right neighbour is a
            // term of its own, and after letters and digits the break itself is one.
            AtomKind::Break(_) => match position.checked_sub(1) {
                Some(left) if atoms.get(left).is_some_and(|left| left.is_single()) => {
                    add(left, atoms.text(left));
                }
                _ => add(position, BREAK_TERM),
            },
            _ if has_right_neighbour(atoms, position) => {
                if let Some(pair) = pair_term(atoms, position) {
                    add(position, &pair);
                    return position + 2;
                }
                add(position, &run_term(atoms, position));
            }
            // Covered by the following break, or by the open end.
            _ if atom.is_single() && (position + 1 < atoms.len() || self.open_end().is_some()) => {}
            AtomKind::Han | AtomKind::Character | AtomKind::Symbol => {
                if let Some(pair) = position.checked_sub(1).and_then(|left| pair_term(atoms, left))
                {
                    add(position - 1, &pair);
                }
            }
            AtomKind::Letters | AtomKind::Digits => add(position, &run_term(atoms, position)),
        }
        position + 1
    }

    /// Returns the last atom if it is a single one that is not part of any pair of the literal.
    fn open_end(&self) -> Option<(usize, String)> {
        let last = self.atoms.len().checked_sub(1)?;
        let is_open = self.atoms.get(last)?.is_single()
            && last
                .checked_sub(1)
                .is_none_or(|left| self.atoms.get(left).is_some_and(|left| left.is_break()));
        is_open.then(|| (last, self.atoms.text(last).to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cover(text: &str) -> Cover {
        Literal::new(text).unwrap().cover()
    }

    fn phrase(terms: &[(usize, &str)]) -> Vec<(usize, String)> {
        terms.iter().map(|&(offset, term)| (offset, term.to_owned())).collect()
    }

    #[test]
    fn literals_are_covered_by_as_few_terms_as_suffice() {
        assert_eq!(cover("剧"), Cover::Prefix("剧".to_owned()));
        assert_eq!(cover("短剧"), Cover::Term("短剧".to_owned()));
        assert_eq!(cover("GPT"), Cover::Term("gpt".to_owned()));
        assert_eq!(cover("A股"), Cover::Term("a股".to_owned()));
        assert_eq!(cover("50%"), Cover::Term("50%".to_owned()));
        assert_eq!(cover("👍"), Cover::Prefix("👍".to_owned()));
        for (text, expected) in [
            ("微短剧", phrase(&[(0, "微短"), (1, "短剧")])),
            ("人工智能", phrase(&[(0, "人工"), (2, "智能")])),
            ("GPT-4", phrase(&[(0, "gpt"), (1, "4")])),
            ("6.96亿元", phrase(&[(0, "6.96亿"), (1, "亿元")])),
            ("买A股", phrase(&[(0, "买a"), (1, "a股")])),
            ("劳尔·卡斯", phrase(&[(0, "劳尔"), (1, "尔"), (3, "卡斯")])),
            ("C++", phrase(&[(0, "c+"), (1, "++")])),
            ("《活着》", phrase(&[(0, "《活"), (2, "着》")])),
            ("2021-2025年", phrase(&[(0, "2021-"), (2, "2025年")])),
            ("U.S.", phrase(&[(0, "u"), (1, ","), (2, "s")])),
            ("长，GPT", phrase(&[(0, "长"), (2, "gpt")])),
        ] {
            assert_eq!(cover(text), Cover::Phrase(expected), "{text}");
        }
        let expected = Cover::PhrasePrefix(phrase(&[(0, "北京"), (1, "京")]), (3, "人".to_owned()));
        assert_eq!(cover("北京，人"), expected);
    }

    #[test]
    fn a_text_of_punctuation_is_not_a_literal() {
        assert!(Literal::new("！？——").is_none());
        assert!(Literal::new("").is_none());
    }

    #[test]
    fn literals_are_found_where_they_occur() {
        let text = Atoms::scan("微短\n剧，短剧；GPT4与GPT，4");
        let places = |literal: &str| Literal::new(literal).unwrap().find(&text).collect::<Vec<_>>();
        assert_eq!(places("短剧"), [1..3, 4..6]);
        assert_eq!(places("剧，短"), vec![2..5]);
        assert_eq!(places("GPT-4"), vec![7..9]);
        assert_eq!(places("GPT"), [7..8, 10..11]);
        assert!(places("剧短").is_empty());
    }
}
