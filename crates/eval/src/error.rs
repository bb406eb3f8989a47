//! Why a file of judgements, results or figures could not be read.

use std::io;
use std::num::ParseIntError;
use std::path::PathBuf;

use crate::Metric;

/// Why a file of judgements, results or figures could not be read.
///
/// Lines count from 1.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The system refused the file, or it is not UTF-8.
    #[error("cannot read {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A line has another number of columns than its format.
    #[error("{}:{line}: {found} columns instead of {expected}", path.display())]
    Columns {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
        /// How many columns it has.
        found: usize,
        /// How many the format has.
        expected: usize,
    },
    /// The grade of a judgement is not a whole number.
    #[error("{}:{line}: the grade {text} is not a whole number", path.display())]
    Grade {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
        /// The grade as written.
        text: String,
        /// Why.
        source: ParseIntError,
    },
    /// The score of a result is not a number.
    #[error("{}:{line}: the score {text} is not a number", path.display())]
    Score {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
        /// The score as written.
        text: String,
    },
    /// A document occurs twice for one query.
    #[error("{}:{line}: {document} occurs twice for {query}", path.display())]
    Duplicate {
        /// The file.
        path: PathBuf,
        /// The line of the second occurrence.
        line: usize,
        /// The query.
        query: String,
        /// The document.
        document: String,
    },
    /// A file of judgements holds none.
    #[error("{} holds no judgements", path.display())]
    NoJudgements {
        /// The file.
        path: PathBuf,
    },
    /// A file of figures is not what it should be.
    #[error("{} is not a baseline", path.display())]
    Baseline {
        /// The file.
        path: PathBuf,
        /// Where it goes wrong.
        source: Box<toml::de::Error>,
    },
    /// A stored figure is no value of a metric.
    #[error("{}: {metric} of {system} on {set} is {figure}, not between 0 and 1", path.display())]
    Figure {
        /// The file.
        path: PathBuf,
        /// The system.
        system: String,
        /// The query set.
        set: String,
        /// The metric.
        metric: Metric,
        /// The figure as written.
        figure: f64,
    },
}
