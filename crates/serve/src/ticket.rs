//! Tickets: what a search on the pool may cost, and until when it runs.

use std::sync::atomic::{AtomicBool, Ordering};

use xunwen_query::{Cancel, Engine};

use crate::http::problem::Problem;

/// What a search is given on its way.
#[derive(Debug)]
pub(crate) struct Ticket {
    cancel: Cancel,
    /// The most that it may cost; `None` for any cost.
    most: Option<u64>,
    has_given_way: AtomicBool,
}

impl Ticket {
    /// Returns the ticket of a search that may cost less than `dear`.
    pub(crate) fn cheap(cancel: &Cancel, dear: u64) -> Self {
        Self { most: Some(dear), ..Self::dear(cancel) }
    }

    /// Returns the ticket of a search that may cost anything.
    pub(crate) fn dear(cancel: &Cancel) -> Self {
        Self { cancel: cancel.clone(), most: None, has_given_way: AtomicBool::new(false) }
    }

    /// Returns `engine`, for questions that end once nobody waits for the answer.
    pub(crate) fn engine(&self, engine: &Engine) -> Engine {
        engine.with_cancel(&self.cancel)
    }

    /// Returns the cost from which on a search need not be reckoned further.
    pub(crate) fn enough(&self) -> u64 {
        // What may cost anything is not reckoned at all.
        self.most.unwrap_or(0)
    }

    /// Lets a search continue that costs so much, in the units of [`Engine::cost`].
    ///
    /// # Errors
    ///
    /// If it is dear and has to begin anew among the dear ones.
    pub(crate) fn admit(&self, cost: u64) -> Result<(), Problem> {
        if self.most.is_none_or(|most| cost < most) {
            return Ok(());
        }
        self.has_given_way.store(true, Ordering::Relaxed);
        Err(Problem::busy())
    }

    /// Returns whether nobody waits for the answer any more.
    #[cfg(test)]
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// Returns whether the search was not admitted.
    pub(crate) fn has_given_way(&self) -> bool {
        self.has_given_way.load(Ordering::Relaxed)
    }
}

/// Cancels when it is dropped: when the client has gone, or was answered that it took too long.
#[derive(Debug)]
pub(crate) struct CancelOnDrop(Option<Cancel>);

impl CancelOnDrop {
    pub(crate) fn new(cancel: &Cancel) -> Self {
        Self(Some(cancel.clone()))
    }

    /// Lets what it watches over go on without it.
    pub(crate) fn release(mut self) {
        self.0 = None;
    }
}

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        if let Some(cancel) = &self.0 {
            cancel.cancel();
        }
    }
}
