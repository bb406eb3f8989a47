//! Rounds: standing queries asked of an index as it is now.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::thread;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use xunwen_query::{Cancel, Engine};

use crate::error::Error;
use crate::feed::feed;
use crate::files;
use crate::found::Search;
use crate::options::{Format, Options, Target};
use crate::pending;
use crate::receiver::{Answer, Receiver};
use crate::reporter::Reporter;
use crate::standing_query::StandingQuery;
use crate::state::State;

/// Queries that are asked side by side, and whose articles are committed together.
const GROUP: usize = 16;
/// How often a delivery is sent to a receiver that is busy,
const ATTEMPTS: u32 = 5;
/// with this pause after the first attempt; each next one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// The longest pause between two looks at whether to go on.
const LOOK: Duration = Duration::from_millis(50);

/// Standing queries, and what was reported to them.
#[derive(Debug)]
pub struct Watch {
    queries: Vec<StandingQuery>,
    options: Options,
    state: State,
}

/// What a round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Queries that were asked for the first time.
    pub begun: usize,
    /// Articles that were reported; one that is new to two queries counts for both.
    pub new: u64,
}

/// What became of the deliveries that waited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// How many the receiver accepted.
    pub accepted: usize,
    /// How many still wait.
    pub waiting: usize,
    /// What the receiver said to the last one that it did not accept.
    pub problem: Option<String>,
}

impl Watch {
    /// Opens the state in the folder `dir`, or begins one, at `now` in seconds since the Unix epoch.
    /// Queries that it knows and that are not among `queries` are forgotten.
    ///
    /// # Errors
    ///
    /// If another watch has the state, or it cannot be read and written.
    pub fn open(
        dir: &Path,
        queries: Vec<StandingQuery>,
        options: Options,
        now: i64,
    ) -> Result<Self, Error> {
        Ok(Self { queries, options, state: State::open(dir, now)? })
    }

    /// Reports what is new at `now`; what goes to no file goes to `out`.
    ///
    /// # Errors
    ///
    /// If the index gives no answer, `cancel` is cancelled, or something cannot be written. What groups of
    /// queries before had reported stays reported.
    pub fn round(
        &mut self,
        engine: &Engine,
        now: i64,
        cancel: &Cancel,
        out: &mut dyn Write,
    ) -> Result<Round, Error> {
        let keys: BTreeSet<String> = self.queries.iter().map(StandingQuery::key).collect();
        self.state.keep_only(&keys)?;
        let engine = engine.with_cancel(cancel);
        let search = Search { engine: &engine, from_start: self.options.from_start, now };
        let mut round = Round::default();
        let mut reporter = Reporter::new(&self.options, &mut self.state, &mut *out, now)?;
        for group in self.queries.chunks(GROUP) {
            let committed = reporter.state().record.clone();
            if let Err(error) = report(&mut reporter, search, group, cancel, &mut round) {
                reporter.abandon(committed);
                return Err(error);
            }
        }
        reporter.finish()?;
        self.write_feed(out)?;
        Ok(round)
    }

    /// Writes the feed, if there is one. It is made from what is committed, so the next round makes up
    /// for one that was killed here.
    fn write_feed(&self, out: &mut dyn Write) -> Result<(), Error> {
        if self.options.format == Format::Lines {
            return Ok(());
        }
        let bytes = feed(&self.state.record).map_err(Error::Stream)?;
        match &self.options.target {
            Target::File(path) => match std::fs::read(path) {
                Ok(old) if old == bytes => Ok(()),
                _ => files::replace(path, &bytes),
            },
            Target::Stream => {
                out.write_all(&bytes).and_then(|()| out.flush()).map_err(Error::Stream)
            }
            Target::Nowhere => Ok(()),
        }
    }

    /// Returns how many deliveries wait.
    ///
    /// # Errors
    ///
    /// If the state cannot be read.
    pub fn waiting(&self) -> Result<usize, Error> {
        Ok(pending::waiting(&self.state)?.len())
    }

    /// Posts the deliveries that wait, oldest first. One that is refused keeps waiting, and so do all
    /// once the receiver has been busy for long.
    ///
    /// # Errors
    ///
    /// If the state cannot be read and written. What the receiver does is no error.
    pub fn deliver(&self, receiver: &Receiver, cancel: &Cancel) -> Result<Delivered, Error> {
        let mut delivered = Delivered::default();
        for number in pending::waiting(&self.state)? {
            match self.send(receiver, number, cancel)? {
                Answer::Accepted => {
                    pending::forget(&self.state, number)?;
                    delivered.accepted += 1;
                }
                Answer::Refused(problem) => delivered.problem = Some(problem),
                Answer::Busy(problem) => {
                    delivered.problem = Some(problem);
                    break;
                }
            }
        }
        delivered.waiting = self.waiting()?;
        Ok(delivered)
    }

    /// Sends a delivery, again and again while the receiver is busy.
    fn send(&self, receiver: &Receiver, number: u64, cancel: &Cancel) -> Result<Answer, Error> {
        let (id, body) = (pending::id(&self.state, number), pending::body(&self.state, number)?);
        let mut pause = FIRST_PAUSE;
        for _ in 1..ATTEMPTS {
            if cancel.is_cancelled() {
                return Err(xunwen_query::Error::Cancelled.into());
            }
            match receiver.send(&id, &body) {
                Answer::Busy(_) => wait(pause, cancel),
                answer => return Ok(answer),
            }
            pause *= 2;
        }
        Ok(receiver.send(&id, &body))
    }
}

/// Asks a group of queries, and reports what is new.
fn report(
    reporter: &mut Reporter<'_>,
    search: Search<'_>,
    group: &[StandingQuery],
    cancel: &Cancel,
    round: &mut Round,
) -> Result<(), Error> {
    let state = reporter.state();
    let found = group.par_iter().map(|query| Ok((query, search.find(query, state)?)));
    let found = found.collect::<Result<Vec<_>, Error>>()?;
    reporter.report(&found, cancel)?;
    for (_, found) in &found {
        round.begun += usize::from(found.is_first);
        round.new += found.hits.len() as u64;
    }
    Ok(())
}

/// Waits between a half and the whole of `pause`, so that many watches do not come back at once.
fn wait(pause: Duration, cancel: &Cancel) {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let mut rest = pause.mul_f64(0.5 + f64::from(now.subsec_nanos() % 1000) / 2000.0);
    while !rest.is_zero() && !cancel.is_cancelled() {
        let step = rest.min(LOOK);
        thread::sleep(step);
        rest -= step;
    }
}
