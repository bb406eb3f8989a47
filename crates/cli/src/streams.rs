//! Where output goes: results to one stream, everything else to the other.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use crate::failure::Failure;
use crate::terminal::{Outlet, Screen};

/// The two output streams of the program.
pub(crate) struct Streams {
    /// Results.
    pub(crate) out: Box<dyn Screen>,
    /// Progress, warnings and errors.
    pub(crate) err: Box<dyn Write>,
    /// Whether `err` is a terminal.
    pub(crate) err_is_terminal: bool,
    /// How results should look.
    pub(crate) look: Look,
}

/// How text output looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    /// Whether matches are coloured; otherwise they are put between asterisks.
    pub(crate) colour: bool,
    /// Columns of the terminal; `None` if lines must not be wrapped.
    pub(crate) columns: Option<usize>,
}

impl Streams {
    /// Returns the streams of this process.
    pub(crate) fn of_process() -> Self {
        let stdout = io::stdout();
        let columns = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
        let is_terminal = stdout.is_terminal();
        let look = Look {
            colour: anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never,
            columns: is_terminal.then_some(columns.max(20)),
        };
        let out = BufWriter::new(stdout);
        Self {
            out: Box::new(if is_terminal { Outlet::cleaned(out) } else { Outlet::raw(out) }),
            err: Box::new(Outlet::cleaned(io::stderr())),
            err_is_terminal: io::stderr().is_terminal(),
            look,
        }
    }

    /// Flushes the results of a command that has succeeded: what cannot be written is a failure.
    pub(crate) fn finish(&mut self) -> Result<ExitCode, Failure> {
        self.out.flush()?;
        Ok(ExitCode::SUCCESS)
    }
}
