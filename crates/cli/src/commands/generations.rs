//! `xunwen generations` and `xunwen rollback`: the whole indexes of a directory, and which is live.

use std::process::ExitCode;

use super::finish;
use crate::args::{Format, GenerationsArgs, RollbackArgs};
use crate::failure::Failure;
use crate::render;
use crate::streams::Streams;

pub(super) fn run(args: &GenerationsArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
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
    finish(streams)
}

pub(super) fn roll_back(args: &RollbackArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let number = xunwen_index::rollback(&args.index.dir, args.number)?;
    writeln!(streams.err, "generation {number} of {} is live", args.index.dir.display())?;
    finish(streams)
}
