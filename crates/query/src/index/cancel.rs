//! Cancelling: a search that nobody waits for any more ends early.
//!
//! Every loop of a search that can be long counts what it does in units, and looks at its token after
//! each few thousand of them. A unit is about as much as one posting or position that is read: some
//! nanoseconds.

use std::cell::Cell;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tantivy::TantivyError;

/// How many units are done between two looks at a token: some ten microseconds.
pub(crate) const STRIDE: u64 = 4096;
/// The time between two questions whether somebody still waits.
const INTERVAL: Duration = Duration::from_millis(20);

/// A token by which searches are cancelled: by hand, at a deadline, or after some work.
///
/// An engine from [`Engine::with_cancel`](crate::Engine::with_cancel) looks at it every few thousand
/// documents or positions, and then ends with [`Error::Cancelled`](crate::Error::Cancelled). Clones are
/// one token.
///
/// ```
/// # let (_folder, engine) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/engine.rs"));
/// use xunwen_language::parse;
/// use xunwen_query::{Cancel, Error, Request};
///
/// let cancel = Cancel::default();
/// let cancellable = engine.with_cancel(&cancel);
/// let request = Request::new(parse("短剧")?, 0);
/// assert_eq!(cancellable.count(&request)?, 2);
/// // Another thread may do so while a search runs.
/// cancel.cancel();
/// assert!(matches!(cancellable.search(&request), Err(Error::Cancelled)));
/// assert!(engine.search(&request).is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Cancel {
    flag: Arc<AtomicBool>,
    deadline: Option<Instant>,
    /// The most units of work; `None` for any number.
    budget: Option<u64>,
    /// Units done by all searches with this token.
    work: Arc<AtomicU64>,
    ask: Option<Arc<Ask>>,
}

/// Somebody who is asked, every now and then, whether to go on.
struct Ask {
    /// Returns whether to end.
    question: Box<dyn Fn() -> bool + Send + Sync>,
    start: Instant,
    /// When it is asked next, in milliseconds after the start.
    next: AtomicU64,
}

impl Cancel {
    /// What reading a stored article counts, in units of work.
    pub const ARTICLE: u64 = STRIDE;

    /// Returns a token that is cancelled when `deadline` has come.
    #[must_use]
    pub fn at(deadline: Instant) -> Self {
        Self { deadline: Some(deadline), ..Self::default() }
    }

    /// Returns a token that is cancelled as soon as more than `units` of work are done: about so many
    /// postings and positions are read.
    #[must_use]
    pub fn after(units: u64) -> Self {
        Self { budget: Some(units), ..Self::default() }
    }

    /// Returns a token that is cancelled when `flag` is set: by a handler of signals, for example.
    #[must_use]
    pub fn when(flag: Arc<AtomicBool>) -> Self {
        Self { flag, ..Self::default() }
    }

    /// Returns a token that is cancelled as soon as `question` says so. It is asked every few
    /// milliseconds, by the thread that searches: of a host that may only be asked by its own threads.
    ///
    /// ```
    /// use xunwen_query::Cancel;
    ///
    /// let cancel = Cancel::asking(|| true);
    /// assert!(!cancel.is_cancelled());
    /// std::thread::sleep(std::time::Duration::from_millis(30));
    /// assert!(cancel.is_cancelled());
    /// ```
    #[must_use]
    pub fn asking(question: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        let next = AtomicU64::new(INTERVAL.as_millis() as u64);
        let ask = Ask { question: Box::new(question), start: Instant::now(), next };
        Self { ask: Some(Arc::new(ask)), ..Self::default() }
    }

    /// Cancels what is searched for with this token, now and later.
    pub fn cancel(&self) {
        self.flag.store(true, Ordering::Relaxed);
    }

