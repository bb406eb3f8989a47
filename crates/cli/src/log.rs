//! The log of a server, on standard error.

use std::io;

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

use crate::terminal::Outlet;

/// Reads what is to be logged: a level, or `TARGET=LEVEL` pairs between commas. An empty text, as
/// of an environment variable that is set to nothing, means `warn`.
pub(crate) fn levels(text: &str) -> Result<Targets, String> {
    if text.trim().is_empty() {
        return Ok(Targets::new().with_default(LevelFilter::WARN));
    }
    // A name alone would be read as a target: a misspelt level would log nothing.
    let is_unknown = |part: &&str| !part.contains('=') && part.parse::<LevelFilter>().is_err();
    if let Some(part) = text.split(',').find(is_unknown) {
        return Err(format!("{part:?} is not off, error, warn, info, debug or trace"));
    }
    text.parse().map_err(|_| "not `TARGET=LEVEL` pairs between commas".to_owned())
}

/// Writes what is logged at these levels to standard error, cleaned, and so without colours.
pub(crate) fn start(levels: Targets) {
    // Errors writing to standard error are ignored: there is nowhere left to report them.
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(|| Outlet::cleaned(io::stderr()))
        .with_ansi(false)
        .log_internal_errors(false);
    let log = tracing_subscriber::registry().with(lines.with_filter(levels));
    // It fails only if the process already has a log.
    drop(log.try_init());
}
