//! Where the terms of a query occur in the text of a hit.

use std::ops::Range;
use std::sync::Arc;

use hashbrown::HashMap;
use xunwen_schema::{AtomKind, Atoms, Literal, STEM_MARK, fold};

use crate::matching::plan::{CompiledQuery, PlannedLiteral, PlannedWildcard};
use crate::matching::scope::Scope;
use crate::matching::wildcard::CoveredWildcard;
use crate::ranking::function_words::says_nothing;
use crate::ranking::query_terms::QueryTerm;

use xunwen_language::Field;

/// Finds many patterns in a text at once.
#[derive(Debug, Default)]
pub(crate) struct Highlighter {
    patterns: Vec<Pattern>,
    /// The patterns that begin with an atom, by its folded text. Every atom of a text is looked up: by
    /// the hash of the standard library, that took a sixth of a search.
    by_first: HashMap<String, Vec<usize>>,
    /// The patterns whose only atom is the beginning of a run.
    prefixes: Vec<usize>,
}

/// Something to find.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    /// How it is named to the user.
    pub(crate) label: String,
    /// How much it counts when passages are compared.
    pub(crate) weight: f32,
    /// Whether it is an expansion: another wording than the query's.
    pub(crate) is_via: bool,
    /// Whether its places are marked and shown: a word that says nothing is only found.
    pub(crate) is_telling: bool,
    /// The one field it is looked for in; `None` for all.
    pub(crate) field: Option<Field>,
    kind: HighlightKind,
}

#[derive(Clone, Debug)]
enum HighlightKind {
    Literal(Literal),
    /// Some characters are open.
    Wildcard(Arc<CoveredWildcard>),
    /// The last atom may go on.
    Prefix(Literal),
    /// A run of letters with this stem.
    Stem(String),
}

/// One occurrence of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Occurrence {
    /// The pattern's index.
    pub(crate) pattern: usize,
    /// The positions of its atoms.
    pub(crate) positions: Range<usize>,
}

impl Pattern {
    fn new(label: &str, kind: HighlightKind) -> Self {
        let label = label.to_owned();
        Self { label, weight: 1.0, is_via: false, is_telling: true, field: None, kind }
    }

    /// Returns the pattern of `literal`, written as `text`.
    pub(crate) fn literal(text: &str, literal: Literal, field: Option<Field>) -> Self {
        let kind = HighlightKind::Literal(literal);
        Self { field, ..Self::new(text, kind) }
    }

    /// Returns the pattern of texts that begin with `literal`, written as `text`.
    pub(crate) fn prefix(text: &str, literal: Literal, field: Option<Field>) -> Self {
        let kind = HighlightKind::Prefix(literal);
        Self { field, ..Self::new(&format!("{text}*"), kind) }
    }

    fn wildcard(planned: &PlannedWildcard) -> Self {
        let kind = HighlightKind::Wildcard(Arc::clone(&planned.covered));
        Self { field: only(planned.scope), ..Self::new(&planned.text, kind) }
    }

    /// Returns the pattern of an index term: a literal, or a stem after its mark.
    pub(crate) fn term(term: &str, weight: f32) -> Option<Self> {
        let (label, kind) = match term.strip_prefix(STEM_MARK) {
            Some(stem) => (stem, HighlightKind::Stem(stem.to_owned())),
            None => (term, HighlightKind::Literal(Literal::new(term)?)),
        };
        Some(Self { weight, ..Self::new(label, kind) })
    }
}

impl Pattern {
    /// Returns the pattern as that of another wording, which is shown as `label`.
    pub(crate) fn via(self, label: &str) -> Self {
        Self { label: label.to_owned(), is_via: true, ..self }
    }
}

impl Highlighter {
    pub(crate) fn new(patterns: Vec<Pattern>) -> Self {
        let mut highlighter = Self::default();
        for (index, pattern) in patterns.iter().enumerate() {
            match &pattern.kind {
                HighlightKind::Literal(literal) => {
                    highlighter.add_first(literal.atoms().text(0), index);
                }
                HighlightKind::Wildcard(wildcard) => {
                    if let Some(first) = wildcard.first() {
                        highlighter.add_first(first.atoms().text(0), index);
                    }
                }
                HighlightKind::Prefix(literal) if literal.atoms().len() == 1 => {
                    highlighter.prefixes.push(index);
                }
                HighlightKind::Prefix(literal) => {
                    highlighter.add_first(literal.atoms().text(0), index);
                }
                HighlightKind::Stem(stem) => {
                    highlighter.add_first(&format!("{STEM_MARK}{stem}"), index);
                }
            }
        }
        highlighter.patterns = patterns;
        highlighter
    }

    fn add_first(&mut self, first: &str, index: usize) {
        self.by_first.entry(first.to_owned()).or_default().push(index);
    }

    pub(crate) fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    /// Returns where patterns occur in the text of `field`, by first position.
    pub(crate) fn find(&self, text: &Atoms, field: Field) -> Vec<Occurrence> {
        let stems = self.by_first.keys().any(|first| first.starts_with(STEM_MARK));
        let mut found = Vec::new();
        for position in 0..text.len() {
            self.find_at(text, position, field, &mut found);
            if stems {
                self.find_stem(text, position, &mut found);
            }
        }
        found
    }

