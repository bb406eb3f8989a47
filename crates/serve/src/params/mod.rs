//! Parameters: what a request may say, read under the limits.
//!
//! Unknown parameters are refused: a misspelt filter must not widen an answer silently.

mod batch;
mod explain;
mod export;
mod kwic;
mod receipt;
mod search;
mod single;
mod trend;

mod filter;
mod list;
mod page;
mod question;
mod size;

pub(crate) use batch::{BatchFormat, BatchParams, BatchQuery};
pub(crate) use explain::ExplainParams;
pub(crate) use export::{ExportFormat, ExportParams};
pub(crate) use filter::FilterParams;
pub(crate) use kwic::KwicParams;
pub(crate) use page::Paged;
pub(crate) use question::{QuestionParams, bounded, now, query};
pub(crate) use receipt::ReceiptParams;
pub(crate) use search::SearchParams;
pub(crate) use single::{ArticleParams, SuggestParams};
pub(crate) use size::at_most;
pub(crate) use trend::TrendParams;
