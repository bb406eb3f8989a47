//! Where the articles of a round go.

use std::io::Write;

use xunwen_query::{Cancel, Hit};
use xunwen_wire::{NewArticle, WatchLine};

use crate::entry::Entry;
use crate::error::Error;
use crate::files;
use crate::found::Found;
use crate::known;
use crate::log::Log;
use crate::options::{Format, Options, Target};
use crate::pending::Filling;
use crate::standing_query::StandingQuery;
use crate::state::{LogMark, Record, State};

/// Reports articles: writes them, keeps them for the feed and the receiver, and commits that it did.
pub(crate) struct Reporter<'w> {
    options: &'w Options,
    state: &'w mut State,
    lines: Lines<'w>,
    now: i64,
}

/// Where lines go.
enum Lines<'w> {
    Stream(&'w mut dyn Write),
    Log(Log),
    /// There are none.
    Nowhere,
}

impl<'w> Reporter<'w> {
    /// Returns what reports a round at `now`; lines go to `out` unless the options say otherwise.
    pub(crate) fn new(
        options: &'w Options,
        state: &'w mut State,
        out: &'w mut dyn Write,
        now: i64,
    ) -> Result<Self, Error> {
        let lines = match (options.format, &options.target) {
            (Format::Lines, Target::Stream) => Lines::Stream(out),
            (Format::Lines, Target::File(path)) => {
                let log = Log::open(path, state.record.log.as_ref())?;
                state.record.log = Some(log.mark(false)?);
                state.commit()?;
                Lines::Log(log)
            }
            (Format::Atom(_), _) | (_, Target::Nowhere) => Lines::Nowhere,
        };
        Ok(Self { options, state, lines, now })
    }

    /// Returns what is committed.
    pub(crate) fn state(&self) -> &State {
        self.state
    }

    /// Reports what was found for a group of queries, and commits it.
    pub(crate) fn report(
        &mut self,
        group: &[(&StandingQuery, Found<'_>)],
        cancel: &Cancel,
    ) -> Result<(), Error> {
        self.open_log(group)?;
        let mut has_new_files = false;
        for (query, found) in group {
            self.report_query(query, found, cancel)?;
            has_new_files |= found.known == 0 && !found.hashes.is_empty();
            self.learn(found)?;
        }
        if has_new_files {
            files::sync_folder(&self.state.known_folder())?;
        }
        self.commit()
    }

    /// Says in the state that there may be lines in the log that do not count, before there are.
    fn open_log(&mut self, group: &[(&StandingQuery, Found<'_>)]) -> Result<(), Error> {
        if let Lines::Log(log) = &self.lines
            && group.iter().any(|(_, found)| !found.hits.is_empty())
        {
            self.state.record.log = Some(log.mark(true)?);
            self.state.commit()?;
        }
        Ok(())
    }

    fn report_query(
        &mut self,
        query: &StandingQuery,
        found: &Found<'_>,
        cancel: &Cancel,
    ) -> Result<(), Error> {
        let mut filling = Filling::default();
        for &place in &found.hits {
            if cancel.is_cancelled() {
                return Err(xunwen_query::Error::Cancelled.into());
            }
            for hit in found.answer.hits_in(place..place + 1) {
                self.report_hit(query, &hit?, &mut filling)?;
            }
        }
        filling.write(query, self.state)
    }

    fn report_hit(
        &mut self,
        query: &StandingQuery,
        hit: &Hit,
        filling: &mut Filling,
    ) -> Result<(), Error> {
        let article = NewArticle::of(hit, &query.id, &query.text);
        if self.options.post {
            filling.add(&article, query, self.state)?;
        }
        if let Format::Atom(entries) = self.options.format {
            let feed = &mut self.state.record.feed;
            feed.push_back(Entry::of(hit, query, self.now));
            feed.drain(..feed.len().saturating_sub(entries));
        }
        self.lines.write(&WatchLine::New(article))
    }

    /// Writes down that the articles are known.
    fn learn(&mut self, found: &Found<'_>) -> Result<(), Error> {
        if !found.hashes.is_empty() {
            known::append(&self.state.known(&found.key), found.known, &found.hashes)?;
        }
        self.state.record.known.insert(found.key.clone(), found.known_then());
        Ok(())
    }

    /// Makes durable what was written, and commits it.
    fn commit(&mut self) -> Result<(), Error> {
        match &mut self.lines {
            Lines::Stream(out) => out.flush().map_err(Error::Stream)?,
            Lines::Log(log) => {
                if self.state.record.log.as_ref().is_some_and(|mark| mark.is_open) {
                    log.sync()?;
                    self.state.record.log = Some(log.mark(true)?);
                }
            }
            Lines::Nowhere => {}
        }
        if self.options.post {
            files::sync_folder(&self.state.pending_folder())?;
        }
        self.state.commit()
    }

    /// Ends a round that reported everything.
    pub(crate) fn finish(self) -> Result<(), Error> {
        if let Lines::Log(log) = &self.lines {
            self.state.record.log = Some(log.mark(false)?);
        }
        self.state.commit()
    }

    /// Ends a round that failed after `committed` was: what was written since then is taken back where
    /// that is possible. Where it is not, the next round does it.
    pub(crate) fn abandon(self, committed: Record) {
        self.state.record = committed;
        let (Lines::Log(log), Some(mark)) = (self.lines, self.state.record.log.clone()) else {
            return drop(self.state.commit());
        };
        self.state.record.log = Some(LogMark { is_open: true, ..mark.clone() });
        // If the last commit failed and is on disk all the same, its lines must stay.
        if self.state.commit().is_ok() && log.cut(mark.length).is_ok() {
            self.state.record.log = Some(LogMark { is_open: false, ..mark });
            drop(self.state.commit());
        }
    }
}

impl Lines<'_> {
    fn write(&mut self, line: &WatchLine<'_>) -> Result<(), Error> {
        if matches!(self, Self::Nowhere) {
            return Ok(());
        }
        let mut bytes = serde_json::to_vec(line).map_err(|error| Error::Stream(error.into()))?;
        bytes.push(b'\n');
        match self {
            Self::Stream(out) => out.write_all(&bytes).map_err(Error::Stream),
            Self::Log(log) => log.write(&bytes),
            Self::Nowhere => Ok(()),
        }
    }
}
