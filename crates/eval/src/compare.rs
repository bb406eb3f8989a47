//! Two runs side by side.

use crate::permutation::sign_flip_test;
use crate::{Evaluation, Method, Metric, Qrels, Run, evaluate};

/// Values that differ by less are equal, because sums are rounded.
const EQUAL: f64 = 1e-9;

/// How a run differs from a base run on one metric, query by query.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The metric.
    pub metric: Metric,
    /// The mean of the base run.
    pub base: f64,
    /// The mean of the other run.
    pub other: f64,
    /// The two-sided p-value of a paired randomisation test: how likely a mean difference of this
    /// size or more, up or down, would be if the runs were equally good.
    pub p: f64,
    /// How `p` was computed.
    pub method: Method,
    /// The number of queries for which the other run is better.
    pub wins: usize,
    /// The number of queries for which the other run is worse.
    pub losses: usize,
    /// The number of queries for which both are equal.
    pub ties: usize,
    /// The queries for which they differ, the greatest change first.
    pub changes: Vec<Change>,
}

/// A query on which two runs differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The query's id.
    pub query: String,
    /// The value of the base run.
    pub base: f64,
    /// The value of the other run.
    pub other: f64,
}

impl Comparison {
    /// Returns the mean difference; positive if the other run is better.
    #[must_use]
    pub fn difference(&self) -> f64 {
        self.other - self.base
    }
}

impl Change {
    /// Returns the difference; positive if the other run is better.
    #[must_use]
    pub fn difference(&self) -> f64 {
        self.other - self.base
    }
}

/// Compares a run with a base run over all judged queries.
#[must_use]
pub fn compare(qrels: &Qrels, base: &Run, other: &Run, metric: Metric) -> Comparison {
    let base = evaluate(qrels, base, &[metric]);
    let other = evaluate(qrels, other, &[metric]);
    let changes = changes(&base, &other);
    let differences: Vec<f64> = changes.iter().map(Change::difference).collect();
    let (p, method) = sign_flip_test(&differences);
    let wins = differences.iter().filter(|&&difference| difference > 0.0).count();
    Comparison {
        metric,
        base: base.means[0],
        other: other.means[0],
        p,
        method,
        wins,
        losses: changes.len() - wins,
        ties: base.queries.len() - changes.len(),
        changes,
    }
}

/// Returns the queries that differ on the only metric; equal changes stay in the order of queries.
fn changes(base: &Evaluation, other: &Evaluation) -> Vec<Change> {
    let pairs = base.queries.iter().zip(&other.queries);
    let mut changes: Vec<Change> = pairs
        .map(|(base, other)| Change {
            query: base.query.clone(),
            base: base.values[0],
            other: other.values[0],
        })
        .filter(|change| change.difference().abs() >= EQUAL)
        .collect();
    changes.sort_by(|a, b| b.difference().abs().total_cmp(&a.difference().abs()));
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Six queries with one relevant document; `ranks` says where a run has it, 0 for nowhere.
    fn world(base: [usize; 6], other: [usize; 6]) -> (Qrels, Run, Run) {
        let mut qrels = Qrels::default();
        for query in 0..6 {
            qrels.insert(query.to_string(), "relevant", 1);
        }
        (qrels, run(base), run(other))
    }

    fn run(ranks: [usize; 6]) -> Run {
        let mut run = Run::default();
        for (query, rank) in ranks.into_iter().enumerate().filter(|&(_, rank)| rank > 0) {
            run.insert(query.to_string(), "relevant", 1.0);
            for above in 1..rank {
                run.insert(query.to_string(), format!("d{above}"), 2.0);
            }
        }
        run
    }

    #[test]
    fn a_comparison_counts_and_sorts() {
        let (qrels, base, other) = world([1, 2, 4, 0, 1, 5], [1, 1, 1, 2, 2, 0]);
        let comparison = compare(&qrels, &base, &other, "RR".parse().unwrap());
        // 1 1/2 1/4 0 1 1/5 = 2.95 and 1 1 1 1/2 1/2 0 = 4, over 6 queries.
        assert!((comparison.base - 2.95 / 6.0).abs() < 1e-12);
        assert!((comparison.other - 4.0 / 6.0).abs() < 1e-12);
        assert!((comparison.difference() - 1.05 / 6.0).abs() < 1e-12);
        assert_eq!((comparison.wins, comparison.losses, comparison.ties), (3, 2, 1));
        // Differences .5 .75 .5 -.5 -.2: |sum| is at least 1.05 if, .75 being plus, the sum of
        // ±.5 ±.5 ±.5 ±.2 is at least .3 or at most -1.8: 1.5 ± .2 or .5 ± .2 (one and three
        // ways for each sign of .2): 8 of 16; none is as low as -1.8. So p = 8/16.
        assert_eq!((comparison.p, comparison.method), (0.5, Method::Exact));
        let changes: Vec<(&str, f64)> =
            comparison.changes.iter().map(|c| (c.query.as_str(), c.difference())).collect();
        assert_eq!(changes, [("2", 0.75), ("1", 0.5), ("3", 0.5), ("4", -0.5), ("5", -0.2)]);
    }

    #[test]
    fn a_run_is_not_better_than_itself() {
        let (qrels, base, other) = world([1, 2, 4, 0, 1, 5], [1, 2, 4, 0, 1, 5]);
        let comparison = compare(&qrels, &base, &other, "nDCG@10".parse().unwrap());
        assert_eq!((comparison.p, comparison.ties), (1.0, 6));
        assert_eq!(comparison.changes, []);
    }

    #[test]
    fn a_comparison_can_be_reversed() {
        let (qrels, base, other) = world([1, 2, 4, 0, 1, 5], [1, 1, 1, 2, 2, 0]);
        let metric = "nDCG@10".parse().unwrap();
        let there = compare(&qrels, &base, &other, metric);
        let back = compare(&qrels, &other, &base, metric);
        assert_eq!(there.p, back.p);
        assert_eq!((there.wins, there.losses), (back.losses, back.wins));
        assert_eq!(there.difference(), -back.difference());
    }
}
