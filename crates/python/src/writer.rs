//! Writers: articles added and deleted, all at once or not at all.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::prelude::*;
use serde_json::json;
use xunwen_index::{Changed, Changes, InputOptions, Reject};

use crate::calls::{Interruption, detached};
use crate::failure::Failure;
use crate::job::{options, reading, watched};
use crate::source::Source;

/// Exclusive permission to change an index, until it commits or is closed.
#[pyclass(frozen, module = "xunwen._native")]
pub(crate) struct Writer {
    changes: Mutex<Option<Changes>>,
}

#[pymethods]
impl Writer {
    #[new]
    fn new(
        py: Python<'_>,
        place: PathBuf,
        words: Vec<String>,
        threads: Option<usize>,
        memory: usize,
    ) -> PyResult<Self> {
        let changes =
            detached(py, || Ok(Changes::begin(&place, &options(&words, threads, memory)?)?))?;
        Ok(Self { changes: Mutex::new(Some(changes)) })
    }

    /// Adds articles, and returns the records that are none: place and reason. If it raises, nothing of
    /// what was changed before is kept either.
    fn add(
        &self,
        py: Python<'_>,
        source: &Source,
        map: Vec<String>,
        format: Option<String>,
    ) -> PyResult<Vec<(String, u64, String)>> {
        let interruption = Interruption::default();
        let reading = reading(&map, format.as_deref()).map_err(|failure| failure.raised(py))?;
        let rejects = detached(py, || {
            let mut changes = self.taken()?;
            let rejects = read(&mut changes, source, &reading, &interruption);
            let rejects = interruption.or_raised(rejects)?;
            self.put(changes);
            Ok(rejects)
        })?;
        Ok(rejects.into_iter().map(|it| (it.input, it.line, it.reason)).collect())
    }

    /// Deletes articles; returns how many there were.
    fn delete(&self, py: Python<'_>, ids: Vec<String>) -> PyResult<u64> {
        detached(py, || {
            let mut changes = self.taken()?;
            let mut deleted = 0;
            for id in &ids {
                deleted += u64::from(changes.delete(id)?);
            }
            self.put(changes);
            Ok(deleted)
        })
    }

    /// Makes all changes durable, and returns them as JSON.
    fn commit(&self, py: Python<'_>) -> PyResult<String> {
        let done = detached(py, || Ok(self.taken()?.commit()?))?;
        let Changed { added, updated, unchanged, deleted, missing, rejected, articles, generation } =
            done;
        let report = json!({
            "added": added, "updated": updated, "unchanged": unchanged, "deleted": deleted,
            "missing": missing, "rejected": rejected, "articles": articles, "generation": generation,
        });
        Ok(report.to_string())
    }

    /// Drops all changes.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        detached(py, || {
            drop(self.changes.lock().unwrap_or_else(PoisonError::into_inner).take());
            Ok(())
        })
    }
}

impl Writer {
    /// Takes the changes; what fails meanwhile drops them.
    fn taken(&self) -> Result<Changes, Failure> {
        let changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner).take();
        changes.ok_or_else(|| {
            Failure::Argument(
                "this writer is closed".to_owned(),
                "open another: `xunwen.writer(path)`",
            )
        })
    }

    fn put(&self, changes: Changes) {
        *self.changes.lock().unwrap_or_else(PoisonError::into_inner) = Some(changes);
    }
}

fn read(
    changes: &mut Changes,
    source: &Source,
    reading: &InputOptions,
    interruption: &Interruption,
) -> Result<Vec<Reject>, Failure> {
    let inputs = source.inputs(interruption)?;
    let stop = Arc::default();
    let work = || {
        let mut rejects = Vec::new();
        for input in &inputs.files {
            rejects.append(&mut changes.read(input, reading, &stop)?);
        }
        Ok(rejects)
    };
    watched(work, interruption, &stop)
}
