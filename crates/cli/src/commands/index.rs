//! `xunwen index`: articles in, an up-to-date index out.

use std::process::ExitCode;

use super::job::{as_reported, finished};
use crate::args::IndexArgs;
use crate::failure::Failure;
use crate::progress::Reporter;
use crate::signals::Signals;
use crate::streams::Streams;

pub(super) fn run(args: &IndexArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let result = index(args, streams);
    as_reported(result, args.job.progress, streams)
}

fn index(args: &IndexArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let signals = Signals::listen()?;
    let job = args.job.job(&args.inputs, &signals)?;
    let mut reporter = Reporter::new(streams, args.job.progress);
    let report = job.run(&args.index.dir, &mut |event| reporter.report(&event));
    reporter.finish();
    finished(report, &args.index.dir, args.job.progress, &signals, streams)
}
