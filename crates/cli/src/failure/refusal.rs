//! Results that must not pass for success.

use std::path::PathBuf;

/// Why a command that did its work ends with an error.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("generation {0} is not sound")]
    Unsound(u64),
    #[error("{found:.1}% of the answers change, {allowed:.1}% may")]
    Gate { found: f64, allowed: f64 },
    #[error("not answered: {rejected} of {lines} lines of {}", path.display())]
    Queries { path: PathBuf, rejected: usize, lines: usize },
    #[error("{problem}; deliveries that wait: {waiting}")]
    Waiting { waiting: usize, problem: String },
}

impl Refusal {
    /// Returns what to do about it.
    pub(super) fn hint(&self) -> &'static str {
        match self {
            Self::Unsound(_) => {
                "`xunwen rollback` makes the generation before it live, `xunwen rebuild INPUT...` makes a new one"
            }
            Self::Gate { .. } => {
                "what was live still is; with a higher `--max-change` the same command makes the new generation live"
            }
            Self::Waiting { .. } => {
                "look at the receiver: the same command posts them again, each under the id it has"
            }
            Self::Queries { .. } => {
                "write an id of its own, a tab and the query on each line, in UTF-8: the warnings above name the lines"
            }
        }
    }
}
