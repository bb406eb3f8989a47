//! Statistics: rows with a summary, as the JSON of the program and as columns of Arrow.

use std::iter;
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray, UInt64Array};
use arrow_schema::{ArrowError, SchemaRef};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use serde::Serialize;

use crate::stream::capsule;

/// Rows of a statistic.
#[pyclass(frozen, module = "xunwen._native")]
pub(crate) struct Table {
    /// One JSON object a row, as the program writes them, in a JSON array.
    #[pyo3(get)]
    rows: String,
    /// What the rows are a part of, as a JSON object.
    #[pyo3(get)]
    summary: String,
    columns: RecordBatch,
}

#[pymethods]
impl Table {
    /// Returns a stream of Arrow with all rows.
    fn stream<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema: SchemaRef = self.columns.schema();
        capsule(py, &schema, iter::once(Ok(self.columns.clone())))
    }
}

impl Table {
    pub(crate) fn new(
        rows: &impl Serialize,
        summary: &impl Serialize,
        columns: Vec<(&str, ArrayRef)>,
    ) -> Result<Self, ArrowError> {
        let json = |error| ArrowError::ExternalError(Box::new(error));
        Ok(Self {
            rows: serde_json::to_string(rows).map_err(json)?,
            summary: serde_json::to_string(summary).map_err(json)?,
            columns: RecordBatch::try_from_iter_with_nullable(
                columns.into_iter().map(|(name, column)| (name, column, true)),
            )?,
        })
    }
}

/// A column of texts.
pub(crate) fn texts<'a>(texts: impl Iterator<Item = Option<&'a str>>) -> ArrayRef {
    Arc::new(StringArray::from_iter(texts))
}

/// A column of counts.
pub(crate) fn counts(counts: impl Iterator<Item = Option<u64>>) -> ArrayRef {
    Arc::new(UInt64Array::from_iter(counts))
}

/// A column of measures.
pub(crate) fn measures(measures: impl Iterator<Item = Option<f64>>) -> ArrayRef {
    Arc::new(Float64Array::from_iter(measures))
}
