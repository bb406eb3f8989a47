//! The pool: searching is work for a processor, so few searches run at once, and none waits long.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

use crate::limits::Limits;
use crate::problem::Problem;

/// Runs searches, some at a time.
#[derive(Debug)]
pub(crate) struct Pool {
    admitted: Arc<Semaphore>,
    workers: Arc<Semaphore>,
    exports: Arc<Semaphore>,
    time: Duration,
}

impl Pool {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            admitted: Arc::new(Semaphore::new(limits.workers + limits.waiting)),
            workers: Arc::new(Semaphore::new(limits.workers)),
            exports: Arc::new(Semaphore::new(limits.exports)),
            time: limits.time,
        }
    }

    /// Runs `search` as soon as a worker is free.
    ///
    /// A search that is given up runs to its end and keeps its place until then: what the
    /// processors do stays bounded.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        search: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let deadline = Instant::now() + self.time;
        let admitted = Arc::clone(&self.admitted).try_acquire_owned();
        let admitted = admitted.map_err(|_| Problem::busy())?;
        let worker = timeout_at(deadline, Arc::clone(&self.workers).acquire_owned()).await;
        let Ok(Ok(worker)) = worker else { return Err(Problem::slow()) };
        let task = tokio::task::spawn_blocking(move || {
            let result = search();
            drop((worker, admitted));
            result
        });
        match timeout_at(deadline, task).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(Problem::internal()),
            Err(_) => Err(Problem::slow()),
        }
    }

    /// Returns a place for an export, which is held as long as it is written.
    pub(crate) fn export(&self) -> Result<OwnedSemaphorePermit, Problem> {
        Arc::clone(&self.exports).try_acquire_owned().map_err(|_| Problem::busy())
    }
}
