//! `xunwen inspect`: what an index holds.

use std::process::ExitCode;

use xunwen_query::corpus::IndexInfo;

use super::open::engine;
use crate::args::{Format, InspectArgs};
use crate::failure::Failure;
use crate::render;
use crate::streams::Streams;

pub(super) fn run(args: &InspectArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let facts = IndexInfo::of(&engine(&args.index.dir)?)?;
    match args.format {
        Format::Text => render::facts_text(&facts, &mut streams.out)?,
        Format::Json => render::facts_json(&facts, &mut streams.out)?,
    }
    streams.finish()
}
