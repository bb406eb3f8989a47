//! `xunwen search`: one query.

use std::path::Path;
use std::process::ExitCode;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use xunwen_query::{Engine, Request, parse};

use crate::args::{SearchArgs, SearchFormat, SearchOptions};
use crate::failure::Failure;
use crate::render;
use crate::streams::Streams;

pub(super) fn run(args: &SearchArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    answer(&args.index.dir, &args.query, &args.options, streams)
}

/// Answers a query from the index at `dir`; exit status 1 if nothing was found.
pub(super) fn answer(
    dir: &Path,
    words: &[String],
    options: &SearchOptions,
    streams: &mut Streams,
) -> Result<ExitCode, Failure> {
    let start = Instant::now();
    let query = words.join(" ");
    let request = request(&query, options)?;
    let engine = Engine::open(dir)?;
    let answer = engine.answer(&request)?;
    let result = render::Result { query: &query, answer: &answer, start };
    match options.format {
        SearchFormat::Text => render::text(&result, streams.look, &mut streams.out)?,
        SearchFormat::Json => render::json(&result, None, &mut streams.out)?,
        SearchFormat::JsonlArticles => render::articles(&result, &mut streams.out)?,
        SearchFormat::Csv => render::csv(&result, &mut streams.out)?,
        SearchFormat::Trec => render::trec("1", &result, &mut streams.out)?,
    }
    streams.out.flush()?;
    Ok(ExitCode::from(u8::from(answer.is_empty())))
}

fn request(text: &str, options: &SearchOptions) -> Result<Request, Failure> {
    let query = parse(text).map_err(|source| Failure::Parse { query: text.to_owned(), source })?;
    let is_for_reading = matches!(options.format, SearchFormat::Text | SearchFormat::Json);
    Ok(Request {
        filter: options.selection.filter()?,
        order: options.selection.order(),
        exact_only: options.selection.exact,
        count_related: is_for_reading && !options.selection.exact,
        offset: options.offset,
        limit: options.limit.0,
        now: now(),
        passage_width: options.width,
        ..Request::new(query)
    })
}

/// Returns the present in seconds since the Unix epoch.
pub(super) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().cast_signed())
}
