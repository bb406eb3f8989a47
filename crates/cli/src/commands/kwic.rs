//! `xunwen kwic`: keywords in context.

use std::process::ExitCode;
use std::time::Instant;

use xunwen_query::corpus::{Concordance, ConcordanceOptions, LineOrder, LineTotals};
use xunwen_query::{Engine, Request};
use xunwen_wire::TableReader;

use super::interruptible::interruptible;
use crate::args::{KwicArgs, LineSort, TableFormat};
use crate::failure::Failure;
use crate::render;
use crate::streams::Streams;

pub(super) fn run(args: &KwicArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let start = Instant::now();
    let request = args.tier.request(&mut streams.err)?;
    interruptible(&args.tier.index.dir, |engine| {
        let asked = render::Asked { query: &args.tier.query.join(" "), start };
        let totals = write(engine, &request, args, asked, streams)?;
        streams.out.flush()?;
        let LineTotals { lines, returned, .. } = totals;
        let is_table = matches!(args.tier.format, TableFormat::Csv | TableFormat::Excel);
        if is_table && (returned as u64) < lines {
            writeln!(streams.err, "{returned} of {lines} lines; `-n all` writes all")?;
        }
        Ok(ExitCode::from(u8::from(lines == 0)))
    })
}

/// Writes the lines: as they are found, but for text, whose columns are as wide as the widest line.
fn write(
    engine: &Engine,
    request: &Request,
    args: &KwicArgs,
    asked: render::Asked<'_>,
    streams: &mut Streams,
) -> Result<LineTotals, Failure> {
    let options = options(args);
    let out = &mut streams.out;
    let reader = match args.tier.format {
        TableFormat::Text => {
            let found = Concordance::of(engine, request, &options)?;
            render::lines_text(&found, asked, streams.look, out)?;
            return Ok(found.totals);
        }
        TableFormat::Json => {
            let totals =
                Concordance::each(engine, request, &options, |line| render::line_json(&line, out))?;
            render::line_totals_json(&totals, asked, out)?;
            return Ok(totals);
        }
        TableFormat::Csv => TableReader::Program,
        TableFormat::Excel => TableReader::Excel,
    };
    let mut table = render::lines_table(reader, out)?;
    let totals =
        Concordance::each(engine, request, &options, |line| render::line_csv(&line, &mut table))?;
    table.finish()?;
    Ok(totals)
}

fn options(args: &KwicArgs) -> ConcordanceOptions {
    let order = match args.sort {
        LineSort::Left => LineOrder::Left,
        LineSort::Right => LineOrder::Right,
        LineSort::Date => LineOrder::Date,
    };
    ConcordanceOptions { width: args.width, order, limit: args.limit.0 }
}
