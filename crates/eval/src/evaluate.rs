//! The value of metrics for each query, and their means.

use std::collections::BTreeSet;

use crate::run::Ties;
use crate::{Metric, Qrels, Run, formula};

/// The quality of a run: the value of each metric for each query, and the means.
///
/// Every judged query counts, with 0 where the run has no results for it or no document is relevant
/// to it. A query without judgements does not count.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// The metrics that were asked for, in their order.
    pub metrics: Vec<Metric>,
    /// The judged queries in alphabetical order.
    pub queries: Vec<QueryValues>,
    /// The mean over the queries of each metric, in the order of `metrics`; 0 without queries.
    pub means: Vec<f64>,
    /// The number of judged queries without results in the run.
    pub missing: usize,
    /// The number of queries of the run without judgements.
    pub unjudged: usize,
}

/// The values of one query.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryValues {
    /// The query's id.
    pub query: String,
    /// The value of each metric, in the order of the metrics.
    pub values: Vec<f64>,
}

impl Evaluation {
    /// Returns the mean of a metric, if it was asked for.
    #[must_use]
    pub fn mean(&self, metric: Metric) -> Option<f64> {
        let column = self.metrics.iter().position(|&asked| asked == metric)?;
        self.means.get(column).copied()
    }
}

/// Evaluates a run against judgements.
#[must_use]
pub fn evaluate(qrels: &Qrels, run: &Run, metrics: &[Metric]) -> Evaluation {
    let queries: Vec<QueryValues> = qrels
        .queries()
        .map(|query| QueryValues {
            query: query.to_owned(),
            values: Results::of(query, qrels, run).values(metrics),
        })
        .collect();
    let judged: BTreeSet<&str> = qrels.queries().collect();
    let answered = run.queries().filter(|query| judged.contains(query)).count();
    Evaluation {
        means: (0..metrics.len()).map(|column| mean(&queries, column)).collect(),
        missing: queries.len() - answered,
        unjudged: run.queries().len() - answered,
        metrics: metrics.to_vec(),
        queries,
    }
}

fn mean(queries: &[QueryValues], column: usize) -> f64 {
    let sum = formula::sum(queries.iter().map(|query| query.values[column]));
    sum / queries.len().max(1) as f64
}

/// The grades of the results of one query, in each order that a metric needs.
struct Results {
    trec: Vec<i32>,
    marco: Vec<i32>,
    relevant: Vec<i32>,
}

impl Results {
    fn of(query: &str, qrels: &Qrels, run: &Run) -> Self {
        let grades = |ties| {
            let ranking = run.ranking(query, ties).into_iter();
            ranking.map(|document| qrels.grade(query, document).unwrap_or(0)).collect()
        };
        Self {
            trec: grades(Ties::Trec),
            marco: grades(Ties::Marco),
            relevant: qrels.relevant(query),
        }
    }

    fn values(&self, metrics: &[Metric]) -> Vec<f64> {
        metrics.iter().map(|&metric| self.value(metric)).collect()
    }

