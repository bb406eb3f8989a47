//! `xunwen rebuild`: builds a new generation beside the live one, checks it, makes it live.

use std::process::ExitCode;

use xunwen_cluster::{Place, Rebuilt};
use xunwen_index::{Job, Rebuild, StagedGeneration};
use xunwen_query::evidence::{AnswerComparison, Verification};
use xunwen_query::{Engine, Request};
use xunwen_schema::Generation;

use super::job::{as_reported, finished, of_cluster, on_cluster};
use super::request::saved_queries;
use crate::args::RebuildArgs;
use crate::failure::{Failure, Refusal};
use crate::progress::Reporter;
use crate::render;
use crate::signals::Signals;
use crate::streams::Streams;

pub(super) fn run(args: &RebuildArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let result = rebuild(args, streams);
    as_reported(result, args.job.progress, streams)
}

fn rebuild(args: &RebuildArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let signals = Signals::listen()?;
    let job = args.job.job(&args.inputs, &signals)?;
    let job = Job { allow_shrink: args.allow_shrink, ..job };
    // Read first: a bad file of queries is reported before the articles are indexed.
    let gate = args.gate.as_deref().map(|path| saved_queries(path, streams)).transpose()?;
    let dir = &args.index.dir;
    if Place::is_address(dir) {
        return rebuild_on_cluster(args, &job, gate.as_deref(), &signals, streams);
    }
    let job = Job { inputs: args.cluster.part.of(&job.inputs), ..job };
    let mut reporter = Reporter::new(streams, args.job.progress);
    let rebuilt = job.rebuild(dir, &mut |event| reporter.report(&event));
    reporter.finish();
    let report = match rebuilt {
        Err(error) => Err(error),
        Ok(Rebuild::Interrupted(report)) => Ok(report),
        Ok(Rebuild::Staged(staged)) => {
            check(args, &staged, gate.as_deref(), streams)?;
            let keep = args.keep.map_or(usize::MAX, std::num::NonZeroUsize::get);
            let mut reporter = Reporter::new(streams, args.job.progress);
            staged.switch(keep, &mut |event| reporter.report(&event))
        }
    };
    finished(report, dir, args.job.progress, &signals, streams)
}

/// Refuses a generation that is not sound, or whose answers differ too much.
fn rebuild_on_cluster(
    args: &RebuildArgs,
    job: &Job,
    gate: Option<&[(String, Request)]>,
    signals: &Signals,
    streams: &mut Streams,
) -> Result<ExitCode, Failure> {
    let dir = &args.index.dir;
    let cluster = on_cluster(dir, job, &args.cluster)?;
    let mut reporter = Reporter::new(streams, args.job.progress);
    let rebuilt = cluster.rebuild(&mut |event| reporter.report(&event));
    reporter.finish();
    let report = match of_cluster(rebuilt)? {
        Err(error) => Err(error),
        Ok(Rebuilt::Interrupted(report) | Rebuilt::Waiting(report)) => Ok(report),
        Ok(Rebuilt::Staged(staged)) => {
            if let (Some(queries), Some((old, new))) = (gate, staged.engines()?) {
                compare(args, &old, &new, queries, streams)?;
            }
            let keep = args.keep.map_or(usize::MAX, std::num::NonZeroUsize::get);
            let mut reporter = Reporter::new(streams, args.job.progress);
            Ok(staged.switch(keep, &mut |event| reporter.report(&event))?)
        }
    };
    finished(report, dir, args.job.progress, signals, streams)
}

fn check(
    args: &RebuildArgs,
    staged: &StagedGeneration,
    gate: Option<&[(String, Request)]>,
    streams: &mut Streams,
) -> Result<(), Failure> {
    let verification = Verification::of(staged.generation().clone())?;
    if !verification.is_sound() {
        render::verification_text(&verification, &mut streams.err)?;
        return Err(Refusal::Unsound(verification.generation).into());
    }
    let (Some(queries), Some(live)) = (gate, staged.previous()) else { return Ok(()) };
    let new = Engine::of(staged.generation().clone())?;
    let old =
        Engine::of(Generation::read(&args.index.dir, live).map_err(xunwen_query::Error::from)?)?;
    compare(args, &old, &new, queries, streams)
}

fn compare(
    args: &RebuildArgs,
    old: &Engine,
    new: &Engine,
    queries: &[(String, Request)],
    streams: &mut Streams,
) -> Result<(), Failure> {
    let comparison = AnswerComparison::of(old, new, queries)?;
    render::comparison(&comparison, &mut streams.err)?;
    if comparison.mean() > args.max_change.0 {
        let found = comparison.mean() * 100.0;
        let allowed = args.max_change.0 * 100.0;
        return Err(Refusal::Gate { found, allowed }.into());
    }
    Ok(())
}
