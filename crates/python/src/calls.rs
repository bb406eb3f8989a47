//! Calls into the engine: without the lock of the interpreter, until a signal comes.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::prelude::*;
use xunwen_query::Cancel;

use crate::failure::Failure;

/// Does `work` while other threads of Python run, and returns what it returns; what goes wrong is raised.
pub(crate) fn detached<T: Send>(
    py: Python<'_>,
    work: impl FnOnce() -> Result<T, Failure> + Send,
) -> PyResult<T> {
    let done = py.detach(|| {
        catch_unwind(AssertUnwindSafe(work))
            .unwrap_or_else(|panic| Err(Failure::Panic(panicked(panic.as_ref()))))
    });
    done.map_err(|failure| failure.raised(py))
}

/// Returns what a panic said.
pub(crate) fn panicked(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

/// What Python has to say while the engine works: Ctrl-C, or what a handler of signals raises.
#[derive(Clone, Default)]
pub(crate) struct Interruption {
    raised: Arc<Mutex<Option<PyErr>>>,
}

impl Interruption {
    /// Returns a token that is cancelled when Python raises something.
    pub(crate) fn cancel(&self) -> Cancel {
        let own = self.clone();
        Cancel::asking(move || Python::attach(|py| own.has_come(py)))
    }

    /// Lets Python handle signals, which it only does in its main thread; returns whether a handler has
    /// raised something.
    pub(crate) fn has_come(&self, py: Python<'_>) -> bool {
        match py.check_signals() {
            Ok(()) => false,
            Err(error) => {
                self.keep(error);
                true
            }
        }
    }

    /// Keeps an exception to be raised once the engine has ended its work.
    pub(crate) fn keep(&self, error: PyErr) {
        *self.raised.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }

    fn take(&self) -> Option<PyErr> {
        self.raised.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Returns what was raised rather than what was done: it may have been cut short.
    pub(crate) fn or_raised<T>(&self, done: Result<T, Failure>) -> Result<T, Failure> {
        match self.take() {
            Some(error) => Err(Failure::Raised(error)),
            None => done,
        }
    }
}
