//! `xunwen kwic`: keywords in context.

use std::process::ExitCode;
use std::time::Instant;

use xunwen_query::corpus::{Concordance, ConcordanceOptions, LineOrder};
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
        write(&Concordance::of(engine, &request, &context(args))?, args, start, streams)
    })
}

fn write(
    found: &Concordance,
    args: &KwicArgs,
    start: Instant,
    streams: &mut Streams,
) -> Result<ExitCode, Failure> {
    let asked = render::Asked { query: &args.tier.query.join(" "), start };
    match args.tier.format {
        TableFormat::Text => render::lines_text(found, asked, streams.look, &mut streams.out)?,
        TableFormat::Csv => {
            render::lines_csv(found, TableReader::Program, &mut streams.out)?;
        }
        TableFormat::Excel => {
            render::lines_csv(found, TableReader::Excel, &mut streams.out)?;
        }
        TableFormat::Json => render::lines_json(found, asked, &mut streams.out)?,
    }
    streams.out.flush()?;
    let returned = found.lines.len();
    let is_table = matches!(args.tier.format, TableFormat::Csv | TableFormat::Excel);
    if is_table && (returned as u64) < found.total {
        writeln!(streams.err, "{returned} of {} lines; `-n all` writes all", found.total)?;
    }
    Ok(ExitCode::from(u8::from(found.total == 0)))
}

fn context(args: &KwicArgs) -> ConcordanceOptions {
    let order = match args.sort {
        LineSort::Left => LineOrder::Left,
        LineSort::Right => LineOrder::Right,
        LineSort::Date => LineOrder::Date,
    };
    ConcordanceOptions { width: args.width, order, limit: args.limit.0 }
}
