//! Runs: the results of a system for each query.

use std::cmp::Ordering;
use std::path::Path;

use crate::Error;
use crate::trec::{self, Row, Values};

/// The results of a system for each query: documents and their scores.
///
/// Scores alone order a run; the metrics define what happens to equal ones (see
/// [`Metric`](crate::Metric)). A system with another order of its own gives each rank a score.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Run {
    scores: Values<f64>,
}

/// How equal scores are ordered, and what counts as equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ties {
    /// As trec_eval does: scores in single precision, the greater document id first.
    Trec,
    /// As MS MARCO's script does: scores in double precision, the smaller document id first.
    Marco,
}

impl Run {
    /// Reads a TREC file: `query Q0 document rank score tag`, one result a line.
    ///
    /// Rank and tag are ignored. A file without results is a run without results.
    pub fn read(path: &Path) -> Result<Self, Error> {
        Self::parse(&trec::read(path)?, path)
    }

    /// Adds a result; returns the score that it replaces.
    pub fn insert(
        &mut self,
        query: impl Into<String>,
        document: impl Into<String>,
        score: f64,
    ) -> Option<f64> {
        self.scores.insert(query.into(), document.into(), score)
    }

    /// Writes a TREC file: of each query, in alphabetical order, the results best first.
    #[must_use]
    pub fn to_trec(&self, tag: &str) -> String {
        let mut lines = String::new();
        for query in self.queries() {
            for (rank, document) in (1..).zip(self.ranking(query, Ties::Trec)) {
                let score = self.scores.get(query, document).copied().unwrap_or_default();
                lines.push_str(&format!("{query} Q0 {document} {rank} {score} {tag}\n"));
            }
        }
        lines
    }

    /// Returns the queries with results in alphabetical order.
    #[must_use]
    pub fn queries(&self) -> impl ExactSizeIterator<Item = &str> {
        self.scores.queries()
    }

    /// Returns the documents found for a query, best first.
    pub(crate) fn ranking(&self, query: &str, ties: Ties) -> Vec<&str> {
        let found = self.scores.of(query);
        let mut ranking: Vec<(&str, f64)> = found.map(|(id, &score)| (id, score)).collect();
        ranking.sort_unstable_by(|&a, &b| ties.order(a, b));
        ranking.into_iter().map(|(document, _)| document).collect()
    }

    fn parse(text: &str, path: &Path) -> Result<Self, Error> {
        Ok(Self { scores: Values::parse(text, path, score)? })
    }
}

impl Ties {
    fn order(self, a: (&str, f64), b: (&str, f64)) -> Ordering {
        // In a total order -0 is less than 0; adding zero makes it 0.
        match self {
            Self::Trec => {
                let left = a.1 as f32 + 0.0;
                let right = b.1 as f32 + 0.0;
                right.total_cmp(&left).then_with(|| b.0.cmp(a.0))
            }
            Self::Marco => (b.1 + 0.0).total_cmp(&(a.1 + 0.0)).then_with(|| a.0.cmp(b.0)),
        }
    }
}

fn score(row: &Row<'_, 6>) -> Result<f64, Error> {
    let [_, _, _, _, text, _] = row.columns;
    match text.parse::<f64>() {
        Ok(score) if !score.is_nan() => Ok(score),
        _ => Err(Error::Score { path: row.path.to_owned(), line: row.line, text: text.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Run, String> {
        Run::parse(text, Path::new("run.txt")).map_err(|error| error.to_string())
    }

    #[test]
    fn scores_decide_and_ranks_do_not() {
        let run = parse("q Q0 a 1 2.5 tag\nq Q0 b 2 -1e3 tag\nq Q0 c 3 3 tag\n").unwrap();
        assert_eq!(run.queries().collect::<Vec<_>>(), ["q"]);
        assert_eq!(run.ranking("q", Ties::Trec), ["c", "a", "b"]);
        assert_eq!(run.ranking("q", Ties::Marco), ["c", "a", "b"]);
        assert_eq!(run.ranking("p", Ties::Trec), [""; 0]);
    }

    #[test]
    fn equal_scores_go_by_document_in_opposite_ways() {
        let run = parse("q Q0 b 1 1.0 t\nq Q0 中 2 1 t\nq Q0 B 3 1e0 t\nq Q0 b1 4 1 t").unwrap();
        assert_eq!(run.ranking("q", Ties::Trec), ["中", "b1", "b", "B"]);
        assert_eq!(run.ranking("q", Ties::Marco), ["B", "b", "b1", "中"]);
    }

    #[test]
    fn only_trec_eval_treats_close_scores_as_equal() {
        let mut run = Run::default();
        run.insert("q", "a", 1.000_000_001);
        run.insert("q", "b", 1.0);
        run.insert("q", "c", 0.0);
        run.insert("q", "d", -0.0);
        assert_eq!(run.ranking("q", Ties::Trec), ["b", "a", "d", "c"]);
        assert_eq!(run.ranking("q", Ties::Marco), ["a", "b", "c", "d"]);
    }

    #[test]
    fn errors_name_the_line() {
        for (text, message) in [
            ("q Q0 a 1 2.5", "run.txt:1: 5 columns instead of 6"),
            ("q Q0 a 1 2.5 my run", "run.txt:1: 7 columns instead of 6"),
            ("\nq Q0 a 1 high t", "run.txt:2: the score high is not a number"),
            ("q Q0 a 1 NaN t", "run.txt:1: the score NaN is not a number"),
            ("q Q0 a 1 2 t\np Q0 a 1 2 t\nq Q0 a 2 1 t", "run.txt:3: a occurs twice for q"),
        ] {
            assert_eq!(parse(text).unwrap_err(), message);
        }
    }
}
