//! The layout of a table: its delimiter, its dialect and its header, by evidence over many rows.

use std::io::Cursor;

use super::columns::Columns;
use super::dialect::Dialect;
use super::rows::{RawRow, RawRows};
use crate::corpus::lines::Lines;
use crate::corpus::names::ArticleField;
use crate::corpus::options::Reading;

/// How a table is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) dialect: Dialect,
    /// The line of the header; without one, the line of the first row.
    pub(super) line: u64,
    /// The names of the columns.
    pub(super) header: Vec<String>,
    /// Whether the names are in the table, rather than given.
    pub(super) has_header: bool,
    /// How many columns are fields.
    pub(super) known: usize,
    /// Rows that have a cell for each column, of all rows looked at.
    pub(super) fitting: usize,
    pub(super) rows: usize,
}

/// Delimiters that are looked for.
pub(super) const DELIMITERS: [u8; 7] = [b',', b'\t', b';', b'|', 0x01, 0x1f, b'^'];

/// Rows that are looked at.
const ROWS: usize = 200;
/// Lines that may stand above a header.
const MOST_ABOVE: usize = 10;

impl Layout {
    /// Returns the layout for which most speaks among `delimiters`. `text` is the beginning of the table,
    /// all of it if `is_whole`.
    pub(super) fn of(
        text: &str,
        is_whole: bool,
        delimiters: &[u8],
        reading: &Reading,
    ) -> Option<Self> {
        let lines = text.lines().enumerate().filter(|(_, line)| !blank(line)).take(MOST_ABOVE);
        let first = lines.clone().next()?;
        if let Some(delimiter) = said(first.1) {
            let (line, _) = lines.clone().nth(1)?;
            let table = Table { text, is_whole, reading, delimiter };
            return delimiters.contains(&delimiter).then(|| table.layout(line)).flatten();
        }
        let mut best: Option<Self> = None;
        for delimiter in delimiters {
            let table = Table { text, is_whole, reading, delimiter: *delimiter };
            for (line, content) in lines.clone() {
                let is_first = line == first.0;
                let is_candidate = content.as_bytes().contains(delimiter) || is_first;
                let Some(own) =
                    Some(()).filter(|()| is_candidate).and_then(|()| table.layout(line))
                else {
                    continue;
                };
                let is_taken = is_first || (own.known > 1 && own.is_regular());
                if is_taken && best.as_ref().is_none_or(|best| best.score() < own.score()) {
                    best = Some(own);
                }
                let is_found = best.as_ref().is_some_and(|best| {
                    best.dialect.delimiter == *delimiter && best.known > 1 && best.is_regular()
                });
                if reading.columns.is_some() || is_found {
                    break;
                }
            }
        }
        best
    }

    /// Returns how much speaks for the layout, to be compared.
    fn score(&self) -> (bool, usize, usize, usize) {
        let part = (self.fitting * 100).checked_div(self.rows).unwrap_or(50);
        let columns = self.header.len();
        (columns > 1 && self.known > 0, self.known.min(2) * part, self.known, columns.min(2) * part)
    }

    /// Returns whether nearly all rows have a cell for each column.
    pub(super) fn is_regular(&self) -> bool {
        self.fitting * 10 >= self.rows * 9
    }
}

fn blank(line: &str) -> bool {
    line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty()
}

/// Returns the delimiter that a line `sep=;` names, as Excel reads it.
fn said(line: &str) -> Option<u8> {
    let line = line.trim_start_matches('\u{feff}').trim_end_matches(['\r', '\n']);
    let name = line.trim_matches('"');
    match name.strip_prefix("sep=").or_else(|| name.strip_prefix("SEP="))?.as_bytes() {
        [delimiter] if delimiter.is_ascii() => Some(*delimiter),
        _ => None,
    }
}

/// A table with a delimiter on trial.
struct Table<'t> {
    text: &'t str,
    is_whole: bool,
    reading: &'t Reading,
    delimiter: u8,
}

