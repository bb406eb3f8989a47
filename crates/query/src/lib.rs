//! Queries over a xunwen index.

mod ast;
mod parse;

pub use ast::{Clause, DateSpec, Day, DayError, Field, Query, Unit};
pub use parse::{ParseError, ParseErrorKind, parse};
