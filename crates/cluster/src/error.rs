//! Why a cluster gave no answer: what is wrong, and what to do.

/// Why a cluster gave no answer.
#[derive(Debug, thiserror::Error)]
#[error("{problem}")]
pub struct ClusterError {
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub remedy: String,
    pub(crate) kind: Kind,
}

/// What this program does about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing: a person must.
    Final,
    /// There is no such index.
    Missing,
    /// A state that was being read is gone, with a node: the question is asked again.
    Lost,
    /// The request was refused for now: there is too much to do, or a node is away.
    Busy,
    /// The search was cancelled.
    Cancelled,
}

impl ClusterError {
    pub(crate) fn new(problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { problem: problem.into(), remedy: remedy.into(), kind: Kind::Final }
    }

    pub(crate) fn of_kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    /// Returns the error of a search that was cancelled.
    pub(crate) fn cancelled() -> Self {
        Self::new("the search was cancelled", "").of_kind(Kind::Cancelled)
    }
}

impl From<ClusterError> for xunwen_query::Error {
    fn from(error: ClusterError) -> Self {
        if error.kind == Kind::Cancelled {
            return Self::Cancelled;
        }
        Self::Elsewhere { problem: error.problem, remedy: error.remedy }
    }
}

/// An error of the sample in memory: it has no files, so that this is a bug or the memory is full.
pub(crate) fn of_sample(error: &dyn std::fmt::Display) -> ClusterError {
    ClusterError::new(
        format!("the articles of the cluster cannot be ranked here: {error}"),
        "report this as a bug, with the query",
    )
}
