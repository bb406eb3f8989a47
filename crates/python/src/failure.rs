//! Exceptions: what is wrong, and what to do about it.
//!
//! Each exception has `hint`, one sentence. A [`QueryError`] also has the `query` and the `span` of the
//! place, in characters.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::ops::Range;

use pyo3::exceptions::{PyException, PyKeyboardInterrupt};
use pyo3::prelude::*;
use pyo3::{PyTypeInfo, create_exception};
use xunwen_cluster::{ClusterError as NoCluster, JobError};
use xunwen_index::CorpusError;
use xunwen_language::ParseError;
use xunwen_query::evidence::ReceiptError as NoReplay;

create_exception!(xunwen, Error, PyException, "What xunwen cannot do; `hint` says what to do.");
create_exception!(xunwen, QueryError, Error, "A query that cannot be read.");
create_exception!(xunwen, OpenError, Error, "An index that cannot be opened or read.");
create_exception!(xunwen, InputError, Error, "Articles that cannot be read.");
create_exception!(xunwen, WriteError, Error, "An index that cannot be written.");
create_exception!(xunwen, ReceiptError, Error, "A receipt that cannot be read or asked again.");
create_exception!(xunwen, ClusterError, Error, "A cluster that cannot be asked.");
create_exception!(xunwen, InternalError, Error, "A defect of xunwen itself.");

