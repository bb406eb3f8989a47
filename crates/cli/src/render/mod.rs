//! Renderings: plain data to bytes, one file a format.

mod analysis;
mod audit;
mod columns;
mod explanation;
mod facts;
mod json;
mod replay;
mod report;
mod table;
mod text;

use std::time::Instant;

use xunwen_query::{Answer, Audit};

pub(crate) use analysis::{tokens_json, tokens_text};
pub(crate) use explanation::{explanation_json, explanation_text};
pub(crate) use facts::{facts_json, facts_text};
pub(crate) use json::{articles, json};
pub(crate) use replay::{replay_json, replay_text};
pub(crate) use report::report;
pub(crate) use table::{csv, trec};
pub(crate) use text::text;

/// An answer on its way out.
pub(crate) struct Result<'a> {
    /// The query as typed.
    pub(crate) query: &'a str,
    /// What answers it.
    pub(crate) answer: &'a Answer<'a>,
    /// What a dictionary index would have missed, if that was asked.
    pub(crate) audit: Option<&'a Audit>,
    /// When it was asked.
    pub(crate) start: Instant,
}

impl Result<'_> {
    /// Returns the milliseconds since the question was asked, to a tenth.
    fn elapsed_ms(&self) -> f64 {
        (self.start.elapsed().as_secs_f64() * 10_000.0).round() / 10.0
    }
}

/// Returns `count` with the noun for one or many.
fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
