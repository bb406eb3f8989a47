//! The read side of xunwen: queries in, pages of hits out.
//!
//! ```text
//! "微短剧 河南" -parse-> Query -plan-> exact query, related query -Engine-> Answer -> Hit, Passage
//! ```
//!
//! [`parse()`] reads what a person types, [`Engine`] answers a [`Request`] with a [`Page`] (or with
//! an [`Answer`], whose hits are read one by one, and which counts them in [`Facet`]s). A
//! [`Trend`] sets queries side by side over time. Everything that comes out is plain data.

mod answer;
mod audit;
mod baseline;
mod bits;
mod by_date;
mod calendar;
mod collocates;
mod columns;
mod count;
mod discover;
mod engine;
mod error;
mod evaluate;
mod expand;
mod explain;
mod facets;
mod facts;
mod find;
mod follower;
mod gate;
mod instead;
mod keywords;
mod kwic;
mod likelihood;
mod lists;
mod literals;
mod lookup;
mod marked;
mod page;
mod passage;
mod places;
mod plan;
mod proximity;
mod rank;
mod ranking;
mod reading;
mod receipt;
mod related;
mod request;
mod rerank;
#[cfg(test)]
mod samples;
mod score;
mod segment;
mod selection;
mod shown;
mod state;
mod statistics;
mod tally;
mod terms;
mod tiers;
mod trend;
mod verify;
mod weights;

pub use answer::Answer;
pub use audit::{Audit, AuditedLiteral, Missed, Reading};
pub use baseline::Baseline;
pub use calendar::CalendarUnit;
pub use collocates::{Collocate, Collocates};
pub use discover::{DiscoverRequest, Discovery, NewWord};
pub use engine::Engine;
pub use error::Error;
pub use expand::Expansion;
pub use explain::{Explanation, Instead, Part, Unmet};
pub use facets::{Count, Facet, FacetKind};
pub use facts::Facts;
pub use follower::Follower;
pub use gate::{AnswerChange, Comparison};
pub use keywords::{Keyword, Keywords};
pub use kwic::{Concordance, Context, Line, LineOrder};
pub use marked::MarkedArticle;
pub use page::{Hit, Page, Tier, Totals};
pub use passage::Passage;
pub use receipt::{Listed, Receipt, ReceiptError, Replay};
pub use request::{Expand, ExpansionKind, Filter, Order, Request};
pub use trend::{Point, Series, Trend, TrendRequest};
pub use verify::Verification;
