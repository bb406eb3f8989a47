//! Answers: what was found, read hit by hit or as columns.

use std::sync::Arc;

use arrow_schema::ArrowError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use xunwen_query::{Answer as AnswerData, Hit as HitData};
use xunwen_wire::{Column, Expansion};

use crate::calls::{Interruption, detached};
use crate::columns;
use crate::failure::Failure;
use crate::hit::{Hit, as_written};
use crate::stream::capsule;

/// Hits of a batch of columns. Articles are read in the order in which they are stored, in which
/// neighbours are unpacked together: the more at once, the fewer are unpacked twice.
const BATCH: usize = 65_536;

/// What answers a question; its articles are read when they are asked for.
#[pyclass(frozen, module = "xunwen._native")]
pub(crate) struct Answer {
    inner: Arc<AnswerData<'static>>,
    interruption: Interruption,
}

impl Answer {
    pub(crate) fn new(inner: AnswerData<'static>, interruption: Interruption) -> Self {
        Self { inner: Arc::new(inner), interruption }
    }

    /// Does `work`, which may be interrupted.
    fn detached<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&AnswerData<'static>) -> Result<T, xunwen_query::Error> + Send,
    ) -> PyResult<T> {
        detached(py, || self.interruption.or_raised(work(&self.inner).map_err(Failure::from)))
    }
}

#[pymethods]
impl Answer {
    fn __len__(&self) -> usize {
        self.inner.len()
    }

    /// Articles in the exact tier.
    #[getter]
    fn exact(&self) -> u64 {
        self.inner.totals().exact
    }

    /// Articles in the related tier, where they were counted.
    #[getter]
    fn related(&self) -> Option<u64> {
        self.inner.totals().related
    }

    /// The other wordings that related articles were looked for by, as JSON.
    #[getter]
    fn expansions(&self) -> String {
        let expansions: Vec<_> = self.inner.expansions().iter().map(Expansion::of).collect();
        serde_json::to_string(&expansions).unwrap_or_default()
    }

    /// Reads the hits from `start` to `end`.
    fn hits(&self, py: Python<'_>, start: usize, end: usize) -> PyResult<Vec<Hit>> {
        let read: Vec<HitData> =
            self.detached(py, |answer| answer.hits_in(start..end).collect())?;
        read.into_iter().map(|hit| Hit::of(py, hit)).collect()
    }

    /// Reads the ids, tiers and scores of all hits.
    fn ids(&self, py: Python<'_>) -> PyResult<Vec<(String, &'static str, f64)>> {
        let ids = self.detached(py, AnswerData::ids)?;
        Ok(ids.into_iter().map(|(id, tier, score)| (id, tier.name(), as_written(score))).collect())
    }

    /// Returns a stream of Arrow with these columns of the hits from `start` to `end`.
    fn stream<'py>(
        &self,
        py: Python<'py>,
        columns: Vec<String>,
        start: usize,
        end: usize,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let columns: Vec<Column> = columns
            .iter()
            .map(|name| column(name))
            .collect::<Result<_, _>>()
            .map_err(|failure| failure.raised(py))?;
        let schema = columns::schema(&columns);
        let (answer, own) = (Arc::clone(&self.inner), Arc::clone(&schema));
        let end = end.min(answer.len());
        let starts = (start.min(end)..end).step_by(BATCH);
        let batches = starts.map(move |start| {
            let hits = read(&answer, start..end.min(start + BATCH), &columns)
                .map_err(|error| ArrowError::ExternalError(Box::new(error)))?;
            columns::batch(&own, &columns, &hits)
        });
        capsule(py, &schema, batches)
    }
}

fn read(
    answer: &AnswerData<'_>,
    hits: std::ops::Range<usize>,
    columns: &[Column],
) -> Result<Vec<HitData>, xunwen_query::Error> {
    if columns.contains(&Column::Passage) {
        answer.hits_in(hits).collect()
    } else {
        answer.bare_hits_in(hits)
    }
}

fn column(name: &str) -> Result<Column, Failure> {
    Column::named(name).ok_or_else(|| {
        Failure::Argument(
            format!("hits have no column {name:?}"),
            "`xunwen.COLUMNS` lists those they have",
        )
    })
}
