//! Tables: CSV for spreadsheets, TREC runs for evaluation programs.

use std::io::Write;

use xunwen_wire::{Column, Table, TableReader, exported, run_line};

use super::result::Result;
use crate::failure::Failure;

/// Writes a CSV table with a header, in the chosen `columns`; the passage is the first, white
/// space made single spaces.
pub(crate) fn csv(
    result: &Result<'_>,
    columns: &[Column],
    reader: TableReader,
    out: &mut dyn Write,
) -> std::result::Result<(), Failure> {
    let columns = if columns.is_empty() { &Column::TABLE[..] } else { columns };
    let mut table = Table::new(out, reader)?;
    table.row(columns.iter().map(|column| column.name()))?;
    for hit in exported(result.answer, columns) {
        let hit = hit?;
        table.row(columns.iter().map(|column| column.cell(&hit)))?;
    }
    Ok(table.finish()?)
}

/// Writes a TREC run: `qid Q0 docid rank score xunwen`.
pub(crate) fn trec(
    qid: &str,
    result: &Result<'_>,
    out: &mut dyn Write,
) -> std::result::Result<(), Failure> {
    let hits = xunwen_wire::run(result.answer, result.request)?;
    for (rank, (id, score)) in (result.request.offset + 1..).zip(hits) {
        writeln!(out, "{}", run_line(qid, &id, rank, score))?;
    }
    Ok(())
}
