//! `xunwen generations`: the whole indexes of a directory, and which is live.

use std::process::ExitCode;

use super::open::directory;
use crate::args::{Format, GenerationsArgs};
use crate::failure::Failure;
use crate::render;
use crate::streams::Streams;

pub(super) fn run(args: &GenerationsArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    directory(&args.index.dir, "generations")?;
    let dir = &args.index.dir;
    if let Some(keep) = args.keep {
        let removed = xunwen_index::clear(dir, keep.get())?;
        render::removed(&removed, &mut streams.err)?;
    }
    let generations = xunwen_index::generations(dir)?;
    match args.format {
        Format::Text => render::generations_text(&generations, &mut streams.out)?,
        Format::Json => render::generations_json(&generations, &mut streams.out)?,
    }
    streams.finish()
}
