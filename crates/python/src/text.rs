//! Texts and queries, as the engine reads them.

use pyo3::prelude::*;
use serde_json::json;
use xunwen_schema::{Analyzer, Atoms};

use crate::calls::detached;
use crate::failure::Failure;
use crate::job::options;
use crate::question::read;

/// How a text becomes terms, as JSON.
#[pyfunction]
pub(crate) fn analyze(py: Python<'_>, text: &str, words: Vec<String>) -> PyResult<String> {
    detached(py, || {
        let words = options(&words, None, 0)?.user_words.unwrap_or_default();
        let atoms = Atoms::scan(text);
        let tokens = Analyzer::with_user_words(words).tokens(&atoms);
        let analysis = xunwen_wire::Analysis::of(text, &atoms, &tokens);
        serde_json::to_string(&analysis).map_err(Failure::unwritten)
    })
}

/// How a query is read, as JSON.
#[pyfunction]
pub(crate) fn parse(py: Python<'_>, query: &str) -> PyResult<String> {
    detached(py, || {
        let read = read(query)?;
        let notes: Vec<_> = read.notes().iter().map(xunwen_wire::Note::of).collect();
        Ok(json!({ "query": read.to_string(), "notes": notes }).to_string())
    })
}
