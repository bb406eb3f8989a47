//! `xunwen search`: one query.

use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use xunwen_query::corpus::{Facet, FacetKind};
use xunwen_query::evidence::{Audit, Receipt};
use xunwen_query::{Engine, Request};
use xunwen_wire::{PROGRAM, TableReader};

use super::interruptible::interruptible;
use super::request::{now, query};
use crate::args::{FacetBy, SearchArgs, SearchFormat, SearchOptions};
use crate::failure::{Failure, FileError, Misuse};
use crate::render;
use crate::streams::Streams;

pub(super) fn run(args: &SearchArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    answer(&args.index.dir, &args.query, &args.options, args.receipt.as_deref(), streams)
}

/// Answers a query from the index at `dir`; exit status 1 if nothing was found.
pub(super) fn answer(
    dir: &Path,
    words: &[String],
    options: &SearchOptions,
    receipt: Option<&Path>,
    streams: &mut Streams,
) -> Result<ExitCode, Failure> {
    if options.audit && !is_for_reading(options.format) {
        return Err(Misuse::AuditFormat.into());
    }
    if !options.fields.is_empty() && !is_table(options) {
        return Err(Misuse::FieldsFormat.into());
    }
    let start = Instant::now();
    if !options.facets.is_empty() && !is_for_reading(options.format) {
        return Err(Misuse::FacetFormat.into());
    }
    let query = words.join(" ");
    let request = request(&query, options, streams)?;
    interruptible(dir, |engine| {
        let asked = Asked { query: &query, request: &request, options, receipt, start };
        asked.of(engine, streams)
    })
}

/// A query with what is wanted of its answer.
struct Asked<'a> {
    query: &'a str,
    request: &'a Request,
    options: &'a SearchOptions,
    receipt: Option<&'a Path>,
    start: Instant,
}

impl Asked<'_> {
    /// Asks `engine`, and writes the answer.
    fn of(&self, engine: &Engine, streams: &mut Streams) -> Result<ExitCode, Failure> {
        let Self { query, request, options, receipt, start } = *self;
        let answer = engine.answer(request)?;
        let audit = options.audit.then(|| Audit::of(engine, request)).transpose()?;
        if let Some(path) = receipt {
            write_receipt(Receipt::of(engine, request, PROGRAM)?, path)?;
        }
        let kinds: Vec<FacetKind> = options.facets.iter().copied().map(FacetBy::kind).collect();
        let facets = Facet::of(&answer, &kinds)?;
        let audit = audit.as_ref();
        let result =
            render::Result { query, request, answer: &answer, audit, facets: &facets, start };
        match options.format {
            SearchFormat::Text => render::text(&result, streams.look, &mut streams.out)?,
            SearchFormat::Json => render::json(&result, None, &mut streams.out)?,
            SearchFormat::JsonlArticles => {
                render::articles(&result, &options.fields, &mut streams.out)?;
            }
            SearchFormat::Csv => {
                render::csv(&result, &options.fields, TableReader::Program, &mut streams.out)?;
            }
            SearchFormat::Excel => {
                render::csv(&result, &options.fields, TableReader::Excel, &mut streams.out)?;
            }
            SearchFormat::Trec => render::trec("1", &result, &mut streams.out)?,
        }
        streams.out.flush()?;
        // With `-n 0`, or beyond the last page, hits are counted without being shown.
        let totals = answer.totals();
        let is_found = !answer.is_empty() || totals.exact > 0 || totals.related.unwrap_or(0) > 0;
        Ok(ExitCode::from(u8::from(!is_found)))
    }
}

fn request(text: &str, options: &SearchOptions, streams: &mut Streams) -> Result<Request, Failure> {
    Ok(Request {
        filter: options.selection.bounds.filter()?,
        order: options.selection.order(),
        exact_only: options.selection.exact,
        expand: options.selection.wordings.expand(),
        count_related: is_for_reading(options.format) && !options.selection.exact,
        offset: options.offset,
        limit: options.limit.0,
        passage_width: options.width.get(),
        ..Request::new(query(text, &mut streams.err)?, now())
    })
}

fn is_table(options: &SearchOptions) -> bool {
    matches!(options.format, SearchFormat::Csv | SearchFormat::Excel | SearchFormat::JsonlArticles)
}

fn write_receipt(receipt: Receipt, path: &Path) -> Result<(), Failure> {
    let written = serde_json::to_string_pretty(&xunwen_wire::Receipt::from(receipt))
        .map_err(io::Error::from)
        .and_then(|json| fs::write(path, json + "\n"));
    Ok(written.map_err(FileError::writing(path))?)
}

/// Returns whether a format holds more than the hits.
fn is_for_reading(format: SearchFormat) -> bool {
    matches!(format, SearchFormat::Text | SearchFormat::Json)
}

impl FacetBy {
    fn kind(self) -> FacetKind {
        match self {
            Self::Source => FacetKind::Source,
            Self::Year => FacetKind::Year,
            Self::Month => FacetKind::Month,
            Self::Day => FacetKind::Day,
            Self::Tag => FacetKind::Tag,
            Self::Lang => FacetKind::Lang,
        }
    }
}
