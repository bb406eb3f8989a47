//! Audits: what a dictionary index would have missed.

use std::io::{self, Write};

use serde::Serialize;
use xunwen_query::{Audit, AuditedLiteral, Missed, Reading};

use super::counted;

/// How many missed articles are listed for reading.
const SHOWN: usize = 20;

/// The data of an `audit` line.
#[derive(Serialize)]
pub(super) struct AuditLine<'a> {
    /// Articles in the exact tier.
    exact: u64,
    /// Articles looked at; fewer than `exact` if they are a sample.
    audited: u64,
    /// How many of those each reading would have missed.
    missed: MissedCounts,
    literals: Vec<LiteralLine<'a>>,
    articles: Vec<MissedLine<'a>>,
}

/// How many would have been missed: words anywhere, in a row, in a row with guessed words.
#[derive(Serialize)]
struct MissedCounts {
    anywhere: usize,
    in_a_row: usize,
    guessed: usize,
}

/// A keyword and the words it is cut into, without and with guessing.
#[derive(Serialize)]
struct LiteralLine<'a> {
    text: &'a str,
    words: &'a [String],
    guessed: &'a [String],
}

/// An article that would have been missed.
#[derive(Serialize)]
struct MissedLine<'a> {
    id: &'a str,
    title: &'a str,
    /// `anywhere`, `in_a_row`, `guessed`.
    missed_by: Vec<&'static str>,
    /// The keyword that would not have been found.
    literal: &'a str,
    /// How the article is cut where it stands.
    cut: &'a [String],
}

impl<'a> AuditLine<'a> {
    pub(super) fn of(audit: &'a Audit) -> Self {
        let literals = audit.literals.iter();
        Self {
            exact: audit.exact,
            audited: audit.audited,
            missed: MissedCounts {
                anywhere: audit.missed_by(Reading::Anywhere),
                in_a_row: audit.missed_by(Reading::InARow),
                guessed: audit.missed_by(Reading::Guessed),
            },
            literals: literals.map(LiteralLine::of).collect(),
            articles: audit.missed.iter().map(MissedLine::of).collect(),
        }
    }
}

impl<'a> LiteralLine<'a> {
    fn of(AuditedLiteral { text, words, guessed }: &'a AuditedLiteral) -> Self {
        Self { text, words, guessed }
    }
}

impl<'a> MissedLine<'a> {
    fn of(Missed { id, title, readings, literal, cut }: &'a Missed) -> Self {
        let missed_by = readings.iter().map(|reading| reading.name()).collect();
        Self { id, title, missed_by, literal, cut }
    }
}

/// Writes an audit for reading.
pub(super) fn audit_text(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    let hits = counted(audit.exact, "exact hit", "exact hits");
    let sample = format!("a sample of {} of {hits}", audit.audited);
    let of = if audit.audited < audit.exact { sample } else { hits };
    writeln!(out, "\naudit: of {of}, an index of dictionary words (jieba) would have missed")?;
    for reading in Reading::ALL {
        let missed = audit.missed_by(reading);
        let share = 100.0 * missed as f64 / audit.audited.max(1) as f64;
        writeln!(out, "{missed:>7} ({share:.1}%) {}", described(reading))?;
    }
    for AuditedLiteral { text, words, guessed } in &audit.literals {
        let (words, guessed) = (words.join(" | "), guessed.join(" | "));
        writeln!(out, "  {text} is cut as {words}; with guessing as {guessed}")?;
    }
    for Missed { id, title, literal, cut, readings } in audit.missed.iter().take(SHOWN) {
        let names: Vec<&str> = readings.iter().map(|reading| reading.name()).collect();
        writeln!(out, "  {id}  {}", plain(title))?;
        writeln!(out, "    {literal} stands as {} ({})", cut.join(" | "), names.join(", "))?;
    }
    match audit.missed.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => writeln!(out, "  and {more} more; `--format json` has all"),
    }
}

fn described(reading: Reading) -> &'static str {
    match reading {
        Reading::Anywhere => {
            "anywhere: the keyword's words anywhere in a field, which finds false ones, too"
        }
        Reading::InARow => "in_a_row: the keyword's words in a row",
        Reading::Guessed => "guessed: in a row, with guessed words (HMM), as jieba comes",
    }
}

/// Returns a text in one line.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
