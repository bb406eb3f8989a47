//! A whole generation that waits to be made the live one.

use std::path::{Path, PathBuf};
use std::time::Instant;

use xunwen_schema::Generation;

use crate::draft::Draft;
use crate::error::Error;
use crate::event::Event;
use crate::generations::prune;
use crate::job::Report;
use crate::lock::Lock;

/// A generation that is built and not live. Dropped, it waits for the same job, which then has nothing
/// left to read.
#[derive(Debug)]
pub struct Built {
    dir: PathBuf,
    draft: Draft,
    previous: Option<u64>,
    report: Report,
    start: Instant,
    _lock: Lock,
}

impl Built {
    pub(crate) fn new(
        dir: &Path,
        draft: Draft,
        previous: Option<u64>,
        report: Report,
        (lock, start): (Lock, Instant),
    ) -> Self {
        Self { dir: dir.to_owned(), draft, previous, report, start, _lock: lock }
    }

    /// Returns the generation, ready to be opened and checked.
    #[must_use]
    pub fn generation(&self) -> &Generation {
        &self.draft.generation
    }

    /// Returns the number of the live generation, if there is one.
    #[must_use]
    pub fn previous(&self) -> Option<u64> {
        self.previous
    }

    /// Makes it the live one. `keep` generations stay, itself and those that were live before it.
    ///
    /// # Errors
    ///
    /// If the disk refuses; the old generation then is still live.
    pub fn switch(mut self, keep: usize, watch: &mut dyn FnMut(Event)) -> Result<Report, Error> {
        self.draft.publish(&self.dir, self.previous)?;
        watch(Event::Switched { generation: self.draft.generation.number });
        prune(&self.dir, keep)?;
        self.report.elapsed = self.start.elapsed();
        Ok(self.report)
    }
}
