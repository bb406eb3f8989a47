//! Proximity terms: the terms of a query whose positions are compared.

use xunwen_schema::{Atoms, STEM_MARK, is_indexed};

use crate::ranking::bm25::{Bm25, Weighted};
use crate::ranking::query_terms::QueryTerm;

/// Weights are counted in these parts of 1: whole numbers add up to the same in any order.
const WEIGHT_UNIT: f64 = 65536.0;

/// The pairs, and runs of letters or digits, of a query, with their weights.
#[derive(Debug, Default)]
pub(crate) struct ProximityTerms {
    weights: Vec<u64>,
    /// The unit that each term of the query is, if it is one.
    by_term: Vec<Option<usize>>,
}

impl ProximityTerms {
    /// Returns the proximity terms among `terms`, which `weighted` are; other wordings are left out.
    pub(crate) fn of(bm25: &Bm25<'_>, terms: &[QueryTerm], weighted: &[Weighted]) -> Self {
        let mut units = Self::default();
        let rarities = bm25.rarities(terms.len(), weighted);
        for (related, rarity) in terms.iter().zip(rarities) {
            let is_unit = related.via.is_none() && is_unit(&related.term);
            units.by_term.push(is_unit.then_some(units.len()));
            if is_unit {
                let weight = f64::from(related.weight * rarity);
                units.add((weight * WEIGHT_UNIT).round() as u64);
            }
        }
        units
    }

    pub(super) fn add(&mut self, weight: u64) {
        self.weights.push(weight);
    }

    pub(crate) fn len(&self) -> usize {
        self.weights.len()
    }

    /// Returns the unit that the term numbered `term` of the query is, if it is one.
    pub(super) fn of_term(&self, term: usize) -> Option<usize> {
        self.by_term.get(term).copied().flatten()
    }

    /// Returns the weight of the unit numbered `unit`.
    pub(super) fn weight(&self, unit: usize) -> u64 {
        self.weights[unit]
    }

    /// Returns the weight of all together.
    pub(super) fn total(&self) -> u64 {
        self.weights.iter().sum()
    }
}

/// Returns a weight as the ranking counts it.
pub(super) fn whole(weight: u64) -> f32 {
    (weight as f64 / WEIGHT_UNIT) as f32
}

/// Returns whether a term has places of its own in the index: a longer word's are those of its
/// pairs. Where a character ends a text says nothing.
fn is_unit(term: &str) -> bool {
    let is_single = || {
        let atoms = Atoms::scan(term);
        atoms.len() == 1 && atoms.get(0).is_some_and(|atom| atom.is_single())
    };
    !term.starts_with(STEM_MARK) && is_indexed(term) && !is_single()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_and_runs_are_units() {
        let is =
            ["短剧", "gpt", "2025", "a股", "人工智能", "~drone", "剧", "open source"].map(is_unit);
        assert_eq!(is, [true, true, true, true, false, false, false, false]);
    }
}
