//! Baselines: what a plain index would rank, for rankings to be compared with.
//!
//! They share the postings and BM25 with the search, and nothing else: no exact tier, no weights
//! of terms, no second pass, no other wordings.

use xunwen_schema::{Analyzer, Atoms, Literal, Token, TokenKind};

use crate::index::segment::Segments;
use crate::ranking::bm25::Bm25;
use crate::ranking::query_terms::{QueryTerm, merged};
use crate::ranking::top_docs::Ranked;

/// A plain index to be compared with.
///
/// ```
/// # let (_folder, engine) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/engine.rs"));
/// use xunwen_language::parse;
/// use xunwen_query::evidence::Baseline;
///
/// let ranked = engine.baseline(&parse("微短剧")?, Baseline::Pairs, 10)?;
/// assert_eq!(ranked.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Baseline {
    /// Dictionary words and runs of letters and digits, all of one weight.
    Words,
    /// Pairs of characters and runs of letters and digits, all of one weight.
    Pairs,
}

impl Baseline {
    /// Returns the terms of `literals`, in order of first appearance.
    pub(crate) fn terms<'q>(
        self,
        analyzer: &Analyzer,
        literals: impl Iterator<Item = &'q Literal>,
    ) -> Vec<QueryTerm> {
        merged(literals.flat_map(|literal| self.terms_of(analyzer, literal.atoms())))
    }

    fn terms_of(self, analyzer: &Analyzer, atoms: &Atoms) -> Vec<QueryTerm> {
        let term = |token: &Token<'_>| QueryTerm {
            term: token.term.clone().into_owned(),
            weight: 1.0,
            is_shown: true,
            is_telling: true,
            via: None,
        };
        analyzer.tokens(atoms).iter().filter(|token| self.has(token)).map(term).collect()
    }

    fn has(self, token: &Token<'_>) -> bool {
        match (self, token.kind) {
            (_, TokenKind::Run) | (Self::Words, TokenKind::Word) => true,
            (Self::Pairs, TokenKind::Word) => token.positions.len() == 2,
            (Self::Pairs, TokenKind::Pair | TokenKind::Single) => true,
            _ => false,
        }
    }
}

/// Returns the first `limit` of all articles by the BM25 of `terms`.
pub(crate) fn ranked(
    segments: &Segments,
    bm25: &Bm25<'_>,
    terms: &[QueryTerm],
    limit: usize,
) -> tantivy::Result<Vec<Ranked>> {
    let weighted = bm25.weigh(terms)?;
    let mut scored = Vec::new();
    for segment in segments.iter() {
        scored.push(bm25.score_terms(&weighted, segment, &segment.live_docs())?);
    }
    bm25.best(&weighted, &mut scored, limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_terms_are_of_one_kind_and_weight() {
        let terms = |baseline: Baseline| -> Vec<(String, f32)> {
            let literal = Literal::new("人工智能 GPT 什么").unwrap();
            let terms = baseline.terms(&Analyzer::new(), std::iter::once(&literal));
            terms.into_iter().map(|term| (term.term, term.weight)).collect()
        };
        let all_one = |terms: &[&str]| -> Vec<(String, f32)> {
            terms.iter().map(|&term| (term.to_owned(), 1.0)).collect()
        };
        assert_eq!(terms(Baseline::Words), all_one(&["人工", "人工智能", "智能", "gpt", "什么"]));
        let pairs = ["人工", "工智", "智能", "能gpt", "gpt", "gpt什", "什么", "么"];
        assert_eq!(terms(Baseline::Pairs), all_one(&pairs));
    }
}
