//! Evidence: what can be claimed of an answer, and how to check it.
//!
//! An [`Explanation`] says what a score is the sum of, or which condition an article does not meet
//! and what occurs there instead. A [`Receipt`] records a question and the ids of its exact tier,
//! so that it can be asked again. An [`Audit`] counts what an index of dictionary words would have
//! missed; a [`Verification`] checks the files of an index, an [`AnswerComparison`] two generations
//! of it.
//!
//! ```
//! use xunwen_language::parse;
//! use xunwen_query::evidence::{Explanation, Receipt};
//! use xunwen_query::{Expand, Request, Tier};
//!
//! # let (_folder, engine) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/engine.rs"));
//! let now = 1_766_508_240;
//! let explained = Explanation::of(&engine, "a", &parse("微短剧")?, now, Expand::default())?;
//! assert_eq!(explained.and_then(|article| article.tier), Some(Tier::Exact));
//!
//! let receipt = Receipt::of(&engine, &Request::new(parse("短剧")?, now), "an example")?;
//! assert_eq!(receipt.ids, ["a", "b"]);
//! assert!(receipt.replay(&engine)?.is_same());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod audit;
mod compare;
mod explain;
mod mismatch;
mod receipt;
mod verify;

pub use crate::ranking::baseline::Baseline;
pub use audit::missed::{DictionaryMode, MissedArticle};
pub use audit::{Audit, AuditedLiteral};
pub use compare::{AnswerChange, AnswerComparison};
pub use explain::{Contribution, Explanation, Unmet};
pub use mismatch::Mismatch;
pub use receipt::{Listed, Receipt, ReceiptError, Replay};
pub use verify::Verification;
