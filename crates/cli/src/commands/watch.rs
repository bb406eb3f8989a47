//! `xunwen watch`, and what `xunwen index --watch` does after its job: what is new for each query.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use xunwen_query::{Engine, Error as QueryError, Follower};
use xunwen_schema::FileAccess;
use xunwen_watch::{Delivered, Format, Options, Receiver, Target, Watch};

use super::open::{directory, engine, follower};
use super::request::now;
use crate::args::{JobWatchArgs, WatchArgs, WatchFormat, WatchTarget};
use crate::failure::{Failure, FileError, Misuse, Refusal};
use crate::query_file::QueryFile;
use crate::render;
use crate::signals::Signals;
use crate::streams::Streams;

/// The time between two looks at the index.
const LOOK: Duration = Duration::from_millis(500);
/// The time after which what a receiver did not accept is posted again.
const POST_AGAIN: Duration = Duration::from_secs(60);
/// The longest sleep: signals are looked at after each.
const NAP: Duration = Duration::from_millis(50);

pub(super) fn run(args: &WatchArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let WatchArgs { index, queries, target, .. } = args;
    directory(&index.dir, "watch")?;
    let is_feed = args.format == WatchFormat::Atom;
    if is_feed && target.to.is_none() && (args.follow || target.post.is_some()) {
        return Err(Misuse::FeedFile.into());
    }
    let options = Options {
        from_start: args.from_start,
        format: if is_feed { Format::Atom(args.entries.into()) } else { Format::Lines },
        ..options(target)
    };
    let signals = Signals::listen()?;
    let follower = follower(&index.dir, FileAccess::Map)?;
    let mut watcher = Watcher::new(queries, target, options, streams)?;
    let result = if args.follow {
        watcher.follow(&follower, &signals, streams)
    } else {
        let engine = follower.engine()?;
        watcher.once(&engine, &signals, streams)
    };
    ended(result, &signals)
}

/// Returns the options that `index` and `watch` have in common.
fn options(target: &WatchTarget) -> Options {
    let to = match (&target.to, &target.post) {
        (Some(path), _) => Target::File(path.clone()),
        (None, Some(_)) => Target::Nowhere,
        (None, None) => Target::Stream,
    };
    Options { target: to, post: target.post.is_some(), ..Options::default() }
}

/// Returns the exit status of a watch that a signal may have ended.
fn ended(result: Result<ExitCode, Failure>, signals: &Signals) -> Result<ExitCode, Failure> {
    match result {
        Err(Failure::Query(QueryError::Cancelled)) => Ok(signals.status()),
        result => result,
    }
}

/// A watch that has all it needs.
pub(super) struct Watcher {
    watch: Watch,
    queries: usize,
    receiver: Option<Receiver>,
    /// Whether standard output is for the feed alone.
    is_silent: bool,
}

impl Watcher {
    /// Returns the watch of a job, if it has one.
    pub(super) fn of_job(
        args: &JobWatchArgs,
        dir: &Path,
        streams: &mut Streams,
    ) -> Result<Option<Self>, Failure> {
        let Some(queries) = &args.queries else { return Ok(None) };
        directory(dir, "index --watch")?;
        Self::new(queries, &args.target, options(&args.target), streams).map(Some)
    }

    fn new(
        path: &Path,
        target: &WatchTarget,
        options: Options,
        streams: &mut Streams,
    ) -> Result<Self, Failure> {
        let state = state_folder(path, target)?;
        let receiver = receiver(target)?;
        let queries = QueryFile::read(path)?.standing(&mut streams.err)?;
        let is_silent = options.format != Format::Lines && options.target == Target::Stream;
        let count = queries.len();
        let watch = Watch::open(&state, queries, options, now())?;
        Ok(Self { watch, queries: count, receiver, is_silent })
    }

    /// Reports once what is new.
    pub(super) fn once(
        &mut self,
        engine: &Engine,
        signals: &Signals,
        streams: &mut Streams,
    ) -> Result<ExitCode, Failure> {
        let delivered = self.round(engine, signals, streams)?;
        match (delivered.waiting, delivered.problem) {
            (waiting, Some(problem)) => Err(Refusal::Waiting { waiting, problem }.into()),
            _ => Ok(ExitCode::SUCCESS),
        }
    }

