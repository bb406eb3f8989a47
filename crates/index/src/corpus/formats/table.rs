//! Tables: CSV and TSV with a header.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use xunwen_schema::Article;

use crate::corpus::fields::{RawFields, Value};
use crate::corpus::lines::{Line, Lines};
use crate::corpus::names::Name;
use crate::corpus::record::{LONGEST_RECORD, Position, RawRecord, Record, too_long, utf8};

/// The columns of a table, as named by its header.
#[derive(Debug)]
pub(in crate::corpus) struct Columns {
    delimiter: u8,
    pub(in crate::corpus) header: Vec<String>,
    names: Vec<Option<Name>>,
}

/// The rows after the header.
pub(in crate::corpus) struct Rows {
    rows: RawRows,
    columns: Arc<Columns>,
}

impl Rows {
    /// Reads the header; without one there are no columns.
    pub(in crate::corpus) fn open(lines: Lines, delimiter: u8) -> io::Result<Self> {
        let mut rows = RawRows { lines, delimiter, again: VecDeque::new() };
        let header = match rows.next()? {
            Some(RawRow { bytes: Ok(bytes), .. }) => bytes,
            _ => Vec::new(),
        };
        let columns = Arc::new(Columns::new(&String::from_utf8_lossy(&header), delimiter));
        Ok(Self { rows, columns })
    }

    pub(in crate::corpus) fn columns(&self) -> &Columns {
        &self.columns
    }
}

impl Iterator for Rows {
    type Item = io::Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = match self.rows.next() {
            Ok(row) => row?,
            Err(error) => return Some(Err(error)),
        };
        let raw = row.bytes.map(|bytes| {
            Box::new(Row { bytes, columns: Arc::clone(&self.columns) }) as Box<dyn RawRecord>
        });
        let end = Position { line: row.last_line, ..self.rows.lines.at() };
        Some(Ok(Record { line: row.line, end, raw }))
    }
}

/// A row that is not parsed yet.
struct Row {
    bytes: Vec<u8>,
    columns: Arc<Columns>,
}

impl RawRecord for Row {
    fn article(self: Box<Self>) -> Result<Article, String> {
        self.columns.fields(utf8(&self.bytes)?)?.article()
    }
}

impl Columns {
    pub(in crate::corpus) fn new(header: &str, delimiter: u8) -> Self {
        let header = cells(header, delimiter);
        let names = header.iter().map(|cell| Name::parse(cell)).collect();
        Self { delimiter, header, names }
    }

    /// Returns how many of the columns are fields of an article.
    pub(in crate::corpus) fn known(&self) -> usize {
        self.names.iter().flatten().count()
    }

    /// Returns the fields of a row; an error is the reason to reject it.
    fn fields(&self, row: &str) -> Result<RawFields, String> {
        let cells = cells(row, self.delimiter);
        if cells.len() != self.names.len() {
            let found = cells.len();
            let expected = self.names.len();
            return Err(format!("{found} cells where the header has {expected}"));
        }
        let mut fields = RawFields::default();
        for (name, cell) in self.names.iter().zip(cells) {
            if let Some(name) = name {
                fields.add(*name, Value::Text(cell));
            }
        }
        Ok(fields)
    }
}

fn cells(row: &str, delimiter: u8) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .terminator(csv::Terminator::Any(b'\n'))
        .buffer_capacity(row.len().max(1))
        .from_reader(row.as_bytes());
    let mut record = csv::StringRecord::new();
    // Reading a `str` from memory cannot fail.
    let _ = reader.read_record(&mut record);
    record.iter().map(str::to_owned).collect()
}

/// Joins lines into rows: a quoted cell may span several lines.
struct RawRows {
    lines: Lines,
    delimiter: u8,
    /// Lines that turned out not to belong to the preceding row.
    again: VecDeque<Line>,
}

struct RawRow {
    line: u64,
    last_line: u64,
    bytes: Result<Vec<u8>, String>,
}

impl RawRows {
    fn next(&mut self) -> io::Result<Option<RawRow>> {
        while let Some(first) = self.line()? {
            if first.is_too_long {
                let line = first.number;
                return Ok(Some(RawRow { line, last_line: line, bytes: Err(too_long()) }));
            }
            if !first.is_blank() {
                return self.row(first).map(Some);
            }
        }
        Ok(None)
    }

