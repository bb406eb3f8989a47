//! The read side of xunwen: queries in, pages of hits out.
//!
//! ```text
//! "微短剧 河南" -parse-> Query -plan-> exact query, related query -Engine-> Answer -> Hit, Passage
//! ```
//!
//! [`parse()`] reads what a person types, [`Engine`] answers a [`Request`] with a [`Page`] (or with
//! an [`Answer`], whose hits are read one by one, and which counts them in [`Facet`]s). A
//! [`Trend`] sets queries side by side over time. Everything that comes out is plain data.

pub mod corpus;
mod engine;
pub mod evidence;
mod expansion;
mod highlight;
mod index;
mod matching;
mod ranking;
mod request;

pub use engine::answer::Answer;
pub use engine::facade::Engine;
pub use engine::follower::Follower;
pub use engine::page::{Hit, Page, Tier, Totals};
pub use expansion::Expansion;
pub use highlight::article::MarkedArticle;
pub use highlight::passage::Passage;
pub use index::error::Error;
pub use ranking::baseline::Baseline;
pub use request::{Expand, ExpansionKind, Filter, Order, Request};
