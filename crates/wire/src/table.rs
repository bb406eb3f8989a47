//! CSV tables: for programs as the data is, or for people who open them in Excel.

use std::borrow::Cow;
use std::io::{self, Write};

/// For whom a table is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TableReader {
    /// A program: cells are the data, byte for byte.
    #[default]
    Program,
    /// Excel, and programs like it. A byte order mark comes first, without which Excel reads UTF-8 as
    /// the code page of the machine. A cell that Excel would run as a formula gets an apostrophe before
    /// it, as OWASP advises ("CSV injection"): the text of an article is not to be computed.
    Excel,
}

/// A CSV table that is being written, row by row.
#[derive(Debug)]
pub struct Table<W: Write> {
    rows: csv::Writer<W>,
    reader: TableReader,
}

impl<W: Write> Table<W> {
    /// Begins a table.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn new(mut out: W, reader: TableReader) -> io::Result<Self> {
        if reader == TableReader::Excel {
            out.write_all("\u{feff}".as_bytes())?;
        }
        Ok(Self { rows: csv::Writer::from_writer(out), reader })
    }

    /// Writes a row.
    ///
    /// # Errors
    ///
    /// If it cannot be written, or has another number of cells than the first.
    pub fn row(&mut self, cells: impl IntoIterator<Item = impl AsRef<str>>) -> io::Result<()> {
        for cell in cells {
            let cell = match self.reader {
                TableReader::Program => Cow::Borrowed(cell.as_ref()),
                TableReader::Excel => text_of(cell.as_ref()),
            };
            self.rows.write_field(cell.as_bytes()).map_err(cause)?;
        }
        self.rows.write_record(None::<&[u8]>).map_err(cause)
    }

    /// Ends the table: what is buffered is written.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.rows.flush()
    }
}

/// Returns why a row cannot be written, as the stream said it: a broken pipe has a meaning.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("{kind:?}")),
    }
}

/// Returns `cell` so that Excel takes it for text or a number: what begins as a formula does, in ASCII
/// or in full width, is preceded by an apostrophe.
fn text_of(cell: &str) -> Cow<'_, str> {
    let begins_formula =
        cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if begins_formula && !is_number(cell) { format!("'{cell}").into() } else { cell.into() }
}

/// Returns whether `cell` is a number in figures, which no formula is.
fn is_number(cell: &str) -> bool {
    let is_figure = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
    cell.chars().all(is_figure) && cell.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(reader: TableReader, rows: &[[&str; 2]]) -> String {
        let mut out = Vec::new();
        let mut table = Table::new(&mut out, reader).unwrap();
        rows.iter().for_each(|row| table.row(row).unwrap());
        table.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn excel_gets_a_mark_and_no_formula() {
        let rows = [["id", "title"], ["=1+1", "@SUM(A1)"], ["-3.5", "=cmd|' /C calc'!A0,"]];
        let expected = "\u{feff}id,title\n'=1+1,'@SUM(A1)\n-3.5,\"'=cmd|' /C calc'!A0,\"\n";
        assert_eq!(written(TableReader::Excel, &rows), expected);
    }

    #[test]
    fn programs_get_the_data() {
        let rows = [["id", "title"], ["=1+1", "\t-x"]];
        assert_eq!(written(TableReader::Program, &rows), "id,title\n=1+1,\t-x\n");
    }

    #[test]
    fn what_begins_like_a_formula_is_text_unless_it_is_a_number() {
        for cell in [
            "=1", "+1+1", "-a", "@a", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a", "-inf",
            "+", "--1", "-1-1",
        ] {
            assert_eq!(text_of(cell), format!("'{cell}"));
        }
        for cell in ["", "a=1", " =1", "'=1", "-1", "+0.5", "-1e-7", "1", "微短剧", "—=1"] {
            assert_eq!(text_of(cell), cell);
        }
    }
}
