//! `xunwen index`: articles in, an up-to-date index out.

use std::process::ExitCode;

use xunwen_cluster::Place;
use xunwen_index::Job;

use super::job::{as_reported, finished, of_cluster, on_cluster};
use super::watch::{Watcher, after_job};
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
    let dir = &args.index.dir;
    // What is wrong with the queries is said before the job.
    let watcher = Watcher::of_job(&args.watch, dir, streams)?;
    if Place::is_address(dir) {
        let cluster = on_cluster(dir, &job, &args.cluster)?;
        let mut reporter = Reporter::new(streams, args.job.progress);
        let report = cluster.run(&mut |event| reporter.report(&event));
        reporter.finish();
        return finished(of_cluster(report)?, dir, args.job.progress, &signals, streams);
    }
    let job = Job { inputs: args.cluster.part.of(&job.inputs), ..job };
    let mut reporter = Reporter::new(streams, args.job.progress);
    let report = job.run(dir, &mut |event| reporter.report(&event));
    reporter.finish();
    let status = finished(report, dir, args.job.progress, &signals, streams)?;
    if status == ExitCode::SUCCESS {
        after_job(watcher, dir, &signals, streams)
    } else {
        Ok(status)
    }
}
