//! Generations, and what was done to one.

use std::io::{self, Write};
use std::path::Path;

use serde_json::json;
use xunwen_index::{Compacted, Deleted, Listed};
use xunwen_query::evidence::{AnswerComparison, Verification};

use super::{counted, write_json_line};

/// The changed answers that are shown.
const MOST_CHANGES: usize = 20;

/// Writes a line for each generation.
pub(crate) fn generations_text(all: &[Listed], out: &mut dyn Write) -> io::Result<()> {
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
pub(crate) fn generations_json(all: &[Listed], out: &mut dyn Write) -> io::Result<()> {
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

/// Writes how the answers of two generations differ.
pub(crate) fn comparison(comparison: &AnswerComparison, err: &mut dyn Write) -> io::Result<()> {
    let queries = counted(comparison.questions as u64, "query", "queries");
    let (changed, mean) = (comparison.changes.len(), comparison.mean() * 100.0);
    writeln!(err, "{changed} of {queries} are answered in another way, {mean:.1}% in the mean")?;
    for change in comparison.changes.iter().take(MOST_CHANGES) {
        let (share, (before, after)) = (change.share * 100.0, change.exact);
        write!(err, "  {}  {share:.1}%  exact {before} -> {after}", change.id)?;
        for (sign, ids) in [('+', &change.came), ('-', &change.went)] {
            ids.iter().try_for_each(|id| write!(err, "  {sign}{id}"))?;
        }
        writeln!(err)?;
    }
    match changed.saturating_sub(MOST_CHANGES) {
        0 => Ok(()),
        more => writeln!(err, "  and {more} more"),
    }
}

/// Says what was deleted.
pub(crate) fn deleted(deleted: &Deleted, dir: &Path, err: &mut dyn Write) -> io::Result<()> {
    let Deleted { deleted, missing, articles, generation } = *deleted;
    write!(err, "{} deleted", counted(deleted, "article", "articles"))?;
    if missing > 0 {
        write!(err, ", {} unknown", counted(missing, "id", "ids"))?;
    }
    let articles = counted(articles, "article", "articles");
    writeln!(err, "; {} holds {articles}, generation {generation}", dir.display())
}

/// Says what would be deleted.
pub(crate) fn would_delete(count: usize, err: &mut dyn Write) -> io::Result<()> {
    writeln!(err, "{} would be deleted", counted(count as u64, "article", "articles"))
}

/// Says what compacting did.
pub(crate) fn compacted(done: &Compacted, dir: &Path, err: &mut dyn Write) -> io::Result<()> {
    let (segments, bytes) = (done.segments, done.bytes);
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    writeln!(
        err,
        "{}: {} -> {}, {:.1} MB -> {:.1} MB",
        dir.display(),
        counted(segments.0 as u64, "segment", "segments"),
        segments.1,
        megabytes(bytes.0),
        megabytes(bytes.1)
    )
}

/// Writes what was looked at, and what is wrong.
pub(crate) fn verification_text(found: &Verification, out: &mut dyn Write) -> io::Result<()> {
    let articles = counted(found.articles, "article", "articles");
    writeln!(out, "generation {}: {articles}", found.generation)?;
    match found.counted.filter(|&counted| counted != found.articles) {
        Some(counted) => writeln!(out, "counts      wrong: {counted} were written")?,
        None => writeln!(out, "counts      right")?,
    }
    if found.damaged.is_empty() {
        writeln!(out, "checksums   right")?;
    }
    for file in &found.damaged {
        writeln!(out, "checksums   wrong: {}", file.display())?;
    }
    if !found.damaged.is_empty() {
        return writeln!(out, "sample      not looked for");
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
        "sampled": found.sampled,
        "lost": found.lost,
    });
    write_json_line(out, &line)
}
