//! Scoring: our weights as boosts of a cluster's own BM25.
//!
//! A cluster scores a term in a field by its own rarity times its saturated frequency; BM25's numbers are
//! set in the mapping to be ours. So a boost is our weight, divided by that rarity, and the cluster's
//! order is ours but for rounding.

use serde_json::{Value, json};
use xunwen_query::remote::{LiteralPlan, TermPlan};

use crate::mapping::TERMS;
use crate::phrase::{cover_of_term, opening, phrase, scored};

/// How rare the cluster holds a term to be, by field and term.
pub(crate) trait Rarity {
    /// Returns what the cluster multiplies the frequency of `term` in the field numbered `field` with.
    fn of_term(&self, field: usize, term: &str) -> f32;
}

/// Returns the clauses that score the exact tier.
pub(crate) fn of_literals(plans: &[LiteralPlan], rarity: &impl Rarity) -> Vec<Value> {
    let mut clauses = Vec::new();
    for plan in plans {
        for (field, &weight) in plan.weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0)
        {
            // The rarity of a phrase is the sum of its terms'.
            let own: f32 =
                plan.cover.terms.iter().map(|(_, term)| rarity.of_term(field, term)).sum();
            let boost = if own > 0.0 { weight / own } else { weight };
            clauses.push(scored(&plan.cover, field, boost));
        }
        if let Some(query) = opening(&plan.cover).filter(|_| plan.opening > 0.0) {
            clauses.push(json!({ "constant_score": { "filter": query, "boost": plan.opening } }));
        }
    }
    clauses
}

/// Returns the clauses that score the related tier.
pub(crate) fn of_terms(plans: &[TermPlan], rarity: &impl Rarity) -> Vec<Value> {
    let mut clauses = Vec::new();
    for plan in plans {
        let cover = cover_of_term(&plan.term);
        for (field, &weight) in plan.weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0)
        {
            let own: f32 = cover.terms.iter().map(|(_, term)| rarity.of_term(field, term)).sum();
            let boost = if own > 0.0 { weight / own } else { weight };
            clauses.push(scored(&cover, field, boost));
        }
    }
    clauses
}

/// Returns the filter of the articles that have a term that makes them related.
pub(crate) fn related(plans: &[TermPlan]) -> Value {
    let mut clauses = Vec::new();
    for plan in plans.iter().filter(|plan| plan.is_shown) {
        let cover = cover_of_term(&plan.term);
        let fields = (0..TERMS.len()).filter(|&field| plan.weights[field] > 0.0);
        clauses.extend(fields.map(|field| phrase(&cover, field).query));
    }
    if clauses.is_empty() {
        return json!({ "match_none": {} });
    }
    json!({ "bool": { "should": clauses, "minimum_should_match": 1 } })
}
