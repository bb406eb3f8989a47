//! Generations: which there are, and which were removed.

use std::io::{self, Write};

use serde_json::json;
use xunwen_index::ListedGeneration;

use super::json_lines::write_json_line;
use super::numbers::counted;

/// Writes a line for each generation.
pub(crate) fn generations_text(all: &[ListedGeneration], out: &mut dyn Write) -> io::Result<()> {
    for listed in all {
        let state = match (&listed.manifest, listed.is_live) {
            (_, true) => "live",
            (None, false) => "unfinished",
            (Some(_), false) => "",
        };
        let built = listed.manifest.as_ref().and_then(|manifest| manifest.built_at.as_deref());
        let articles = counted(listed.articles, "article", "articles");
        let line = format!(
            "{:>6}  {state:<10}  {articles:>20}  {:>9.1} MB  {}",
            listed.number,
            listed.bytes as f64 / 1e6,
            built.unwrap_or_default()
        );
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Writes a JSON object a line.
pub(crate) fn generations_json(all: &[ListedGeneration], out: &mut dyn Write) -> io::Result<()> {
    for listed in all {
        let manifest = listed.manifest.as_ref();
        let line = json!({
            "generation": listed.number,
            "live": listed.is_live,
            "finished": manifest.is_some(),
            "articles": listed.articles,
            "bytes": listed.bytes,
            "built_at": manifest.and_then(|manifest| manifest.built_at.as_ref()),
            "previous": manifest.and_then(|manifest| manifest.previous),
            "fingerprint": manifest.map(|manifest| &manifest.fingerprint),
            "user_words": manifest.map(|manifest| manifest.user_words.len()),
        });
        write_json_line(out, &line)?;
    }
    Ok(())
}

/// Says which generations were removed.
pub(crate) fn removed(numbers: &[u64], err: &mut dyn Write) -> io::Result<()> {
    if numbers.is_empty() {
        return writeln!(err, "nothing to remove");
    }
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    let noun = if numbers.len() == 1 { "generation" } else { "generations" };
    writeln!(err, "removed: {noun} {}", numbers.join(", "))
}
