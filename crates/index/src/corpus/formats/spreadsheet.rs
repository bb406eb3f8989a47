//! Spreadsheets: the sheets of a workbook of Excel, WPS or LibreOffice.

mod cells;
mod sheet;
#[cfg(test)]
mod tests;

use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::sync::Arc;

use ::zip::ZipArchive;
use calamine::{Cell, Data, DataRef, Ods, Range, Reader, SheetType, Xls, Xlsb, Xlsx};

use super::ahead::{self, Halt, Sink};
use super::input_format::{Evidence, FormatError, InputFormat, Sample};
use crate::corpus::content::{Content, too_large};
use crate::corpus::office::Document;
use crate::corpus::options::Reading;
use crate::corpus::record::Records;
use sheet::Sheet;

pub(in crate::corpus) struct Spreadsheet;

/// The largest workbook that is read, in bytes, unpacked: its texts are held in memory.
const MOST: u64 = 1024 * 1024 * 1024;

impl InputFormat for Spreadsheet {
    fn name(&self) -> &'static str {
        "spreadsheet"
    }

    fn about(&self) -> &'static str {
        "a workbook of Excel, WPS or LibreOffice: each sheet with a row that names fields"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["xlsx", "xls", "ods", "xlsm", "xlsb", "et"]
    }

    fn is_text(&self) -> bool {
        false
    }

    fn evidence(&self, sample: &Sample<'_>) -> Option<Evidence> {
        match Document::of(sample.bytes)? {
            Document::Workbook => Evidence::new(100, "it is a workbook"),
            // What it holds lies further behind.
            Document::Other if sample.has_ending(self.endings()) => {
                Evidence::new(85, "it is an office document, and named as a workbook")
            }
            _ => None,
        }
    }

    fn records(&self, content: Content, reading: &Arc<Reading>) -> Result<Records, FormatError> {
        let reading = Arc::clone(reading);
        let stop = Arc::clone(&content.stop);
        ahead::records(&stop, move |sink| read(content, &reading, sink))
    }
}

/// The sheets of one workbook, as they are read.
struct Sheets<'a> {
    file: String,
    reading: &'a Reading,
    sink: &'a mut Sink,
    /// Sheets whose rows are articles.
    read: usize,
    /// What the first row of the first sheet has, for the message if nothing is read.
    first: Vec<String>,
}

/// Reads a workbook.
fn read(content: Content, reading: &Reading, sink: &mut Sink) -> Result<(), Halt> {
    let file = content.name.clone();
    let is_ole = !content.head.bytes.starts_with(b"PK");
    let disk = content.on_disk(MOST)?;
    let mut bytes = BufReader::new(File::open(&disk.path)?);
    let mut sheets = Sheets { file, reading, sink, read: 0, first: Vec::new() };
    if is_ole {
        let mut book: Xls<_> = Xls::new(bytes).map_err(damaged)?;
        let is_1904 = book.has_1904_epoch();
        sheets.ranges(&mut book, is_1904)?;
    } else {
        let mut zip = ZipArchive::new(&mut bytes).map_err(damaged)?;
        check_size(&mut zip)?;
        let has = |name: &str| zip.index_for_name(name).is_some();
        let (is_binary, is_open) = (has("xl/workbook.bin"), has("content.xml"));
        bytes.rewind()?;
        if is_open {
            sheets.ranges(&mut Ods::new(bytes).map_err(damaged)?, false)?;
        } else if is_binary {
            sheets.binary(Xlsb::new(bytes).map_err(damaged)?)?;
        } else {
            sheets.xml(Xlsx::new(bytes).map_err(damaged)?)?;
        }
    }
    let Sheets { read, first, .. } = sheets;
    if read == 0 && !first.is_empty() { Err(FormatError::NoColumns(first).into()) } else { Ok(()) }
}

