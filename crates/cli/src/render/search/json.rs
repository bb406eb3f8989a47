//! JSON Lines: `{"type":…,"data":…}` a line.
//!
//! A `hit` for each article in rank order, an `audit` if it was asked for, a `facet` for each that
//! was asked for, then one `summary`. Marks are byte ranges of the `text` beside them. More types
//! and fields may come; none goes.

use std::io::Write;

use xunwen_wire::{
    AnswerLine, Article, Audit, Column, Expansion, Facet, Hit, Note, Row, Summary, exported,
};

use super::result::Result;
use crate::failure::Failure;
use crate::render::json_lines::write_json_line;

/// Writes hits, facets and summary.
pub(crate) fn json(
    result: &Result<'_>,
    qid: Option<&str>,
    out: &mut dyn Write,
) -> std::result::Result<(), Failure> {
    for hit in result.answer.hits() {
        write_json_line(out, &AnswerLine::Hit(Hit::of(&hit?, qid)))?;
    }
    if let Some(audit) = result.audit {
        write_json_line(out, &AnswerLine::Audit(Audit::of(audit)))?;
    }
    for facet in result.facets {
        write_json_line(out, &AnswerLine::Facet(Facet::of(facet, usize::MAX)))?;
    }
    let answer = result.answer;
    let summary = Summary {
        qid,
        expansions: answer.expansions().iter().map(Expansion::of).collect(),
        notes: result.request.query.notes().iter().map(Note::of).collect(),
        ..Summary::of(result.query, answer.totals(), answer.len(), result.elapsed_ms())
    };
    Ok(write_json_line(out, &AnswerLine::Summary(summary))?)
}

/// Writes the articles that were found, whole or in the chosen `columns`.
pub(crate) fn articles(
    result: &Result<'_>,
    columns: &[Column],
    out: &mut dyn Write,
) -> std::result::Result<(), Failure> {
    for hit in exported(result.answer, columns) {
        let hit = hit?;
        if columns.is_empty() {
            write_json_line(out, &Article::of_hit(&hit))?;
        } else {
            write_json_line(out, &Row { hit: &hit, columns })?;
        }
    }
    Ok(())
}
