//! Tables: CSV for spreadsheets, TREC runs for evaluation programs.

use std::io::Write;

use xunwen_query::Tier;
use xunwen_wire::{Column, exported};

use super::Result;
use crate::failure::Failure;

/// Writes a CSV table with a header, in the chosen `columns`; the passage is the first, white
/// space made single spaces.
pub(crate) fn csv(
    result: &Result<'_>,
    columns: &[Column],
    out: &mut dyn Write,
) -> std::result::Result<(), Failure> {
    let columns = if columns.is_empty() { &Column::TABLE[..] } else { columns };
    let mut table = csv::Writer::from_writer(out);
    table.write_record(columns.iter().map(|column| column.name()))?;
    for hit in exported(result.answer, columns) {
        let hit = hit?;
        table.write_record(columns.iter().map(|column| column.cell(&hit)))?;
    }
    table.flush()?;
    Ok(())
}

/// Writes a TREC run: `qid Q0 docid rank score xunwen`.
///
/// Programs that read runs sort by score, in single precision, and break ties in ways of their own.
/// So exact scores are lifted above the related ones, and the score written falls with every rank.
pub(crate) fn trec(
    qid: &str,
    result: &Result<'_>,
    out: &mut dyn Write,
) -> std::result::Result<(), Failure> {
    let lift = result.answer.scores(Tier::Related).fold(0.0, f32::max);
    let mut last = f32::INFINITY;
    for (rank, (id, tier, score)) in (1..).zip(result.answer.ids()?) {
        let lifted = if tier == Tier::Exact { score + lift } else { score };
        last = if lifted < last { lifted } else { last.next_down() };
        writeln!(out, "{} Q0 {} {rank} {last} xunwen", one_word(qid), one_word(&id))?;
    }
    Ok(())
}

/// White space would end a column.
fn one_word(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join("_")
}
