//! Cutting a table into rows: a quoted cell may span lines, and a quote that is never closed costs its
//! own row only.

use std::collections::VecDeque;
use std::io;

use super::dialect::{Dialect, Scan};
use crate::corpus::lines::{Line, Lines};
use crate::corpus::record::{LONGEST_RECORD, Position, too_long};

/// The rows of a table, as text.
pub(super) struct RawRows {
    lines: Lines,
    dialect: Dialect,
    /// How many cells rows have, once that is known.
    width: Option<usize>,
    /// Lines that turned out not to belong to the preceding row.
    again: VecDeque<Line>,
    /// Bytes that were looked at in vain.
    in_vain: usize,
}

/// One row.
pub(super) struct RawRow {
    pub(super) line: u64,
    pub(super) last_line: u64,
    /// How its cells are split.
    pub(super) dialect: Dialect,
    /// Its text, or why it has none.
    pub(super) bytes: Result<Vec<u8>, String>,
}

/// Lines in which every one that follows a quote would be a row, from which on the quote is none.
const ROWS_ENOUGH: usize = 100;

impl RawRows {
    pub(super) fn new(lines: Lines, dialect: Dialect) -> Self {
        Self { lines, dialect, width: None, again: VecDeque::new(), in_vain: 0 }
    }

    /// Says how many cells rows have.
    pub(super) fn set_width(&mut self, width: usize) {
        self.width = Some(width);
    }

    pub(super) fn at(&self) -> Position {
        self.lines.at()
    }

    /// Passes over the lines before line `number`.
    pub(super) fn pass_before(&mut self, number: u64) -> io::Result<()> {
        while self.lines.at().line + 1 < number && self.lines.next()?.is_some() {}
        Ok(())
    }

