//! Questions that a signal ends.

use std::path::Path;
use std::process::ExitCode;

use xunwen_query::{Engine, Error};

use super::open::engine;
use crate::failure::Failure;
use crate::signals::Signals;

/// Runs a command that asks the index at `dir`; SIGINT and SIGTERM cancel what it asks, and it ends
/// with their exit status after a whole line of output. The second signal ends it at once.
pub(super) fn interruptible(
    dir: &Path,
    command: impl FnOnce(&Engine) -> Result<ExitCode, Failure>,
) -> Result<ExitCode, Failure> {
    let signals = Signals::listen()?;
    let engine = engine(dir)?.with_cancel(&signals.cancel());
    match command(&engine) {
        Err(Failure::Query(Error::Cancelled)) => Ok(signals.status()),
        result => result,
    }
}
