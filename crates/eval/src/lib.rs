//! How good a ranking is: judgements, runs, metrics, and whether one run beats another.
//!
//! Read judgements with [`Qrels::read`] and a run with [`Run::read`], or fill a [`Run`] hit by hit.
//! [`evaluate()`] gives the value of each [`Metric`] for each query and the means; [`compare()`]
//! compares two runs query by query. A [`Baseline`] holds the figures of other systems.
//!
//! This crate contains no engine. Its figures are those of `ir_measures` on the same files.
//!
//! ```
//! use xunwen_eval::{Metric, Qrels, Run, evaluate};
//!
//! let mut qrels = Qrels::default();
//! qrels.insert("q1", "relevant", 1);
//! let mut run = Run::default();
//! run.insert("q1", "irrelevant", 7.5);
//! run.insert("q1", "relevant", 3.0);
//!
//! let metric: Metric = "RR@10".parse()?;
//! assert_eq!(evaluate(&qrels, &run, &[metric]).mean(metric), Some(0.5));
//! # Ok::<(), xunwen_eval::MetricError>(())
//! ```

mod baseline;
mod compare;
mod error;
mod evaluate;
mod metric;
mod qrels;
mod run;

mod formula;
mod permutation;
mod trec;

pub use baseline::{Baseline, System};
pub use compare::{Change, Comparison, compare};
pub use error::Error;
pub use evaluate::{Evaluation, QueryValues, evaluate};
pub use metric::{Metric, MetricError};
pub use permutation::Method;
pub use qrels::Qrels;
pub use run::Run;
