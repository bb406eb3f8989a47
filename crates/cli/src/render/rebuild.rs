//! How the answers of a new generation differ from those of the live one.

use std::io::{self, Write};

use xunwen_query::evidence::AnswerComparison;

use super::numbers::counted;

/// The changed answers that are shown.
const MOST_CHANGES: usize = 20;

/// Writes how the answers of two generations differ.
pub(crate) fn comparison(comparison: &AnswerComparison, err: &mut dyn Write) -> io::Result<()> {
    let queries = counted(comparison.questions as u64, "query", "queries");
    let changed = comparison.changes.len();
    let mean = comparison.mean() * 100.0;
    writeln!(err, "{changed} of {queries} are answered in another way, {mean:.1}% in the mean")?;
    for change in comparison.changes.iter().take(MOST_CHANGES) {
        let share = change.share * 100.0;
        let (before, after) = change.exact;
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
