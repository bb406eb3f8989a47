//! The related tier: articles about the subject, found by words and pairs, weighted.

use std::collections::HashMap;

use xunwen_schema::{Analyzer, Atoms, Literal, RANGE_SIGN, STEM_MARK, Token, TokenKind, stem};

use crate::index::Index;
use crate::index::term_lookup::Lookup;
use crate::ranking::function_words::is_telling;
use crate::ranking::term_postings::TermPostings;
use crate::ranking::weights::{QUESTION_WORDS, STEM, term_weight};

/// The most terms a related query has; of a longer text the weightiest are taken.
const MOST_TERMS: usize = 96;

/// A term that makes an article related, and how much it counts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct QueryTerm {
    pub(crate) term: String,
    pub(crate) weight: f32,
    /// Whether it is shown to the user: pairs inside words say nothing new.
    pub(crate) is_shown: bool,
    /// Whether it is marked where it is found: words of mere grammar are not.
    pub(crate) is_telling: bool,
    /// Of an expansion: how it is shown as the reason of a hit.
    pub(crate) via: Option<String>,
}

/// Returns the terms of `literals` with their weights, in order of first appearance.
pub(crate) fn query_terms<'q>(
    analyzer: &Analyzer,
    literals: impl Iterator<Item = &'q Literal>,
) -> Vec<QueryTerm> {
    merged(literals.flat_map(|literal| terms_of(analyzer, literal.atoms())))
}

/// Returns each term once, in order of first appearance, with its weights added up.
pub(crate) fn merged(found: impl Iterator<Item = QueryTerm>) -> Vec<QueryTerm> {
    let mut terms: Vec<QueryTerm> = Vec::new();
    let mut numbers = HashMap::new();
    for found in found {
        let number = *numbers.entry(found.term.clone()).or_insert(terms.len());
        match terms.get_mut(number) {
            Some(known) => {
                known.weight += found.weight;
                known.is_shown |= found.is_shown;
                known.is_telling |= found.is_telling;
            }
            None => terms.push(found),
        }
    }
    terms
}

/// Symbols whose pairs prove where a literal occurs, and say nothing of what a text is about: the brackets
/// of a title, and the dash of a range. With them, nDCG@10 of questions over news is .0029 lower.
const FRAMES: [char; 3] = ['《', '》', RANGE_SIGN];

/// Returns the terms of one text; of a text that only asks, the words that ask.
fn terms_of(analyzer: &Analyzer, atoms: &Atoms) -> Vec<QueryTerm> {
    let tokens = analyzer.tokens(atoms);
    let in_word = in_word(atoms, &tokens);
    let asks = |token: &&Token<'_>| QUESTION_WORDS.contains(&token.term.as_ref());
    let mut terms = Vec::with_capacity(tokens.len());
    let says_something = tokens.iter().any(|token| !asks(&token) && token.kind == TokenKind::Word);
    for token in tokens.iter().filter(|token| !(says_something && asks(token))) {
        add_term(token, &in_word, is_telling(token, atoms), &mut terms);
    }
    terms
}

/// Returns, for each position, whether a dictionary word covers it.
fn in_word(atoms: &Atoms, tokens: &[Token<'_>]) -> Vec<bool> {
    let mut in_word = vec![false; atoms.len()];
    for token in tokens.iter().filter(|token| token.kind == TokenKind::Word) {
        in_word[token.positions.clone()].fill(true);
    }
    in_word
}

fn add_term(token: &Token<'_>, in_word: &[bool], is_telling: bool, terms: &mut Vec<QueryTerm>) {
    if token.term.contains(FRAMES) {
        return;
    }
    let is_shown = match token.kind {
        TokenKind::Pair => !in_word[token.positions.clone()].iter().all(|&covered| covered),
        TokenKind::Single => in_word.len() == 1,
        _ => true,
    };
    let mut add = |term: String, weight: f32, is_shown: bool| {
        if weight > 0.0 {
            terms.push(QueryTerm { term, weight, is_shown, is_telling, via: None });
        }
    };
    let ends = [token.positions.start, token.positions.end - 1].map(|end| in_word[end]);
    add(token.term.clone().into_owned(), term_weight(token, ends), is_shown);
    // A text that has the bare stem has no stem term: there it does not differ.
    match token.kind {
        TokenKind::Stem => add(token.term.trim_start_matches(STEM_MARK).to_owned(), STEM, false),
        TokenKind::Run if stem(&token.term) == token.term => {
            add(format!("{STEM_MARK}{}", token.term), STEM, true);
        }
        _ => {}
    }
}

/// Returns the weightiest of `terms` that the index has, by weight and rarity, in their order.
pub(crate) fn strongest(index: &Index, terms: Vec<QueryTerm>) -> tantivy::Result<Vec<QueryTerm>> {
    if terms.len() <= MOST_TERMS {
        return Ok(terms);
    }
    let lookup = Lookup::new(index.segments());
    let articles = index.articles() as f32;
    let mut values = Vec::with_capacity(terms.len());
    for (place, term) in terms.iter().enumerate() {
        let mut frequency = 0;
        for field in index.fields().texts() {
            frequency +=
                TermPostings::find(&lookup, field, &term.term)?.document_frequency(&lookup)?;
        }
        let rarity = if frequency == 0 { 0.0 } else { (1.0 + articles / frequency as f32).ln() };
        values.push((term.weight * rarity, place));
    }
    values.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(&right.1)));
    let mut kept: Vec<usize> =
        values.into_iter().take(MOST_TERMS).map(|(_, place)| place).collect();
    kept.sort_unstable();
    Ok(kept.into_iter().map(|place| terms[place].clone()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<QueryTerm> {
        query_terms(&Analyzer::new(), std::iter::once(&Literal::new(text).unwrap()))
    }

    fn shown(text: &str) -> Vec<String> {
        terms(text).into_iter().filter(|term| term.is_shown).map(|term| term.term).collect()
    }

    #[test]
    fn words_that_ask_are_left_out_where_anything_else_is_said() {
        assert_eq!(shown("包括哪些国家"), ["国家"]);
        assert_eq!(shown("为什么"), ["为什么", "什么"]);
    }

    #[test]
    fn what_joins_or_asks_is_not_marked() {
        let marked = |text: &str| -> Vec<String> {
            let terms = terms(text).into_iter().filter(|term| term.is_shown && term.is_telling);
            terms.map(|term| term.term).collect()
        };
        let question = marked("无人机送货为什么这么快");
        assert!(question.contains(&"无人机".to_owned()) && question.contains(&"送货".to_owned()));
        for silent in ["的", "这么", "为什么", "什么", "么快"] {
            assert!(!question.contains(&silent.to_owned()), "{silent}");
        }
        assert_eq!(marked("how do drones fly"), ["drones", "~drone", "fly", "~fli"]);
    }

    #[test]
    fn a_pair_is_told_only_where_no_word_covers_it() {
        assert_eq!(shown("人工智能"), ["人工", "人工智能", "智能"]);
        assert_eq!(shown("微短剧"), ["微短", "短剧"]);
    }

    #[test]
    fn brackets_and_ranges_are_left_out() {
        assert_eq!(shown("《活着》"), ["活着"]);
        assert_eq!(shown("3-5%"), ["3", "~3", "5", "~5", "5%"]);
    }

    #[test]
    fn stems_are_looked_for_beside_the_words_themselves() {
        let terms = terms("drones fly");
        let terms: Vec<&str> = terms.iter().map(|term| term.term.as_str()).collect();
        assert_eq!(terms, ["drones", "~drone", "drone", "fly", "~fli", "fli"]);
    }
}
