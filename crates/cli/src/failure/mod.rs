//! Failures: what is wrong, what to do about it, and the exit status.
//!
//! A failure is a library's error, a [`Misuse`] of the command line, a [`FileError`], a [`Refusal`],
//! or one of a few others. The libraries state facts; the advice is chosen here, by variant, because
//! only the program knows its flags.

mod file;
mod library;
mod misuse;
mod place;
mod refusal;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::process::ExitCode;

use xunwen_index::CorpusError;
use xunwen_language::ParseError;
use xunwen_query::evidence::ReceiptError;
use xunwen_schema::OpenError;

pub(crate) use file::FileError;
pub(crate) use misuse::Misuse;
pub(crate) use refusal::Refusal;

/// Why a command ended early.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error(transparent)]
    Index(#[from] xunwen_index::Error),
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    #[error(transparent)]
    Cluster(#[from] xunwen_cluster::ClusterError),
    #[error(transparent)]
    Watch(xunwen_watch::Error),
    #[error(transparent)]
    Query(#[from] xunwen_query::Error),
    #[error(transparent)]
    Eval(#[from] xunwen_eval::Error),
    #[error("cannot read the query")]
    Parse { query: String, source: ParseError },
    #[error(transparent)]
    Misuse(#[from] Misuse),
    #[error(transparent)]
    File(#[from] FileError),
    #[error(transparent)]
    Refusal(#[from] Refusal),
    #[error("cannot listen on {address}")]
    Listen { address: SocketAddr, source: io::Error },
    #[error("cannot write the result")]
    Write(#[from] io::Error),
    #[error("cannot continue: {0}")]
    Panic(String),
}

impl From<xunwen_cluster::JobError> for Failure {
    fn from(error: xunwen_cluster::JobError) -> Self {
        match error {
            xunwen_cluster::JobError::Index(error) => error.into(),
            xunwen_cluster::JobError::Cluster(error) => error.into(),
        }
    }
}

impl From<xunwen_watch::Error> for Failure {
    fn from(error: xunwen_watch::Error) -> Self {
        match error {
            xunwen_watch::Error::Query(error) => error.into(),
            xunwen_watch::Error::Stream(error) => error.into(),
            error => Self::Watch(error),
        }
    }
}

impl Failure {
    /// Writes two lines, what is wrong and what to do, and returns the exit status.
    ///
    /// A reader that has gone away is no failure: `xunwen search … | head` is silent.
    pub(crate) fn report(&self, err: &mut dyn Write) -> ExitCode {
        if self.is_broken_pipe() {
            return ExitCode::SUCCESS;
        }
        // If standard error cannot be written either, the exit status has to say it.
        drop(self.write(err));
        ExitCode::from(2)
    }

    fn write(&self, err: &mut dyn Write) -> io::Result<()> {
        if let Self::Parse { query, source } = self {
            place::write(query, source.span.clone(), err)?;
        }
        writeln!(err, "error: {}", self.message())?;
        writeln!(err, "hint: {}", self.hint())
    }

    /// Returns what is wrong and its causes, in one line.
    ///
    /// Errors of other crates name their own causes: the first of them ends the line.
    pub(crate) fn message(&self) -> String {
        let mut message = self.to_string();
        let mut cause = self.source();
        while let Some(error) = cause {
            message = format!("{message}: {error}");
            cause = if is_own(error) { error.source() } else { None };
        }
        message.replace('\n', " ")
    }

    /// Returns what to do about it.
    pub(crate) fn hint(&self) -> Cow<'static, str> {
        let hint = match self {
            Self::Index(error) => return library::index_hint(error),
            Self::Corpus(error) => return library::corpus_hint(error).into(),
            Self::Cluster(error) => return error.remedy.clone().into(),
            Self::Watch(error) => library::watch_hint(error),
            Self::Query(error) => return library::query_hint(error),
            Self::Eval(_) => "check the name and the line; `xunwen eval --help` says what is read",
            Self::Parse { .. } => "see `xunwen help query`; quotes make anything plain text",
            Self::Misuse(misuse) => misuse.hint(),
            Self::File(error) => error.hint(),
            Self::Refusal(refusal) => refusal.hint(),
            Self::Listen { .. } => "name a free port of this machine with `--listen`",
            Self::Write(_) => "check that the output can be written",
            Self::Panic(_) => {
                "if a file of the index is damaged, `xunwen index` into a new directory builds it afresh; else please report this"
            }
        };
        hint.into()
    }

    fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Write(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

/// Returns whether an error is one of this project, which is written without its cause.
fn is_own(error: &(dyn StdError + 'static)) -> bool {
    error.is::<xunwen_index::Error>()
        || error.is::<Box<xunwen_index::Error>>()
        || error.is::<CorpusError>()
        || error.is::<OpenError>()
        || error.is::<xunwen_query::Error>()
        || error.is::<xunwen_watch::Error>()
        || error.is::<ReceiptError>()
        || error.is::<xunwen_eval::Error>()
}
