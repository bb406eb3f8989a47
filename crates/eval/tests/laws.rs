//! What holds for every run and all judgements.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use xunwen_eval::{Metric, Qrels, Run, compare, evaluate};

const METRICS: [&str; 10] =
    ["nDCG@10", "nDCG", "RR@10", "RR", "AP", "AP@5", "P@1", "P@10", "R@5", "R@100"];

/// What a perfect run has 1 of, whatever the number of relevant documents.
const FULL: [&str; 7] = ["nDCG@10", "nDCG", "RR@10", "RR", "AP", "P@1", "R@100"];

type Table<T> = BTreeMap<u8, BTreeMap<u8, T>>;

proptest! {
    #[test]
    fn every_value_is_between_0_and_1(grades in grades(-2..4), scores in scores()) {
        let evaluation = evaluate(&qrels(&grades), &run(&scores), &metrics(METRICS));
        for query in &evaluation.queries {
            for value in &query.values {
                prop_assert!((0.0..=1.0).contains(value), "{value} for {query:?}");
            }
        }
    }

    #[test]
    fn a_perfect_run_has_1_of_everything(grades in grades(1..4)) {
        let scores = grades.iter().map(|(&query, row)| {
            (query, row.iter().map(|(&document, &grade)| (document, f64::from(grade))).collect())
        });
        let evaluation = evaluate(&qrels(&grades), &run(&scores.collect()), &metrics(FULL));
        for mean in evaluation.means {
            prop_assert!((mean - 1.0).abs() < 1e-12, "{mean}");
        }
    }

    #[test]
    fn a_run_without_relevant_documents_has_0(grades in grades(-2..1), scores in scores()) {
        let evaluation = evaluate(&qrels(&grades), &run(&scores), &metrics(METRICS));
        for value in evaluation.queries.iter().flat_map(|query| &query.values) {
            prop_assert!(*value == 0.0 && value.is_sign_positive(), "{value}");
        }
    }

    #[test]
    fn a_comparison_is_the_same_from_both_sides(
        grades in grades(0..3), base in scores(), other in scores()
    ) {
        let (qrels, base, other) = (qrels(&grades), run(&base), run(&other));
        for metric in metrics(METRICS) {
            let there = compare(&qrels, &base, &other, metric);
            let back = compare(&qrels, &other, &base, metric);
            prop_assert_eq!(there.p, back.p);
            prop_assert_eq!((there.wins, there.losses), (back.losses, back.wins));
            prop_assert_eq!(there.wins + there.losses + there.ties, qrels.queries().len());
            prop_assert!(0.0 < there.p && there.p <= 1.0);
        }
    }
}

fn metrics<const N: usize>(names: [&str; N]) -> [Metric; N] {
    names.map(|name| name.parse().unwrap())
}

fn grades(grades: std::ops::Range<i32>) -> impl Strategy<Value = Table<i32>> {
    table(grades, 1)
}

/// Few different scores, so that many are equal.
fn scores() -> impl Strategy<Value = Table<f64>> {
    table(prop::sample::select(vec![-1.0, -0.0, 0.0, 0.5, 0.500_000_000_1, 2.0]), 0)
}

fn table<T: Clone + std::fmt::Debug>(
    cells: impl Strategy<Value = T>,
    least: usize,
) -> impl Strategy<Value = Table<T>> {
    let row = prop::collection::btree_map(0..30_u8, cells, 1..20);
    prop::collection::btree_map(0..8_u8, row, least..8)
}

fn qrels(grades: &Table<i32>) -> Qrels {
    let mut qrels = Qrels::default();
    for (query, row) in grades {
        for (document, &grade) in row {
            qrels.insert(query.to_string(), document.to_string(), grade);
        }
    }
    qrels
}

fn run(scores: &Table<f64>) -> Run {
    let mut run = Run::default();
    for (query, row) in scores {
        for (document, &score) in row {
            run.insert(query.to_string(), document.to_string(), score);
        }
    }
    run
}
