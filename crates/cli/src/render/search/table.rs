//! Tables: CSV for spreadsheets, TREC runs for evaluation programs.

use std::io::Write;

use xunwen_query::{Order, Request, Tier};
use xunwen_wire::{Column, Table, TableReader, exported};

use super::result::Result;
use crate::failure::Failure;
use crate::query_file::trec_id;

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
///
/// Programs that read runs sort by score, in single precision, and break ties in ways of their own,
/// so the score written falls with every rank. Exact scores are raised above the related ones.
/// An exact tier in the order of dates, or found by filters alone, has no scores: there, each hit
/// is written with its rank below zero, which also holds across the pages of one query.
pub(crate) fn trec(
    qid: &str,
    result: &Result<'_>,
    out: &mut dyn Write,
) -> std::result::Result<(), Failure> {
    let Request { order, offset, .. } = result.request;
    let lift = result.answer.scores(Tier::Related).fold(0.0, f32::max);
    let mut last = f32::INFINITY;
    let mut has_scores = *order == Order::Relevance;
    for (rank, (id, tier, score)) in (offset + 1..).zip(result.answer.ids()?) {
        has_scores &= tier == Tier::Related || score > 0.0;
        let wanted = match tier {
            _ if !has_scores => -(rank as f32),
            Tier::Exact => score + lift,
            Tier::Related => score,
        };
        last = if wanted < last { wanted } else { last.next_down() };
        writeln!(out, "{} Q0 {} {rank} {last} xunwen", trec_id(qid), trec_id(&id))?;
    }
    Ok(())
}
