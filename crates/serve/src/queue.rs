//! A queue: so many may be in it, so many of them at its head, and the others wait.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

/// Searches of one kind, before and while they run.
#[derive(Debug)]
pub(crate) struct Queue {
    admitted: Arc<Semaphore>,
    heads: Arc<Semaphore>,
    /// How many may be in it, and at its head.
    sizes: [usize; 2],
}

/// A place at the head of a queue, for as long as this lives.
#[derive(Debug)]
pub(crate) struct Place {
    _admitted: OwnedSemaphorePermit,
    _head: OwnedSemaphorePermit,
}

/// The time is over.
#[derive(Debug)]
pub(crate) struct TooLate;

impl Queue {
    /// Returns a queue at whose head `heads` may be, and behind them `waiting`.
    pub(crate) fn new(heads: usize, waiting: usize) -> Self {
        let sizes = [heads + waiting, heads];
        let [admitted, heads] = sizes.map(|size| Arc::new(Semaphore::new(size)));
        Self { admitted, heads, sizes }
    }

    /// Waits for a place at the head; `None` if too many wait.
    pub(crate) async fn enter(&self, deadline: Instant) -> Option<Result<Place, TooLate>> {
        let admitted = Arc::clone(&self.admitted).try_acquire_owned().ok()?;
        let head = timeout_at(deadline, Arc::clone(&self.heads).acquire_owned()).await;
        Some(match head {
            Ok(Ok(head)) => Ok(Place { _admitted: admitted, _head: head }),
            _ => Err(TooLate),
        })
    }

    /// Returns how many are at the head, and how many wait.
    pub(crate) fn load(&self) -> [usize; 2] {
        let [most, heads] = self.sizes;
        let inside = most.saturating_sub(self.admitted.available_permits());
        let at_head = heads.saturating_sub(self.heads.available_permits());
        [at_head, inside.saturating_sub(at_head)]
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn those_behind_the_head_wait_and_no_more_come_in() {
        let queue = Queue::new(1, 1);
        let soon = || Instant::now() + Duration::from_millis(5);
        let first = queue.enter(soon()).await.unwrap().unwrap();
        assert_eq!(queue.load(), [1, 0]);
        let far = Instant::now() + Duration::from_secs(3600);
        let second = queue.enter(far);
        tokio::pin!(second);
        // It is polled once, and waits.
        assert!(timeout_at(soon(), &mut second).await.is_err());
        assert_eq!(queue.load(), [1, 1]);
        assert!(queue.enter(far).await.is_none(), "no room for a third");
        drop(first);
        assert!(second.await.unwrap().is_ok());
        assert_eq!(queue.load(), [0, 0]);
        let _again = queue.enter(far).await.unwrap().unwrap();
        assert!(queue.enter(soon()).await.unwrap().is_err(), "the time is over");
    }
}
