//! Words with their statistics: collocates and keywords, as text, CSV and JSON Lines.
//!
//! JSON: a `word` for each, then a `summary`.

use std::io::{self, Write};

use anstyle::Style;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;
use xunwen_wire::{Table, TableReader, elapsed_ms};

use super::asked::Asked;
use super::columns::{in_columns, padding};
use super::json_lines::write_json_line;
use super::numbers::counted;
use super::style::{Pen, QUIET};
use crate::args::TableFormat;
use crate::failure::Failure;
use crate::streams::{Look, Streams};
use crate::terminal::Screen;

/// Most columns of a word in text; the rest of a longer one is cut off. Table and JSON have it whole.
const WIDEST: usize = 40;

/// Words with their statistics.
pub(crate) trait Words {
    /// The names of the numbers.
    const COLUMNS: &'static [&'static str];

    /// Returns the words, in order, each with its numbers.
    fn rows(&self) -> Vec<(&str, Vec<Number>)>;

    /// Returns the sums that the numbers rest on, with their names: they follow each row of a table.
    fn sums(&self) -> Vec<(&'static str, u64)> {
        Vec::new()
    }

    /// Returns what the numbers are about, for reading.
    fn about(&self) -> String;

    /// Returns what the numbers are about, as names and counts.
    fn counts(&self) -> Vec<(&'static str, u64)>;
}

/// A number of a table.
#[derive(Clone, Copy, Serialize)]
#[serde(untagged)]
pub(crate) enum Number {
    Count(u64),
    Measure(f64),
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Count(count) => write!(f, "{count}"),
            Self::Measure(measure) => write!(f, "{measure:.2}"),
        }
    }
}

/// Writes words in a format.
pub(crate) fn words(
    found: &impl Words,
    format: TableFormat,
    asked: Asked<'_>,
    streams: &mut Streams,
) -> Result<(), Failure> {
    match format {
        TableFormat::Text => text(found, asked, streams.look, &mut streams.out)?,
        TableFormat::Csv => csv(found, TableReader::Program, &mut streams.out)?,
        TableFormat::Excel => csv(found, TableReader::Excel, &mut streams.out)?,
        TableFormat::Json => json(found, asked, &mut streams.out)?,
    }
    Ok(streams.out.flush()?)
}

fn text<W: Words>(found: &W, asked: Asked<'_>, look: Look, out: &mut dyn Screen) -> io::Result<()> {
    let pen = Pen { look };
    let head = ("word", W::COLUMNS.iter().map(|&name| name.to_owned()).collect());
    let texts = |row: Vec<Number>| row.iter().map(Number::to_string).collect();
    let rows = found.rows().into_iter().map(|(word, row)| (word, texts(row)));
    let table: Vec<(&str, Vec<String>)> = std::iter::once(head).chain(rows).collect();
    let widest = table.iter().map(|(word, _)| word.width()).max().unwrap_or(0).min(WIDEST);
    let width = |column: usize| table.iter().map(|(_, row)| row[column].width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..W::COLUMNS.len()).map(width).collect();
    for (place, (word, row)) in table.iter().enumerate().filter(|_| table.len() > 1) {
        let numbers: String = row
            .iter()
            .zip(&widths)
            .map(|(n, &width)| format!("  {}{n}", padding(n, width)))
            .collect();
        let line = format!("{}{numbers}", in_columns(word, widest));
        pen.line(out, &line, if place == 0 { QUIET } else { Style::new() })?;
    }
    let count = counted(table.len() as u64 - 1, "word", "words");
    let about = format!("{count}; {}, {} ms", found.about(), elapsed_ms(asked.start));
    pen.line(out, &about, QUIET)
}

fn csv(found: &impl Words, reader: TableReader, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out, reader)?;
    let sums = found.sums();
    table.row(head_of(found, &sums))?;
    for (word, row) in found.rows() {
        let numbers = row.into_iter().map(|number| match number {
            Number::Count(count) => count.to_string(),
            Number::Measure(measure) => measure.to_string(),
        });
        let sums = sums.iter().map(|(_, sum)| sum.to_string());
        table.row(std::iter::once(word.to_owned()).chain(numbers).chain(sums))?;
    }
    table.finish()
}

/// Returns the names of the columns of a table.
fn head_of<W: Words>(_: &W, sums: &[(&'static str, u64)]) -> Vec<&'static str> {
    let names = sums.iter().map(|(name, _)| *name);
    std::iter::once("word").chain(W::COLUMNS.iter().copied()).chain(names).collect()
}

fn json<W: Words>(found: &W, asked: Asked<'_>, out: &mut dyn Write) -> io::Result<()> {
    let rows = found.rows();
    for (word, row) in &rows {
        let mut data = vec![("word", serde_json::to_value(word)?)];
        for (&name, number) in W::COLUMNS.iter().zip(row) {
            data.push((name, serde_json::to_value(number)?));
        }
        write_json_line(out, &JsonLine { kind: "word", data: Object(data) })?;
    }
    let mut data = vec![("query", asked.query.into()), ("returned", rows.len().into())];
    data.extend(found.counts().into_iter().map(|(name, count)| (name, count.into())));
    data.push(("elapsed_ms", elapsed_ms(asked.start).into()));
    write_json_line(out, &JsonLine { kind: "summary", data: Object(data) })
}

#[derive(Serialize)]
struct JsonLine {
    #[serde(rename = "type")]
    kind: &'static str,
    data: Object,
}

/// A JSON object whose names keep their order.
struct Object(Vec<(&'static str, serde_json::Value)>);

impl Serialize for Object {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}
