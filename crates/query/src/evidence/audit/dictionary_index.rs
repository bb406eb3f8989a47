//! Articles as an index of dictionary words holds them.

use std::collections::HashSet;
use std::ops::Range;

use xunwen_language::{Clause, Field};
use xunwen_schema::{Analyzer, Article, Atoms, Cut, Literal};

use super::missed::{DictionaryMode, MissedArticle};
use crate::matching::scope::Scope;

/// An article as a dictionary index holds it.
pub(super) struct DictionaryArticle<'a> {
    analyzer: &'a Analyzer,
    reading: DictionaryMode,
    fields: Vec<IndexedText>,
}

/// A field of an article, and the words that a dictionary index holds of it.
struct IndexedText {
    field: Field,
    atoms: Atoms,
    words: HashSet<String>,
    places: HashSet<Range<usize>>,
}

impl<'a> DictionaryArticle<'a> {
    pub(super) fn new(analyzer: &'a Analyzer, article: &Article, reading: DictionaryMode) -> Self {
        let fields = article.texts().map(|(field, text)| {
            let atoms = Atoms::scan(text);
            let cut = analyzer.plain_words(&atoms, Cut::Search, reading.hmm());
            let words = cut.iter().map(|word| atoms.join(word.clone()).to_owned()).collect();
            IndexedText { field: field.into(), atoms, words, places: cut.into_iter().collect() }
        });
        Self { analyzer, reading, fields: fields.into() }
    }

    /// Returns whether a search for `clause` would find the article.
    pub(super) fn finds(&self, clause: &Clause, scope: Scope) -> bool {
        match clause {
            Clause::Literal(text) => self.finds_literal(text, scope, false),
            Clause::Prefix(text) => self.finds_literal(text, scope, true),
            Clause::Wildcard(wildcard) => {
                let mut pieces = wildcard.pieces().iter();
                pieces.all(|piece| self.finds_literal(piece, scope, false))
            }
            Clause::And(clauses) | Clause::Same { clauses, .. } => {
                clauses.iter().all(|clause| self.finds(clause, scope))
            }
            Clause::Or(clauses) => clauses.iter().any(|clause| self.finds(clause, scope)),
            Clause::Near { left, right, .. } => self.finds(left, scope) && self.finds(right, scope),
            Clause::Field { field, .. } if field.is_label() => true,
            Clause::Field { field, clause } => self.finds(clause, Scope::Only(*field)),
            Clause::Boost { clause, .. } | Clause::AtLeast { clause, .. } => {
                self.finds(clause, scope)
            }
            Clause::Not(_) | Clause::Date(_) => true,
        }
    }

    fn finds_literal(&self, text: &str, scope: Scope, open_end: bool) -> bool {
        let atoms = Atoms::scan(text);
        let is_han = |word: &Range<usize>| {
            word.clone().any(|at| atoms.get(at).is_some_and(|atom| atom.is_han()))
        };
        let mut cut = self.analyzer.plain_words(&atoms, Cut::Whole, self.reading.hmm());
        cut.retain(is_han);
        // A prefix has no definite row of words.
        if self.reading == DictionaryMode::Anywhere || open_end {
            return self.in_scope(scope).any(|text| text.has_all(&atoms, &cut, open_end));
        }
        let Some(literal) = Literal::new(text) else { return true };
        self.in_scope(scope).any(|text| text.has_row(&literal, &cut))
    }

    fn in_scope(&self, scope: Scope) -> impl Iterator<Item = &IndexedText> {
        self.fields.iter().filter(move |text| match scope {
            Scope::Any => true,
            Scope::Only(Field::Lead) => text.field == Field::Body,
            Scope::Only(own) => own == text.field,
        })
    }

    /// Says what of `root` is not found, and how the article is cut there.
    pub(super) fn missed(&self, root: &Clause, article: &Article) -> MissedArticle {
        let (literal, scope) = self.lacking(root, Scope::Any).unwrap_or_default();
        let place = Literal::new(literal).and_then(|literal| {
            let mut fields = self.in_scope(scope);
            fields.find_map(|text| Some((&text.atoms, literal.find(&text.atoms).next()?)))
        });
        MissedArticle {
            id: article.id.clone(),
            title: article.title.clone(),
            modes: Vec::new(),
            literal: literal.to_owned(),
            cut: place.map(|(atoms, place)| self.cut_at(atoms, &place)).unwrap_or_default(),
        }
    }

    /// Returns the first literal of `clause` that is not found although the clause needs it.
    fn lacking<'c>(&self, clause: &'c Clause, scope: Scope) -> Option<(&'c str, Scope)> {
        if self.finds(clause, scope) {
            return None;
        }
        match clause {
            Clause::Literal(text) | Clause::Prefix(text) => Some((text, scope)),
            Clause::Wildcard(wildcard) => {
                let pieces = wildcard.pieces().iter().map(String::as_str);
                pieces
                    .map(|piece| (piece, scope))
                    .find(|it| !self.finds_literal(it.0, scope, false))
            }
            Clause::And(clauses) | Clause::Or(clauses) | Clause::Same { clauses, .. } => {
                // Of alternatives, the one that occurs is the one that is missed.
                let mut lacking = clauses.iter().filter_map(|clause| self.lacking(clause, scope));
                let first = lacking.next()?;
                let mut all = std::iter::once(first).chain(lacking);
                Some(all.find(|found| self.occurs(found)).unwrap_or(first))
            }
            Clause::Near { left, right, .. } => {
                self.lacking(left, scope).or_else(|| self.lacking(right, scope))
            }
            Clause::Field { field, clause } => self.lacking(clause, Scope::Only(*field)),
            Clause::Boost { clause, .. } | Clause::AtLeast { clause, .. } => {
                self.lacking(clause, scope)
            }
            Clause::Not(_) | Clause::Date(_) => None,
        }
    }

    fn occurs(&self, &(text, scope): &(&str, Scope)) -> bool {
        Literal::new(text).is_some_and(|literal| {
            self.in_scope(scope).any(|text| literal.find(&text.atoms).next().is_some())
        })
    }

    /// Returns the words of the plain cut that touch `place`.
    fn cut_at(&self, atoms: &Atoms, place: &Range<usize>) -> Vec<String> {
        let cut = self.analyzer.plain_words(atoms, Cut::Whole, self.reading.hmm()).into_iter();
        cut.filter(|word| word.start < place.end && place.start < word.end)
            .map(|word| atoms.join(word).to_owned())
            .collect()
    }
}

impl IndexedText {
    /// Returns whether all words of a cut occur, anywhere.
    fn has_all(&self, atoms: &Atoms, cut: &[Range<usize>], open_end: bool) -> bool {
        cut.iter().all(|positions| {
            let word = atoms.join(positions.clone());
            let goes_on = || self.words.iter().any(|other| other.starts_with(word));
            let is_open = open_end && positions.end == atoms.len();
            self.words.contains(word) || (is_open && goes_on())
        })
    }

    /// Returns whether all words of a cut occur where the literal does.
    fn has_row(&self, literal: &Literal, cut: &[Range<usize>]) -> bool {
        literal.find(&self.atoms).any(|place| {
            let at = |word: &Range<usize>| place.start + word.start..place.start + word.end;
            cut.iter().all(|word| self.places.contains(&at(word)))
        })
    }
}
