//! `xunwen trend`: queries side by side over time.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use xunwen_query::corpus::{CalendarUnit, Trend, TrendRequest};
use xunwen_wire::TableReader;

use super::interruptible::interruptible;
use super::request::{now, query};
use crate::args::{By, TrendArgs, TrendFormat};
use crate::failure::{Failure, Misuse};
use crate::render;
use crate::streams::Streams;

/// Writes the trend and draws its chart; exit status 1 if nothing was found.
pub(super) fn run(args: &TrendArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let start = Instant::now();
    let chart = args.chart.as_deref().map(svg).transpose()?;
    let queries = args.queries.iter().map(|text| query(text, &mut streams.err));
    let request = TrendRequest {
        queries: queries.collect::<Result<_, _>>()?,
        filter: args.bounds.filter()?,
        by: args.by.unit(),
        now: now(),
    };
    interruptible(&args.index.dir, |engine| {
        write(&Trend::of(engine, &request)?, args, chart, start, streams)
    })
}

fn write(
    trend: &Trend,
    args: &TrendArgs,
    chart: Option<&Path>,
    start: Instant,
    streams: &mut Streams,
) -> Result<ExitCode, Failure> {
    let trends = render::Trends { queries: &args.queries, trend, start };
    render::trend_outliers(trend, &mut streams.err)?;
    match args.format {
        TrendFormat::Text => render::trend_text(&trends, streams.look, &mut streams.out)?,
        TrendFormat::Csv => {
            render::trend_csv(&trends, TableReader::Program, &mut streams.out)?;
        }
        TrendFormat::Excel => {
            render::trend_csv(&trends, TableReader::Excel, &mut streams.out)?;
        }
        TrendFormat::Json => render::trend_json(&trends, &mut streams.out)?,
    }
    streams.out.flush()?;
    if let Some(path) = chart {
        render::chart(&trends, path)?;
    }
    Ok(ExitCode::from(u8::from(trend.is_empty())))
}

/// Returns `path` if its name is that of an SVG file.
fn svg(path: &Path) -> Result<&Path, Failure> {
    let is_svg = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("svg"));
    if is_svg { Ok(path) } else { Err(Misuse::ChartFormat(PathBuf::from(path)).into()) }
}

impl By {
    fn unit(self) -> CalendarUnit {
        match self {
            Self::Day => CalendarUnit::Day,
            Self::Month => CalendarUnit::Month,
            Self::Quarter => CalendarUnit::Quarter,
            Self::Year => CalendarUnit::Year,
        }
    }
}
