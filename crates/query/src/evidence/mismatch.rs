//! What an article has where a condition failed.

use std::ops::Range;

use xunwen_language::{Clause, Field, Unit};
use xunwen_schema::{Analyzer, Article, Atoms, Published};

use crate::highlight::matcher::{Highlighter, exact_patterns};
use crate::matching::plan::CompiledQuery;
use crate::matching::scope::Scope;

/// What an article has where a condition failed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Mismatch {
    /// Of a text: the longest part of it that occurs, and which of its dictionary words do.
    Text {
        /// The longest part, as the query has it; `None` if not one character occurs.
        longest: Option<String>,
        /// The words.
        words: Vec<String>,
    },
    /// The text occurs, but in these fields.
    Elsewhere(Vec<Field>),
    /// The article's own names: outlet, tags or language.
    Label(Vec<String>),
    /// When the article was published.
    Date(Option<Published>),
    /// What is denied occurs here: field, and the text around it.
    Denied(Vec<(Field, String)>),
    /// Of two places.
    Distance {
        /// The fewest characters between them, in the order asked for.
        smallest: Option<u32>,
        /// The fewest between them in the other order, where that was not asked for.
        reversed: Option<u32>,
        /// The parts that do not occur at all.
        missing: Vec<String>,
    },
    /// Of places that share no unit.
    Apart {
        /// The unit.
        unit: Unit,
        /// The parts that do not occur at all.
        missing: Vec<String>,
    },
    /// It occurs this often.
    Count(u32),
}

/// Positions shown on each side of what is denied.
const POSITIONS_AROUND: usize = 8;

/// Looks into the texts of one article.
pub(crate) struct ArticleTexts<'a> {
    analyzer: &'a Analyzer,
    query: &'a CompiledQuery,
    article: &'a Article,
    texts: [(Field, &'a str, Atoms); 3],
}

/// Occurrences in one field: ranges of positions, in order.
type Spans = Vec<Range<usize>>;

impl<'a> ArticleTexts<'a> {
    pub(crate) fn new(
        analyzer: &'a Analyzer,
        query: &'a CompiledQuery,
        article: &'a Article,
    ) -> Self {
        let texts = article.texts().map(|(field, text)| (field.into(), text, Atoms::scan(text)));
        Self { analyzer, query, article, texts }
    }

    /// Returns the query whose conditions fail.
    pub(crate) fn query(&self) -> &CompiledQuery {
        self.query
    }

    /// Returns what the article has where `clause`, an innermost condition, does not hold.
    pub(crate) fn instead(&self, clause: &Clause, scope: Scope) -> Mismatch {
        match clause {
            Clause::Date(_) => Mismatch::Date(self.article.published_at),
            Clause::Not(denied) => self.instead_of_denied(denied, scope),
            Clause::Near { ordered, left, right, .. } => {
                self.instead_of_near(*ordered, [left, right], scope)
            }
            Clause::Same { unit, clauses } => {
                Mismatch::Apart { unit: *unit, missing: self.missing(clauses.iter(), scope) }
            }
            Clause::AtLeast { clause, .. } => {
                let count: usize = self.spans(clause, scope).iter().map(Vec::len).sum();
                Mismatch::Count(count as u32)
            }
            Clause::Literal(text) | Clause::Prefix(text) => {
                self.instead_of_text(clause, text, scope)
            }
            Clause::Wildcard(_) => Mismatch::Count(0),
            // The others are not innermost.
            _ => Mismatch::Text { longest: None, words: Vec::new() },
        }
    }

    fn instead_of_text(&self, clause: &Clause, text: &str, scope: Scope) -> Mismatch {
        if let Scope::Only(field) = scope {
            if field.is_label() {
                return Mismatch::Label(self.labels(field));
            }
            let elsewhere = self.fields_of(clause);
            if !elsewhere.is_empty() {
                return Mismatch::Elsewhere(elsewhere);
            }
        }
        let atoms = Atoms::scan(text);
        let shared = self.in_scope(scope).map(|(_, _, other)| longest_shared(&atoms, other));
        let longest = shared.max_by_key(|shared| (shared.len(), usize::MAX - shared.start));
        let longest = longest.filter(|shared| !shared.is_empty());
        let occurs = |word: &str| !self.fields_of(&Clause::literal(word)).is_empty();
        let words = self.analyzer.words(&atoms).into_iter().map(|word| &text[atoms.span(word)]);
        Mismatch::Text {
            longest: longest.map(|shared| text[atoms.span(shared)].to_owned()),
            words: words.filter(|word| occurs(word)).map(str::to_owned).collect(),
        }
    }

    fn labels(&self, field: Field) -> Vec<String> {
        match field {
            Field::Source => self.article.source.iter().cloned().collect(),
            Field::Tag => self.article.tags.clone(),
            _ => self.article.lang.iter().cloned().collect(),
        }
    }

    fn instead_of_denied(&self, denied: &Clause, scope: Scope) -> Mismatch {
        match (denied, &scope) {
            (Clause::Date(_), _) => return Mismatch::Date(self.article.published_at),
            (Clause::Field { field, .. }, _) | (_, Scope::Only(field)) if field.is_label() => {
                return Mismatch::Label(self.labels(*field));
            }
            _ => {}
        }
        let denied = self.query.part(&scope.confine(denied));
        let highlighter = Highlighter::new(exact_patterns(&denied));
        let mut places = Vec::new();
        for (field, text, atoms) in &self.texts {
            let mut seen = Vec::new();
            for found in highlighter.find(atoms, *field) {
                if !seen.contains(&found.pattern) {
                    seen.push(found.pattern);
                    places.push((*field, around(text, atoms, &found.positions)));
                }
            }
        }
        Mismatch::Denied(places)
    }

    fn instead_of_near(&self, ordered: bool, sides: [&Clause; 2], scope: Scope) -> Mismatch {
        let [left, right] = sides.map(|side| self.spans(side, scope));
        let fields = || left.iter().zip(&right);
        let forth = fields().filter_map(|(left, right)| gap(left, right)).min();
        let back = fields().filter_map(|(left, right)| gap(right, left)).min();
        let (smallest, reversed) =
            if ordered { (forth, back) } else { (forth.into_iter().chain(back).min(), None) };
        Mismatch::Distance { smallest, reversed, missing: self.missing(sides.into_iter(), scope) }
    }

    /// Returns those of `places` that do not occur at all.
    fn missing<'c>(&self, places: impl Iterator<Item = &'c Clause>, scope: Scope) -> Vec<String> {
        let occurs = |place: &&Clause| self.spans(place, scope).iter().any(|s| !s.is_empty());
        places.filter(|place| !occurs(place)).map(ToString::to_string).collect()
    }

    /// Returns the fields in which a text occurs.
    fn fields_of(&self, clause: &Clause) -> Vec<Field> {
        let spans = self.spans(clause, Scope::Any);
        let found = self.texts.iter().zip(spans).filter(|(_, spans)| !spans.is_empty());
        found.map(|((field, _, _), _)| *field).collect()
    }

    /// Returns the occurrences of a place, field by field.
    fn spans(&self, place: &Clause, scope: Scope) -> Vec<Spans> {
        let highlighter = Highlighter::new(exact_patterns(&self.query.part(place)));
        let spans = |(field, _, atoms): &(Field, &str, Atoms)| {
            let end =
                if scope == Scope::Only(Field::Lead) { atoms.lead_end() } else { atoms.len() };
            let found = highlighter.find(atoms, *field).into_iter().map(|found| found.positions);
            let mut spans: Spans = found.filter(|span| span.end <= end).collect();
            spans.sort_by_key(|span| (span.start, span.end));
            spans.dedup();
            spans
        };
        self.in_scope(scope).map(spans).collect()
    }

    fn in_scope(&self, scope: Scope) -> impl Iterator<Item = &(Field, &'a str, Atoms)> {
        self.texts.iter().filter(move |(field, _, _)| match scope {
            Scope::Any => true,
            Scope::Only(Field::Lead) => *field == Field::Body,
            Scope::Only(own) => own == *field,
        })
    }
}

