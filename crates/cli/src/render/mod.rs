//! Renderings: plain data to bytes, one file a format.

mod analysis;
mod audit;
mod care;
mod chart;
mod concordance;
mod eval;
mod event;
mod explanation;
mod facets;
mod facts;
mod json;
mod replay;
mod report;
mod table;
mod text;
mod trend;
mod vocabulary;
mod words;

use std::io::Write;
use std::time::Instant;

use serde::Serialize;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
use xunwen_query::corpus::Facet;
use xunwen_query::evidence::Audit;
use xunwen_query::{Answer, Request};
use xunwen_wire::elapsed_ms;

pub(crate) use analysis::{tokens_json, tokens_text};
pub(crate) use care::{
    compacted, comparison, deleted, generations_json, generations_text, removed, verification_json,
    verification_text, would_delete,
};
pub(crate) use chart::chart;
pub(crate) use concordance::{lines_csv, lines_json, lines_text};
pub(crate) use eval::{Evaluated, SetFigures, compared, evaluation, sets_json, sets_text};
pub(crate) use event::{event_json, event_text, failure_json};
pub(crate) use explanation::{explanation_json, explanation_text};
pub(crate) use facts::{facts_json, facts_text};
pub(crate) use json::{articles, json};
pub(crate) use replay::{replay_json, replay_text};
pub(crate) use report::{report, report_json};
pub(crate) use table::{csv, trec};
pub(crate) use text::text;
pub(crate) use trend::{Trends, trend_csv, trend_json, trend_outliers, trend_text};
pub(crate) use vocabulary::{new_words, words_added, words_removed};
pub(crate) use words::words;

/// An answer on its way out.
pub(crate) struct Result<'a> {
    /// The query as typed.
    pub(crate) query: &'a str,
    /// What was asked.
    pub(crate) request: &'a Request,
    /// What answers it.
    pub(crate) answer: &'a Answer<'a>,
    /// What a dictionary index would have missed, if that was asked.
    pub(crate) audit: Option<&'a Audit>,
    /// Its exact tier, counted.
    pub(crate) facets: &'a [Facet],
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

/// Returns spaces that fill `text` up to `columns` in a terminal, where Han characters take two.
fn padding(text: &str, columns: usize) -> String {
    " ".repeat(columns.saturating_sub(text.width()))
}

fn write_json_line(out: &mut dyn Write, line: &impl Serialize) -> std::io::Result<()> {
    let json = serde_json::to_string(line)?;
    writeln!(out, "{json}")
}

/// Writes `{"type":…,"data":…}`.
fn write_typed(out: &mut dyn Write, kind: &str, data: &impl Serialize) -> std::io::Result<()> {
    #[derive(Serialize)]
    struct Line<'a, T> {
        #[serde(rename = "type")]
        kind: &'a str,
        data: &'a T,
    }
    write_json_line(out, &Line { kind, data })
}

/// Returns `count` with the noun for one or many.
fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Returns a number with commas between thousands.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut written = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

/// Returns `text` in one line of exactly this many columns of a terminal, where Han characters take
/// two: filled with spaces, or cut with dots.
fn in_columns(text: &str, columns: usize) -> String {
    let text = text.replace(char::is_control, " ");
    let mut line = text.clone();
    if text.width() > columns {
        let mut used = 0;
        let fits = |c: &char| {
            used += c.width().unwrap_or(0);
            used < columns
        };
        line = text.chars().take_while(fits).chain(['…']).collect();
    }
    let rest = columns.saturating_sub(line.width());
    line + &" ".repeat(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        for (number, written) in
            [(0, "0"), (999, "999"), (1_000, "1,000"), (17_532_001, "17,532,001")]
        {
            assert_eq!(thousands(number), written);
        }
    }

    #[test]
    fn lines_are_as_wide_as_asked() {
        for (text, line) in [
            ("微短剧", "微短剧  "),
            ("微短剧，好", "微短剧… "),
            ("微a短剧，好", "微a短剧…"),
            ("a\tb", "a b     "),
            ("12345678", "12345678"),
            ("123456789", "1234567…"),
        ] {
            assert_eq!((in_columns(text, 8).as_str(), in_columns(text, 8).width()), (line, 8));
        }
    }
}
