//! Panics: one ends the search it happens in, and nothing else.
//!
//! The storage library trusts the files of an index; a damaged file makes it panic.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::thread;

use tracing::error;

thread_local! {
    /// Whether a panic of this thread is caught, and so reported by the code that catches it.
    static CATCHES: Cell<bool> = const { Cell::new(false) };
    /// The message and place of the last panic that this thread caught.
    static CAUGHT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Installs a panic hook that adds the place to reports of panics in searches and logs every other
/// panic; the hook that was installed before is called as well.
///
/// Only the hook of the whole process learns the place, so a program that serves calls this once.
pub fn report_panics() {
    let known = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if CATCHES.get() {
            CAUGHT.set(Some(described(info)));
        } else {
            error!(cause = described(info), thread = thread::current().name(), "a thread panicked");
        }
        known(info);
    }));
}

fn described(info: &PanicHookInfo<'_>) -> String {
    let message = info.payload_as_str().unwrap_or("no message");
    let location = info.location().map(|location| format!(" at {location}")).unwrap_or_default();
    format!("a panic: {message}{location}")
}

/// Runs `work`.
///
/// # Errors
///
/// If it panics: the message, and with [`report_panics`] the place.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    CATCHES.set(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    CATCHES.set(false);
    result.map_err(|payload| {
        let literal = payload.downcast_ref::<&str>().copied();
        let message = literal.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        let panic = || format!("a panic: {}", message.unwrap_or("no message"));
        CAUGHT.take().unwrap_or_else(panic)
    })
}
