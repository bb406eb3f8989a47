//! `xunwen batch`: many queries, answered in parallel, written in their order.

use std::process::ExitCode;
use std::time::Instant;

use rayon::prelude::*;
use xunwen_query::{Engine, Filter, Request};

use super::interruptible::interruptible;
use super::request::now;
use crate::args::{BatchArgs, BatchFormat};
use crate::failure::Failure;
use crate::query_file::{QueryFile, SavedQuery};
use crate::render;
use crate::streams::Streams;

/// Queries answered before any of them is written.
const GROUP: usize = 64;

pub(super) fn run(args: &BatchArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let file = QueryFile::read(&args.queries)?;
    let filter = args.selection.bounds.filter()?;
    // One present for all: a batch that runs past midnight must not mean two different days.
    let now = now();
    interruptible(&args.index.dir, |engine| {
        file.report(&mut streams.err)?;
        for group in file.queries.chunks(GROUP) {
            let answers: Vec<Vec<u8>> = group
                .par_iter()
                .map(|query| answer(engine, query, args, &filter, now))
                .collect::<Result<_, _>>()?;
            for answer in answers {
                streams.out.write_all(&answer)?;
            }
        }
        streams.out.flush()?;
        file.check()?;
        Ok(ExitCode::SUCCESS)
    })
}

fn answer(
    engine: &Engine,
    query: &SavedQuery,
    args: &BatchArgs,
    filter: &Filter,
    now: i64,
) -> Result<Vec<u8>, Failure> {
    let start = Instant::now();
    let request = Request {
        filter: filter.clone(),
        order: args.selection.order(),
        exact_only: args.selection.exact,
        expand: args.selection.wordings.expand(),
        limit: args.limit.0,
        ..Request::new(query.query(), now)
    };
    let answer = engine.answer(&request)?;
    let result = render::Result {
        query: &query.text,
        request: &request,
        answer: &answer,
        audit: None,
        facets: &[],
        start,
    };
    let mut out = Vec::new();
    match args.format {
        BatchFormat::Trec => render::trec(&query.id, &result, &mut out)?,
        BatchFormat::Json => render::json(&result, Some(&query.id), &mut out)?,
    }
    Ok(out)
}