/// Returns the fewest positions between the end of one of `left` and the start of one of `right`.
fn gap(left: &Spans, right: &Spans) -> Option<u32> {
    let gaps = left.iter().filter_map(|left| {
        let first = right.partition_point(|right| right.start < left.end);
        right.get(first).map(|right| right.start - left.end)
    });
    gaps.min().map(|gap| gap as u32)
}

/// Returns the longest run of `atoms` that occurs in `text`, the first of equals, without breaks
/// at its ends.
fn longest_shared(atoms: &Atoms, text: &Atoms) -> Range<usize> {
    let mut best = 0..0;
    let mut lengths = vec![0; atoms.len() + 1];
    for place in 0..text.len() {
        for at in (0..atoms.len()).rev() {
            lengths[at + 1] = if same(atoms, at, text, place) { lengths[at] + 1 } else { 0 };
            let shared = without_breaks(atoms, at + 1 - lengths[at + 1]..at + 1);
            if shared.len() > best.len()
                || (shared.len() == best.len() && shared.start < best.start)
            {
                best = shared;
            }
        }
    }
    best
}

fn same(left: &Atoms, at: usize, right: &Atoms, place: usize) -> bool {
    match (left.get(at), right.get(place)) {
        (Some(own), Some(other)) if own.is_break() || other.is_break() => {
            own.is_break() && other.is_break()
        }
        _ => left.text(at) == right.text(place),
    }
}

fn without_breaks(atoms: &Atoms, mut range: Range<usize>) -> Range<usize> {
    let is_break = |at: usize| atoms.get(at).is_some_and(|atom| atom.is_break());
    while !range.is_empty() && is_break(range.start) {
        range.start += 1;
    }
    while !range.is_empty() && is_break(range.end - 1) {
        range.end -= 1;
    }
    range
}

/// Returns the text at `positions` with some around it, in one line.
fn around(text: &str, atoms: &Atoms, positions: &Range<usize>) -> String {
    let start = positions.start.saturating_sub(POSITIONS_AROUND);
    let end = (positions.end + POSITIONS_AROUND).min(atoms.len());
    text[atoms.span(start..end)].split_whitespace().collect::<Vec<_>>().join(" ")
}
