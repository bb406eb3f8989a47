//! SIGINT and SIGTERM: the first asks a job to stop after its batch, or a search to end, the second ends
//! either at once.

use std::io;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use xunwen_query::Cancel;

/// The signals received since [`Signals::listen`].
pub(crate) struct Signals {
    /// Whether to stop.
    pub(crate) stop: Arc<AtomicBool>,
    /// The last signal, or 0.
    which: Arc<AtomicUsize>,
}

impl Signals {
    /// Handles signals from now on, until the process ends.
    pub(crate) fn listen() -> io::Result<Self> {
        let signals = Self { stop: Arc::default(), which: Arc::default() };
        for (signal, number) in [(SIGINT, 2), (SIGTERM, 15)] {
            // Handlers run in the order of registration, so the shutdown sees the flag as the previous
            // signal left it: the second signal ends the process.
            flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&signals.stop))?;
            flag::register_usize(signal, Arc::clone(&signals.which), number)?;
            flag::register(signal, Arc::clone(&signals.stop))?;
        }
        Ok(signals)
    }

    /// Returns what is cancelled by the first signal.
    pub(crate) fn cancel(&self) -> Cancel {
        Cancel::when(Arc::clone(&self.stop))
    }

    /// Returns the exit status of a job that a signal ended: 130 for SIGINT, 143 for SIGTERM.
    pub(crate) fn status(&self) -> ExitCode {
        let number = u8::try_from(self.which.load(Ordering::Relaxed)).unwrap_or_default();
        ExitCode::from(128 + number)
    }
}
