//! Ranking plans: what scores the articles of a request, as numbers that another engine can use.
//!
//! A cluster that holds the articles looks for the best of them by its own BM25. With these weights its
//! order is ours but for rounding, and for what only a second pass over the best can see.

use crate::engine::local::LocalEngine;
use crate::engine::tiers::Tiers;
use crate::index::error::Error;
use crate::matching::literal_terms::TermCover;
use crate::matching::plan::{CompiledQuery, PlannedLiteral};
use crate::matching::scope::Scope;
use crate::ranking::query_terms::QueryTerm;
use crate::ranking::weights::{B, K1, LITERAL_FIELDS, OPENING_WEIGHT, RERANKED, TERM_FIELDS};
use crate::request::{Expand, Request};

/// What scores the articles of a request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RankingPlan {
    /// What scores the exact tier.
    pub literals: Vec<LiteralPlan>,
    /// What makes an article related.
    pub terms: Vec<TermPlan>,
    /// What the best related articles have in common, which ranks all of them.
    pub feedback: Vec<TermPlan>,
}

/// A literal that scores the exact tier.
#[derive(Clone, Debug, PartialEq)]
pub struct LiteralPlan {
    /// The terms that find it.
    pub cover: TermCover,
    /// What its saturated frequency in title, summary and body is multiplied by; 0 where it does not
    /// count.
    pub weights: [f32; 3],
    /// What is added for a title that begins with it.
    pub opening: f32,
}

/// A term that scores the related tier.
#[derive(Clone, Debug, PartialEq)]
pub struct TermPlan {
    /// A term of the index, or a dictionary word, which is a literal.
    pub term: String,
    /// What its saturated frequency in title, summary and body is multiplied by.
    pub weights: [f32; 3],
    /// Whether an article that has it is related.
    pub is_shown: bool,
}

impl RankingPlan {
    /// BM25: how soon a term's further occurrences stop to count.
    pub const K1: f32 = K1;
    /// BM25: how much longer texts are held to need more occurrences.
    pub const B: f32 = B;
    /// The articles of the related tier, the best by BM25, that are ranked again.
    pub const RERANKED: usize = RERANKED;

    /// Plans the ranking of `request` over the articles of `engine`.
    pub(super) fn of(engine: &LocalEngine, request: &Request) -> Result<Self, Error> {
        let query = CompiledQuery::of(&request.query);
        let literals = literals(engine, &query)?;
        if request.exact_only {
            return Ok(Self { literals, ..Self::default() });
        }
        let mut terms = engine.query_terms(&query, true)?;
        terms.extend(engine.expansions(&query, request.expand)?.terms);
        let feedback = feedback(engine, &query, request, &terms)?;
        let [terms, feedback] = [terms, feedback].map(|terms| weighted(engine, &terms));
        Ok(Self { literals, terms: terms?, feedback: feedback? })
    }
}

fn literals(engine: &LocalEngine, query: &CompiledQuery) -> Result<Vec<LiteralPlan>, Error> {
    let rated = engine.bm25()?.rate(&query.literals)?;
    let plan = |(planned, idf): (&PlannedLiteral, [f32; 3])| {
        let counts = |field: usize| match planned.scope {
            Scope::Any => true,
            scope => {
                let fields = engine.index().fields();
                scope.index_fields(fields).contains(&fields.texts()[field])
            }
        };
        let weight = |field: usize| {
            if counts(field) { planned.weight * LITERAL_FIELDS[field] * idf[field] } else { 0.0 }
        };
        let opening = if counts(0) { planned.weight * OPENING_WEIGHT * idf[0] } else { 0.0 };
        let cover = planned.literal.covered.cover().clone();
        LiteralPlan { cover, weights: [0, 1, 2].map(weight), opening }
    };
    Ok(rated.iter().map(|rated| plan(rated.parts())).collect())
}

fn feedback(
    engine: &LocalEngine,
    query: &CompiledQuery,
    request: &Request,
    terms: &[QueryTerm],
) -> Result<Vec<QueryTerm>, Error> {
    if request.expand == Expand::NONE {
        return Ok(Vec::new());
    }
    let bm25 = engine.bm25()?;
    let tiers = Tiers { index: engine.index(), request, query, bm25: &bm25 };
    let exact = tiers.exact(0)?;
    Ok(tiers.related(terms, &exact, 1)?.feedback)
}

fn weighted(engine: &LocalEngine, terms: &[QueryTerm]) -> Result<Vec<TermPlan>, Error> {
    let mut plans: Vec<TermPlan> = terms
        .iter()
        .map(|term| TermPlan {
            term: term.term.clone(),
            weights: [0.0; 3],
            is_shown: term.is_shown,
        })
        .collect();
    for (number, field, idf) in engine.bm25()?.weigh(terms)?.iter().map(|it| it.parts()) {
        plans[number].weights[field] = terms[number].weight * TERM_FIELDS[field] * idf;
    }
    Ok(plans)
}