    fn find_at(&self, text: &Atoms, position: usize, field: Field, found: &mut Vec<Occurrence>) {
        let candidates = self.by_first.get(text.text(position)).into_iter().flatten();
        for &index in candidates.chain(&self.prefixes) {
            let pattern = &self.patterns[index];
            let length = match &pattern.kind {
                HighlightKind::Literal(literal) if literal.occurs_at(text, position, false) => {
                    literal.atoms().len()
                }
                HighlightKind::Prefix(literal) if literal.occurs_at(text, position, true) => {
                    literal.atoms().len()
                }
                HighlightKind::Wildcard(wildcard) => match wildcard.end_at(text, position) {
                    Some(end) => end - position,
                    None => continue,
                },
                _ => continue,
            };
            if pattern.field.is_none_or(|own| own.covers(field)) {
                found.push(Occurrence { pattern: index, positions: position..position + length });
            }
        }
    }

    fn find_stem(&self, text: &Atoms, position: usize, found: &mut Vec<Occurrence>) {
        let is_letters = text.get(position).is_some_and(|atom| atom.kind == AtomKind::Letters);
        if !is_letters {
            return;
        }
        let stem = xunwen_schema::stem(text.text(position));
        let patterns = self.by_first.get(&format!("{STEM_MARK}{stem}")).into_iter().flatten();
        found.extend(
            patterns.map(|&pattern| Occurrence { pattern, positions: position..position + 1 }),
        );
    }
}

/// Returns what to mark in an exact hit.
pub(crate) fn exact_patterns(query: &CompiledQuery) -> Vec<Pattern> {
    let wildcards = query.wildcards.iter().map(Pattern::wildcard);
    query.whole_literals().map(literal_pattern).chain(wildcards).collect()
}

fn literal_pattern(planned: &PlannedLiteral) -> Pattern {
    let field = only(planned.scope);
    let covered = &planned.literal.covered;
    let literal = covered.literal().clone();
    if covered.has_open_end() {
        Pattern::prefix(&planned.literal.text, literal, field)
    } else {
        Pattern::literal(&planned.literal.text, literal, field)
    }
}

/// Returns the one field of a scope.
fn only(scope: Scope) -> Option<Field> {
    match scope {
        Scope::Any => None,
        Scope::Only(field) => Some(field),
    }
}

/// Returns what to look for in a related hit of `query`: its own keywords, and what makes an article
/// related. What says nothing is not marked if anything else does.
pub(crate) fn related_patterns(query: &CompiledQuery, terms: &[QueryTerm]) -> Vec<Pattern> {
    let own = exact_patterns(query).into_iter().map(|pattern| {
        let is_telling = !says_nothing(&fold(&pattern.label));
        Pattern { is_telling, ..pattern }
    });
    let terms = terms.iter().filter(|term| term.is_shown).filter_map(term_pattern);
    let mut patterns: Vec<Pattern> = own.chain(terms).collect();
    if !patterns.iter().any(|pattern| pattern.is_telling && !pattern.is_via) {
        patterns.iter_mut().for_each(|pattern| pattern.is_telling = true);
    }
    patterns
}

fn term_pattern(term: &QueryTerm) -> Option<Pattern> {
    let pattern = Pattern::term(&term.term, term.weight)?;
    let pattern = Pattern { is_telling: term.is_telling, ..pattern };
    Some(match &term.via {
        Some(label) => pattern.via(label),
        None => pattern,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_patterns_are_found_in_one_pass() {
        let literal = |text: &str| Literal::new(text).unwrap();
        let patterns = vec![
            Pattern::literal("微短剧", literal("微短剧"), None),
            Pattern::term("短剧", 1.0).unwrap(),
            Pattern::term("~drone", 1.0).unwrap(),
            Pattern::prefix("GP", literal("GP"), None),
            Pattern::literal("出海", literal("出海"), Some(Field::Title)),
        ];
        let highlighter = Highlighter::new(patterns);
        let text = Atoms::scan("微短剧出海，drones and GPT-4");
        let found: Vec<_> = highlighter
            .find(&text, Field::Body)
            .into_iter()
            .map(|o| (o.pattern, o.positions))
            .collect();
        assert_eq!(found, [(0, 0..3), (1, 1..3), (2, 6..7), (3, 8..9)]);
    }

    #[test]
    fn a_wildcard_is_marked_from_its_first_piece_to_its_last() {
        let query = xunwen_language::parse("新*生产力 -中?人").unwrap();
        let highlighter = Highlighter::new(exact_patterns(&CompiledQuery::of(&query)));
        let text = Atoms::scan("新闻：新质生产力，中国人。生产力");
        let found: Vec<_> = highlighter.find(&text, Field::Body).into_iter().collect();
        assert_eq!(found, [Occurrence { pattern: 0, positions: 3..8 }]);
    }
}
