//! `xunwen explain`: what a query makes of one article.

use std::process::ExitCode;

use xunwen_query::evidence::Explanation;

use super::open::engine;
use super::request::{now, query};
use crate::args::{ExplainArgs, Format};
use crate::failure::{Failure, Misuse};
use crate::render;
use crate::streams::Streams;

pub(super) fn run(args: &ExplainArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let query = query(&args.query.join(" "), &mut streams.err)?;
    let engine = engine(&args.index.dir)?;
    let explanation = Explanation::of(&engine, &args.id, &query, now(), args.wordings.expand())?
        .ok_or_else(|| Misuse::Article(args.id.clone()))?;
    match args.format {
        Format::Text => render::explanation_text(&explanation, &mut streams.out)?,
        Format::Json => render::explanation_json(&explanation, &mut streams.out)?,
    }
    streams.out.flush()?;
    Ok(ExitCode::from(u8::from(explanation.tier.is_none())))
}
