//! Literals as tantivy queries: found always and only where they stand.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    BooleanQuery, EmptyQuery, InvertedIndexRangeQuery, Occur, PhrasePrefixQuery, PhraseQuery,
    Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use xunwen_schema::{Cover, Literal};

/// The index terms that stand at the places of a literal, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Terms at offsets from the literal's first atom.
    pub(crate) terms: Vec<(usize, String)>,
    /// The beginning of a further term, at its offset.
    pub(crate) prefix: Option<(usize, String)>,
}

/// Returns the terms that find `literal`; with `open_end`, its last atom may go on.
pub(crate) fn shape(literal: &Literal, open_end: bool) -> Shape {
    if open_end {
        return open_shape(literal);
    }
    match literal.cover() {
        Cover::Term(term) => Shape { terms: vec![(0, term)], prefix: None },
        Cover::Phrase(terms) => Shape { terms, prefix: None },
        Cover::Prefix(prefix) => Shape { terms: Vec::new(), prefix: Some((0, prefix)) },
        Cover::PhrasePrefix(terms, prefix) => Shape { terms, prefix: Some(prefix) },
    }
}

fn open_shape(literal: &Literal) -> Shape {
    let atoms = literal.atoms();
    let last = atoms.len() - 1;
    // A pair with the atom before it is the longer, rarer beginning.
    let split = last.checked_sub(1).filter(|&left| is_pair(literal, left)).unwrap_or(last);
    let prefix = Some((split, atoms.join(split..last + 1).to_owned()));
    // The prefix covers the end of the head, which has no term of its own then.
    let Shape { terms, .. } = shape(&literal.head(last), false);
    Shape { terms, prefix }
}

/// Returns the query for articles in whose `field` the literal stands; with `open_end`, also where
/// its last atom goes on.
pub(crate) fn literal_query(field: Field, literal: &Literal, open_end: bool) -> Box<dyn Query> {
    let term = |text: &str| Term::from_field_text(field, text);
    let Shape { terms, prefix } = shape(literal, open_end);
    let places = |terms: &[(usize, String)]| -> Vec<(usize, Term)> {
        terms.iter().map(|(offset, text)| (*offset, term(text))).collect()
    };
    match (&terms[..], prefix) {
        ([], Some((_, prefix))) => prefix_query(field, &prefix),
        ([], None) => Box::new(EmptyQuery),
        ([(_, only)], None) => Box::new(TermQuery::new(term(only), IndexRecordOption::WithFreqs)),
        (terms, None) => Box::new(PhraseQuery::new_with_offset(places(terms))),
        (terms, Some(prefix)) => {
            let mut places = places(terms);
            places.push((prefix.0, term(&prefix.1)));
            phrase_prefix_query(places)
        }
    }
}

/// Returns whether the atoms at `left` and behind it are adjacent and one of them is Han.
fn is_pair(literal: &Literal, left: usize) -> bool {
    let pair = [left, left + 1].map(|position| literal.atoms().get(position));
    let [Some(left), Some(right)] = pair else { return false };
    !left.is_break() && !right.is_break() && (left.is_han() || right.is_han())
}

/// Returns the query for articles in which any of `queries` holds; scores add up.
pub(crate) fn any(queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    combine(Occur::Should, queries)
}

/// Returns the query for articles in which all of `queries` hold; scores add up.
pub(crate) fn all(queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    combine(Occur::Must, queries)
}

fn combine(occur: Occur, mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::new(queries.into_iter().map(|query| (occur, query)).collect())),
    }
}

fn phrase_prefix_query(terms: Vec<(usize, Term)>) -> Box<dyn Query> {
    let mut query = PhrasePrefixQuery::new_with_offset(terms);
    // tantivy would look at the first 50 terms only.
    query.set_max_expansions(u32::MAX);
    Box::new(query)
}

/// Returns the query for articles with a term that begins with `prefix`.
fn prefix_query(field: Field, prefix: &str) -> Box<dyn Query> {
    let bound = |text: &str| Term::from_field_text(field, text);
    let end = next_prefix(prefix).map_or(Bound::Unbounded, |end| Bound::Excluded(bound(&end)));
    Box::new(InvertedIndexRangeQuery::new(Bound::Included(bound(prefix)), end))
}

/// Returns the least text that stands behind all texts that begin with `prefix`.
fn next_prefix(prefix: &str) -> Option<String> {
    let last = prefix.chars().next_back()?;
    let next = (u32::from(last) + 1..=u32::from(char::MAX)).find_map(char::from_u32)?;
    let mut end = prefix[..prefix.len() - last.len_utf8()].to_owned();
    end.push(next);
    Some(end)
}