impl Table<'_> {
    /// Returns the layout if the header is in a line, from 0.
    fn layout(&self, line: usize) -> Option<Layout> {
        let line = line as u64 + 1;
        let quoted = self.sampled(Dialect::quoted(self.delimiter), line)?;
        let dialect = self.dialect(&quoted, line);
        let sampled = if dialect == quoted.dialect { quoted } else { self.sampled(dialect, line)? };
        let Sampled { mut header, rows, is_given, .. } = sampled;
        if let Some(place) = unnamed_column(&header, &rows, self.delimiter).filter(|_| !is_given) {
            header.insert(place, String::new());
        }
        let fitting = rows.iter().filter(|row| fits(row, header.len())).count();
        let known = Columns::new(header.clone(), self.reading).known();
        Some(Layout {
            dialect,
            line,
            header,
            has_header: !is_given,
            known,
            fitting,
            rows: rows.len(),
        })
    }

    /// Returns the dialect that the rows prove.
    ///
    /// Tables with tabs know no quotes, unless they prove to have some; the others do.
    fn dialect(&self, quoted: &Sampled, line: u64) -> Dialect {
        let plain = Dialect::plain(self.delimiter);
        let tally = quoted.tally();
        let knows_quotes = matches!(self.delimiter, b',' | b';' | b'|');
        if !knows_quotes && !tally.proves_quotes(quoted) {
            return Dialect { escapes: has_escapes(self.text), ..plain };
        }
        let escaped = Dialect { escapes: true, ..quoted.dialect };
        if tally.ill > 0
            && self.text.contains("\\\"")
            && self.sampled(escaped, line).is_some_and(|other| other.tally().ill < tally.ill)
        {
            return escaped;
        }
        quoted.dialect
    }

    /// Cuts the first rows; `None` if there is no header.
    fn sampled(&self, dialect: Dialect, line: u64) -> Option<Sampled> {
        let end = if self.is_whole { None } else { self.text.rfind('\n') };
        let text = self.text.get(..end.unwrap_or(self.text.len()))?;
        let lines = Lines::new(Box::new(Cursor::new(text.as_bytes().to_vec())));
        let mut rows = RawRows::new(lines, dialect);
        // Reading from memory does not fail.
        rows.pass_before(line).ok()?;
        let mut all: Vec<RawRow> = Vec::new();
        let header = match &self.reading.columns {
            Some(columns) => columns.clone(),
            None => {
                let first = rows.next().ok().flatten()?;
                let row = first.bytes.ok()?;
                first.dialect.cells(str::from_utf8(&row).ok()?)
            }
        };
        rows.set_width(header.len());
        while all.len() < ROWS {
            let Some(row) = rows.next().ok().flatten() else {
                // The last row may be cut off.
                if !self.is_whole {
                    all.pop();
                }
                break;
            };
            all.push(row);
        }
        Some(Sampled { dialect, header, rows: all, is_given: self.reading.columns.is_some() })
    }
}

/// The first rows of a table, cut in some dialect.
struct Sampled {
    dialect: Dialect,
    header: Vec<String>,
    rows: Vec<RawRow>,
    is_given: bool,
}

/// What rows show of quotes.
#[derive(Default)]
struct Tally {
    /// Rows whose quotes are not as they should be.
    ill: usize,
    /// Rows that need their quotes.
    needed: usize,
    /// Quoted cells.
    quoted: usize,
}

impl Sampled {
    fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for row in &self.rows {
            let scan = match &row.bytes {
                Ok(bytes) if row.dialect == self.dialect => Some(row.dialect.scan(bytes)),
                _ => None,
            };
            match scan.filter(|scan| scan.is_strict) {
                None => tally.ill += 1,
                Some(scan) => {
                    tally.needed += usize::from(scan.needs_quotes);
                    tally.quoted += scan.quoted;
                }
            }
        }
        tally
    }
}

impl Tally {
    fn proves_quotes(&self, sampled: &Sampled) -> bool {
        let rows = sampled.rows.len();
        self.needed > 4 * self.ill || (self.ill == 0 && rows > 1 && self.quoted >= rows)
    }
}

/// Returns whether a text without quotes has the escapes of databases: every backslash is one, and one
/// of them stands for a line end, a tab, or nothing.
fn has_escapes(text: &str) -> bool {
    let mut bytes = text.bytes();
    let mut has_any = false;
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            continue;
        }
        match bytes.next() {
            Some(b'n' | b't' | b'N' | b'\n') => has_any = true,
            Some(b'\\' | b'r' | b'0' | b'"' | b'\'' | b'\t' | 0x01) | None => {}
            Some(_) => return false,
        }
    }
    has_any
}

