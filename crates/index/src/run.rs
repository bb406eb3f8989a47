//! A job at work: part after part, batch after batch, commit after commit.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::checkpoint::{Counts, State};
use crate::corpus::Batch;
use crate::draft::Draft;
use crate::error::Error;
use crate::event::{Event, Progress};
use crate::job::Report;
use crate::part::Part;
use crate::rejects::RejectFile;
use crate::writer::{Outcome, Writer};

/// A job at work.
pub(crate) struct Run<'r> {
    pub(crate) writer: Writer,
    /// The generation that is being built; `None` if a live one is updated.
    ///
    /// It stands behind the writer: what is not kept is removed once nobody writes into it.
    pub(crate) draft: Option<Draft>,
    pub(crate) rejects: RejectFile,
    pub(crate) state: State,
    /// Commits of the job before this run of it.
    pub(crate) commits_before: u64,
    pub(crate) parts: &'r [Part],
    pub(crate) commit_every: u64,
    pub(crate) is_strict: bool,
    pub(crate) stop: &'r AtomicBool,
    pub(crate) watch: &'r mut dyn FnMut(Event),
}

impl Run<'_> {
    /// Reads all parts from where the state says on. Returns whether it came to the end; if not, it was
    /// asked to stop, and what was read is committed.
    pub(crate) fn read(&mut self) -> Result<bool, Error> {
        let first = self.state.begun.len().saturating_sub(1);
        for (index, part) in self.parts.iter().enumerate().skip(first) {
            if index == self.state.begun.len() {
                self.state.begun.push(part.stamp.clone());
                (self.state.records, self.state.end) = (0, 0);
            }
            if !self.read_part(part, self.bytes_before(index))? {
                self.commit()?;
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Commits what was read, and how far that is.
    pub(crate) fn commit(&mut self) -> Result<(), Error> {
        self.rejects.sync()?;
        self.state.counts.commits += 1;
        self.writer.commit(Some(&self.state))?;
        self.committed();
        Ok(())
    }

    /// Commits that the job has ended.
    pub(crate) fn commit_end(&mut self) -> Result<(), Error> {
        self.state.counts.commits += 1;
        self.writer.commit(None)?;
        self.committed();
        Ok(())
    }

    /// Returns whether this run has committed anything.
    pub(crate) fn has_committed(&self) -> bool {
        self.state.counts.commits > self.commits_before
    }

    /// Returns what was done so far; time and articles are for the caller to fill in.
    pub(crate) fn report(
        &mut self,
        generation: u64,
        is_interrupted: bool,
    ) -> Result<Report, Error> {
        let Counts { added, updated, unchanged, rejected, bytes, commits } = self.state.counts;
        let reject_file = self.rejects.finish()?;
        Ok(Report {
            added,
            updated,
            unchanged,
            rejected,
            reject_file,
            bytes,
            commits,
            generation,
            is_interrupted,
            ..Report::default()
        })
    }

    /// Waits until segments are merged. Returns the number of articles in the index, and the draft.
    pub(crate) fn merge(self) -> Result<(u64, Option<Draft>), Error> {
        (self.watch)(Event::Merging);
        let expected = self.writer.articles();
        let found = self.writer.finish()?;
        if found != expected {
            return Err(Error::Miscounted { expected, found });
        }
        Ok((found, self.draft))
    }

    fn committed(&mut self) {
        if let Some(draft) = &mut self.draft {
            draft.is_kept = true;
        }
        let commits = self.state.counts.commits;
        (self.watch)(Event::Committed { articles: self.writer.articles(), commits });
    }

    fn read_part(&mut self, part: &Part, bytes_before: u64) -> Result<bool, Error> {
        let most = usize::try_from(self.commit_every).unwrap_or(usize::MAX);
        let changing = || Error::Changing { input: part.name() };
        let batches = part.open(self.state.records, self.state.end, most)?.ok_or_else(changing)?;
        for batch in batches {
            if self.stop.load(Ordering::Relaxed) {
                return Ok(false);
            }
            let batch = batch?;
            let input_bytes = bytes_before + batch.input_bytes;
            self.take(batch)?;
            self.tell(input_bytes);
        }
        Ok(true)
    }

    fn take(&mut self, batch: Batch) -> Result<(), Error> {
        for reject in &batch.rejects {
            if self.is_strict {
                return Err(Error::Rejected { reject: reject.clone() });
            }
            self.rejects.add(reject)?;
            self.state.counts.rejected += 1;
        }
        self.state.records += (batch.articles.len() + batch.rejects.len()) as u64;
        for article in batch.articles {
            match self.writer.add(article)? {
                Outcome::Added => self.state.counts.added += 1,
                Outcome::Updated => self.state.counts.updated += 1,
                Outcome::Unchanged => self.state.counts.unchanged += 1,
            }
        }
        self.state.end = batch.end;
        self.state.counts.bytes += batch.bytes;
        // A full segment is written, and is committed with it: few large segments are searched faster
        // than these and the rests between them.
        if self.writer.uncommitted() >= self.commit_every || self.writer.is_full() {
            self.commit()?;
        }
        Ok(())
    }

    fn tell(&mut self, input_bytes: u64) {
        (self.watch)(Event::Read(Progress {
            articles: self.state.counts.articles(),
            rejected: self.state.counts.rejected,
            input_bytes,
            input_bytes_total: self.parts.iter().map(|part| part.bytes).sum(),
        }));
    }

    fn bytes_before(&self, index: usize) -> u64 {
        self.parts.iter().take(index).filter_map(|part| part.bytes).sum()
    }
}
