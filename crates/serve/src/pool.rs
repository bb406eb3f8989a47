//! The pool: searches keep a processor busy, so only a few run at once and none waits long.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot::{self, Receiver};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};
use tracing::{Span, error};

use crate::http::problem::Problem;
use crate::limits::Limits;
use crate::panics;
use crate::workload::{Load, Workload};

/// Runs searches and exports on threads of their own, a limited number of each.
#[derive(Debug)]
pub(crate) struct Pool {
    admitted: Arc<Semaphore>,
    workers: Arc<Semaphore>,
    exports: Arc<Semaphore>,
    workload: Arc<Workload>,
    time: Duration,
}

impl Pool {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            admitted: Arc::new(Semaphore::new(limits.workers + limits.waiting)),
            workers: Arc::new(Semaphore::new(limits.workers)),
            exports: Arc::new(Semaphore::new(limits.exports)),
            workload: Arc::default(),
            time: limits.time,
        }
    }

    /// Runs `search` as soon as a worker is free.
    ///
    /// A search that is given up runs to its end and keeps its worker until then, so that the load
    /// on the processors stays bounded.
    ///
    /// # Errors
    ///
    /// What `search` returns; or that too many wait, that the time is over, that it panicked.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        search: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let deadline = Instant::now() + self.time;
        let admitted = Arc::clone(&self.admitted).try_acquire_owned();
        let admitted = admitted.map_err(|_| Problem::busy())?;
        let worker = timeout_at(deadline, Arc::clone(&self.workers).acquire_owned()).await;
        let Ok(Ok(worker)) = worker else { return Err(self.no_worker()) };
        let running = self.workload.begin(deadline.into_std());
        let task = self.spawn(move || {
            let result = search();
            drop((running, worker, admitted));
            result
        });
        match timeout_at(deadline, task).await {
            Ok(Ok(result)) => result,
            Ok(Err(error)) => Err(Problem::internal(error.to_string())),
            Err(_) => Err(Problem::slow(format!("it still runs after {:?}", self.time))),
        }
    }

    /// Runs `work` on a thread of its own, within the span of the caller, and returns where its
    /// result arrives; a panic is a problem.
    pub(crate) fn spawn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Receiver<Result<T, Problem>> {
        let span = Span::current();
        let (sender, receiver) = oneshot::channel();
        let workload = Arc::clone(&self.workload);
        tokio::task::spawn_blocking(move || {
            let _entered = span.enter();
            let result = panics::caught(work).unwrap_or_else(|cause| Err(Problem::internal(cause)));
            if result.as_ref().is_err_and(Problem::is_internal) {
                workload.fail();
            }
            // The client that asked was answered long ago.
            if let Err(Err(problem)) = sender.send(result) {
                error!(cause = problem.cause.as_deref(), "a search that was given up failed");
            }
        });
        receiver
    }

    /// Returns a permit for an export, which is held for as long as the export is written.
    pub(crate) fn export(&self) -> Result<OwnedSemaphorePermit, Problem> {
        Arc::clone(&self.exports).try_acquire_owned().map_err(|_| Problem::busy())
    }

    /// Returns what the pool does now.
    pub(crate) fn load(&self) -> Load {
        self.workload.load()
    }

    fn no_worker(&self) -> Problem {
        let Load { running, stuck, .. } = self.load();
        let time = self.time;
        let cause = format!(
            "no worker became free within {time:?}: {running} searches run, {stuck} of them \
            for longer than that"
        );
        Problem::slow(cause)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[tokio::test]
    async fn a_search_that_panics_is_a_problem_with_its_message_and_its_place() {
        crate::report_panics();
        let pool = Pool::new(&Limits::default());
        let problem = pool.run(|| -> Result<(), Problem> { panic!("no such block") }).await;
        let problem = problem.unwrap_err();
        assert_eq!((problem.status, problem.code), (500, "internal"));
        let cause = problem.cause.unwrap();
        assert!(cause.starts_with("a panic: no such block at "), "{cause}");
        assert!(cause.contains("pool.rs:"), "{cause}");
        let Load { running, failures, .. } = pool.load();
        assert_eq!((running, failures.number), (0, 1));
        assert_eq!(pool.run(|| Ok(7)).await, Ok(7), "its worker is free again");
    }

    #[tokio::test]
    async fn a_search_that_is_given_up_is_stuck_until_it_ends() {
        let time = Duration::from_millis(10);
        let pool = Pool::new(&Limits { workers: 1, time, ..Limits::default() });
        let (end, ended) = channel::<()>();
        let wait = move || {
            ended.recv().unwrap();
            Ok(())
        };
        let problem = pool.run(wait).await.unwrap_err();
        assert_eq!(problem.code, "slow");
        assert_eq!((pool.load().running, pool.load().stuck), (1, 1));
        let problem = pool.run(|| Ok(())).await.unwrap_err();
        let cause = problem.cause.unwrap();
        assert!(cause.contains("1 searches run, 1 of them"), "{cause}");
        end.send(()).unwrap();
        while pool.load().running > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(pool.load().stuck, 0);
    }
}
