//! Tables: CSV and TSV with a header, or with columns that the user names.

use std::io;
use std::sync::Arc;

use super::columns::Columns;
use super::dialect::Dialect;
use super::head::Opening;
use super::input_format::{Evidence, FormatError, InputFormat, Sample};
use super::layout::{DELIMITERS, Layout, is_text_column};
use super::rows::RawRows;
use crate::corpus::content::Content;
use crate::corpus::encoding::utf8_or_chinese;
use crate::corpus::lines::Lines;
use crate::corpus::options::Reading;
use crate::corpus::parsed::Parsed;
use crate::corpus::record::{Position, RawRecord, Record, Records};
use crate::corpus::value::Value;

pub(in crate::corpus) struct Table {
    name: &'static str,
    about: &'static str,
    endings: &'static [&'static str],
    is_tabbed: bool,
}

pub(in crate::corpus) static CSV: Table = Table {
    name: "csv",
    about: "a table under a header, with commas, semicolons, bars or others between its cells",
    endings: &["csv", "psv", "ssv"],
    is_tabbed: false,
};
pub(in crate::corpus) static TSV: Table = Table {
    name: "tsv",
    about: "a table under a header, with tabs between its cells",
    endings: &["tsv", "tab"],
    is_tabbed: true,
};

impl Table {
    fn delimiters(&self) -> Vec<u8> {
        let is_own = |delimiter: &u8| (*delimiter == b'\t') == self.is_tabbed;
        DELIMITERS.into_iter().filter(is_own).collect()
    }
}

impl InputFormat for Table {
    fn name(&self) -> &'static str {
        self.name
    }

    fn about(&self) -> &'static str {
        self.about
    }

    fn endings(&self) -> &'static [&'static str] {
        self.endings
    }

    fn evidence(&self, sample: &Sample<'_>) -> Option<Evidence> {
        let text = sample.text?;
        let begins_otherwise = text.trim_start().starts_with(['{', '[', '<']);
        if begins_otherwise && sample.reading.columns.is_none() {
            return None;
        }
        let layout = Layout::of(text, sample.is_whole, &self.delimiters(), sample.reading)?;
        let is_named = sample.has_ending(CSV.endings) || sample.has_ending(TSV.endings);
        let weight = weight(&layout, is_named, sample.reading)?;
        Evidence::new(weight, reason(&layout))
    }

    fn records(&self, content: Content, reading: &Arc<Reading>) -> Result<Records, FormatError> {
        let opening = Opening::new(content.reader);
        let text = String::from_utf8_lossy(&opening.head);
        let own = Layout::of(&text, opening.is_whole, &self.delimiters(), reading);
        let layout = match own {
            Some(own) if own.known > 0 => Some(own),
            own => Layout::of(&text, opening.is_whole, &DELIMITERS, reading)
                .filter(|other| other.known > 0)
                .or(own),
        };
        let Some(layout) = layout else { return Ok(Box::new(std::iter::empty())) };
        if layout.known == 0 {
            return Err(FormatError::NoColumns(layout.header));
        }
        Ok(Box::new(Rows::open(Lines::new(opening.from(0)), layout, reading)?))
    }
}

/// Returns how much speaks for a file being a table, if anything does.
fn weight(layout: &Layout, is_named: bool, reading: &Reading) -> Option<u8> {
    let columns = layout.header.len();
    let has_rows = layout.rows > 0;
    if reading.columns.is_some() {
        let is_regular = has_rows && layout.fitting * 2 >= layout.rows;
        let is_sure = is_named || columns > 1;
        return (is_regular && is_sure).then_some(if layout.is_regular() { 86 } else { 60 });
    }
    if columns == 1 {
        let is_text = layout.header.iter().all(|name| is_text_column(name, reading));
        return (is_named && is_text).then_some(65);
    }
    const LONGEST_NAME: usize = 60;
    let are_names = layout.header.iter().all(|name| name.chars().count() <= LONGEST_NAME);
    match layout.known {
        _ if !are_names => None,
        // The message is to speak of its columns.
        0 => (is_named && (layout.is_regular() || !has_rows)).then_some(30),
        1 if is_named => Some(if layout.is_regular() { 70 } else { 50 }),
        // A line of prose may have a word that is a name.
        1 => (layout.is_regular() && layout.rows > 2).then_some(60),
        _ if layout.is_regular() => Some(if has_rows || is_named { 80 } else { 60 }),
        _ if is_named || layout.fitting * 2 >= layout.rows => Some(65),
        _ => None,
    }
}

