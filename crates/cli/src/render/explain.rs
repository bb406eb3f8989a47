//! Explanations: the parts of a score, or what the article has where a condition failed.

use std::io::{self, Write};

use serde_json::{Value, json};
use xunwen_language::{Field, Unit};
use xunwen_query::evidence::{Contribution, Explanation, Mismatch, Unmet};
use xunwen_query::{Expansion, Tier};
use xunwen_wire::Note;

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
    let mut object = json!({
        "id": explanation.id,
        "title": explanation.title,
        "tier": explanation.tier.map(Tier::name),
        "score": explanation.score,
        "expansions": explanation.expansions.iter().map(xunwen_wire::Expansion::of).collect::<Vec<_>>(),
        "parts": explanation.parts.iter().map(part).collect::<Vec<_>>(),
        "unmet": explanation.unmet.iter().map(unmet).collect::<Vec<_>>(),
    });
    if !explanation.notes.is_empty() {
        object["notes"] = json!(explanation.notes.iter().map(Note::of).collect::<Vec<_>>());
    }
    writeln!(out, "{object}")
}

fn part(part: &Contribution) -> Value {
    json!({
        "text": part.text,
        "via": part.via,
        "feedback": part.is_feedback,
        "field": part.field.name(),
        "occurrences": part.occurrences,
        "length": part.length,
        "idf": part.idf,
        "weight": part.weight,
        "contribution": part.contribution,
    })
}

fn unmet(unmet: &Unmet) -> Value {
    let instead = match &unmet.instead {
        Mismatch::Text { longest, words } => json!({ "longest_part": longest, "words": words }),
        Mismatch::Elsewhere(fields) => json!({ "fields": names(fields) }),
        Mismatch::Label(values) => json!({ "values": values }),
        Mismatch::Date(time) => json!({ "published_at": time.map(|time| time.to_string()) }),
        Mismatch::Denied(places) => {
            let place =
                |(field, text): &(Field, String)| json!({ "field": field.name(), "text": text });
            json!({ "places": places.iter().map(place).collect::<Vec<_>>() })
        }
        Mismatch::Distance { smallest, reversed, missing } => {
            json!({ "smallest": smallest, "reversed": reversed, "missing": missing })
        }
        Mismatch::Apart { unit, missing } => {
            json!({ "unit": unit_name(*unit), "missing": missing })
        }
        Mismatch::Count(count) => json!({ "count": count }),
        _ => Value::Null,
    };
    json!({ "clause": unmet.clause, "instead": instead })
}

fn names(fields: &[Field]) -> Vec<&'static str> {
    fields.iter().map(|field| field.name()).collect()
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Sentence => "sentence",
        Unit::Paragraph => "paragraph",
    }
}
