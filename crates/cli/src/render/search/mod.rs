//! The answer to a query, in every format of `xunwen search`.

mod audit;
mod facets;
mod json;
mod result;
mod table;
mod text;

pub(crate) use json::{articles, json};
pub(crate) use result::Result;
pub(crate) use table::{csv, trec};
pub(crate) use text::text;
