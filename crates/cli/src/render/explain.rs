//! Explanations: the parts of a score, or what the article has where a condition failed.

use std::io::{self, Write};

use xunwen_language::Field;
use xunwen_query::Expansion;
use xunwen_query::evidence::{Contribution, Explanation, Mismatch, Unmet};
use xunwen_wire::unit_name;

use super::json_lines::write_json_line;

/// Writes an explanation for reading.
pub(crate) fn explanation_text(explanation: &Explanation, out: &mut dyn Write) -> io::Result<()> {
    let title = explanation.title.split_whitespace().collect::<Vec<_>>().join(" ");
    writeln!(out, "{}  {title}", explanation.id)?;
    match explanation.tier {
        Some(tier) => writeln!(out, "{}: score {:.4}", tier.name(), explanation.score)?,
        None => writeln!(out, "not found")?,
    }
    for part in &explanation.parts {
        let Contribution { text, field, occurrences, length, idf, weight, contribution, .. } = part;
        let via = via(part, explanation);
        writeln!(
            out,
            "  {contribution:>9.4}  {text} in {}: {occurrences} of {length} terms, idf {idf:.3}, weight {weight}{via}",
            field.name()
        )?;
    }
    for other in &explanation.expansions {
        let Expansion { of, text, kind, articles } = other;
        writeln!(out, "also for {of}: {text} ({}, {articles} articles)", kind.name())?;
    }
    if !explanation.unmet.is_empty() {
        writeln!(out, "not exact, for want of")?;
    }
    for Unmet { clause, instead } in &explanation.unmet {
        writeln!(out, "  {clause}: {}", described(instead))?;
    }
    Ok(())
}

/// Names the query's wording that a part replaces, if it is another one.
fn via(part: &Contribution, explanation: &Explanation) -> String {
    if part.is_feedback {
        return ", by feedback".to_owned();
    }
    let is_own = |other: &&Expansion| Some(&other.text) == part.via.as_ref();
    let other = explanation.expansions.iter().find(is_own);
    other.map_or_else(String::new, |Expansion { of, text, kind, .. }| {
        format!(", via {text} for {of} ({})", kind.name())
    })
}

/// Describes what the article has instead.
fn described(instead: &Mismatch) -> String {
    match instead {
        Mismatch::Text { longest: None, .. } => "no character of it occurs".to_owned(),
        Mismatch::Text { longest: Some(longest), words } if words.is_empty() => {
            format!("does not occur; {longest} is the longest part that does")
        }
        Mismatch::Text { longest: Some(longest), words } => {
            let words = words.join(", ");
            format!(
                "does not occur; {longest} is the longest part that does; words that do: {words}"
            )
        }
        Mismatch::Elsewhere(fields) => format!("occurs in {} only", names(fields).join(", ")),
        Mismatch::Label(values) if values.is_empty() => "the article has none".to_owned(),
        Mismatch::Label(values) => format!("the article has {}", values.join(", ")),
        Mismatch::Date(None) => "the article has no date".to_owned(),
        Mismatch::Date(Some(time)) => format!("published {time}"),
        Mismatch::Denied(places) => {
            let places = places.iter().map(|(field, text)| format!("{} …{text}…", field.name()));
            format!("occurs in {}", places.collect::<Vec<_>>().join("; "))
        }
        Mismatch::Count(count) => format!("occurs {count} times"),
        Mismatch::Distance { smallest, reversed, missing } => {
            distance(*smallest, *reversed, missing)
        }
        Mismatch::Apart { missing, .. } if !missing.is_empty() => absent(missing),
        Mismatch::Apart { unit, .. } => {
            format!("all occur, but in no {} together", unit_name(*unit))
        }
        _ => "does not hold".to_owned(),
    }
}

fn distance(smallest: Option<u32>, reversed: Option<u32>, missing: &[String]) -> String {
    if !missing.is_empty() {
        return absent(missing);
    }
    let forth = smallest.map(|gap| format!("{gap} characters apart at least"));
    let back = reversed.map(|gap| format!("{gap} apart in the other order"));
    let both: Vec<String> = forth.into_iter().chain(back).collect();
    if both.is_empty() { "never in one field together".to_owned() } else { both.join(", ") }
}

fn absent(missing: &[String]) -> String {
    format!("does not occur: {}", missing.join(", "))
}

/// Writes one JSON object.
pub(crate) fn explanation_json(explanation: &Explanation, out: &mut dyn Write) -> io::Result<()> {
    write_json_line(out, &xunwen_wire::Explanation::of(explanation))
}

fn names(fields: &[Field]) -> Vec<&'static str> {
    fields.iter().map(|field| field.name()).collect()
}
