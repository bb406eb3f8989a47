//! Renderings: plain data to bytes, one file a format.

mod analysis;
mod concordance;
mod facts;
mod json;
mod report;
mod table;
mod text;
mod words;

use std::io::Write;
use std::time::Instant;

use serde::Serialize;
use unicode_width::UnicodeWidthStr;
use xunwen_query::Answer;

pub(crate) use analysis::{tokens_json, tokens_text};
pub(crate) use concordance::{lines_csv, lines_json, lines_text};
pub(crate) use facts::{facts_json, facts_text};
pub(crate) use json::{articles, json};
pub(crate) use report::report;
pub(crate) use table::{csv, trec};
pub(crate) use text::text;
pub(crate) use words::words;

/// An answer on its way out.
pub(crate) struct Result<'a> {
    /// The query as typed.
    pub(crate) query: &'a str,
    /// What answers it.
    pub(crate) answer: &'a Answer<'a>,
    /// When it was asked.
    pub(crate) start: Instant,
}

/// What was asked, and when.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// The query as typed.
    pub(crate) query: &'a str,
    /// When it was asked.
    pub(crate) start: Instant,
}

impl Result<'_> {
    /// Returns the milliseconds since the question was asked, to a tenth.
    fn elapsed_ms(&self) -> f64 {
        elapsed_ms(self.start)
    }
}

fn elapsed_ms(start: Instant) -> f64 {
    (start.elapsed().as_secs_f64() * 10_000.0).round() / 10.0
}

/// Returns spaces that fill `text` up to `columns` in a terminal, where Han characters take two.
fn padding(text: &str, columns: usize) -> String {
    " ".repeat(columns.saturating_sub(text.width()))
}

fn write_json_line(out: &mut dyn Write, line: &impl Serialize) -> std::io::Result<()> {
    let json = serde_json::to_string(line)?;
    writeln!(out, "{json}")
}

/// Returns `count` with the noun for one or many.
fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