/// Returns where all rows have one more cell than the header: R names no column for its row numbers,
/// and others end each row in a delimiter.
fn unnamed_column(header: &[String], rows: &[RawRow], delimiter: u8) -> Option<usize> {
    let width = header.len();
    let has_one_more = rows.iter().all(|row| cells(row) == width + 1);
    if width < 2 || rows.is_empty() || !has_one_more {
        return None;
    }
    let text = |row: &RawRow| row.bytes.as_ref().map(Vec::as_slice).unwrap_or_default().to_vec();
    if rows.iter().all(|row| text(row).ends_with(&[delimiter])) {
        return Some(width);
    }
    let is_numbered = |(number, row): (usize, &RawRow)| {
        let row = text(row);
        let first = row.split(|byte| *byte == delimiter).next().unwrap_or_default();
        let digits = String::from_utf8_lossy(first).trim_matches('"').parse::<usize>();
        digits.is_ok_and(|digits| digits == number || digits == number + 1)
    };
    (rows.len() > 1 && rows.iter().enumerate().all(is_numbered)).then_some(0)
}

fn cells(row: &RawRow) -> usize {
    row.bytes.as_ref().map_or(0, |bytes| row.dialect.scan(bytes).cells)
}

fn fits(row: &RawRow, width: usize) -> bool {
    cells(row) == width
}

/// Returns whether a name is a column that makes a table even if it is the only one.
pub(super) fn is_text_column(name: &str, reading: &Reading) -> bool {
    let is_text = |field| matches!(field, ArticleField::Body | ArticleField::Title);
    !name.contains([':', '：', ' ']) && reading.name(name).is_some_and(|name| is_text(name.field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn layout(text: &str) -> Layout {
        Layout::of(text, true, &DELIMITERS, &Reading::default()).unwrap()
    }

    #[track_caller]
    fn assert_delimiter(text: &str, delimiter: u8, line: u64) {
        let found = layout(text);
        assert_eq!((found.dialect.delimiter, found.line), (delimiter, line), "{text}");
        assert!(found.is_regular() && found.known > 1, "{found:?}");
    }

    #[test]
    fn the_delimiter_is_that_by_which_rows_are_alike() {
        assert_delimiter("标题;正文\n一,二;三\n四;五,六\n", b';', 1);
        assert_delimiter("标题|正文\n一,二|三\n", b'|', 1);
        assert_delimiter("id\u{1}title\u{1}content\n1\u{1}题\u{1}一,二\n", 0x01, 1);
        assert_delimiter("title\tcontent\n一,二\t三\n", b'\t', 1);
        assert_delimiter("title,content\n一,二\n\"a;b\",c\n", b',', 1);
    }

    #[test]
    fn what_stands_above_a_header_is_passed() {
        assert_delimiter("sep=;\ntitle;content\n题;文\n", b';', 2);
        assert_delimiter("检索结果导出\n\n标题,来源,正文\n一,二,三\n", b',', 3);
        assert_delimiter("\u{feff}\n标题,正文\n一,二\n", b',', 2);
    }

    #[test]
    fn row_names_have_a_column_without_a_name() {
        let found = layout("\"title\",\"content\"\n\"1\",\"题\",\"文\"\n\"2\",\"目\",\"章\"\n");
        assert_eq!(found.header, ["", "title", "content"]);
        assert_eq!(layout("title,content\n题,文,\n").header, ["title", "content", ""]);
    }

    #[test]
    fn tabs_know_quotes_only_where_they_are_proven() {
        let quotes = |text: &str| layout(text).dialect.quotes;
        assert!(!quotes("title\tcontent\n一\t\"慢递\"邮局\n二\t\"开\n"));
        assert!(!quotes("title\tcontent\n一\t\"慢递\"\n二\t邮局\n"));
        assert!(quotes("title\tcontent\n一\t\"说\"\"好\"\"\"\n二\t邮局\n"));
        assert!(quotes("title\tcontent\n一\t\"上\n下\"\n二\t邮局\n"));
        assert!(quotes("title\tcontent\n一\t\"上\r下\"\n二\t邮局\n"));
        assert!(quotes("\"title\"\t\"content\"\n\"一\"\t\"上\"\n\"二\"\t\"邮局\"\n"));
    }

    #[test]
    fn backslashes_escape_only_where_all_of_them_do() {
        let escapes = |text: &str| layout(text).dialect.escapes;
        assert!(escapes("title\tcontent\n一\t上\\n下\\\\\n二\tNULL\n"));
        assert!(escapes("title\tcontent\n一\t\\N\n"));
        assert!(!escapes("title\tcontent\n一\tC:\\图\\n下\n"));
        assert!(!escapes("title\tcontent\n一\t二\n"));
        assert!(escapes("title,content\n一,\"说\\\"好\\\"，对\"\n"));
        assert!(!escapes("title,content\n一,\"说\\\"\"好\\\"\"，对\"\n"));
    }
}
