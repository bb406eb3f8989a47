//! XLSX: a table for Excel and its like, with dates that are dates and links that can be followed.
//!
//! Rows go to an anonymous temporary file, and from there into the archive, which is sent while it is
//! packed: memory use does not grow with the number of rows.

use std::io::{self, Write};

use axum::http::StatusCode;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use xunwen_query::Hit;
use xunwen_schema::{CHINA_OFFSET, Published};
use xunwen_wire::Column;

use super::rows::Rows;
use super::write::Broken;
use crate::http::problem::Problem;

/// The most rows of a sheet, below its header.
const MOST_ROWS: usize = 1_048_575;
/// The most characters of a cell, in UTF-16.
const MOST_CHARACTERS: usize = 32_767;
/// The most links of a sheet; further addresses are text.
const MOST_LINKS: usize = 65_530;
/// Rows between two looks whether somebody still waits for them.
const LOOK: usize = 1000;

/// Writes rows as a workbook of one sheet.
pub(super) fn write(
    rows: &Rows<'_>,
    columns: &[Column],
    out: &mut (dyn Write + Send),
) -> Result<(), Broken> {
    if rows.len() > MOST_ROWS {
        let detail = format!("a sheet has at most {MOST_ROWS} rows, not {}", rows.len());
        return Err(Broken::Refused(Problem::bad("too-many-rows", detail)));
    }
    // The answer is known: it begins now, though its first byte comes after the last row.
    out.flush()?;
    let mut book = Workbook::new();
    let mut sheet = Sheet::new(&mut book, columns)?;
    let hits: &mut dyn Iterator<Item = _> =
        if columns.contains(&Column::Passage) { &mut rows.hits() } else { &mut rows.bare_hits() };
    for (at, hit) in hits.enumerate() {
        sheet.row(&hit?)?;
        if at % LOOK == 0 {
            out.flush()?;
        }
    }
    Ok(book.save_to_writer(out)?)
}

impl From<XlsxError> for Broken {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::IoError(error) => Self::Client(error),
            XlsxError::TempFileError(..) => {
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                let detail = "there is no temporary file to be had, which a sheet needs";
                let problem = Problem::new(status, "internal", detail);
                Self::Refused(Problem { cause: Some(error.to_string().into()), ..problem })
            }
            error => Self::Client(io::Error::other(error)),
        }
    }
}

/// A sheet that is being written, row by row.
struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    columns: &'a [Column],
    day: Format,
    time: Format,
    row: u32,
    links: usize,
}

impl<'a> Sheet<'a> {
    /// Begins a sheet with its header, which stays in view.
    fn new(book: &'a mut Workbook, columns: &'a [Column]) -> Result<Self, XlsxError> {
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_name("xunwen")?.set_freeze_panes(1, 0)?;
        let header = Format::new().set_bold();
        for (at, column) in (0..).zip(columns) {
            sheet.set_column_width(at, width(*column))?;
            sheet.write_string_with_format(0, at, column.name(), &header)?;
        }
        let day = Format::new().set_num_format("yyyy-mm-dd");
        let time = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
        Ok(Self { sheet, columns, day, time, row: 0, links: 0 })
    }

    fn row(&mut self, hit: &Hit) -> Result<(), XlsxError> {
        self.row += 1;
        for (at, column) in (0..).zip(self.columns) {
            match column {
                Column::Rank => self.number(at, hit.rank as f64)?,
                Column::Score => self.number(at, hit.score.into())?,
                Column::PublishedAt => self.date(at, hit.article.published_at)?,
                Column::Url => self.address(at, hit.article.url.as_deref().unwrap_or_default())?,
                column => self.text(at, &column.cell(hit))?,
            }
        }
        Ok(())
    }

    fn number(&mut self, at: u16, number: f64) -> Result<(), XlsxError> {
        self.sheet.write_number(self.row, at, number).map(drop)
    }

    /// Writes a text: never a formula, whatever it begins with.
    fn text(&mut self, at: u16, text: &str) -> Result<(), XlsxError> {
        if text.is_empty() {
            return Ok(());
        }
        self.sheet.write_string(self.row, at, cut(text)).map(drop)
    }

    /// Writes a time as the clocks in China showed it; as text if Excel knows no such date.
    fn date(&mut self, at: u16, time: Option<Published>) -> Result<(), XlsxError> {
        let Some(time) = time else { return Ok(()) };
        let format = if time.has_time() { &self.time } else { &self.day };
        match ExcelDateTime::from_timestamp(time.seconds() + CHINA_OFFSET) {
            Ok(date) => {
                self.sheet.write_datetime_with_format(self.row, at, &date, format).map(drop)
            }
            Err(_) => self.text(at, &time.to_string()),
        }
    }

    /// Writes an address: a link, if it leads to the web.
    fn address(&mut self, at: u16, url: &str) -> Result<(), XlsxError> {
        let is_web = url.starts_with("https://") || url.starts_with("http://");
        if is_web && self.links < MOST_LINKS && self.sheet.write_url(self.row, at, url).is_ok() {
            self.links += 1;
            return Ok(());
        }
        self.text(at, url)
    }
}

/// Returns the width of a column, in characters.
fn width(column: Column) -> f64 {
    match column {
        Column::Title | Column::Url => 40.0,
        Column::Body | Column::Summary | Column::Passage => 60.0,
        Column::PublishedAt => 19.0,
        Column::Source | Column::Tags => 16.0,
        _ => 9.0,
    }
}

/// Returns as much of a text as a cell holds, with an ellipsis where that is not all.
fn cut(text: &str) -> String {
    if text.len() <= MOST_CHARACTERS || text.encode_utf16().count() <= MOST_CHARACTERS {
        return text.to_owned();
    }
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units < MOST_CHARACTERS
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_what_it_can() {
        let full = "字".repeat(MOST_CHARACTERS);
        assert_eq!(cut(&full), full);
        let cut_off = cut(&"𠮷".repeat(MOST_CHARACTERS));
        assert_eq!(cut_off.encode_utf16().count(), MOST_CHARACTERS);
        assert!(cut_off.ends_with("𠮷…"), "{}", cut_off.len());
    }
}
