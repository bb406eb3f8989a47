//! Jobs that write an index: how they are set up, and how they report.

use std::path::Path;
use std::process::ExitCode;

use xunwen_cluster::{ClusterError, ClusterJob, JobError};
use xunwen_index::{CorpusError, Error, Job, Options, Report, inputs};

use super::request::user_words;
use crate::args::{ClusterArgs, JobArgs, ProgressFormat};
use crate::failure::Failure;
use crate::render;
use crate::signals::Signals;
use crate::streams::Streams;

/// Writes the report of a job, or that a signal ended it before it had begun, and returns its exit status.
pub(super) fn finished(
    result: Result<Report, Error>,
    dir: &Path,
    format: ProgressFormat,
    signals: &Signals,
    streams: &mut Streams,
) -> Result<ExitCode, Failure> {
    let report = match result {
        Err(Error::Corpus(CorpusError::Stopped)) => return not_begun(format, signals, streams),
        result => &result?,
    };
    match format {
        ProgressFormat::Text => render::report(report, dir, &mut streams.err)?,
        ProgressFormat::Json => {
            render::report_json(report, dir, &mut streams.err)?;
            render::report_json(report, dir, &mut streams.out)?;
            streams.out.flush()?;
        }
    }
    Ok(if report.is_interrupted { signals.status() } else { ExitCode::SUCCESS })
}

/// Sets up a job that writes to the cluster at `place`.
pub(super) fn on_cluster<'j>(
    place: &Path,
    job: &'j Job,
    args: &ClusterArgs,
) -> Result<ClusterJob<'j>, Failure> {
    let mut cluster = ClusterJob::new(place, job)?;
    cluster.shape = args.shape();
    cluster.part = args.part;
    Ok(cluster)
}

/// Tells the errors of inputs, which end a job anywhere, from those of the cluster.
pub(super) fn of_cluster<T>(result: Result<T, JobError>) -> Result<Result<T, Error>, ClusterError> {
    match result {
        Ok(done) => Ok(Ok(done)),
        Err(JobError::Index(error)) => Ok(Err(error)),
        Err(JobError::Cluster(error)) => Err(error),
    }
}

/// Reports a failure as an event if the job reports events.
pub(super) fn as_reported(
    result: Result<ExitCode, Failure>,
    format: ProgressFormat,
    streams: &mut Streams,
) -> Result<ExitCode, Failure> {
    match result {
        Err(failure) if format == ProgressFormat::Json => {
            render::failure_json(&failure, &mut streams.err)?;
            Ok(ExitCode::from(2))
        }
        result => result,
    }
}

/// Reports a job that a signal ended before it had begun, and returns its exit status.
fn not_begun(
    format: ProgressFormat,
    signals: &Signals,
    streams: &mut Streams,
) -> Result<ExitCode, Failure> {
    let failure = Failure::from(CorpusError::Stopped);
    match format {
        ProgressFormat::Text => _ = failure.report(&mut streams.err),
        ProgressFormat::Json => render::failure_json(&failure, &mut streams.err)?,
    }
    Ok(signals.status())
}

impl JobArgs {
    /// Returns the job over these inputs.
    pub(super) fn job(&self, names: &[String], signals: &Signals) -> Result<Job, Failure> {
        Ok(Job {
            inputs: inputs(names)?,
            reading: self.reading.options(),
            strict: self.strict,
            allow_shrink: false,
            is_verbose: self.verbose,
            options: Options {
                threads: self.threads,
                memory: (self.memory as usize) << 20,
                commit_every: u64::from(self.commit_every.get()),
                user_words: self.words.as_deref().map(user_words).transpose()?,
            },
            stop: signals.stop.clone(),
        })
    }
}
