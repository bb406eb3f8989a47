//! Matching: in which documents the conditions of a query hold, and where.

pub(crate) mod boolean;
pub(crate) mod count;
pub(crate) mod filter;
pub(crate) mod frequencies;
pub(crate) mod literal_terms;
pub(crate) mod phrase;
pub(crate) mod plan;
pub(crate) mod proximity;
pub(crate) mod scope;
mod span_cursor;
mod term_positions;
pub(crate) mod wildcard;