fn reason(layout: &Layout) -> String {
    let delimiter = match layout.dialect.delimiter {
        b'\t' => "tabs".to_owned(),
        delimiter if delimiter.is_ascii_graphic() => format!("`{}`", char::from(delimiter)),
        delimiter => format!("U+{delimiter:04X}"),
    };
    let (known, columns) = (layout.known, layout.header.len());
    format!("{known} of {columns} columns are fields, with {delimiter} between them")
}

/// The rows after the header.
pub(in crate::corpus) struct Rows {
    rows: RawRows,
    /// The line of the header, which files that were joined repeat.
    header: Option<Vec<u8>>,
    columns: Arc<Columns>,
    is_first: bool,
}

impl Rows {
    fn open(lines: Lines, layout: Layout, reading: &Reading) -> io::Result<Self> {
        let mut rows = RawRows::new(lines, layout.dialect);
        rows.pass_before(layout.line)?;
        let mut header = None;
        if layout.has_header {
            header = rows.next()?.and_then(|row| row.bytes.ok());
        }
        rows.set_width(layout.header.len());
        let columns = Arc::new(Columns::new(layout.header, reading));
        Ok(Self { rows, header, columns, is_first: true })
    }

    /// Opens a table whose header is in the first line.
    #[cfg(test)]
    pub(in crate::corpus) fn under_header(lines: Lines, reading: &Reading) -> io::Result<Self> {
        let dialect = Dialect::quoted(b',');
        let header = vec!["title".to_owned(), "body".to_owned()];
        let layout =
            Layout { dialect, line: 1, header, has_header: true, known: 2, fitting: 0, rows: 0 };
        Self::open(lines, layout, reading)
    }

    /// Returns whether a row is the header, once more or in spite of the columns that were given.
    fn is_header(&mut self, bytes: &[u8], dialect: Dialect) -> bool {
        let is_first = std::mem::replace(&mut self.is_first, false);
        if let Some(header) = &self.header {
            return header.trim_ascii() == bytes.trim_ascii();
        }
        let cells = || str::from_utf8(bytes).map(|row| dialect.cells(row)).unwrap_or_default();
        is_first && self.columns.is_repeated_by(&values(cells()))
    }
}

impl Iterator for Rows {
    type Item = io::Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let row = match self.rows.next() {
                Ok(row) => row?,
                Err(error) => return Some(Err(error)),
            };
            let dialect = row.dialect;
            if row.bytes.as_ref().is_ok_and(|bytes| self.is_header(bytes, dialect)) {
                continue;
            }
            let raw = row.bytes.map(|bytes| {
                Box::new(Row { bytes, dialect, columns: Arc::clone(&self.columns) })
                    as Box<dyn RawRecord>
            });
            let end = Position { line: row.last_line, ..self.rows.at() };
            return Some(Ok(Record::new(row.line, end, raw)));
        }
    }
}

/// A row that is not parsed yet.
struct Row {
    bytes: Vec<u8>,
    dialect: Dialect,
    columns: Arc<Columns>,
}

impl RawRecord for Row {
    fn article(self: Box<Self>, reading: &Reading) -> Result<Parsed, String> {
        let mut cells = self.dialect.cells(&utf8_or_chinese(&self.bytes, reading.encoding)?);
        // Some programs end rows in a delimiter.
        while cells.len() > self.columns.len() && cells.pop_if(|cell| cell.is_empty()).is_some() {}
        self.columns.fields(values(cells))?.article(reading)
    }
}

