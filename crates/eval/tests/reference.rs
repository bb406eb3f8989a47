//! The figures are those of `ir_measures`; see `tests-data/README.md` for how they were made.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use xunwen_eval::{Evaluation, Metric, Qrels, Run, evaluate};

/// `ir_measures` printed six places.
const PRECISION: f64 = 0.000_000_6;

#[test]
fn every_value_and_mean_is_that_of_ir_measures() {
    let expected = expected();
    let metrics: Vec<Metric> = expected["all"].keys().copied().collect();
    let evaluation = evaluate(&qrels(), &run(), &metrics);

    assert_eq!(metrics.len(), 14);
    assert_eq!(evaluation.queries.len() + 1, expected.len());
    for (query, values) in by_query(&evaluation) {
        for (&metric, &value) in metrics.iter().zip(values) {
            let reference = expected[query][&metric];
            assert!((value - reference).abs() < PRECISION, "{query} {metric}: {value} {reference}");
        }
    }
}

#[test]
fn missing_and_unjudged_queries_are_counted() {
    let evaluation = evaluate(&qrels(), &run(), &[]);
    // The generator leaves 3, 4 and 5 out of the run and 1 and 2 out of the judgements.
    assert_eq!((evaluation.missing, evaluation.unjudged), (3, 2));
    assert_eq!(evaluation.queries.len(), 22);
}

fn by_query(evaluation: &Evaluation) -> impl Iterator<Item = (&str, &Vec<f64>)> {
    let queries = evaluation.queries.iter().map(|query| (query.query.as_str(), &query.values));
    queries.chain([("all", &evaluation.means)])
}

fn qrels() -> Qrels {
    Qrels::read(&file("qrels.txt")).unwrap()
}

fn run() -> Run {
    Run::read(&file("run.txt")).unwrap()
}

fn expected() -> BTreeMap<String, BTreeMap<Metric, f64>> {
    let mut expected = BTreeMap::<String, BTreeMap<Metric, f64>>::new();
    for line in fs::read_to_string(file("ir_measures.tsv")).unwrap().lines() {
        let [query, metric, value] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let row = expected.entry(query.to_owned()).or_default();
        row.insert(metric.parse().unwrap(), value.parse().unwrap());
    }
    expected
}

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests-data").join(name)
}
