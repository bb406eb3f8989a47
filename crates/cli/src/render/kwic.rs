//! Keywords in context: aligned in a terminal, as CSV, and as JSON Lines.
//!
//! JSON: a `line` for each, then a `summary`. `span` is a byte range of the article's field.

use std::io::{self, Write};

use serde::Serialize;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
use xunwen_query::corpus::{Concordance, ConcordanceLine, LineTotals};
use xunwen_wire::{ContextLine, ContextSummary, Table, TableReader, elapsed_ms};

use super::asked::Asked;
use super::columns::padding;
use super::json_lines::write_json_line;
use super::numbers::counted;
use super::style::{MARK, Pen, QUIET};
use crate::failure::Failure;
use crate::streams::Look;
use crate::terminal::Screen;

/// The widest column of outlets or keywords; longer ones stick out.
const WIDEST: usize = 24;
/// Columns of a date.
const DATE: usize = 10;
/// The space between two columns.
const GAP: &str = "  ";

/// Writes the keywords under one another, and the totals.
pub(crate) fn lines_text(
    found: &Concordance,
    asked: Asked<'_>,
    look: Look,
    out: &mut dyn Screen,
) -> Result<(), Failure> {
    let layout = Layout::of(&found.lines, look);
    for line in &found.lines {
        layout.write(line, out)?;
    }
    let LineTotals { lines, returned, articles } = found.totals;
    let shown =
        if (returned as u64) < lines { format!(", {returned} shown") } else { String::new() };
    let totals = format!(
        "{} in {} of {}{shown}, {} ms",
        counted(lines, "line", "lines"),
        articles.exact,
        counted(articles.articles, "article", "articles"),
        elapsed_ms(asked.start)
    );
    Ok(layout.pen.line(out, &totals, QUIET)?)
}

/// How wide the columns of a concordance are.
struct Layout {
    pen: Pen,
    source: usize,
    left: usize,
    keyword: usize,
    right: usize,
}

impl Layout {
    fn of(lines: &[ConcordanceLine], look: Look) -> Self {
        let widest = |of: fn(&ConcordanceLine) -> &str| {
            lines.iter().map(|l| of(l).width()).max().unwrap_or(0)
        };
        let source = widest(|line| line.source.as_deref().unwrap_or_default()).min(WIDEST);
        let left = widest(|line| &line.left);
        let right = widest(|line| &line.right);
        let keyword = widest(|line| &line.keyword).min(WIDEST);
        // In a terminal, both sides are cut alike, so that no line wraps.
        let taken = DATE + source + keyword + 4 * GAP.len();
        let room = look.columns.map_or(usize::MAX, |columns| columns.saturating_sub(taken) / 2);
        Self { pen: Pen { look }, source, left: left.min(room), keyword, right: right.min(room) }
    }

    fn write(&self, line: &ConcordanceLine, out: &mut dyn Screen) -> io::Result<()> {
        let date: String = line
            .published_at
            .map(|at| at.to_string().chars().take(DATE).collect())
            .unwrap_or_default();
        let source = one_line(line.source.as_deref().unwrap_or_default());
        let head =
            format!("{date}{}{GAP}{source}{}", padding(&date, DATE), padding(&source, self.source));
        let left = last_columns(&line.left, self.left);
        let right = first_columns(&line.right, self.right);
        self.pen.write(out, &head, QUIET)?;
        write!(out, "{GAP}{}{left}{GAP}", padding(left, self.left))?;
        self.pen.write(out, &line.keyword, MARK)?;
        let after = format!("{}{GAP}{right}", padding(&line.keyword, self.keyword));
        writeln!(out, "{}", after.trim_end())
    }
}

fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// Returns as much of the end of `text` as fits.
fn last_columns(text: &str, columns: usize) -> &str {
    let start = text.char_indices().rev().scan(0, |used, (at, c)| {
        *used += c.width().unwrap_or(0);
        (*used <= columns).then_some(at)
    });
    &text[start.last().unwrap_or(text.len())..]
}