    /// Returns whether it is cancelled.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.flag.load(Ordering::Relaxed)
            || self.budget.is_some_and(|budget| self.work() > budget)
            || self.deadline.is_some_and(|deadline| deadline <= Instant::now())
            || self.is_told_to_end()
    }

    /// Asks whether to end, and keeps the answer in mind.
    fn is_told_to_end(&self) -> bool {
        let is_told = self.ask.as_ref().is_some_and(|ask| ask.is_ended());
        if is_told {
            self.cancel();
        }
        is_told
    }

    /// Returns how many units of work were done with it, but for the last few thousand.
    #[must_use]
    pub fn work(&self) -> u64 {
        self.work.load(Ordering::Relaxed)
    }

    /// Counts units of work.
    ///
    /// # Errors
    ///
    /// If it is cancelled.
    pub(crate) fn count(&self, units: u64) -> Result<(), Cancelled> {
        self.work.fetch_add(units, Ordering::Relaxed);
        if self.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }
}

impl Ask {
    /// Asks, if it is time.
    fn is_ended(&self) -> bool {
        let now = self.start.elapsed().as_millis() as u64;
        if now < self.next.load(Ordering::Relaxed) {
            return false;
        }
        self.next.store(now + INTERVAL.as_millis() as u64, Ordering::Relaxed);
        (self.question)()
    }
}

impl fmt::Debug for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ask").field("next", &self.next).finish_non_exhaustive()
    }
}

/// Counts the work of one thread, and tells the token of it after each few thousand units.
#[derive(Debug)]
pub(crate) struct Meter {
    cancel: Cancel,
    /// Units that the token has not been told of.
    untold: Cell<u64>,
}

impl Meter {
    pub(crate) fn new(cancel: &Cancel) -> Self {
        Self { cancel: cancel.clone(), untold: Cell::default() }
    }

    /// Counts units of work.
    ///
    /// # Errors
    ///
    /// If the token was looked at and is cancelled.
    #[inline]
    pub(crate) fn count(&self, units: u64) -> Result<(), Cancelled> {
        let untold = self.untold.get() + units;
        self.untold.set(untold);
        if untold < STRIDE { Ok(()) } else { self.tell() }
    }

    #[cold]
    fn tell(&self) -> Result<(), Cancelled> {
        self.cancel.count(self.untold.take())
    }
}

/// A search was cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the search was cancelled")]
pub(crate) struct Cancelled;

/// The layers between hand on tantivy's errors; this one travels as an error of input.
impl From<Cancelled> for TantivyError {
    fn from(cancelled: Cancelled) -> Self {
        io::Error::other(cancelled).into()
    }
}

impl Cancelled {
    /// Returns whether `error` is this.
    pub(super) fn is(error: &TantivyError) -> bool {
        matches!(error, TantivyError::IoError(io) if io.get_ref().is_some_and(|own| own.is::<Self>()))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::index::error::Error;

    #[test]
    fn a_token_is_cancelled_by_hand_by_time_and_by_work() {
        let by_hand = Cancel::default();
        assert_eq!(by_hand.clone().count(7), Ok(()));
        by_hand.clone().cancel();
        assert_eq!((by_hand.count(1), by_hand.work()), (Err(Cancelled), 8));
        let now = Instant::now();
        assert!(Cancel::at(now).is_cancelled());
        assert!(!Cancel::at(now + Duration::from_secs(3600)).is_cancelled());
        let by_work = Cancel::after(10);
        assert_eq!((by_work.count(10), by_work.count(1)), (Ok(()), Err(Cancelled)));
        let flag = Arc::new(AtomicBool::new(false));
        let by_flag = Cancel::when(Arc::clone(&flag));
        flag.store(true, Ordering::Relaxed);
        assert!(by_flag.is_cancelled());
    }

    #[test]
    fn it_travels_among_the_errors_of_the_index() {
        let travelling = TantivyError::from(Cancelled);
        assert!(matches!(Error::from(travelling), Error::Cancelled));
        let other = TantivyError::from(io::Error::other("the disk"));
        assert!(matches!(Error::from(other), Error::Tantivy(_)));
    }
}
