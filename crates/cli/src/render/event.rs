//! What a job tells while it works.

use std::io::{self, Write};

use serde_json::json;
use xunwen_index::{Event, Progress};

use crate::failure::Failure;

use super::{counted, write_typed};

/// Writes what a person should know; most events say nothing to one.
pub(crate) fn event_text(event: &Event, err: &mut dyn Write) -> io::Result<()> {
    match event {
        Event::Resumed { articles, input, records } => {
            let articles = counted(*articles, "article was", "articles were");
            writeln!(err, "going on behind record {records} of {input}: {articles} read before")
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
        Event::Skipped { reason } => writeln!(err, "warning: passed over: {reason}"),
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
        Event::Skipped { reason } => ("skipped", json!({ "reason": reason })),
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
