//! The formats of an export.

use std::io::{self, Write};
use std::time::Instant;

use serde::Serialize;
use xunwen_query::{Error, Hit, Request};
use xunwen_wire::{
    AnswerLine, Article, Column, Expansion, Hit as HitLine, Note, Row, Summary, Table, TableReader,
    elapsed_ms, run, run_line,
};

use super::rows::Rows;
use super::sheet;
use crate::citation::{Reference, bibtex, item, ris};
use crate::http::problem::Problem;
use crate::log::causes;
use crate::params::{ExportFormat, ExportParams};

/// What is asked of an export.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written<'a> {
    pub(crate) request: &'a Request,
    pub(crate) params: &'a ExportParams,
    pub(crate) start: Instant,
}

/// What ends an export early.
#[derive(Debug)]
pub(crate) enum Broken {
    Index(Error),
    Client(io::Error),
    Refused(Problem),
}

impl From<Error> for Broken {
    fn from(error: Error) -> Self {
        Self::Index(error)
    }
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self::Client(error)
    }
}

impl From<Broken> for Problem {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::Index(error) => error.into(),
            Broken::Client(error) => Self::slow(causes(&error)),
            Broken::Refused(problem) => problem,
        }
    }
}

/// Writes rows in the format that is asked for.
pub(crate) fn write(
    rows: &Rows<'_>,
    how: &Written<'_>,
    out: &mut (dyn Write + Send),
) -> Result<(), Broken> {
    let params = how.params;
    let table_columns = match params.fields.as_slice() {
        [] => &Column::TABLE[..],
        columns => columns,
    };
    match params.format {
        ExportFormat::JsonlArticles => articles(rows, &params.fields, out),
        ExportFormat::Csv => table(rows, table_columns, TableReader::Program, out),
        ExportFormat::Excel => table(rows, table_columns, TableReader::Excel, out),
        ExportFormat::Xlsx => sheet::write(rows, table_columns, out),
        ExportFormat::Json => hits(rows, how, out),
        ExportFormat::Trec => trec(rows, how, out),
        ExportFormat::Bibtex => references(rows, how, out, |reference| {
            bibtex(reference).map_err(|error| Broken::Refused(Problem::internal(error)))
        }),
        ExportFormat::Ris => references(rows, how, out, |reference| Ok(ris(reference))),
        ExportFormat::CslJson => csl_json(rows, how, out),
    }
}

fn articles(rows: &Rows<'_>, columns: &[Column], out: &mut dyn Write) -> Result<(), Broken> {
    each(rows, columns, |hit| match columns {
        [] => line(&Article::of_hit(hit), out),
        columns => line(&Row { hit, columns }, out),
    })
}

fn table(
    rows: &Rows<'_>,
    columns: &[Column],
    reader: TableReader,
    out: &mut dyn Write,
) -> Result<(), Broken> {
    let mut table = Table::new(out, reader)?;
    table.row(columns.iter().map(|column| column.name()))?;
    each(rows, columns, |hit| table.row(columns.iter().map(|column| column.cell(hit))))?;
    Ok(table.finish()?)
}

/// Does something with each hit, which has its passages if `columns` need them.
fn each(
    rows: &Rows<'_>,
    columns: &[Column],
    mut then: impl FnMut(&Hit) -> io::Result<()>,
) -> Result<(), Broken> {
    if columns.contains(&Column::Passage) {
        rows.hits().try_for_each(|hit| Ok(then(&hit?)?))
    } else {
        rows.bare_hits().try_for_each(|hit| Ok(then(&hit?)?))
    }
}

fn hits(rows: &Rows<'_>, how: &Written<'_>, out: &mut dyn Write) -> Result<(), Broken> {
    for hit in rows.hits() {
        line(&AnswerLine::Hit(HitLine::of(&hit?, None)), out)?;
    }
    let Written { request, params, start } = how;
    let answer = rows.answer;
    let summary = Summary {
        expansions: answer.expansions().iter().map(Expansion::of).collect(),
        notes: request.query.notes().iter().map(Note::of).collect(),
        ..Summary::of(&params.question.q, answer.totals(), rows.len(), elapsed_ms(*start))
    };
    Ok(line(&AnswerLine::Summary(summary), out)?)
}

/// Writes a run: `qid Q0 docid rank score xunwen` a line.
fn trec(rows: &Rows<'_>, how: &Written<'_>, out: &mut dyn Write) -> Result<(), Broken> {
    let run = run(rows.answer, how.request)?;
    let qid = how.params.qid.as_deref().unwrap_or("1");
    for place in rows.places() {
        let Some((id, score)) = run.get(place) else { break };
        writeln!(out, "{}", run_line(qid, id, place + 1, *score))?;
    }
    Ok(())
}

/// Writes references one after the other, an empty line between them.
fn references(
    rows: &Rows<'_>,
    how: &Written<'_>,
    out: &mut dyn Write,
    written: impl Fn(&Reference<'_>) -> Result<String, Broken>,
) -> Result<(), Broken> {
    for (at, hit) in rows.bare_hits().enumerate() {
        let hit = hit?;
        if at > 0 {
            out.write_all(b"\n")?;
        }
        out.write_all(written(&reference(&hit, how.request))?.as_bytes())?;
    }
    Ok(())
}

fn csl_json(rows: &Rows<'_>, how: &Written<'_>, out: &mut dyn Write) -> Result<(), Broken> {
    for (at, hit) in rows.bare_hits().enumerate() {
        out.write_all(if at == 0 { b"[\n" } else { b",\n" })?;
        let item = item(&reference(&hit?, how.request));
        out.write_all(item.to_string().as_bytes())?;
    }
    out.write_all(if rows.len() == 0 { b"[]\n" } else { b"\n]\n" })?;
    Ok(())
}

fn reference<'a>(hit: &'a Hit, request: &Request) -> Reference<'a> {
    Reference { tier: Some(hit.tier), ..Reference::of(&hit.article, request.now) }
}

fn line(of: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, of)?;
    out.write_all(b"\n")
}
