//! `xunwen index`: articles in, an up-to-date index out.

use std::process::ExitCode;

use super::job::{reported, told};
use crate::args::IndexArgs;
use crate::failure::Failure;
use crate::progress::Teller;
use crate::signals::Signals;
use crate::streams::Streams;

pub(super) fn run(args: &IndexArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let result = index(args, streams);
    told(result, args.job.progress, streams)
}

fn index(args: &IndexArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let signals = Signals::listen()?;
    let job = args.job.job(&args.inputs, &signals)?;
    let mut teller = Teller::new(streams, args.job.progress);
    let report = job.run(&args.index.dir, &mut |event| teller.tell(&event));
    teller.finish();
    reported(&report?, &args.index.dir, args.job.progress, &signals, streams)
}
