//! What an index holds.

use std::io::Write;

use xunwen_query::corpus::{Count, IndexInfo};
use xunwen_wire::IndexFacts;

use super::json_lines::write_json_line;
use super::numbers::counted;
use crate::failure::Failure;

/// How many outlets are listed for reading.
const OUTLETS_SHOWN: usize = 10;

/// Writes the facts for reading.
pub(crate) fn facts_text(facts: &IndexInfo, out: &mut dyn Write) -> Result<(), Failure> {
    let span = |time: Option<xunwen_schema::Published>| {
        time.map_or("-".to_owned(), |time| time.to_string())
    };
    writeln!(out, "generation   {}", facts.generation)?;
    writeln!(out, "articles     {}", facts.articles)?;
    writeln!(
        out,
        "size         {:.1} MB in {}",
        facts.bytes as f64 / 1e6,
        counted(facts.segments as u64, "segment", "segments")
    )?;
    writeln!(out, "format       {}", facts.format)?;
    writeln!(out, "fingerprint  {}", facts.fingerprint)?;
    writeln!(out, "user words   {}", facts.user_words)?;
    writeln!(
        out,
        "published    {} to {}, {} without a date",
        span(facts.oldest),
        span(facts.newest),
        facts.undated
    )?;
    writeln!(out, "languages    {}", joined(&facts.languages, usize::MAX))?;
    writeln!(out, "sources      {}", joined(&facts.sources, OUTLETS_SHOWN))?;
    Ok(())
}

/// Writes the facts as one JSON object.
pub(crate) fn facts_json(facts: &IndexInfo, out: &mut dyn Write) -> Result<(), Failure> {
    Ok(write_json_line(out, &IndexFacts::of(facts))?)
}

fn joined(counts: &[Count], most: usize) -> String {
    let mut parts: Vec<String> = counts
        .iter()
        .take(most)
        .map(|count| format!("{} {}", count.name, count.articles))
        .collect();
    if counts.len() > most {
        parts.push(format!("{} more", counts.len() - most));
    }
    if parts.is_empty() { "-".to_owned() } else { parts.join(", ") }
}
