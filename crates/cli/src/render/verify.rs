//! What is wrong with an index, if anything is.

use std::io::{self, Write};

use serde_json::json;
use xunwen_query::evidence::Verification;

use super::json_lines::write_json_line;
use super::numbers::counted;

/// Writes what was looked at, and what is wrong.
pub(crate) fn verification_text(found: &Verification, out: &mut dyn Write) -> io::Result<()> {
    if !found.damaged.is_empty() {
        writeln!(out, "generation {}: damaged", found.generation)?;
        for file in &found.damaged {
            writeln!(out, "checksums   wrong: {}", file.display())?;
        }
        return writeln!(out, "counts      not looked at\nsample      not looked for");
    }
    let articles = counted(found.articles, "article", "articles");
    writeln!(out, "generation {}: {articles}", found.generation)?;
    match found.counted.filter(|&counted| counted != found.articles) {
        Some(counted) => writeln!(out, "counts      wrong: {counted} were written")?,
        None => writeln!(out, "counts      right")?,
    }
    writeln!(out, "checksums   right")?;
    if found.unlisted > 0 {
        let files = counted(found.unlisted as u64, "file", "files");
        writeln!(out, "            {files} of an older program: whose they are is not recorded")?;
    }
    if found.lost.is_empty() {
        return writeln!(out, "sample      {} found by their own words", found.sampled);
    }
    for id in &found.lost {
        writeln!(out, "sample      not found by its own words: {id}")?;
    }
    Ok(())
}

/// Writes the same as one JSON object.
pub(crate) fn verification_json(found: &Verification, out: &mut dyn Write) -> io::Result<()> {
    let damaged: Vec<String> = found.damaged.iter().map(|it| it.display().to_string()).collect();
    let line = json!({
        "generation": found.generation,
        "sound": found.is_sound(),
        "articles": found.articles,
        "counted": found.counted,
        "damaged": damaged,
        "unlisted": found.unlisted,
        "sampled": found.sampled,
        "lost": found.lost,
    });
    write_json_line(out, &line)
}
