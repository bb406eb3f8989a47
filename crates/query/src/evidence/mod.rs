//! Evidence: what can be claimed of an answer, and how to check it.

mod audit;
mod compare;
mod explain;
mod mismatch;
mod receipt;
mod verify;

pub use audit::missed::{DictionaryMode, MissedArticle};
pub use audit::{Audit, AuditedLiteral};
pub use compare::{AnswerChange, AnswerComparison};
pub use explain::{Contribution, Explanation, Unmet};
pub use mismatch::Mismatch;
pub use receipt::{Listed, Receipt, ReceiptError, Replay};
pub use verify::Verification;