    /// Reports what is new whenever the index has changed, until a signal.
    fn follow(
        &mut self,
        follower: &Follower,
        signals: &Signals,
        streams: &mut Streams,
    ) -> Result<ExitCode, Failure> {
        let mut seen = None;
        let mut posted_at = Instant::now();
        let mut delivered = Delivered::default();
        while !is_stopped(signals) {
            let engine = follower.engine()?;
            let is_due = delivered.problem.is_some() && posted_at.elapsed() >= POST_AGAIN;
            if seen != Some(engine.version()) {
                delivered = self.round(&engine, signals, streams)?;
                seen = Some(engine.version());
            } else if is_due {
                delivered = self.deliver(signals)?;
            } else {
                pause(signals);
                continue;
            }
            posted_at = Instant::now();
            if let Some(problem) = &delivered.problem {
                render::delivery_waits(delivered.waiting, problem, &mut streams.err)?;
            }
        }
        Ok(signals.status())
    }

    /// Reports what is new, posts what waits, and writes the summary.
    fn round(
        &mut self,
        engine: &Engine,
        signals: &Signals,
        streams: &mut Streams,
    ) -> Result<Delivered, Failure> {
        let start = Instant::now();
        let round = self.watch.round(engine, now(), &signals.cancel(), &mut streams.out)?;
        let delivered = self.deliver(signals)?;
        if !self.is_silent {
            let done = render::WatchRound { queries: self.queries, round, delivered: &delivered };
            render::watch_summary(&done, engine, start, &mut streams.out)?;
            streams.out.flush()?;
        }
        Ok(delivered)
    }

    fn deliver(&self, signals: &Signals) -> Result<Delivered, Failure> {
        match &self.receiver {
            Some(receiver) => Ok(self.watch.deliver(receiver, &signals.cancel())?),
            None => Ok(Delivered { waiting: self.watch.waiting()?, ..Delivered::default() }),
        }
    }
}

fn is_stopped(signals: &Signals) -> bool {
    signals.cancel().is_cancelled()
}

/// Waits until it is time to look at the index again, or for a signal.
fn pause(signals: &Signals) {
    let start = Instant::now();
    while start.elapsed() < LOOK && !is_stopped(signals) {
        thread::sleep(NAP);
    }
}

/// Returns the folder of the state: beside the queries, unless another is named.
fn state_folder(queries: &Path, target: &WatchTarget) -> Result<PathBuf, Failure> {
    if let Some(dir) = &target.state {
        return Ok(dir.clone());
    }
    if queries.as_os_str() == "-" {
        return Err(Misuse::NoStateFolder.into());
    }
    let mut name = OsString::from(queries);
    name.push(".watch");
    Ok(name.into())
}

fn receiver(target: &WatchTarget) -> Result<Option<Receiver>, Failure> {
    let Some(url) = &target.post else { return Ok(None) };
    let secret = secret(target.secret_file.as_deref())?;
    Ok(Some(Receiver::new(url, secret.as_bytes())?))
}

/// Returns the secret that deliveries are signed with.
fn secret(file: Option<&Path>) -> Result<String, Failure> {
    let secret = match file {
        Some(path) => Some(fs::read_to_string(path).map_err(FileError::reading(path))?),
        None => env::var("XUNWEN_WATCH_SECRET").ok(),
    };
    let secret = secret.map(|secret| secret.trim_end().to_owned());
    Ok(secret.filter(|secret| !secret.is_empty()).ok_or(Misuse::NoSecret)?)
}

/// Reports what is new after a job that came to its end.
pub(super) fn after_job(
    watcher: Option<Watcher>,
    dir: &Path,
    signals: &Signals,
    streams: &mut Streams,
) -> Result<ExitCode, Failure> {
    let Some(mut watcher) = watcher else { return Ok(ExitCode::SUCCESS) };
    ended(watcher.once(&engine(dir)?, signals, streams), signals)
}
