//! The pool: searches keep a processor busy, so only a few run at once and none waits long.
//!
//! A search begins among the cheap ones. One that finds itself dear, by the statistics of the index,
//! gives way and begins anew in a queue of its own. Dear searches never hold all workers, unless there
//! is only one.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot::{self, Receiver};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};
use tracing::{Span, error};
use xunwen_query::Cancel;

use crate::http::problem::Problem;
use crate::limits::Limits;
use crate::panics;
use crate::queue::{Place, Queue};
use crate::ticket::{CancelOnDrop, Ticket};
use crate::workload::{Load, Workload};

/// Runs searches and exports on threads of their own, a limited number of each.
#[derive(Debug)]
pub(crate) struct Pool {
    /// All searches that are not dear wait here for a worker.
    cheap: Queue,
    /// Dear ones wait here, and then for a worker.
    dear: Queue,
    workers: Arc<Semaphore>,
    exports: Arc<Semaphore>,
    workload: Arc<Workload>,
    /// The cost from which on a search is dear.
    dear_from: u64,
    time: Duration,
}

/// How a search ended among the cheap ones.
enum Turn<T, S> {
    Done(T),
    /// It is dear, and to be run again.
    GaveWay(S),
}

impl Pool {
    pub(crate) fn new(limits: &Limits) -> Self {
        let dear_workers = limits.workers.saturating_sub(1).max(1);
        Self {
            cheap: Queue::new(limits.workers, limits.waiting),
            dear: Queue::new(dear_workers, limits.dear_waiting),
            workers: Arc::new(Semaphore::new(limits.workers)),
            exports: Arc::new(Semaphore::new(limits.exports)),
            workload: Arc::default(),
            dear_from: limits.dear,
            time: limits.time,
        }
    }