    pub(super) fn next(&mut self) -> io::Result<Option<RawRow>> {
        while let Some(first) = self.line()? {
            if first.is_too_long {
                return Ok(Some(rejected(&first, self.dialect, too_long())));
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

    fn fits(&self, scan: &Scan) -> bool {
        !scan.is_open() && self.width.is_none_or(|width| width == scan.cells)
    }

    fn row(&mut self, first: Line) -> io::Result<RawRow> {
        let own = self.dialect.scan(&first.bytes);
        let is_short = self.width.is_some_and(|width| own.cells < width);
        // In a table without quotes, some may be used all the same where a cell has a line end.
        let may_join = own.is_open() || (!self.dialect.quotes && is_short);
        if self.fits(&own) || !may_join {
            return Ok(whole(vec![first], self.dialect));
        }
        let mut held = vec![first];
        if own.is_open() && self.join(&mut held, self.dialect)? {
            return Ok(whole(held, self.dialect));
        }
        let quoted = Dialect { quotes: true, ..self.dialect };
        if !self.dialect.quotes && self.join(&mut held, quoted)? {
            return Ok(whole(held, quoted));
        }
        let others = [
            Dialect { pair_closes: true, ..quoted },
            Dialect { strips: self.dialect.quotes, ..Dialect::plain(self.dialect.delimiter) },
        ];
        let first = held.first().map(|first| first.bytes.as_slice()).unwrap_or_default();
        let fitting = others.into_iter().find(|dialect| {
            let scan = dialect.scan(first);
            self.fits(&scan) && self.width.is_some()
        });
        Ok(match (fitting, held.first()) {
            (None, Some(first)) if own.is_open() && self.dialect.quotes => {
                rejected(first, self.dialect, "a quote is not closed".to_owned())
            }
            (fitting, _) => whole(held, fitting.unwrap_or(self.dialect)),
        })
    }

    /// Appends lines to the first one until the row is complete. Returns false, with the first line
    /// alone, if it does not come to an end as a row does.
    fn join(&mut self, held: &mut Vec<Line>, dialect: Dialect) -> io::Result<bool> {
        let Some(first) = held.first() else { return Ok(false) };
        let mut scan = dialect.scan(&first.bytes);
        let mut length = first.bytes.len();
        let longest = self.longest(length);
        let mut is_lost = false;
        let mut looked_at = 1;
        while scan.is_open() && !is_lost {
            let Some(next) = self.line()? else { break };
            length += next.bytes.len() + 1;
            is_lost = next.is_too_long || length > longest;
            scan.pass_next(&next.bytes);
            held.push(next);
            is_lost |= self.has_swallowed_rows(held, &mut looked_at, &scan);
        }
        let is_whole = !is_lost && held.len() > 1 && self.fits(&scan);
        if !is_whole {
            self.in_vain += length;
            held.drain(1..).rev().for_each(|line| self.again.push_front(line));
        }
        Ok(is_whole)
    }

    /// Returns how far a row may reach. What is looked at in vain stays in proportion to the text, so
    /// that a table full of open quotes is read in linear time.
    fn longest(&self, first: usize) -> usize {
        const FACTOR: usize = 16;
        let read = usize::try_from(self.lines.at().offset).unwrap_or(usize::MAX);
        let credit = read.saturating_mul(2).saturating_add(LONGEST_RECORD);
        let left = credit.saturating_sub(self.in_vain);
        left.max(first.saturating_mul(FACTOR)).min(LONGEST_RECORD)
    }

    /// Returns whether lines that would belong to a quoted cell are rows rather than text; the first
    /// `looked_at` are none.
    fn has_swallowed_rows(&self, lines: &[Line], looked_at: &mut usize, scan: &Scan) -> bool {
        let Some(width) = self.width.filter(|width| *width > 1) else { return false };
        let is_row = |line: &Line| {
            let line = scan.dialect.scan(&line.bytes);
            !line.is_open() && line.cells == width
        };
        if scan.is_strict {
            return lines.len() == ROWS_ENOUGH && lines.iter().skip(1).all(is_row);
        }
        let found = lines.iter().skip(*looked_at).any(is_row);
        *looked_at = lines.len();
        found
    }
}

fn rejected(line: &Line, dialect: Dialect, reason: String) -> RawRow {
    RawRow { line: line.number, last_line: line.number, dialect, bytes: Err(reason) }
}

fn whole(lines: Vec<Line>, dialect: Dialect) -> RawRow {
    let line = lines.first().map_or(0, |line| line.number);
    let last_line = lines.last().map_or(line, |line| line.number);
    RawRow { line, last_line, dialect, bytes: Ok(joined(lines)) }
}

fn joined(mut lines: Vec<Line>) -> Vec<u8> {
    if lines.len() == 1 {
        return lines.pop().map(|line| line.bytes).unwrap_or_default();
    }
    let count = lines.len();
    let mut bytes = Vec::new();
    for (index, line) in lines.into_iter().enumerate() {
        bytes.extend_from_slice(&line.bytes);
        if index + 1 < count {
            bytes.extend_from_slice(if line.ends_in_crlf { b"\r\n" } else { b"\n" });
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::io::Cursor;

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    /// Returns the cells of each row, or why it has none; the header is the first.
    fn rows(text: &str, dialect: Dialect) -> Vec<Vec<String>> {
        let text = Cursor::new(text.to_owned().into_bytes());
        let mut rows = RawRows::new(Lines::new(Box::new(text)), dialect);
        let mut found: Vec<Vec<String>> = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let cells = row.bytes.map(|bytes| row.dialect.cells(str::from_utf8(&bytes).unwrap()));
            found.push(cells.unwrap_or_else(|reason| vec![reason]));
            rows.set_width(found[0].len());
        }
        found
    }

    #[track_caller]
    fn assert_rows(text: &str, dialect: Dialect, expected: &[&[&str]]) {
        assert_eq!(rows(text, dialect), expected, "{text}");
    }

    const OPEN: &str = "a quote is not closed";

    #[test]
    fn an_open_quote_swallows_no_other_row() {
        let comma = Dialect::quoted(b',');
        assert_rows(
            "a,b\n1,\"好\n2,\"新\"\n3,闻\n",
            comma,
            &[&["a", "b"], &["1", "\"好"], &["2", "新"], &["3", "闻"]],
        );
        // The row below ends in a quote, and would close it.
        assert_rows(
            "a,b\n1,\"好,真\n2,新\n3,\"闻,事\"\n",
            comma,
            &[&["a", "b"], &[OPEN], &["2", "新"], &["3", "闻,事"]],
        );
        assert_rows(
            "\"a\",\"b\"\n\"1\",\"好\n\"2\",\"新\"\n",
            comma,
            &[&["a", "b"], &["1", "\"好"], &["2", "新"]],
        );
    }

    #[test]
    fn cells_of_several_lines_are_one_row() {
        assert_rows(
            "a,b\n1,\"上,中\n\n2,下\n说\"\"好\"\"\"\n2,完\n",
            Dialect::quoted(b','),
            &[&["a", "b"], &["1", "上,中\n\n2,下\n说\"好\""], &["2", "完"]],
        );
        assert_rows(
            "a\tb\tc\n1\t\"上\n下\"\t3\n2\t\"好\"的\t4\n",
            Dialect::plain(b'\t'),
            &[&["a", "b", "c"], &["1", "上\n下", "3"], &["2", "\"好\"的", "4"]],
        );
        assert_rows(
            "a\tb\n1\t上\\\n下\n",
            Dialect { escapes: true, ..Dialect::plain(b'\t') },
            &[&["a", "b"], &["1", "上\n下"]],
        );
    }

    #[test]
    fn a_quote_before_many_rows_costs_one_of_them_and_little_time() {
        let mut text = "a,b\n".to_owned();
        for number in 0..200_000 {
            let quote = if number % 2 == 0 { "\"" } else { "" };
            writeln!(text, "{quote}好{number},x").unwrap();
        }
        let found = rows(&text, Dialect::quoted(b','));
        assert_eq!(found.len(), 200_001);
        assert_eq!(found[200_000], ["好199999", "x"]);
    }

    proptest! {
        #[test]
        fn every_line_is_in_one_row(
            cells in vec(vec("[a\"\\\\ ,\t好]{0,6}", 1..5), 1..40),
            width in 1..4_usize,
            tabs: bool, quotes: bool, escapes: bool,
        ) {
            let lines = cells.iter().map(|cells| format!("x{}\n", cells.join(",")));
            let text = Cursor::new(lines.collect::<String>().into_bytes());
            let delimiter = if tabs { b'\t' } else { b',' };
            let dialect = Dialect { quotes, escapes, ..Dialect::quoted(delimiter) };
            let mut rows = RawRows::new(Lines::new(Box::new(text)), dialect);
            rows.set_width(width);
            let mut passed = 0;
            while let Some(row) = rows.next().unwrap() {
                prop_assert_eq!(row.line, passed + 1);
                passed = row.last_line;
                if row.last_line > row.line {
                    let found = row.dialect.scan(&row.bytes.unwrap());
                    prop_assert_eq!((found.cells, found.is_open()), (width, false));
                }
            }
            prop_assert_eq!(passed, cells.len() as u64);
        }
    }
}