impl Sheets<'_> {
    /// Reads sheets that the library holds in memory as a whole.
    fn ranges<R: Reader<BufReader<File>>>(
        &mut self,
        book: &mut R,
        is_1904: bool,
    ) -> Result<(), Halt>
    where
        R::Error: Display,
    {
        for name in names(book) {
            let range: Range<Data> = book.worksheet_range(&name).map_err(damaged)?;
            let (top, left) = range.start().unwrap_or_default();
            let mut cells = range.used_cells().map(|(row, column, cell)| {
                ((top as usize + row, left as usize + column), cell.clone())
            });
            self.sheet(&name, is_1904, || Ok(cells.next()))?;
        }
        Ok(())
    }

    fn xml(&mut self, mut book: Xlsx<BufReader<File>>) -> Result<(), Halt> {
        let is_1904 = book.has_1904_epoch();
        for name in names(&book) {
            let mut cells = book.worksheet_cells_reader(&name).map_err(damaged)?;
            let next = || Ok(cells.next_cell().map_err(damaged)?.map(placed));
            self.sheet(&name, is_1904, next)?;
        }
        Ok(())
    }

    fn binary(&mut self, mut book: Xlsb<BufReader<File>>) -> Result<(), Halt> {
        let is_1904 = book.has_1904_epoch();
        for name in names(&book) {
            let mut cells = book.worksheet_cells_reader(&name).map_err(damaged)?;
            let next = || Ok(cells.next_cell().map_err(damaged)?.map(placed));
            self.sheet(&name, is_1904, next)?;
        }
        Ok(())
    }

    /// Reads one sheet, whose cells `next` returns with their places.
    fn sheet(
        &mut self,
        name: &str,
        is_1904: bool,
        mut next: impl FnMut() -> Result<Option<((usize, usize), Data)>, Halt>,
    ) -> Result<(), Halt> {
        let mut sheet = Sheet::new(is_1904, self.reading);
        while let Some((place, cell)) = next()? {
            sheet.cell(place, cell, self.sink)?;
        }
        let found = sheet.end(self.sink)?;
        if found.has_header {
            self.read += 1;
        } else if found.has_text {
            let reason = "no row of this sheet names fields of an article";
            self.sink.passed_over(&format!("{}/{name}", self.file), reason)?;
        }
        if self.first.is_empty() {
            self.first = found.first;
        }
        Ok(())
    }
}

/// Returns the names of the sheets that have cells, in their order.
fn names<R: Reader<BufReader<File>>>(book: &R) -> Vec<String> {
    let has_cells = |sheet: &&calamine::Sheet| {
        matches!(sheet.typ, SheetType::WorkSheet | SheetType::DialogSheet)
    };
    book.sheets_metadata().iter().filter(has_cells).map(|sheet| sheet.name.clone()).collect()
}

/// Returns the value of a cell behind its row and column, from 0.
fn placed(cell: Cell<DataRef<'_>>) -> ((usize, usize), Data) {
    let (row, column) = cell.get_position();
    ((row as usize, column as usize), cell.get_value().clone().into())
}

/// Refuses a workbook that unpacks to more than is held in memory.
fn check_size<R: Read + Seek>(zip: &mut ZipArchive<R>) -> Result<(), Halt> {
    /// How often a byte of the packed data can be in the unpacked (RFC 1951).
    const DEFLATE: u64 = 1_032;
    let (mut packed, mut unpacked) = (0_u64, 0_u64);
    let mut parts = Vec::new();
    for index in 0..zip.len() {
        let part = zip.by_index_raw(index).map_err(damaged)?;
        if [&b".xml"[..], b".rels", b".bin"].iter().any(|ending| part.name_raw().ends_with(ending))
        {
            parts.push(index);
            packed = packed.saturating_add(part.compressed_size());
            unpacked = unpacked.saturating_add(part.size());
        }
    }
    // What a part says of its own size need not be so.
    if unpacked <= MOST && packed.saturating_mul(DEFLATE) > MOST {
        unpacked = 0;
        for index in parts {
            let mut part = zip.by_index(index).map_err(damaged)?.take(MOST + 1 - unpacked);
            unpacked += io::copy(&mut part, &mut io::sink())?;
        }
    }
    if unpacked > MOST { Err(too_large(MOST).into()) } else { Ok(()) }
}

fn damaged(error: impl Display) -> Halt {
    io::Error::new(io::ErrorKind::InvalidData, error.to_string()).into()
}
