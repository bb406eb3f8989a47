//! How files would be read.

use std::io::Write;

use serde_json::json;
use xunwen_index::{Peek, PeekedFile};
use xunwen_schema::Article;

use super::input_notes::{note_json, note_text};
use super::json_lines::write_typed;
use super::numbers::counted;
use crate::failure::Failure;

/// Characters of a text that are shown.
const SHOWN: usize = 60;

/// Writes it for reading, file by file.
pub(crate) fn peek_text(found: &Peek, out: &mut dyn Write) -> Result<(), Failure> {
    for file in &found.files {
        file_text(file, out)?;
    }
    let more = found.more_files;
    if more > 0 {
        writeln!(out, "and {}", counted(more, "more file", "more files"))?;
    }
    for (ending, files) in found.passed_over.iter() {
        let named = if ending.is_empty() { String::new() } else { format!(" .{ending}") };
        let count = counted(files.count, "file", "files");
        writeln!(
            out,
            "passed over: {count}{named}, the first is {}: {}",
            files.name, files.reason
        )?;
    }
    let (articles, rejected) = (found.articles, found.rejected);
    let articles = counted(articles, "article", "articles");
    let rejected = counted(rejected, "record", "records");
    writeln!(out, "{articles}, {rejected} rejected; nothing was written")?;
    Ok(())
}

fn file_text(file: &PeekedFile, out: &mut dyn Write) -> Result<(), Failure> {
    match &file.recognised {
        Some(recognised) => writeln!(out, "{recognised}")?,
        None => writeln!(out, "{}", file.name)?,
    }
    let articles = counted(file.articles, "article", "articles");
    let rejected = counted(file.rejected, "record", "records");
    writeln!(out, "  {articles}, {rejected} rejected")?;
    if let Some(reject) = &file.first_reject {
        writeln!(out, "  the first: {}:{}: {}", reject.input, reject.line, reject.reason)?;
    }
    for (note, noted) in file.notes.iter() {
        writeln!(out, "  {}", note_text(note, noted))?;
    }
    for article in &file.first {
        article_text(article, out)?;
    }
    Ok(())
}

fn article_text(article: &Article, out: &mut dyn Write) -> Result<(), Failure> {
    let published_at = article.published_at.map(|time| time.to_string());
    let fields = [
        ("id", article.id.as_str()),
        ("title", &article.title),
        ("body", &article.body),
        ("summary", &article.summary),
        ("source", article.source.as_deref().unwrap_or_default()),
        ("published_at", published_at.as_deref().unwrap_or_default()),
        ("url", article.url.as_deref().unwrap_or_default()),
        ("tags", &article.tags.join(", ")),
        ("lang", article.lang.as_deref().unwrap_or_default()),
    ];
    writeln!(out)?;
    for (name, text) in fields.into_iter().filter(|(_, text)| !text.is_empty()) {
        writeln!(out, "    {name:<13}{}", shown(text))?;
    }
    Ok(())
}

/// Returns the beginning of a text, on one line.
fn shown(text: &str) -> String {
    let line = text.replace(char::is_control, " ");
    match line.char_indices().nth(SHOWN) {
        None => line,
        Some((end, _)) => {
            let more = line[end..].chars().count();
            format!("{}… ({more} more)", &line[..end])
        }
    }
}

/// Writes it as JSON Lines: each file, each file that is passed over, and a summary.
pub(crate) fn peek_json(found: &Peek, out: &mut dyn Write) -> Result<(), Failure> {
    for file in &found.files {
        let recognised = file.recognised.as_ref();
        let data = json!({
            "input": file.name,
            "format": recognised.map(|own| own.format.name()),
            "encoding": recognised.and_then(|own| own.encoding).map(|own| own.to_string()),
            "reason": recognised.map(|own| own.reason.as_str()),
            "articles": file.articles,
            "rejected": file.rejected,
            "notes": file.notes.iter().map(|(note, noted)| note_json(note, noted)).collect::<Vec<_>>(),
            "first": file.first.iter().map(xunwen_wire::Article::of).collect::<Vec<_>>(),
        });
        write_typed(out, "file", &data)?;
    }
    for (ending, files) in found.passed_over.iter() {
        let data = json!({ "ending": ending, "files": files.count, "first": files.name, "reason": files.reason });
        write_typed(out, "passed_over", &data)?;
    }
    let data = json!({ "articles": found.articles, "rejected": found.rejected, "passed_over": found.passed_over.count() });
    write_typed(out, "summary", &data)?;
    Ok(())
}
