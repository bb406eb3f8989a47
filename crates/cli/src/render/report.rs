//! What an indexing job did.

use std::io::{self, Write};
use std::path::Path;

use xunwen_index::Report;

use super::counted;

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
    let articles = counted(report.articles, "article", "articles");
    writeln!(err, "{} holds {articles}, generation {}", dir.display(), report.generation)
}