    /// Runs `search` as soon as a worker is free; again from its beginning if it turns out to be dear.
    ///
    /// A search that is given up, because its time is over or because this is dropped, is cancelled.
    ///
    /// # Errors
    ///
    /// What `search` returns; or that too many wait, that the time is over, that it panicked.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        search: impl Fn(&Ticket) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let deadline = Instant::now() + self.time;
        let cancel = Cancel::at(deadline.into_std());
        let _given_up = CancelOnDrop::new(&cancel);
        let place = self.cheap.enter(deadline).await.ok_or_else(Problem::busy)?;
        let place = place.map_err(|_| self.no_worker())?;
        let ticket = Ticket::cheap(&cancel, self.dear_from);
        match self.turn(search, ticket, place, deadline).await? {
            Turn::Done(result) => Ok(result),
            Turn::GaveWay(search) => {
                let place = self.dear_place(deadline).await?;
                match self.turn(search, Ticket::dear(&cancel), place, deadline).await? {
                    Turn::Done(result) => Ok(result),
                    Turn::GaveWay(_) => Err(Problem::internal("a dear search gave way")),
                }
            }
        }
    }

    /// Waits for a place among the dear searches.
    async fn dear_place(&self, deadline: Instant) -> Result<Place, Problem> {
        let place = self.dear.enter(deadline).await.ok_or_else(Problem::dear)?;
        place.map_err(|_| self.no_worker())
    }

    /// Runs `search` on a worker.
    async fn turn<T: Send + 'static, S>(
        &self,
        search: S,
        ticket: Ticket,
        place: Place,
        deadline: Instant,
    ) -> Result<Turn<T, S>, Problem>
    where
        S: Fn(&Ticket) -> Result<T, Problem> + Send + 'static,
    {
        let worker = timeout_at(deadline, Arc::clone(&self.workers).acquire_owned()).await;
        let Ok(Ok(worker)) = worker else { return Err(self.no_worker()) };
        let running = self.workload.begin(deadline.into_std());
        let task = self.spawn(move || {
            let result = search(&ticket);
            drop((running, worker, place));
            match result {
                Err(_) if ticket.has_given_way() => Ok(Turn::GaveWay(search)),
                result => result.map(Turn::Done),
            }
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
            if let Err(Err(problem)) = sender.send(result)
                && problem.is_internal()
            {
                error!(cause = problem.cause.as_deref(), "a search that was given up failed");
            }
        });
        receiver
    }

    /// Returns a permit for an export, which is held for as long as the export is written, and a
    /// place among the dear searches, if finding what is exported is dear.
    pub(crate) async fn export(
        &self,
        cost: impl Fn(&Ticket) -> Result<u64, Problem> + Send + 'static,
    ) -> Result<(OwnedSemaphorePermit, Option<Place>), Problem> {
        let export = self.large_body()?;
        let cost = self.run(cost).await?;
        let is_dear = cost >= self.dear_from;
        let deadline = Instant::now() + self.time;
        let place = if is_dear { Some(self.dear_place(deadline).await?) } else { None };
        Ok((export, place))
    }

    /// Returns a permit for a large body, which is held for as long as that is in memory. There are as
    /// many of them as of exports, and the same ones.
    pub(crate) fn large_body(&self) -> Result<OwnedSemaphorePermit, Problem> {
        Arc::clone(&self.exports).try_acquire_owned().map_err(|_| Problem::busy())
    }

    /// Returns what the pool does now.
    pub(crate) fn load(&self) -> Load {
        let [[_, waiting], [dear, dear_waiting]] = [self.cheap.load(), self.dear.load()];
        Load { waiting, dear, dear_waiting, ..self.workload.load() }
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
        let problem = pool.run(|_| -> Result<(), Problem> { panic!("no such block") }).await;
        let problem = problem.unwrap_err();
        assert_eq!((problem.status, problem.code), (500, "internal"));
        let cause = problem.cause.unwrap();
        assert!(cause.starts_with("a panic: no such block at "), "{cause}");
        assert!(cause.contains("pool.rs:"), "{cause}");
        let Load { running, failures, .. } = pool.load();
        assert_eq!((running, failures.number), (0, 1));
        assert_eq!(pool.run(|_| Ok(7)).await, Ok(7), "its worker is free again");
    }

    #[tokio::test]
    async fn a_search_that_is_given_up_is_stuck_until_it_ends() {
        let time = Duration::from_millis(10);
        let pool = Pool::new(&Limits { workers: 1, time, ..Limits::default() });
        let (end, ended) = channel::<()>();
        let wait = move |_: &Ticket| {
            ended.recv().unwrap();
            Ok(())
        };
        let problem = pool.run(wait).await.unwrap_err();
        assert_eq!(problem.code, "slow");
        assert_eq!((pool.load().running, pool.load().stuck), (1, 1));
        let problem = pool.run(|_| Ok(())).await.unwrap_err();
        let cause = problem.cause.unwrap();
        assert!(cause.contains("1 searches run, 1 of them"), "{cause}");
        end.send(()).unwrap();
        while pool.load().running > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(pool.load().stuck, 0);
    }

    /// Returns whether the search that `pool` runs sees within an hour that it is cancelled.
    fn until_cancelled(
        begun: std::sync::mpsc::Sender<()>,
    ) -> impl Fn(&Ticket) -> Result<bool, Problem> {
        let end = std::time::Instant::now() + Duration::from_secs(3600);
        move |ticket| {
            begun.send(()).unwrap();
            while !ticket.is_cancelled() && std::time::Instant::now() < end {
                std::thread::yield_now();
            }
            Ok(ticket.is_cancelled())
        }
    }

    #[tokio::test]
    async fn a_search_whose_client_has_gone_is_cancelled() {
        let pool = Pool::new(&Limits { workers: 1, ..Limits::default() });
        let (begun, has_begun) = channel();
        let search = pool.run(until_cancelled(begun));
        // The client goes away once the search has begun.
        let gone = async {
            while has_begun.try_recv().is_err() {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            _ = search => panic!("it ended by itself"),
            () = gone => {}
        }
        while pool.load().running > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(pool.run(|_| Ok(7)).await, Ok(7), "its worker is free again");
    }

    #[tokio::test]
    async fn dear_searches_leave_a_worker_to_cheap_ones() {
        let limits = Limits { workers: 2, dear: 100, dear_waiting: 1, ..Limits::default() };
        let pool = Arc::new(Pool::new(&limits));
        let (end, ended) = channel::<()>();
        let ended = Arc::new(std::sync::Mutex::new(ended));
        let dear = || {
            let (pool, ended) = (Arc::clone(&pool), Arc::clone(&ended));
            tokio::spawn(async move {
                let wait = move |ticket: &Ticket| {
                    ticket.admit(100)?;
                    ended.lock().unwrap().recv().unwrap();
                    Ok(())
                };
                pool.run(wait).await
            })
        };
        let all = [dear(), dear()];
        while (pool.load().dear, pool.load().dear_waiting) != (1, 1) {
            tokio::task::yield_now().await;
        }
        let refused = dear().await.unwrap().unwrap_err();
        assert_eq!((refused.status, refused.code), (503, "dear"));
        let cheap = |ticket: &Ticket| ticket.admit(99).map(|()| 7);
        assert_eq!(pool.run(cheap).await, Ok(7), "one worker is kept for cheap ones");
        for one in all {
            end.send(()).unwrap();
            assert_eq!(one.await.unwrap(), Ok(()));
        }
    }

    #[tokio::test]
    async fn a_single_worker_does_all_in_turn() {
        let pool = Pool::new(&Limits { workers: 1, dear: 100, ..Limits::default() });
        assert_eq!(pool.run(|ticket| ticket.admit(1000).map(|()| 7)).await, Ok(7));
        assert_eq!(pool.run(|ticket| ticket.admit(1).map(|()| 8)).await, Ok(8));
    }
}
