//! The related tier: articles about the subject, found by words and pairs, weighted.

use std::collections::HashMap;

use tantivy::{Searcher, Term};
use xunwen_schema::{Analyzer, Atoms, Fields, STEM_MARK, TokenKind, stem};

use crate::find::Pattern;
use crate::weights::kind_weight;

/// The most terms a related query has; of a longer text the weightiest are taken.
const MOST_TERMS: usize = 96;

/// A term that makes an article related, and how much it counts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RelatedTerm {
    pub(crate) term: String,
    pub(crate) weight: f32,
    /// Whether it is told to the user: pairs inside words say nothing new.
    pub(crate) is_shown: bool,
}

/// Returns the terms of `texts` with their weights, in order of first appearance.
pub(crate) fn related_terms<'q>(
    analyzer: &Analyzer,
    texts: impl Iterator<Item = &'q str>,
) -> Vec<RelatedTerm> {
    let mut terms: Vec<RelatedTerm> = Vec::new();
    let mut places = HashMap::new();
    for text in texts {
        for found in terms_of(analyzer, text) {
            let place = *places.entry(found.term.clone()).or_insert(terms.len());
            match terms.get_mut(place) {
                Some(known) => {
                    known.weight += found.weight;
                    known.is_shown |= found.is_shown;
                }
                None => terms.push(found),
            }
        }
    }
    terms
}

fn terms_of(analyzer: &Analyzer, text: &str) -> Vec<RelatedTerm> {
    let atoms = Atoms::scan(text);
    let tokens = analyzer.tokens(&atoms);
    let mut in_word = vec![false; atoms.len()];
    for token in tokens.iter().filter(|token| token.kind == TokenKind::Word) {
        in_word[token.positions.clone()].fill(true);
    }
    let mut terms = Vec::with_capacity(tokens.len());
    for token in tokens {
        let is_shown = match token.kind {
            TokenKind::Pair => !in_word[token.positions.clone()].iter().all(|&covered| covered),
            TokenKind::Single => atoms.len() == 1,
            _ => true,
        };
        let weight = kind_weight(token.kind);
        if weight > 0.0 {
            terms.push(RelatedTerm { term: token.term.clone().into_owned(), weight, is_shown });
        }
        // A text that has the bare stem has no stem term: there it does not differ.
        if token.kind == TokenKind::Stem {
            let bare = token.term.trim_start_matches(STEM_MARK).to_owned();
            terms.push(RelatedTerm { term: bare, weight, is_shown: false });
        } else if token.kind == TokenKind::Run && stem(&token.term) == token.term {
            let weight = kind_weight(TokenKind::Stem);
            terms.push(RelatedTerm {
                term: format!("{STEM_MARK}{}", token.term),
                weight,
                is_shown: true,
            });
        }
    }
    terms
}

/// Returns the weightiest of `terms` that the index has, by weight and rarity, in their order.
pub(crate) fn strongest(
    searcher: &Searcher,
    fields: &Fields,
    mut terms: Vec<RelatedTerm>,
) -> tantivy::Result<Vec<RelatedTerm>> {
    if terms.len() <= MOST_TERMS {
        return Ok(terms);
    }
    let articles = searcher.num_docs() as f32;
    let mut values = Vec::with_capacity(terms.len());
    for (place, term) in terms.iter().enumerate() {
        let mut frequency = 0;
        for field in fields.texts() {
            frequency += searcher.doc_freq(&Term::from_field_text(field, &term.term))?;
        }
        let rarity = if frequency == 0 { 0.0 } else { (1.0 + articles / frequency as f32).ln() };
        values.push((term.weight * rarity, place));
    }
    values.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(&right.1)));
    let mut kept: Vec<usize> =
        values.into_iter().take(MOST_TERMS).map(|(_, place)| place).collect();
    kept.sort_unstable();
    Ok(kept.into_iter().map(|place| terms[place].clone()).collect::<Vec<_>>())
        .inspect(|_| terms.clear())
}

/// Returns what to mark in a related hit.
pub(crate) fn patterns(terms: &[RelatedTerm]) -> Vec<Pattern> {
    terms
        .iter()
        .filter(|term| term.is_shown)
        .filter_map(|term| Pattern::term(&term.term, term.weight))
        .collect()
}