    fn value(&self, metric: Metric) -> f64 {
        let first = |cutoff| formula::cut(&self.trec, cutoff);
        let relevant = &self.relevant;
        match metric {
            Metric::Ndcg(cutoff) => formula::ndcg(first(cutoff), relevant, cutoff),
            Metric::Rr(None) => formula::reciprocal_rank(&self.trec),
            Metric::Rr(cutoff) => formula::reciprocal_rank(formula::cut(&self.marco, cutoff)),
            Metric::Ap(cutoff) => formula::average_precision(first(cutoff), relevant),
            Metric::P(cutoff) => formula::precision(first(Some(cutoff)), cutoff),
            Metric::R(cutoff) => formula::recall(first(Some(cutoff)), relevant),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Results in ranked order, as `document` or `document:score`.
    fn run(results: &[&str]) -> Run {
        let mut run = Run::default();
        for (index, result) in results.iter().enumerate() {
            let (document, score) = result.split_once(':').unwrap_or((result, ""));
            run.insert("q", document, score.parse().unwrap_or(100.0 - index as f64));
        }
        run
    }

    fn qrels(grades: &[(&str, i32)]) -> Qrels {
        let mut qrels = Qrels::default();
        for &(document, grade) in grades {
            qrels.insert("q", document, grade);
        }
        qrels
    }

    #[track_caller]
    fn assert_value(metric: &str, qrels: &Qrels, run: &Run, expected: f64) {
        let metric = metric.parse().unwrap();
        let value = evaluate(qrels, run, &[metric]).mean(metric).unwrap();
        assert!((value - expected).abs() < 1e-9, "{metric} is {value}, not {expected}");
    }

    #[test]
    fn the_values_are_those_computed_by_hand() {
        // Relevant: a (2), c (1), d (1), the last of them not found.
        // Found: b a e c, of grades 0 2 – 1.
        let qrels = qrels(&[("a", 2), ("b", 0), ("c", 1), ("d", 1)]);
        let run = run(&["b", "a", "e", "c"]);
        // DCG@10 = 2 / log2(3) + 1 / log2(5) = 1.2618595071 + 0.4306765581 = 1.6925360652;
        // the ideal 2 1 1: 2 / 1 + 1 / log2(3) + 1 / 2 = 3.1309297536; 1.6925... / 3.1309... .
        assert_value("nDCG@10", &qrels, &run, 0.540_585_768_0);
        assert_value("nDCG", &qrels, &run, 0.540_585_768_0);
        // Cut at 2 on both sides: (2 / log2(3)) / (2 + 1 / log2(3)) = 1.2618... / 2.6309... .
        assert_value("nDCG@2", &qrels, &run, 0.479_624_933_1);
        // The first relevant result is the second.
        assert_value("RR@10", &qrels, &run, 0.5);
        assert_value("RR@1", &qrels, &run, 0.0);
        // (1/2 + 2/4) / 3; cut at 3: (1/2) / 3.
        assert_value("AP", &qrels, &run, 1.0 / 3.0);
        assert_value("AP@3", &qrels, &run, 1.0 / 6.0);
        // Two of ten, although only four were found; one of two.
        assert_value("P@10", &qrels, &run, 0.2);
        assert_value("P@2", &qrels, &run, 0.5);
        // Two of three; one of three.
        assert_value("R@100", &qrels, &run, 2.0 / 3.0);
        assert_value("R@3", &qrels, &run, 1.0 / 3.0);
    }

    #[test]
    fn a_negative_grade_is_worth_as_much_as_none() {
        let qrels = qrels(&[("a", -2), ("b", 1)]);
        // 1 / log2(3).
        assert_value("nDCG@10", &qrels, &run(&["a", "b"]), 0.630_929_753_6);
        assert_value("RR", &qrels, &run(&["a", "b"]), 0.5);
        assert_value("R@1", &qrels, &run(&["a", "b"]), 0.0);
    }

    #[test]
    fn the_greater_document_wins_a_tie_but_loses_it_in_rr_with_a_cutoff() {
        let qrels = qrels(&[("a", 1)]);
        let run = run(&["a:1", "b:1"]);
        for (metric, expected) in [("RR", 0.5), ("AP", 0.5), ("P@1", 0.0), ("RR@10", 1.0)] {
            assert_value(metric, &qrels, &run, expected);
        }
    }

    #[test]
    fn every_judged_query_counts_and_no_other() {
        // answered 1, missing 0, hopeless (nothing relevant) 0: the mean is 1/3.
        let mut qrels = Qrels::default();
        qrels.insert("answered", "a", 1);
        qrels.insert("missing", "a", 1);
        qrels.insert("hopeless", "a", 0);
        let mut run = Run::default();
        for query in ["answered", "hopeless", "unjudged"] {
            run.insert(query, "a", 1.0);
        }
        let names = ["nDCG@10", "RR@10", "RR", "AP", "R@100"];
        let metrics = names.map(|name| name.parse().unwrap());
        let evaluation = evaluate(&qrels, &run, &metrics);
        assert_eq!(evaluation.means, [1.0 / 3.0; 5]);
        assert_eq!((evaluation.missing, evaluation.unjudged), (1, 1));
        let queries: Vec<&str> = evaluation.queries.iter().map(|q| q.query.as_str()).collect();
        assert_eq!(queries, ["answered", "hopeless", "missing"]);
    }

    #[test]
    fn nothing_is_worth_nothing() {
        let metrics = ["AP".parse().unwrap()];
        let evaluation = evaluate(&Qrels::default(), &Run::default(), &metrics);
        assert_eq!(evaluation.means, [0.0]);
        assert!(evaluation.means[0].is_sign_positive());
        assert_eq!(evaluation.mean("P@5".parse().unwrap()), None);
    }
}
