//! Matching: in which documents the conditions of a query hold, and where.

pub(crate) mod boolean;
mod conjunction;
pub(crate) mod cost;
pub(crate) mod count;
pub(crate) mod filter;
pub(crate) mod frequencies;
mod least_count;
pub(crate) mod literal_terms;
pub(crate) mod phrase;
pub(crate) mod plan;
pub(crate) mod proximity;
mod rounds;
pub(crate) mod scope;
mod span_cursor;
mod term_positions;
pub(crate) mod wildcard;