fn values(cells: Vec<String>) -> Vec<Value> {
    cells.into_iter().map(Value::text).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// Returns line and title, or line and reason, of each row.
    fn rows(text: &'static str, reading: &Reading) -> Vec<(u64, String)> {
        let layout = Layout::of(text, true, &DELIMITERS, reading);
        let Some(layout) = layout else { return Vec::new() };
        let lines = Lines::new(Box::new(Cursor::new(text)));
        let rows = Rows::open(lines, layout, reading).unwrap();
        let outcome = |record: Record| {
            (record.line, record.article().map_or_else(|reason| reason, |article| article.title))
        };
        rows.map(|record| outcome(record.unwrap())).collect()
    }

    #[track_caller]
    fn assert_rows(text: &'static str, expected: &[(u64, &str)]) {
        let expected: Vec<_> =
            expected.iter().map(|(line, outcome)| (*line, (*outcome).to_owned())).collect();
        assert_eq!(rows(text, &Reading::default()), expected);
    }

    #[test]
    fn quoted_cells_hold_delimiters_quotes_and_lines() {
        let text = "id,标题\n1,\"一,二\"\n2,\"说\"\"好\"\"\"\n\n3,\"上\r\n下\"\r\n4,5\" 屏";
        assert_rows(text, &[(2, "一,二"), (3, "说\"好\""), (5, "上\r\n下"), (7, "5\" 屏")]);
    }

    #[test]
    fn tabs_delimit_too() {
        assert_rows("title\tid\n微,短\t1\n", &[(2, "微,短")]);
    }

    #[test]
    fn a_row_of_another_length_is_rejected() {
        let text = "id,title\n1\n2,好\n3,a,b\n4,新,\n";
        let short = (2, "1 cells where the header has 2");
        let long = (4, "3 cells where the header has 2");
        assert_rows(text, &[short, (3, "好"), long, (5, "新")]);
    }

    #[test]
    fn a_quote_left_open_costs_one_row_at_most() {
        assert_rows("id,title\n1,\"好\n2,新\n3,闻\n", &[(2, "\"好"), (3, "新"), (4, "闻")]);
        let open = (2, "a quote is not closed");
        assert_rows("id,title\n1,\"好,了\n2,新\n3,闻\n", &[open, (3, "新"), (4, "闻")]);
    }

    #[test]
    fn a_header_without_rows_has_none() {
        assert_rows("id,title\n", &[]);
        assert_rows("", &[]);
    }

    #[test]
    fn a_repeated_header_is_no_article() {
        assert_rows("id,title\n1,好\nid,title\r\n2,新\n", &[(2, "好"), (4, "新")]);
    }

    #[test]
    fn columns_that_are_given_stand_for_a_header() {
        let columns = Some(vec!["label".to_owned(), "title".to_owned()]);
        let reading = Reading { columns, ..Reading::default() };
        let expected = [(1, "好"), (2, "新,闻")].map(|(line, title)| (line, title.to_owned()));
        assert_eq!(rows("体育\t好\n财经\t新,闻\n", &reading), expected);
        assert_eq!(rows("label,title\n体育,好\n", &reading), [(2, "好".to_owned())]);
    }

    #[test]
    fn prose_with_commas_is_no_table() {
        let weight = |text: &str, is_named| {
            let reading = Reading::default();
            let layout = Layout::of(text, true, b",", &reading)?;
            weight(&layout, is_named, &reading)
        };
        assert_eq!(weight("时间,都去哪儿了\n第一段，一,二。\n第二段,完。\n第三段\n", false), None);
        assert_eq!(weight("title,content\n题,文\n", false), Some(80));
        assert_eq!(weight("content\n文\n", true), Some(65));
        assert_eq!(weight("内容\n文\n", false), None);
        assert_eq!(weight("甲列,乙列\n1,2\n", true), Some(30));
    }
}
