//! Trends: bars for reading, a table, and JSON Lines.
//!
//! The JSON has a `period` for each period in order, then one `summary`. `series` has one value a
//! query, in the order of the queries; `null` marks a gap. Table and JSON hold every period, those
//! without articles too, so that they are a series of even steps that needs no filling; the text
//! has one line for a run of them.

use std::io::{self, Write};
use std::ops::Range;
use std::time::Instant;

use serde::Serialize;
use unicode_width::UnicodeWidthStr;
use xunwen_query::corpus::{Point, Series, Trend};
use xunwen_wire::{Period, Table, TableReader, TrendSummary, elapsed_ms};

use crate::failure::Failure;
use crate::render::columns::in_columns;
use crate::render::json_lines::write_json_line;
use crate::render::numbers::{counted, thousands};
use crate::render::style::{Pen, QUIET};
use crate::streams::Look;
use crate::terminal::Screen;

/// A trend to be written.
pub(crate) struct Trends<'a> {
    /// The queries as typed, in the order of the series.
    pub(crate) queries: &'a [String],
    /// What answers them.
    pub(crate) trend: &'a Trend,
    /// When it was asked.
    pub(crate) start: Instant,
}

/// Most columns of a query.
const WIDEST: usize = 30;
/// Fewest columns of the longest bar.
const SHORTEST: usize = 10;
/// Bars that fill a column by eighths.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// Fewest periods without articles, one after the other, that share a line.
const SHORTEST_GAP: usize = 2;

/// Writes for each period a line a query, with a bar of its share; for a run of periods without
/// articles, one line.
pub(crate) fn trend_text(
    trends: &Trends<'_>,
    look: Look,
    out: &mut dyn Screen,
) -> Result<(), Failure> {
    let pen = Pen { look };
    let sheet = Sheet::of(trends, look);
    let Trend { by, periods, .. } = trends.trend;
    pen.line(out, &sheet.head(), QUIET)?;
    let mut written = 0;
    for gap in trends.trend.gaps().into_iter().filter(|gap| gap.len() >= SHORTEST_GAP) {
        sheet.periods(trends, written..gap.start, out)?;
        let line = format!("…  {} {}s without articles", thousands(gap.len()), by.name());
        pen.line(out, &line, QUIET)?;
        written = gap.end;
    }
    sheet.periods(trends, written..periods.len(), out)?;
    Ok(pen.line(out, &totals(trends), QUIET)?)
}

/// Warns of articles whose dates are far from all others.
pub(crate) fn trend_outliers(trend: &Trend, err: &mut dyn Write) -> io::Result<()> {
    for outliers in &trend.outliers {
        let first = &outliers.first;
        let last = &outliers.last;
        let days = if first == last { first.clone() } else { format!("{first} to {last}") };
        let nearest = &outliers.nearest;
        let flag = if first < nearest { "--since" } else { "--until" };
        let dated = counted(outliers.articles, "article is", "articles are");
        let them = if outliers.articles == 1 { "it" } else { "them" };
        writeln!(
            err,
            "warning: {dated} dated {days}, far from all others; `{flag} {nearest}` leaves {them} out"
        )?;
    }
    Ok(())
}

/// The columns of the text.
struct Sheet {
    period: usize,
    /// Columns of the queries; of a single one, none are needed.
    query: Option<usize>,
    bar: usize,
    /// The share that fills the longest bar.
    most: f64,
}

impl Sheet {
    fn of(trends: &Trends<'_>, look: Look) -> Self {
        let names = trends.trend.periods.iter().map(|period| period.name.len());
        let period = names.chain(["period".len()]).max().unwrap_or(0);
        let queries = trends.queries.iter().map(|query| query.width().min(WIDEST));
        let query = queries.chain(["query".len()]).max().filter(|_| trends.queries.len() > 1);
        let points = trends.trend.series.iter().flat_map(|series| series.points.iter().flatten());
        let most = points.map(|point| point.per_10_000).fold(0.0, f64::max);
        let mut sheet = Self { period, query, bar: 0, most };
        let room = look.columns.unwrap_or(80).saturating_sub(sheet.head().width() + 3);
        sheet.bar = room.max(SHORTEST);
        sheet
    }

