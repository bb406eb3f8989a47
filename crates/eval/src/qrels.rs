//! Judgements: which documents answer a query, and how well.

use std::path::Path;

use crate::Error;
use crate::trec::{self, Row, Values};

/// Judgements: the grade of documents for queries.
///
/// A document is relevant from grade 1 on. One that is not listed counts as grade 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Qrels {
    grades: Values<i32>,
}

impl Qrels {
    /// Reads a TREC file: `query 0 document grade`, one judgement a line.
    pub fn read(path: &Path) -> Result<Self, Error> {
        Self::parse(&trec::read(path)?, path)
    }

    /// Adds a judgement; returns the grade that it replaces.
    pub fn insert(
        &mut self,
        query: impl Into<String>,
        document: impl Into<String>,
        grade: i32,
    ) -> Option<i32> {
        self.grades.insert(query.into(), document.into(), grade)
    }

    /// Returns the judged queries in alphabetical order.
    #[must_use]
    pub fn queries(&self) -> impl ExactSizeIterator<Item = &str> {
        self.grades.queries()
    }

    /// Returns the grade of a document, if it was judged.
    #[must_use]
    pub fn grade(&self, query: &str, document: &str) -> Option<i32> {
        self.grades.get(query, document).copied()
    }

    /// Returns the grades of the relevant documents, best first.
    pub(crate) fn relevant(&self, query: &str) -> Vec<i32> {
        let judged = self.grades.of(query).map(|(_, &grade)| grade);
        let mut grades: Vec<i32> = judged.filter(|&grade| grade > 0).collect();
        grades.sort_unstable_by(|a, b| b.cmp(a));
        grades
    }

    fn parse(text: &str, path: &Path) -> Result<Self, Error> {
        let grades = Values::parse(text, path, grade)?;
        if grades.queries().len() == 0 {
            return Err(Error::NoJudgements { path: path.to_owned() });
        }
        Ok(Self { grades })
    }
}

fn grade(row: &Row<'_, 4>) -> Result<i32, Error> {
    let [_, _, _, text] = row.columns;
    text.parse().map_err(|source| Error::Grade {
        path: row.path.to_owned(),
        line: row.line,
        text: text.to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Qrels, String> {
        Qrels::parse(text, Path::new("qrels.txt")).map_err(|error| error.to_string())
    }

    #[test]
    fn judgements_are_read_and_blank_lines_skipped() {
        let qrels = parse("q2 0 新闻-1 2\n\nq1\t0  b\t-1\r\nq2 0 c 1\n").unwrap();
        assert_eq!(qrels.queries().collect::<Vec<_>>(), ["q1", "q2"]);
        assert_eq!(qrels.grade("q2", "新闻-1"), Some(2));
        assert_eq!(qrels.grade("q1", "b"), Some(-1));
        assert_eq!(qrels.grade("q1", "c"), None);
        assert_eq!(qrels.relevant("q2"), [2, 1]);
        assert_eq!(qrels.relevant("q1"), [0; 0]);
    }

    #[test]
    fn errors_name_the_line() {
        for (text, message) in [
            ("q 0 a 1\n\nq 0 b", "qrels.txt:3: 3 columns instead of 4"),
            ("q 0 a 1.5", "qrels.txt:1: the grade 1.5 is not a whole number"),
            ("q 0 a 1\nq 0 a 1", "qrels.txt:2: a occurs twice for q"),
            (" \n", "qrels.txt holds no judgements"),
        ] {
            assert_eq!(parse(text).unwrap_err(), message);
        }
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = Qrels::read(Path::new("missing/qrels.txt")).unwrap_err();
        assert_eq!(error.to_string(), "cannot read missing/qrels.txt");
        assert!(matches!(error, Error::Unreadable { .. }));
    }
}
