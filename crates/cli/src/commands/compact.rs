//! `xunwen compact`: one segment.

use std::process::ExitCode;

use xunwen_index::{Maintenance, Options};

use super::open::directory;
use crate::args::CompactArgs;
use crate::failure::Failure;
use crate::render;
use crate::streams::Streams;

pub(super) fn run(args: &CompactArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    directory(&args.index.dir, "compact")?;
    let dir = &args.index.dir;
    let compacted = Maintenance::begin(dir, &Options::default())?.compact()?;
    render::compacted(&compacted, dir, &mut streams.err)?;
    streams.finish()
}
