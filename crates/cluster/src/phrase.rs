//! Phrases: covers of literals as queries of a cluster.

use serde_json::{Value, json};
use xunwen_query::remote::TermCover;
use xunwen_schema::{Literal, is_indexed};

use crate::mapping::{HOLE, TERMS};

/// The most terms that a beginning of a term stands for where it ranks; where it filters, all.
const RANKED_TERMS: usize = 200;

/// A query that finds a literal in one field, or more than it.
pub(crate) struct Phrase {
    pub(crate) query: Value,
    /// Whether it finds nothing else.
    pub(crate) is_exact: bool,
}

/// Returns the query that finds `cover` in the field numbered `field`.
pub(crate) fn phrase(cover: &TermCover, field: usize) -> Phrase {
    let name = TERMS[field];
    match (&cover.terms[..], &cover.prefix) {
        ([], None) => Phrase { query: json!({ "match_none": {} }), is_exact: true },
        ([], Some((_, prefix))) => {
            let query = json!({ "prefix": { name: { "value": prefix } } });
            Phrase { query, is_exact: true }
        }
        ([(_, term)], None) => Phrase { query: json!({ "term": { name: term } }), is_exact: true },
        (terms, prefix) => {
            let (line, is_whole) = line(terms);
            let query = json!({ "match_phrase": { name: line } });
            match prefix {
                None => Phrase { query, is_exact: is_whole },
                Some((_, prefix)) => {
                    let prefix = json!({ "prefix": { name: { "value": prefix } } });
                    let query = json!({ "bool": { "filter": [query, prefix] } });
                    Phrase { query, is_exact: false }
                }
            }
        }
    }
}

/// Returns the query that scores `cover` in the field numbered `field`, `boost` times.
pub(crate) fn scored(cover: &TermCover, field: usize, boost: f32) -> Value {
    let name = TERMS[field];
    match (&cover.terms[..], &cover.prefix) {
        ([], None) => json!({ "match_none": {} }),
        ([], Some((_, prefix))) => {
            let rewrite = format!("top_terms_blended_freqs_{RANKED_TERMS}");
            json!({ "prefix": { name: { "value": prefix, "boost": boost, "rewrite": rewrite } } })
        }
        ([(_, term)], _) => json!({ "term": { name: { "value": term, "boost": boost } } }),
        (terms, _) => {
            json!({ "match_phrase": { name: { "query": line(terms).0, "boost": boost } } })
        }
    }
}

/// Returns the query that finds `cover` at the beginning of a title; `None` if it is the beginning of a term.
pub(crate) fn opening(cover: &TermCover) -> Option<Value> {
    let title = TERMS[0];
    let mut clauses = Vec::new();
    let mut next = 0;
    for (offset, term) in &cover.terms {
        let gap = offset.checked_sub(next)?;
        if gap > 0 {
            clauses.push(json!({ "span_gap": { title: gap } }));
        }
        clauses.push(json!({ "span_term": { title: term } }));
        next = offset + 1;
    }
    let span = match clauses.len() {
        0 => return None,
        1 => clauses.remove(0),
        _ => json!({ "span_near": { "clauses": clauses, "slop": 0, "in_order": true } }),
    };
    Some(json!({ "span_first": { "match": span, "end": next } }))
}

/// Returns the cover of a term of the ranking: a term of the index, or a dictionary word.
pub(crate) fn cover_of_term(term: &str) -> TermCover {
    match Literal::new(term).filter(|_| !is_indexed(term)) {
        Some(word) => TermCover::of(&word, false),
        None => TermCover { terms: vec![(0, term.to_owned())], prefix: None },
    }
}

/// Returns the line of terms that finds a literal.
pub(crate) fn whole_line(literal: &Literal) -> String {
    line(&TermCover::of(literal, false).terms).0
}

/// Returns a line of terms as the analyzer of queries reads it, and whether all of them are in it: two
/// terms of one position cannot.
fn line(terms: &[(usize, String)]) -> (String, bool) {
    let mut line = String::new();
    let mut next = terms.first().map_or(0, |(offset, _)| *offset);
    let mut is_whole = true;
    for (offset, term) in terms {
        if *offset < next {
            is_whole = false;
            continue;
        }
        while next < *offset {
            line.push_str(HOLE);
            line.push(' ');
            next += 1;
        }
        line.push_str(term);
        line.push(' ');
        next += 1;
    }
    (line.trim_end().to_owned(), is_whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cover(text: &str) -> TermCover {
        TermCover::of(&Literal::new(text).unwrap(), false)
    }

    #[test]
    fn literals_become_terms_and_phrases() {
        let shown = |text: &str| phrase(&cover(text), 2).query;
        assert_eq!(shown("短剧"), json!({ "term": { "body_terms": "短剧" } }));
        assert_eq!(shown("微短剧"), json!({ "match_phrase": { "body_terms": "微短 短剧" } }));
        assert_eq!(shown("人工智能"), json!({ "match_phrase": { "body_terms": "人工 …_ 智能" } }));
        assert_eq!(shown("剧"), json!({ "prefix": { "body_terms": { "value": "剧" } } }));
    }

    #[test]
    fn a_title_opens_with_the_first_of_its_terms() {
        let term = |term: &str| json!({ "span_term": { "title_terms": term } });
        let first = |span: Value, end| json!({ "span_first": { "match": span, "end": end } });
        assert_eq!(opening(&cover("短剧")), Some(first(term("短剧"), 1)));
        let clauses = json!([term("人工"), { "span_gap": { "title_terms": 1 } }, term("智能")]);
        let near = json!({ "span_near": { "clauses": clauses, "slop": 0, "in_order": true } });
        assert_eq!(opening(&cover("人工智能")), Some(first(near, 3)));
        assert_eq!(opening(&cover("剧")), None);
    }
}