/// Returns as much of the beginning of `text` as fits.
fn first_columns(text: &str, columns: usize) -> &str {
    let end = text.char_indices().scan(0, |used, (at, c)| {
        *used += c.width().unwrap_or(0);
        (*used <= columns).then_some(at + c.len_utf8())
    });
    &text[..end.last().unwrap_or(0)]
}

/// The columns of a CSV table.
const COLUMNS: [&str; 9] =
    ["id", "published_at", "source", "field", "start", "end", "left", "keyword", "right"];

/// Begins a CSV table with a header; `start` and `end` are bytes of the article's field.
pub(crate) fn lines_table<W: Write>(reader: TableReader, out: W) -> io::Result<Table<W>> {
    let mut table = Table::new(out, reader)?;
    table.row(COLUMNS)?;
    Ok(table)
}

/// Writes a line as a row of a CSV table.
pub(crate) fn line_csv(
    line: &ConcordanceLine,
    table: &mut Table<impl Write>,
) -> Result<(), Failure> {
    Ok(table.row([
        line.id.as_str(),
        &line.published_at.map(|published| published.to_string()).unwrap_or_default(),
        line.source.as_deref().unwrap_or_default(),
        line.field.name(),
        &line.span.start.to_string(),
        &line.span.end.to_string(),
        &line.left,
        &line.keyword,
        &line.right,
    ])?)
}

#[derive(Serialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
enum JsonLine<'a> {
    Line(ContextLine<'a>),
    Summary(ContextSummary<'a>),
}

/// Writes a line as a line of JSON.
pub(crate) fn line_json(line: &ConcordanceLine, out: &mut dyn Write) -> Result<(), Failure> {
    Ok(write_json_line(out, &JsonLine::Line(ContextLine::of(line)))?)
}

/// Writes the summary as a line of JSON.
pub(crate) fn line_totals_json(
    totals: &LineTotals,
    asked: Asked<'_>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let summary = ContextSummary::of(asked.query, totals, elapsed_ms(asked.start));
    Ok(write_json_line(out, &JsonLine::Summary(summary))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::Outlet;

    fn line(left: &str, keyword: &str, right: &str) -> ConcordanceLine {
        ConcordanceLine {
            id: "a".to_owned(),
            published_at: None,
            source: Some("新闻联播".to_owned()),
            field: xunwen_language::Field::Body,
            span: 0..1,
            left: left.to_owned(),
            keyword: keyword.to_owned(),
            right: right.to_owned(),
        }
    }

    fn rows(columns: Option<usize>) -> Vec<String> {
        let lines = [
            line("实现", "碳中和", "目标"),
            line("use of ＡＩ a", "AI", " now"),
            line("", "AI", ""),
        ];
        let look = Look { colour: false, columns };
        let layout = Layout::of(&lines, look);
        let mut out = Outlet::raw(Vec::new());
        lines.iter().for_each(|line| layout.write(line, &mut out).unwrap());
        String::from_utf8(out.into_stream()).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn keywords_are_aligned_in_the_terminal() {
        for columns in [None, Some(40), Some(20)] {
            let rows = rows(columns);
            let column = |row: &str, keyword: &str| row[..row.rfind(keyword).unwrap()].width();
            let first = column(&rows[0], "碳中和");
            assert!(rows[1..].iter().all(|row| column(row, "AI") == first), "{rows:#?}");
            assert!(columns != Some(40) || rows.iter().all(|row| row.width() <= 40), "{rows:#?}");
        }
    }

    #[test]
    fn context_is_cut_at_its_far_end() {
        assert_eq!(last_columns("实现碳达峰", 5), "达峰");
        assert_eq!(first_columns("目标a", 5), "目标a");
        assert_eq!(first_columns("目标", 3), "目");
        assert_eq!((last_columns("", 3), first_columns("目", 0)), ("", ""));
    }
}
