//! A complete generation that waits to be made the live one.

use std::time::Instant;

use xunwen_schema::{Generation, IndexDir};

use super::report::Report;
use crate::directory::draft::Draft;
use crate::directory::generations::prune;
use crate::directory::lock::Lock;
use crate::error::{Done, Error};
use crate::event::Event;

/// A generation that is complete but not live.
///
/// If it is dropped, it stays on disk, and running the same job again finds nothing left to read.
#[derive(Debug)]
pub struct StagedGeneration {
    pub(super) dir: IndexDir,
    pub(super) draft: Draft,
    pub(super) previous: Option<u64>,
    pub(super) report: Report,
    pub(super) start: Instant,
    pub(super) _lock: Lock,
}

impl StagedGeneration {
    /// Returns the generation, which can be opened and checked.
    #[must_use]
    pub fn generation(&self) -> &Generation {
        &self.draft.generation
    }

    /// Returns the number of the live generation, if there is one.
    #[must_use]
    pub fn previous(&self) -> Option<u64> {
        self.previous
    }

    /// Makes it the live generation, and removes all but `keep` generations: itself and those that were
    /// live before it.
    ///
    /// # Errors
    ///
    /// If the system refuses to write; the old generation then stays live, unless the error says that the
    /// new one is ([`Error::Unconfirmed`], [`Error::Unfinished`]): then the older ones are all kept.
    pub fn switch(mut self, keep: usize, watch: &mut dyn FnMut(Event)) -> Result<Report, Error> {
        self.draft.publish(&self.dir, self.previous)?;
        let number = self.draft.generation.number;
        watch(Event::Switched { generation: number });
        prune(&self.dir, keep).map_err(|error| error.after(Done::Live(number)))?;
        self.report.elapsed = self.start.elapsed();
        Ok(self.report)
    }
}
