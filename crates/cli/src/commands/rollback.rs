//! `xunwen rollback`: the generation that was live before is live again.

use std::process::ExitCode;

use crate::args::RollbackArgs;
use crate::failure::Failure;
use crate::streams::Streams;

pub(super) fn run(args: &RollbackArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let number = xunwen_index::rollback(&args.index.dir, args.number)?;
    writeln!(streams.err, "generation {number} of {} is live", args.index.dir.display())?;
    streams.finish()
}
