//! Literals as index terms: found always, and only where they occur.

use xunwen_schema::{Cover, Literal};

/// The index terms that prove a literal by their positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermCover {
    /// Terms at offsets from the literal's first atom.
    pub terms: Vec<(usize, String)>,
    /// The beginning of a further term, at its offset.
    pub prefix: Option<(usize, String)>,
}

impl TermCover {
    /// Returns the terms that find `literal`; with `open_end`, its last atom may go on.
    #[must_use]
    pub fn of(literal: &Literal, open_end: bool) -> Self {
        if open_end {
            return Self::open(literal);
        }
        match literal.cover() {
            Cover::Term(term) => Self { terms: vec![(0, term)], prefix: None },
            Cover::Phrase(terms) => Self { terms, prefix: None },
            Cover::Prefix(prefix) => Self { terms: Vec::new(), prefix: Some((0, prefix)) },
            Cover::PhrasePrefix(terms, prefix) => Self { terms, prefix: Some(prefix) },
        }
    }

    fn open(literal: &Literal) -> Self {
        let atoms = literal.atoms();
        let last = atoms.len() - 1;
        // A pair with the atom before it is the longer, rarer beginning.
        let split = last.checked_sub(1).filter(|&left| is_pair(literal, left)).unwrap_or(last);
        let prefix = Some((split, atoms.join(split..last + 1).to_owned()));
        // The prefix covers the end of the head, which has no term of its own then.
        let Self { terms, .. } = Self::of(&literal.head(last), false);
        Self { terms, prefix }
    }
}

/// A literal, and the index terms that find it.
#[derive(Debug)]
pub(crate) struct CoveredLiteral {
    literal: Literal,
    has_open_end: bool,
    cover: TermCover,
    /// Pairs that find nothing more than the cover does, but may be rarer.
    spare: Vec<String>,
}

impl CoveredLiteral {
    /// Covers `literal`; with `has_open_end`, its last atom may go on.
    pub(crate) fn new(literal: Literal, has_open_end: bool) -> Self {
        let cover = TermCover::of(&literal, has_open_end);
        let spare = if has_open_end { Vec::new() } else { spare_pairs(&literal, &cover.terms) };
        Self { literal, has_open_end, cover, spare }
    }

    pub(crate) fn literal(&self) -> &Literal {
        &self.literal
    }

    /// Returns whether `other` occurs where it does, and only there.
    pub(crate) fn is_written_as(&self, other: &Self) -> bool {
        self.has_open_end == other.has_open_end
            && self.literal.atoms().len() == other.literal.atoms().len()
            && self.cover == other.cover
    }

    /// Returns whether its last atom may go on.
    pub(crate) fn has_open_end(&self) -> bool {
        self.has_open_end
    }

    /// Returns the terms that find it, and where.
    pub(crate) fn cover(&self) -> &TermCover {
        &self.cover
    }

    /// Returns the terms of its cover, at offsets from its first atom.
    pub(crate) fn terms(&self) -> impl Iterator<Item = &str> {
        self.cover.terms.iter().map(|(_, term)| term.as_str())
    }

    /// Returns pairs that occur wherever it does and are not among [`Self::terms`].
    pub(crate) fn spare(&self) -> impl Iterator<Item = &str> {
        self.spare.iter().map(String::as_str)
    }

    /// Returns the one term that it is, if it is one.
    pub(crate) fn as_term(&self) -> Option<&str> {
        match &self.cover {
            TermCover { terms, prefix: None } if terms.len() == 1 => Some(&terms[0].1),
            _ => None,
        }
    }

    /// Returns the beginning of terms that it is, if it is one: each of them begins at one of its
    /// occurrences, which is one atom long.
    pub(crate) fn as_beginning(&self) -> Option<&str> {
        let is_one = self.cover.terms.is_empty() && self.literal.atoms().len() == 1;
        self.cover.prefix.as_ref().filter(|_| is_one).map(|(_, prefix)| prefix.as_str())
    }

    /// Returns the character or symbol that it is, if it is one alone.
    pub(crate) fn as_single(&self) -> Option<&str> {
        let atoms = self.literal.atoms();
        let is_single = atoms.len() == 1 && atoms.get(0).is_some_and(|atom| atom.is_single());
        is_single.then(|| atoms.text(0))
    }
}

/// Returns the pairs of two single atoms of `literal` that are not among `terms`.
fn spare_pairs(literal: &Literal, terms: &[(usize, String)]) -> Vec<String> {
    let atoms = literal.atoms();
    let is_single = |position: usize| atoms.get(position).is_some_and(|atom| atom.is_single());
    let lefts = (0..atoms.len()).filter(|&left| is_single(left) && is_single(left + 1));
    let spare = lefts.filter(|left| !terms.iter().any(|(offset, _)| offset == left));
    spare.map(|left| atoms.join(left..left + 2).to_owned()).collect()
}

/// Returns whether the atom at `left` and the next one are adjacent and one of them is single.
fn is_pair(literal: &Literal, left: usize) -> bool {
    let pair = [left, left + 1].map(|position| literal.atoms().get(position));
    let [Some(left), Some(right)] = pair else { return false };
    !left.is_break() && !right.is_break() && (left.is_single() || right.is_single())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(text: &str) -> TermCover {
        TermCover::of(&Literal::new(text).unwrap(), true)
    }

    #[test]
    fn pairs_across_the_terms_are_spare() {
        let spare = |text: &str| -> Vec<String> {
            CoveredLiteral::new(Literal::new(text).unwrap(), false).spare
        };
        assert_eq!(spare("人工智能"), ["工智"]);
        assert!(spare("微短剧").is_empty());
        assert!(spare("生态，优势").is_empty());
    }

    #[test]
    fn an_open_end_becomes_the_beginning_of_a_term() {
        let shape = |terms: &[(usize, &str)], prefix: (usize, &str)| TermCover {
            terms: terms.iter().map(|&(offset, term)| (offset, term.to_owned())).collect(),
            prefix: Some((prefix.0, prefix.1.to_owned())),
        };
        assert_eq!(open("chat"), shape(&[], (0, "chat")));
        assert_eq!(open("open sou"), shape(&[(0, "open")], (1, "sou")));
        assert_eq!(open("股chat"), shape(&[], (0, "股chat")));
        assert_eq!(open("微短剧出"), shape(&[(0, "微短"), (1, "短剧")], (2, "剧出")));
        assert_eq!(open("A，chat"), shape(&[(0, "a"), (1, ",")], (2, "chat")));
    }
}
