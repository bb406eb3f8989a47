//! TREC files: lines of columns, with one value for a document of a query.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::Error;

/// A value for each document of each query: the grade in judgements, the score in a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Values<T> {
    by_query: BTreeMap<String, BTreeMap<String, T>>,
}

/// A line of `N` columns, of which the first is the query and the third the document.
pub(crate) struct Row<'t, const N: usize> {
    pub(crate) columns: [&'t str; N],
    /// Counts from 1.
    pub(crate) line: usize,
    pub(crate) path: &'t Path,
}

impl<T> Default for Values<T> {
    fn default() -> Self {
        Self { by_query: BTreeMap::new() }
    }
}

impl<T> Values<T> {
    /// Reads the lines of a file; `value` reads the value of a line.
    ///
    /// Blank lines are skipped. A document must not occur twice for a query.
    pub(crate) fn parse<const N: usize>(
        text: &str,
        path: &Path,
        value: impl Fn(&Row<'_, N>) -> Result<T, Error>,
    ) -> Result<Self, Error> {
        let mut values = Self::default();
        for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
            let row = Row::parse(text, line, path)?;
            let value = value(&row)?;
            if values.insert(row.query().to_owned(), row.document().to_owned(), value).is_some() {
                return Err(row.duplicate());
            }
        }
        Ok(values)
    }

    /// Sets a value; returns the one that it replaces.
    pub(crate) fn insert(&mut self, query: String, document: String, value: T) -> Option<T> {
        self.by_query.entry(query).or_default().insert(document, value)
    }

    /// Returns the documents of a query and their values, by document id.
    pub(crate) fn of(&self, query: &str) -> impl Iterator<Item = (&str, &T)> {
        let documents = self.by_query.get(query).into_iter().flatten();
        documents.map(|(document, value)| (document.as_str(), value))
    }

    /// Returns the value of a document for a query.
    pub(crate) fn get(&self, query: &str, document: &str) -> Option<&T> {
        self.by_query.get(query)?.get(document)
    }

    /// Returns the queries in alphabetical order.
    pub(crate) fn queries(&self) -> impl ExactSizeIterator<Item = &str> {
        self.by_query.keys().map(String::as_str)
    }
}

impl<'t, const N: usize> Row<'t, N> {
    fn parse(text: &'t str, line: usize, path: &'t Path) -> Result<Self, Error> {
        let columns: Vec<&str> = text.split_whitespace().collect();
        let columns = columns.try_into().map_err(|columns: Vec<&str>| Error::Columns {
            path: path.to_owned(),
            line,
            found: columns.len(),
            expected: N,
        })?;
        Ok(Self { columns, line, path })
    }

    fn query(&self) -> &'t str {
        self.columns[0]
    }

    fn document(&self) -> &'t str {
        self.columns[2]
    }

    fn duplicate(&self) -> Error {
        Error::Duplicate {
            path: self.path.to_owned(),
            line: self.line,
            query: self.query().to_owned(),
            document: self.document().to_owned(),
        }
    }
}

/// Returns the text of a file.
pub(crate) fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|source| Error::Unreadable { path: path.to_owned(), source })
}
