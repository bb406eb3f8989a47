//! `xunwen rollback`: the generation that was live before is live again.

use std::process::ExitCode;

use xunwen_cluster::Place;

use crate::args::RollbackArgs;
use crate::failure::Failure;
use crate::streams::Streams;

pub(super) fn run(args: &RollbackArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let dir = &args.index.dir;
    let number = if Place::is_address(dir) {
        xunwen_cluster::rollback(dir, args.number)?
    } else {
        xunwen_index::rollback(dir, args.number)?
    };
    writeln!(streams.err, "generation {number} of {} is live", dir.display())?;
    streams.finish()
}
