//! What an indexing job did.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;
use xunwen_index::Report;

use super::{counted, write_typed};

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
    let (articles, generation) =
        (counted(report.articles, "article", "articles"), report.generation);
    if report.is_interrupted {
        return writeln!(
            err,
            "interrupted: generation {generation} of {} holds {articles}; the same command goes on there",
            dir.display()
        );
    }
    writeln!(err, "{} holds {articles}, generation {generation}", dir.display())
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
    bytes: u64,
    seconds: f64,
    commits: u64,
    interrupted: bool,
}
