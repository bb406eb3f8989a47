//! What a round of a watch did.

use std::io::{self, Write};
use std::time::Instant;

use xunwen_query::Engine;
use xunwen_watch::{Delivered, Round};
use xunwen_wire::{WatchLine, WatchSummary, elapsed_ms};

use super::json_lines::write_json_line;

/// A round that is done.
pub(crate) struct WatchRound<'r> {
    /// Standing queries.
    pub(crate) queries: usize,
    pub(crate) round: Round,
    pub(crate) delivered: &'r Delivered,
}

/// Writes the summary of a round that began at `start`.
pub(crate) fn watch_summary(
    done: &WatchRound<'_>,
    engine: &Engine,
    start: Instant,
    out: &mut dyn Write,
) -> io::Result<()> {
    let WatchRound { queries, round, delivered } = done;
    let summary = WatchSummary {
        queries: *queries,
        begun: round.begun,
        new: round.new,
        delivered: delivered.accepted,
        waiting: delivered.waiting,
        articles: engine.articles(),
        generation: engine.generation().number,
        elapsed_ms: elapsed_ms(start),
    };
    write_json_line(out, &WatchLine::Summary(summary))
}

/// Warns that deliveries wait.
pub(crate) fn delivery_waits(waiting: usize, problem: &str, err: &mut dyn Write) -> io::Result<()> {
    writeln!(err, "warning: {problem}; deliveries that wait: {waiting}")
}
