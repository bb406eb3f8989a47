//! The pool: searching is work for a processor, so few searches run at once, and none waits long.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

use crate::problem::Problem;

/// What a request may ask for.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Searches that run at once.
    pub workers: usize,
    /// Searches that wait for a worker; more are turned away with 429.
    pub waiting: usize,
    /// How long an answer may take, waiting included; then it is 503.
    pub time: Duration,
    /// The most bytes of a query; more is 400.
    pub query: usize,
    /// The most bytes of a request's body; more is 413.
    pub body: usize,
    /// The most hits of a page; more is 400.
    pub page: usize,
    /// The last hit that pages reach; beyond is 400.
    pub depth: usize,
    /// The most articles that are read for keywords in context; more is 400.
    pub read: u64,
}

impl Default for Limits {
    fn default() -> Self {
        let workers = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            workers,
            waiting: 64,
            time: Duration::from_secs(10),
            query: 2000,
            body: 64 << 10,
            page: 100,
            depth: 10_000,
            read: 20_000,
        }
    }
}

/// Runs searches, some at a time.
#[derive(Debug)]
pub(crate) struct Pool {
    admitted: Arc<Semaphore>,
    workers: Arc<Semaphore>,
    time: Duration,
}

impl Pool {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            admitted: Arc::new(Semaphore::new(limits.workers + limits.waiting)),
            workers: Arc::new(Semaphore::new(limits.workers)),
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
        let admitted = Arc::clone(&self.admitted).try_acquire_owned().map_err(|_| busy())?;
        let worker = timeout_at(deadline, Arc::clone(&self.workers).acquire_owned()).await;
        let Ok(Ok(worker)) = worker else { return Err(slow()) };
        let task = tokio::task::spawn_blocking(move || {
            let result = search();
            drop((worker, admitted));
            result
        });
        match timeout_at(deadline, task).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(Problem::internal()),
            Err(_) => Err(slow()),
        }
    }
}

fn busy() -> Problem {
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "busy", "too many searches at once; try again")
}

fn slow() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "slow", "the answer took too long; try again")
}
