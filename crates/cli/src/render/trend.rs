//! Trends: bars for reading, a table, and JSON Lines.
//!
//! The JSON has a `period` for each period in order, then one `summary`. `series` has one value a
//! query, in the order of the queries; `null` stands for a gap.

use std::io::Write;
use std::time::Instant;

use serde::Serialize;
use unicode_width::UnicodeWidthStr;
use xunwen_query::corpus::{Point, Series, Trend};
use xunwen_wire::{Period, TrendSummary, elapsed_ms};

use super::text::{Pen, QUIET};
use super::{counted, in_columns, write_json_line};
use crate::failure::Failure;
use crate::streams::Look;

/// A trend on its way out.
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

/// Writes for each period a line a query, with a bar of its share.
pub(crate) fn trend_text(
    trends: &Trends<'_>,
    look: Look,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let pen = Pen { look };
    let sheet = Sheet::of(trends, look);
    writeln!(out, "{}", pen.styled(&sheet.head(), QUIET))?;
    for (place, period) in trends.trend.periods.iter().enumerate() {
        let mut lead = format!(
            "{}  {:>8}",
            in_columns(&period.name, sheet.period),
            if period.articles > 0 { period.articles.to_string() } else { "-".to_owned() }
        );
        for (query, series) in trends.queries.iter().zip(&trends.trend.series) {
            let query = sheet.query.map(|width| format!("  {}", in_columns(query, width)));
            let line = format!(
                "{lead}{}{}",
                query.unwrap_or_default(),
                sheet.point(series.points.get(place).copied().flatten())
            );
            writeln!(out, "{}", line.trim_end())?;
            lead = " ".repeat(lead.len());
        }
    }
    Ok(writeln!(out, "{}", pen.styled(&totals(trends), QUIET))?)
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
        // What is not nothing shows.
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
pub(crate) fn trend_csv(trends: &Trends<'_>, out: &mut dyn Write) -> Result<(), Failure> {
    let mut table = csv::Writer::from_writer(out);
    table.write_field("period")?;
    table.write_field("articles")?;
    for query in trends.queries {
        table.write_field(query)?;
        table.write_field(format!("{query} per 10000"))?;
    }
    table.write_record(None::<&[u8]>)?;
    for (place, period) in trends.trend.periods.iter().enumerate() {
        table.write_field(&period.name)?;
        table.write_field(period.articles.to_string())?;
        for series in &trends.trend.series {
            let point = series.points.get(place).copied().flatten();
            table.write_field(point.map(|point| point.articles.to_string()).unwrap_or_default())?;
            table
                .write_field(point.map(|point| point.per_10_000.to_string()).unwrap_or_default())?;
        }
        table.write_record(None::<&[u8]>)?;
    }
    Ok(table.flush()?)
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
