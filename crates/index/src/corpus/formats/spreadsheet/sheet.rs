//! A sheet: cells into rows, and the row that names the columns.

use calamine::{Data, DataType};

use super::cells::value;
use crate::corpus::formats::ahead::{Halt, Sink};
use crate::corpus::formats::columns::Columns;
use crate::corpus::options::Reading;
use crate::corpus::value::Value;

/// Rows among which the header is looked for: titles, notes and search terms stand above it.
const TOP: usize = 20;
/// The most columns that a sheet has.
const COLUMNS: usize = 16_384;
/// From this many characters on, a cell is a text that is not lost without a word.
const LONG: usize = 30;

/// A row: its number from 0, and its cells that are not empty, with the numbers of their columns.
type Row = (usize, Vec<(usize, Data)>);

/// A sheet that is being read.
pub(super) struct Sheet<'r> {
    is_1904: bool,
    reading: &'r Reading,
    row: Row,
    state: State,
    found: Found,
}

enum State {
    /// The rows so far; the header is not yet known.
    Top(Vec<Row>),
    Rows(Columns),
    /// There is no header.
    None,
}

/// What a sheet turned out to be.
#[derive(Default)]
pub(super) struct Found {
    pub(super) has_header: bool,
    /// Whether a cell holds more than a few words.
    pub(super) has_text: bool,
    /// The cells of the first row.
    pub(super) first: Vec<String>,
}

impl<'r> Sheet<'r> {
    pub(super) fn new(is_1904: bool, reading: &'r Reading) -> Self {
        let state = match &reading.columns {
            Some(names) => State::Rows(Columns::new(names.clone(), reading)),
            None => State::Top(Vec::new()),
        };
        let found = Found { has_header: reading.columns.is_some(), ..Found::default() };
        Self { is_1904, reading, row: Row::default(), state, found }
    }

    /// Takes the next cell; cells come row by row.
    pub(super) fn cell(
        &mut self,
        (row, column): (usize, usize),
        cell: Data,
        sink: &mut Sink,
    ) -> Result<(), Halt> {
        if cell.is_empty() || column >= COLUMNS {
            return Ok(());
        }
        if row != self.row.0 {
            self.end_row(sink)?;
            self.row.0 = row;
        }
        if let Data::String(text) = &cell {
            self.found.has_text |= text.chars().nth(LONG).is_some();
        }
        self.row.1.push((column, cell));
        Ok(())
    }

    /// Ends the sheet.
    pub(super) fn end(mut self, sink: &mut Sink) -> Result<Found, Halt> {
        self.end_row(sink)?;
        self.settle(sink)?;
        Ok(self.found)
    }

    fn end_row(&mut self, sink: &mut Sink) -> Result<(), Halt> {
        let row = std::mem::take(&mut self.row);
        if row.1.is_empty() {
            return Ok(());
        }
        match &mut self.state {
            State::Top(rows) => {
                if rows.is_empty() {
                    self.found.first = row.1.iter().map(|(_, cell)| name(cell)).collect();
                }
                rows.push(row);
                if rows.len() == TOP { self.settle(sink) } else { Ok(()) }
            }
            State::Rows(columns) => put(row, columns, self.is_1904, sink),
            State::None => Ok(()),
        }
    }

    /// Chooses the header among the first rows, and takes the rows after it.
    fn settle(&mut self, sink: &mut Sink) -> Result<(), Halt> {
        let State::Top(rows) = &mut self.state else { return Ok(()) };
        let mut rows = std::mem::take(rows);
        let columns = rows.iter().map(|row| header(row, self.reading));
        let best =
            columns.enumerate().fold(None, |best: Option<(usize, Columns)>, (at, columns)| {
                let is_better = columns.known() > best.as_ref().map_or(0, |(_, best)| best.known());
                if is_better { Some((at, columns)) } else { best }
            });
        let Some((at, columns)) = best else {
            self.state = State::None;
            return Ok(());
        };
        self.found.has_header = true;
        for row in rows.drain(..).skip(at + 1) {
            put(row, &columns, self.is_1904, sink)?;
        }
        self.state = State::Rows(columns);
        Ok(())
    }
}

/// Returns the columns that a row names.
fn header((_, cells): &Row, reading: &Reading) -> Columns {
    let width = cells.last().map_or(0, |(column, _)| column + 1);
    let mut names = vec![String::new(); width];
    for (column, cell) in cells {
        if let Some(place) = names.get_mut(*column) {
            *place = name(cell);
        }
    }
    Columns::new(names, reading)
}

/// Returns a cell as the name of a column; a text of an article is none.
fn name(cell: &Data) -> String {
    const LONGEST: usize = 100;
    match cell {
        Data::String(text) => text.chars().take(LONGEST).collect(),
        _ => String::new(),
    }
}

/// Puts a row into the sink, unless it repeats the header.
fn put(
    (number, cells): Row,
    columns: &Columns,
    is_1904: bool,
    sink: &mut Sink,
) -> Result<(), Halt> {
    let cells: Vec<(usize, Value)> = cells
        .into_iter()
        .map(|(column, cell)| (column, value(cell, columns.field(column), is_1904)))
        .filter(|(_, value)| !value.is_absent())
        .collect();
    let repeats = |(column, value): &(usize, Value)| match value {
        Value::Text(text) => columns.header.get(*column).is_some_and(|name| name == text.trim()),
        _ => false,
    };
    if cells.iter().all(repeats) {
        return Ok(());
    }
    sink.row(number as u64 + 1, columns, cells)
}
