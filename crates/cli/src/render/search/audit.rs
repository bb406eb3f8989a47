//! Audits: what a dictionary index would have missed.

use std::io::{self, Write};

use xunwen_query::evidence::{Audit, AuditedLiteral, DictionaryMode, MissedArticle};

use crate::render::numbers::counted;

/// How many missed articles are listed for reading.
const SHOWN: usize = 20;

/// Writes an audit for reading.
pub(super) fn audit_text(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    let hits = counted(audit.exact, "exact hit", "exact hits");
    let sample = format!("a sample of {} of {hits}", audit.audited);
    let of = if audit.audited < audit.exact { sample } else { hits };
    writeln!(out, "\naudit: of {of}, an index of dictionary words (jieba) would have missed")?;
    for reading in DictionaryMode::ALL {
        let missed = audit.missed_by(reading);
        let share = 100.0 * missed as f64 / audit.audited.max(1) as f64;
        writeln!(out, "{missed:>7} ({share:.1}%) {}", described(reading))?;
    }
    for AuditedLiteral { text, words, guessed } in &audit.literals {
        let words = words.join(" | ");
        let guessed = guessed.join(" | ");
        writeln!(out, "  {text} is cut as {words}; with guessing as {guessed}")?;
    }
    for MissedArticle { id, title, literal, cut, modes } in audit.missed.iter().take(SHOWN) {
        let names: Vec<&str> = modes.iter().map(|reading| reading.name()).collect();
        writeln!(out, "  {id}  {}", plain(title))?;
        writeln!(out, "    {literal} within {} ({})", cut.join(" | "), names.join(", "))?;
    }
    match audit.missed.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => writeln!(out, "  and {more} more; `--format json` has all"),
    }
}

fn described(reading: DictionaryMode) -> &'static str {
    match reading {
        DictionaryMode::Anywhere => {
            "anywhere: the keyword's words anywhere in a field, which finds false ones, too"
        }
        DictionaryMode::InARow => "in_a_row: the keyword's words in a row",
        DictionaryMode::Guessed => "guessed: in a row, with guessed words (HMM), as jieba comes",
    }
}

/// Returns a text in one line.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
