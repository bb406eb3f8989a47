//! Feeds: the newest articles that answer a question, for readers that come back.
//!
//! Articles without a date are left out: nothing says that they are new, and Atom wants a time of
//! each. Ids are those of the articles, whatever host and question they are found by.

mod atom;
mod content;
mod json;

pub(crate) use atom::atom;
pub(crate) use content::{Entry, Feed};
pub(crate) use json::json_feed;