/// Why something cannot be done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("cannot read the query")]
    Query { query: String, source: ParseError },
    #[error(transparent)]
    Search(#[from] xunwen_query::Error),
    #[error(transparent)]
    Write(#[from] xunwen_index::Error),
    #[error(transparent)]
    Input(#[from] CorpusError),
    #[error(transparent)]
    Cluster(#[from] NoCluster),
    #[error("cannot ask the receipt again")]
    Receipt(#[from] NoReplay),
    #[error("this is no receipt")]
    NoReceipt(#[source] serde_json::Error),
    /// Something in the way of an argument, and what is wanted instead.
    #[error("{0}")]
    Argument(String, &'static str),
    #[error("xunwen cannot continue: {0}")]
    Panic(String),
    /// An exception that Python code has raised meanwhile, an interruption among them.
    #[error("an exception was raised")]
    Raised(PyErr),
}

impl From<JobError> for Failure {
    fn from(error: JobError) -> Self {
        match error {
            JobError::Index(error) => error.into(),
            JobError::Cluster(error) => error.into(),
        }
    }
}

impl From<arrow_schema::ArrowError> for Failure {
    fn from(error: arrow_schema::ArrowError) -> Self {
        Self::Argument(error.to_string(), "check the columns")
    }
}

impl From<PyErr> for Failure {
    fn from(error: PyErr) -> Self {
        Self::Raised(error)
    }
}

impl Failure {
    /// Returns the failure of writing a result as JSON, which none is known to have.
    pub(crate) fn unwritten(error: serde_json::Error) -> Self {
        Self::Panic(error.to_string())
    }

    /// Returns whether it is that somebody asked to stop.
    fn is_stop(&self) -> bool {
        matches!(
            self,
            Self::Search(xunwen_query::Error::Cancelled)
                | Self::Input(CorpusError::Stopped)
                | Self::Write(xunwen_index::Error::Corpus(CorpusError::Stopped))
        )
    }

    /// Returns the exception.
    pub(crate) fn raised(self, py: Python<'_>) -> PyErr {
        if let Self::Raised(error) = self {
            return error;
        }
        if self.is_stop() {
            return PyKeyboardInterrupt::new_err(());
        }
        let message = format!("{}\nhint: {}", self.message(), self.hint());
        let error = match &self {
            Self::Query { .. } => exception::<QueryError>(py, message),
            Self::Search(_) => exception::<OpenError>(py, message),
            Self::Write(xunwen_index::Error::Corpus(_)) | Self::Input(_) => {
                exception::<InputError>(py, message)
            }
            Self::Write(xunwen_index::Error::Open(_)) => exception::<OpenError>(py, message),
            Self::Write(_) => exception::<WriteError>(py, message),
            Self::Cluster(_) => exception::<ClusterError>(py, message),
            Self::Receipt(_) | Self::NoReceipt(_) => exception::<ReceiptError>(py, message),
            Self::Panic(_) => exception::<InternalError>(py, message),
            Self::Argument(..) | Self::Raised(_) => exception::<Error>(py, message),
        };
        match self.describe(py, &error) {
            Ok(()) => error,
            Err(failed) => failed,
        }
    }

    /// Gives the exception its attributes.
    fn describe(&self, py: Python<'_>, error: &PyErr) -> PyResult<()> {
        let value = error.value(py);
        value.setattr("hint", self.hint())?;
        if let Self::Query { query, source } = self {
            let span = characters(query, &source.span);
            value.setattr("query", query)?;
            value.setattr("span", (span.start, span.end))?;
        }
        Ok(())
    }

    /// Returns what is wrong and its causes, in one line; of a query, with the place.
    fn message(&self) -> String {
        let mut message = self.to_string();
        if let Self::Query { query, source } = self {
            let span = characters(query, &source.span);
            let found = query.get(source.span.clone()).unwrap_or_default();
            let (start, end) = (span.start, span.end);
            message = if found.is_empty() {
                format!("{message} at character {start}")
            } else {
                format!("{message} at characters {start} to {end}, {found:?}")
            };
        }
        let mut cause = self.source();
        while let Some(error) = cause {
            message = format!("{message}: {error}");
            cause = error.source();
        }
        message.replace('\n', " ")
    }

    /// Returns what to do about it.
    fn hint(&self) -> Cow<'static, str> {
        use xunwen_index::Error as Write;
        let hint = match self {
            Self::Query { .. } => {
                "`help(xunwen.parse)` shows the query language; quotes make anything plain text"
            }
            Self::Cluster(error) => return error.remedy.clone().into(),
            Self::Search(xunwen_query::Error::Elsewhere { remedy, .. }) => {
                return remedy.clone().into();
            }
            Self::Search(xunwen_query::Error::Unsupported { .. }) => {
                "ask it of an index in a directory"
            }
            Self::Search(_) | Self::Write(Write::Open(_)) => {
                "check the name; `xunwen.build(path, articles)` makes an index, `xunwen.demo()` has one"
            }
            Self::Write(Write::Corpus(error)) | Self::Input(error) => return input_hint(error),
            Self::Write(Write::Locked { .. }) => "wait until the other writer has finished",
            Self::Write(Write::Nothing { .. }) => {
                "say which column is what: `body=\"content\"`; the index is as it was"
            }
            Self::Write(error) if error.is_disk_full() => {
                "make room on the disk and do the same again: it resumes after the last commit"
            }
            Self::Write(
                Write::Rejected { .. } | Write::Repeated { .. } | Write::PassedOver { .. },
            ) => "mend it, or leave out `strict`; the index is as it was committed last",
            Self::Write(_) => {
                "check that the directory can be written; the index is as it was committed last"
            }
            Self::Receipt(NoReplay::Search(_)) => "check the index",
            Self::Receipt(_) | Self::NoReceipt(_) => {
                "use the file as `hits.receipt.save(path)` or `xunwen search --receipt` wrote it"
            }
            Self::Argument(_, hint) => hint,
            Self::Panic(_) => "please report it, with what was asked; no file was changed by it",
            Self::Raised(_) => "",
        };
        hint.into()
    }
}

fn exception<E: PyTypeInfo>(py: Python<'_>, message: String) -> PyErr {
    PyErr::from_type(E::type_object(py), message)
}

fn input_hint(error: &CorpusError) -> Cow<'static, str> {
    let hint = match error {
        CorpusError::NoColumns { .. } => "say which column is what: `body=\"content\"`",
        CorpusError::Unread { advice, .. } => advice,
        CorpusError::Truncated { .. }
        | CorpusError::Corrupt { .. }
        | CorpusError::Damaged { .. } => "fetch the file again",
        _ => "check the name, and that it may be read; the index is as it was committed last",
    };
    hint.into()
}

/// Returns a span of bytes in characters, which Python counts.
pub(crate) fn characters(text: &str, span: &Range<usize>) -> Range<usize> {
    let count = |end: usize| text.get(..end).map_or(0, |before| before.chars().count());
    count(span.start)..count(span.end)
}
