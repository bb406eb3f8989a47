//! The wire form of answers: the JSON that the command line and the HTTP interface both write.
//!
//! Marks are byte ranges of the `text` beside them, times are ISO 8601. More fields may come;
//! none goes.

mod article;
mod column;
mod context;
mod counts;
mod hit;
mod trend;

pub use article::Article;
pub use column::{Column, Row, exported};
pub use context::{ContextLine, ContextSummary};
pub use counts::{Count, Facet, IndexFacts};
pub use hit::{Expansion, Hit, Marked, Passage, Summary};
pub use trend::{Period, PeriodPoint, TrendQuery, TrendSummary};
