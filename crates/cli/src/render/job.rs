//! What a job reports while it works, and what it did.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;
use serde_json::json;
use xunwen_index::{Event, PassedOver, Progress, Recognised, Report};

use super::input_notes::{note_json, note_text};
use super::json_lines::write_typed;
use super::numbers::counted;
use crate::failure::Failure;

/// Writes the events that matter to a person; most do not.
pub(crate) fn event_text(event: &Event, err: &mut dyn Write) -> io::Result<()> {
    match event {
        Event::Resumed { articles, input, records } => {
            let articles = counted(*articles, "article was", "articles were");
            let place = match input {
                Some(input) => format!("record {records} of {input}"),
                None => "the last input".to_owned(),
            };
            writeln!(err, "resuming after {place}: {articles} read before")
        }
        Event::Changed { input } => {
            writeln!(
                err,
                "warning: {input} has changed since the job was cut short, which begins again"
            )
        }
        Event::Dropped { generation } => writeln!(
            err,
            "warning: generation {generation}, which another job left unfinished, is removed"
        ),
        Event::Recognised(found) => writeln!(err, "{found}"),
        _ => Ok(()),
    }
}

/// Writes an event as one JSON object.
pub(crate) fn event_json(event: &Event, err: &mut dyn Write) -> io::Result<()> {
    let (name, data) = match event {
        Event::Resumed { articles, input, records } => {
            ("resumed", json!({ "articles": articles, "input": input, "records": records }))
        }
        Event::Changed { input } => ("changed", json!({ "input": input })),
        Event::Dropped { generation } => ("dropped", json!({ "generation": generation })),
        Event::Recognised(found) => ("recognised", recognised_json(found)),
        Event::Read(progress) => ("progress", progress_json(progress)),
        Event::Committed { articles, commits } => {
            ("committed", json!({ "articles": articles, "commits": commits }))
        }
        Event::Merging => ("merging", json!({})),
        Event::Switched { generation } => ("switched", json!({ "generation": generation })),
        _ => return Ok(()),
    };
    write_typed(err, name, &data)
}

fn recognised_json(found: &Recognised) -> serde_json::Value {
    let Recognised { name, format, encoding, reason } = found;
    let encoding = encoding.map(|encoding| encoding.to_string());
    json!({ "input": name, "format": format.name(), "encoding": encoding, "reason": reason })
}

fn progress_json(progress: &Progress) -> serde_json::Value {
    let Progress { articles, rejected, input_bytes, input_bytes_total } = progress;
    json!({
        "articles": articles,
        "rejected": rejected,
        "input_bytes": input_bytes,
        "input_bytes_total": input_bytes_total,
    })
}

/// Writes a failure as one JSON object.
pub(crate) fn failure_json(failure: &Failure, err: &mut dyn Write) -> io::Result<()> {
    let data = json!({ "error": failure.message(), "hint": failure.hint() });
    write_typed(err, "error", &data)
}

/// Writes a few lines for a person or a log.
pub(crate) fn report(report: &Report, dir: &Path, err: &mut dyn Write) -> io::Result<()> {
    let Report { added, updated, unchanged, .. } = report;
    let seconds = report.elapsed.as_secs_f64();
    let megabytes = report.bytes as f64 / 1e6;
    writeln!(
        err,
        "{added} added, {updated} updated, {unchanged} unchanged: {megabytes:.1} MB in {seconds:.1} s"
    )?;
    if let Some(file) = &report.reject_file {
        let records = counted(report.rejected, "record", "records");
        writeln!(err, "warning: {records} rejected, listed in {}", file.display())?;
    }
    passed_over(&report.passed_over, err)?;
    for (note, noted) in report.notes.iter() {
        writeln!(err, "warning: {}", note_text(note, noted))?;
    }
    if let Some(id) = &report.repeated_id {
        let articles = counted(report.repeated, "article", "articles");
        writeln!(
            err,
            "warning: {articles} replaced another of this job with the same id, the first has id {id}; `--id-prefix file` tells files apart"
        )?;
    }
    let articles = counted(report.articles, "article", "articles");
    let generation = report.generation;
    if report.is_interrupted {
        return writeln!(
            err,
            "interrupted: generation {generation} of {} holds {articles}; the same command resumes there",
            dir.display()
        );
    }
    writeln!(err, "{} holds {articles}, generation {generation}", dir.display())
}

/// Tells the files that were not read, a line for each ending.
fn passed_over(files: &PassedOver, err: &mut dyn Write) -> io::Result<()> {
    for (ending, files) in files.iter() {
        if files.count == 1 {
            writeln!(err, "warning: passed over: {}: {}", files.name, files.reason)?;
            continue;
        }
        let named = if ending.is_empty() {
            "without ending".to_owned()
        } else {
            format!("ending in .{ending}")
        };
        writeln!(
            err,
            "warning: passed over: {} files {named}, the first is {}: {}",
            files.count, files.name, files.reason
        )?;
    }
    Ok(())
}

/// Writes it as one JSON object.
pub(crate) fn report_json(report: &Report, dir: &Path, out: &mut dyn Write) -> io::Result<()> {
    let data = Data {
        index: dir.display().to_string(),
        generation: report.generation,
        articles: report.articles,
        added: report.added,
        updated: report.updated,
        unchanged: report.unchanged,
        rejected: report.rejected,
        reject_file: report.reject_file.as_ref().map(|file| file.display().to_string()),
        passed_over: report.passed_over.count(),
        repeated_ids: report.repeated,
        notes: report.notes.iter().map(|(note, noted)| note_json(note, noted)).collect(),
        bytes: report.bytes,
        seconds: (report.elapsed.as_secs_f64() * 1_000.0).round() / 1_000.0,
        commits: report.commits,
        interrupted: report.is_interrupted,
    };
    write_typed(out, "report", &data)
}

#[derive(Serialize)]
struct Data {
    index: String,
    generation: u64,
    articles: u64,
    added: u64,
    updated: u64,
    unchanged: u64,
    rejected: u64,
    reject_file: Option<String>,
    passed_over: u64,
    repeated_ids: u64,
    notes: Vec<serde_json::Value>,
    bytes: u64,
    seconds: f64,
    commits: u64,
    interrupted: bool,
}