    fn line(&mut self) -> io::Result<Option<Line>> {
        match self.again.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.lines.next(),
        }
    }

    /// Appends lines to the first one until no quote is open.
    ///
    /// If a quote is never closed, only the first line is rejected.
    fn row(&mut self, first: Line) -> io::Result<RawRow> {
        let line = first.number;
        let mut cell = CellState::Start.after(&first.bytes, self.delimiter);
        let mut length = first.bytes.len();
        let mut lines = vec![first];
        while cell == CellState::Quoted {
            let next = self.line()?;
            let is_lost =
                next.as_ref().is_none_or(|next| length + next.bytes.len() > LONGEST_RECORD);
            lines.extend(next);
            let last = lines.last().filter(|last| !is_lost && !last.is_too_long);
            let Some(last) = last else {
                lines.drain(1..).rev().for_each(|line| self.again.push_front(line));
                let bytes = Err("a quote is not closed".to_owned());
                return Ok(RawRow { line, last_line: line, bytes });
            };
            cell = cell.after(b"\n", self.delimiter).after(&last.bytes, self.delimiter);
            length += last.bytes.len() + 2;
        }
        let last_line = lines.last().map_or(line, |last| last.number);
        Ok(RawRow { line, last_line, bytes: Ok(joined(&lines)) })
    }
}

fn joined(lines: &[Line]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        bytes.extend_from_slice(&line.bytes);
        if index + 1 < lines.len() {
            bytes.extend_from_slice(if line.ends_in_crlf { b"\r\n" } else { b"\n" });
        }
    }
    bytes
}

/// The state of a scan within a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CellState {
    /// Before the first byte of a cell.
    Start,
    Plain,
    Quoted,
    /// After a quote in a quoted cell: the next byte shows whether the quote closes the cell.
    Quote,
}

impl CellState {
    fn after(self, bytes: &[u8], delimiter: u8) -> Self {
        bytes.iter().fold(self, |cell, byte| match (cell, *byte) {
            (Self::Start | Self::Quote, b'"') => Self::Quoted,
            (Self::Quoted, b'"') => Self::Quote,
            (Self::Quoted, _) => Self::Quoted,
            (_, byte) if byte == delimiter => Self::Start,
            _ => Self::Plain,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// Returns line and title, or line and reason, of each row.
    fn rows(text: &'static str, delimiter: u8) -> Vec<(u64, String)> {
        let rows = Rows::open(Lines::new(Box::new(Cursor::new(text))), delimiter).unwrap();
        let outcome = |record: Record| {
            (record.line, record.article().map_or_else(|reason| reason, |article| article.title))
        };
        rows.map(|record| outcome(record.unwrap())).collect()
    }

    #[track_caller]
    fn assert_rows(text: &'static str, delimiter: u8, expected: &[(u64, &str)]) {
        let expected: Vec<_> =
            expected.iter().map(|(line, outcome)| (*line, (*outcome).to_owned())).collect();
        assert_eq!(rows(text, delimiter), expected);
    }

    #[test]
    fn quoted_cells_hold_delimiters_quotes_and_lines() {
        let text = "id,标题\n1,\"一,二\"\n2,\"说\"\"好\"\"\"\n\n3,\"上\r\n下\"\r\n4,5\" 屏";
        let expected = [(2, "一,二"), (3, "说\"好\""), (5, "上\r\n下"), (7, "5\" 屏")];
        assert_rows(text, b',', &expected);
    }

    #[test]
    fn tabs_delimit_too() {
        assert_rows("title\tid\n微,短\t1\n", b'\t', &[(2, "微,短")]);
    }

    #[test]
    fn a_row_of_another_length_is_rejected() {
        let text = "id,title\n1\n2,好\n3,a,b\n";
        let short = (2, "1 cells where the header has 2");
        assert_rows(text, b',', &[short, (3, "好"), (4, "3 cells where the header has 2")]);
    }

    #[test]
    fn a_quote_left_open_costs_one_row() {
        let text = "id,title\n1,\"好\n2,新\n3,闻\n";
        assert_rows(text, b',', &[(2, "a quote is not closed"), (3, "新"), (4, "闻")]);
    }

    #[test]
    fn a_header_without_rows_has_none() {
        assert_rows("id,title\n", b',', &[]);
        assert_rows("", b',', &[]);
    }
}
