//! The read side of xunwen: queries in, pages of hits out.
//!
//! ```text
//! "微短剧 河南" -parse-> Query -plan-> exact query, related query -Engine-> Answer -> Hit, Passage
//! ```
//!
//! [`parse()`] reads what a person types, [`Engine`] answers a [`Request`] with a [`Page`] (or with
//! an [`Answer`], whose hits are read one by one). Everything that comes out is plain data.

mod answer;
mod ast;
mod bits;
mod collocates;
mod engine;
mod error;
mod evaluate;
mod facts;
mod find;
mod keywords;
mod kwic;
mod likelihood;
mod literals;
mod page;
mod parse;
mod passage;
mod places;
mod plan;
mod proximity;
mod rank;
mod ranking;
mod reading;
mod related;
mod score;
mod shown;
mod tally;
mod tiers;
mod weights;

pub use answer::Answer;
pub use ast::{Clause, DateSpec, Day, DayError, Field, Query, Unit};
pub use collocates::{Collocate, Collocates};
pub use engine::{Engine, Request};
pub use error::Error;
pub use facts::{Count, Facts};
pub use keywords::{Keyword, Keywords};
pub use kwic::{Concordance, Context, Line, LineOrder};
pub use page::{Hit, Page, Tier, Totals};
pub use parse::{LANGUAGE, ParseError, ParseErrorKind, parse};
pub use passage::Passage;
pub use plan::Filter;
pub use rank::Order;