    fn head(&self) -> String {
        let query = self.query.map(|width| format!("  {}", in_columns("query", width)));
        let period = in_columns("period", self.period);
        format!("{period}  articles{}     found  per 10,000", query.unwrap_or_default())
    }

    /// Writes some of the periods.
    fn periods(
        &self,
        trends: &Trends<'_>,
        wanted: Range<usize>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        for place in wanted {
            let period = &trends.trend.periods[place];
            let articles =
                if period.articles > 0 { period.articles.to_string() } else { "-".to_owned() };
            let mut lead = format!("{}  {articles:>8}", in_columns(&period.name, self.period));
            for (query, series) in trends.queries.iter().zip(&trends.trend.series) {
                let query = self.query.map(|width| format!("  {}", in_columns(query, width)));
                let query = query.unwrap_or_default();
                let point = self.point(series.points.get(place).copied().flatten());
                writeln!(out, "{}", format!("{lead}{query}{point}").trim_end())?;
                lead = " ".repeat(lead.len());
            }
        }
        Ok(())
    }

    fn point(&self, point: Option<Point>) -> String {
        match point {
            Some(Point { articles, per_10_000 }) => {
                format!("  {articles:>8}  {per_10_000:>10.1}  {}", self.bar(per_10_000))
            }
            None => format!("  {:>8}  {:>10}", "-", "-"),
        }
    }

    fn bar(&self, share: f64) -> String {
        if share <= 0.0 {
            return String::new();
        }
        // A share above zero is always visible.
        let eighths = ((share / self.most * self.bar as f64 * 8.0).round() as usize).max(1);
        format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
    }
}

/// Returns what each query found, in one line.
fn totals(trends: &Trends<'_>) -> String {
    let found = |(query, series): (&String, &Series)| {
        let undated = match series.undated {
            0 => String::new(),
            undated => format!(" ({undated} without a date)"),
        };
        format!("{query} {}{undated}", series.found)
    };
    let found: Vec<String> = trends.queries.iter().zip(&trends.trend.series).map(found).collect();
    format!(
        "{} of {}, {} ms",
        found.join(", "),
        counted(trends.trend.articles, "article", "articles"),
        elapsed_ms(trends.start)
    )
}

/// Writes a CSV table with a header: a period a line, and for each query two columns.
pub(crate) fn trend_csv(
    trends: &Trends<'_>,
    reader: TableReader,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let mut table = Table::new(out, reader)?;
    let of_query = |query: &String| [query.clone(), format!("{query} per 10000")];
    let head = ["period".to_owned(), "articles".to_owned()];
    table.row(head.into_iter().chain(trends.queries.iter().flat_map(of_query)))?;
    for (place, period) in trends.trend.periods.iter().enumerate() {
        let mut row = vec![period.name.clone(), period.articles.to_string()];
        for series in &trends.trend.series {
            let point = series.points.get(place).copied().flatten();
            row.push(point.map(|point| point.articles.to_string()).unwrap_or_default());
            row.push(point.map(|point| point.per_10_000.to_string()).unwrap_or_default());
        }
        table.row(row)?;
    }
    Ok(table.finish()?)
}

#[derive(Serialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
enum Line<'a> {
    Period(Period<'a>),
    Summary(TrendSummary<'a>),
}

/// Writes periods and summary.
pub(crate) fn trend_json(trends: &Trends<'_>, out: &mut dyn Write) -> Result<(), Failure> {
    let Trends { queries, trend, start } = trends;
    for period in Period::all(trend) {
        write_json_line(out, &Line::Period(period))?;
    }
    let summary = TrendSummary::of(queries, trend, elapsed_ms(*start));
    Ok(write_json_line(out, &Line::Summary(summary))?)
}
