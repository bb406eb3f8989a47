//! Parameters: what a request may say, read under the limits.
//!
//! Unknown parameters are refused: a misspelt filter must not widen an answer silently.

mod batch;
mod citation;
mod explain;
mod export;
mod facet;
mod feed;
mod kwic;
mod receipt;
mod search;
mod single;
mod trend;
mod words;

mod filter;
mod list;
mod page;
mod question;
mod repeated;
mod size;
mod switch;

pub(crate) use batch::{BatchFormat, BatchParams, BatchQuery};
pub(crate) use citation::{CitationParams, CitationStyle, ReceiptWordsParams};
pub(crate) use explain::ExplainParams;
pub(crate) use export::{ExportFormat, ExportParams};
pub(crate) use facet::FacetParams;
pub(crate) use feed::{FeedFormat, FeedParams};
pub(crate) use filter::FilterParams;
pub(crate) use kwic::KwicParams;
pub(crate) use page::Paged;
pub(crate) use question::{QuestionParams, bounded, now, query};
pub(crate) use receipt::ReceiptParams;
pub(crate) use search::SearchParams;
pub(crate) use single::{ArticleParams, SuggestParams};
pub(crate) use size::at_most;
pub(crate) use trend::TrendParams;
pub(crate) use words::{CollocatesParams, KeywordsParams};
