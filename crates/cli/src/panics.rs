//! Panics, reported in two lines like any other failure.
//!
//! The storage library takes the files of an index at their word; a damaged file makes it panic.

use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::process::ExitCode;
use std::sync::OnceLock;

use crate::failure::Failure;

/// What the first panic said.
static FIRST: OnceLock<String> = OnceLock::new();

/// Runs `run`; a panic in it is a failure.
pub(crate) fn caught(run: impl FnOnce() -> Result<ExitCode, Failure>) -> Result<ExitCode, Failure> {
    panic::set_hook(Box::new(|panic| drop(FIRST.set(described(panic)))));
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    result.unwrap_or_else(|_| Err(Failure::Panic(FIRST.get().cloned().unwrap_or_default())))
}

fn described(panic: &PanicHookInfo<'_>) -> String {
    let reason = panic.payload_as_str().unwrap_or("a panic");
    let Some(place) = panic.location() else { return reason.to_owned() };
    let file = place.file().rsplit('/').next().unwrap_or_default();
    format!("{reason} ({file}:{})", place.line())
}
