//! The read side of xunwen: queries in, pages of hits out.
//!
//! ```text
//! "微短剧 河南" -parse-> Query -plan-> exact query, related query -Engine-> Answer -> Hit, Passage
//! ```
//!
//! [`parse()`] reads what a person types, [`Engine`] answers a [`Request`] with a [`Page`] (or with
//! an [`Answer`], whose hits are read one by one, and which counts them in [`Facet`]s). A
//! [`Trend`] sets queries side by side over time. Everything that comes out is plain data.

mod corpus;
mod engine;
mod evidence;
mod expansion;
mod highlight;
mod index;
mod matching;
mod ranking;
mod request;

pub use corpus::calendar::CalendarUnit;
pub use corpus::collocates::{Collocate, Collocates};
pub use corpus::facets::{Count, Facet, FacetKind};
pub use corpus::info::IndexInfo;
pub use corpus::keywords::{Keyword, Keywords};
pub use corpus::kwic::{Concordance, ConcordanceLine, ConcordanceOptions, LineOrder};
pub use corpus::new_words::word::NewWord;
pub use corpus::new_words::{DiscoverRequest, Discovery};
pub use corpus::trend::{Point, Series, Trend, TrendRequest};
pub use engine::answer::Answer;
pub use engine::facade::Engine;
pub use engine::follower::Follower;
pub use engine::page::{Hit, Page, Tier, Totals};
pub use evidence::audit::missed::{DictionaryMode, MissedArticle};
pub use evidence::audit::{Audit, AuditedLiteral};
pub use evidence::compare::{AnswerChange, AnswerComparison};
pub use evidence::explain::{Contribution, Explanation, Unmet};
pub use evidence::mismatch::Mismatch;
pub use evidence::receipt::{Listed, Receipt, ReceiptError, Replay};
pub use evidence::verify::Verification;
pub use expansion::Expansion;
pub use highlight::article::MarkedArticle;
pub use highlight::passage::Passage;
pub use index::error::Error;
pub use ranking::baseline::Baseline;
pub use request::{Expand, ExpansionKind, Filter, Order, Request};
