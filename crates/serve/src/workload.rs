//! The workload: which searches run, which run too long, and how many have failed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tracing::warn;
use xunwen_wire::elapsed_ms;

/// The searches that run now, and those that have failed.
#[derive(Debug, Default)]
pub(crate) struct Workload {
    searches: Mutex<Searches>,
}

#[derive(Debug, Default)]
struct Searches {
    /// The searches that have begun so far.
    begun: u64,
    /// When each running search is given up, by its number.
    deadlines: BTreeMap<u64, Instant>,
    failures: Failures,
}

/// Searches that failed because of the server or its index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Failures {
    pub(crate) number: u64,
    pub(crate) last: Option<Instant>,
}

/// The workload at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Load {
    /// Searches that run.
    pub(crate) running: usize,
    /// Of those, the ones whose clients have been turned away because they took too long.
    pub(crate) stuck: usize,
    /// Searches that wait for a worker.
    pub(crate) waiting: usize,
    /// Dear searches that run, or are next to.
    pub(crate) dear: usize,
    /// Dear searches that wait behind those.
    pub(crate) dear_waiting: usize,
    pub(crate) failures: Failures,
}

/// A search that runs for as long as this lives.
#[derive(Debug)]
pub(crate) struct RunningSearch {
    workload: Arc<Workload>,
    number: u64,
    start: Instant,
    deadline: Instant,
}

impl Workload {
    /// Counts a search that begins now and is given up at `deadline`.
    pub(crate) fn begin(self: &Arc<Self>, deadline: Instant) -> RunningSearch {
        let mut searches = self.lock();
        let number = searches.begun;
        searches.begun += 1;
        searches.deadlines.insert(number, deadline);
        RunningSearch { workload: Arc::clone(self), number, start: Instant::now(), deadline }
    }

    /// Counts a search that failed.
    pub(crate) fn fail(&self) {
        let mut searches = self.lock();
        searches.failures.number += 1;
        searches.failures.last = Some(Instant::now());
    }

    /// Returns the workload of now.
    pub(crate) fn load(&self) -> Load {
        let searches = self.lock();
        let now = Instant::now();
        let stuck = searches.deadlines.values().filter(|deadline| **deadline <= now).count();
        let (running, failures) = (searches.deadlines.len(), searches.failures);
        Load { running, stuck, failures, ..Load::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Searches> {
        self.searches.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Failures {
    /// Returns how long ago the last failure was, if it was within `time`.
    pub(crate) fn within(&self, time: Duration) -> Option<Duration> {
        self.last.map(|last| last.elapsed()).filter(|elapsed| *elapsed < time)
    }
}

impl Drop for RunningSearch {
    fn drop(&mut self) {
        self.workload.lock().deadlines.remove(&self.number);
        if self.deadline <= Instant::now() {
            let ms = elapsed_ms(self.start);
            warn!(ms, "a search that was given up has ended and its worker is free again");
        }
    }
}
