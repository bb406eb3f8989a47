//! A running job: source after source, batch after batch, commit after commit.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use xunwen_schema::{JobCounts, JobProgress};

use super::rejects::RejectFile;
use super::report::Report;
use super::source::Source;
use crate::corpus::{Batch, CorpusError};
use crate::directory::draft::Draft;
use crate::error::Error;
use crate::event::{Event, Progress};
use crate::writer::{Outcome, Writer};

/// A running job.
pub(super) struct Session<'s> {
    output: Output,
    progress: JobProgress,
    /// Commits of the job before this session.
    commits_before: u64,
    sources: &'s [Source],
    rules: Rules<'s>,
    watch: &'s mut dyn FnMut(Event),
}

/// What a job writes.
pub(super) struct Output {
    pub(super) writer: Writer,
    /// The generation that is being built; `None` if the live one is updated.
    ///
    /// Declared after `writer` on purpose: fields drop in order, so the folder of an unwanted draft is
    /// deleted only once the writer has closed.
    pub(super) draft: Option<Draft>,
    pub(super) rejects: RejectFile,
}

/// When a job commits, and when it ends early.
pub(super) struct Rules<'r> {
    /// The most articles between two commits.
    pub(super) commit_every: u64,
    /// Whether a rejected record ends the job.
    pub(super) is_strict: bool,
    /// Set to end the job after the current batch; the one that is being read is dropped.
    pub(super) stop: &'r Arc<AtomicBool>,
}

impl<'s> Session<'s> {
    /// Begins a job at `progress`, or resumes one there.
    pub(super) fn begin(
        output: Output,
        progress: JobProgress,
        sources: &'s [Source],
        rules: Rules<'s>,
        watch: &'s mut dyn FnMut(Event),
    ) -> Self {
        if let Some(Some(last)) = progress.begun.last() {
            watch(Event::Resumed {
                articles: progress.counts.articles(),
                input: last.name.clone(),
                records: progress.records,
            });
        }
        let commits_before = progress.counts.commits;
        Self { output, progress, commits_before, sources, rules, watch }
    }

    /// Reads the rest of the sources. Returns whether it reached the end; if not, it was asked to stop,
    /// and what was read is committed.
    pub(super) fn read(&mut self) -> Result<bool, Error> {
        let first = self.progress.begun.len().saturating_sub(1);
        for (index, source) in self.sources.iter().enumerate().skip(first) {
            if index == self.progress.begun.len() {
                self.progress.begun.push(source.stamp.clone());
                self.progress.records = 0;
                self.progress.end = 0;
            }
            if !self.read_source(source, self.bytes_before(index))? {
                self.commit()?;
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Commits what was read, together with the progress.
    pub(super) fn commit(&mut self) -> Result<(), Error> {
        self.output.rejects.sync()?;
        self.progress.counts.commits += 1;
        self.write(true)
    }

    /// Commits that the job has ended.
    pub(super) fn commit_end(&mut self) -> Result<(), Error> {
        self.progress.counts.commits += 1;
        self.write(false)
    }

    /// Returns whether this session has committed anything.
    pub(super) fn has_committed(&self) -> bool {
        self.progress.counts.commits > self.commits_before
    }

    /// Returns whether articles were added or deleted since the last commit.
    pub(super) fn has_uncommitted(&self) -> bool {
        self.output.writer.uncommitted() > 0
    }

    /// Returns the number of articles in the index, including uncommitted ones.
    pub(super) fn articles(&self) -> u64 {
        self.output.writer.articles()
    }

    /// Returns what was done so far; the caller fills in `elapsed` and `articles`.
    pub(super) fn report(
        &mut self,
        generation: u64,
        is_interrupted: bool,
    ) -> Result<Report, Error> {
        let JobCounts { added, updated, unchanged, rejected, bytes, commits } =
            self.progress.counts;
        Ok(Report {
            added,
            updated,
            unchanged,
            rejected,
            reject_file: self.output.rejects.finish()?,
            bytes,
            commits,
            generation,
            is_interrupted,
            ..Report::default()
        })
    }

    /// Waits until segments are merged. Returns the number of articles in the index, and the draft.
    pub(super) fn merge(self) -> Result<(u64, Option<Draft>), Error> {
        (self.watch)(Event::Merging);
        let expected = self.output.writer.articles();
        let found = self.output.writer.finish()?;
        if found != expected {
            return Err(Error::Miscounted { expected, found });
        }
        Ok((found, self.output.draft))
    }

    /// Commits, with the progress or without.
    fn write(&mut self, is_unfinished: bool) -> Result<(), Error> {
        let progress = is_unfinished.then_some(&self.progress);
        let committed = self.output.writer.commit(progress);
        if committed.is_ok() {
            self.report_commit();
        } else if let (Err(Error::Unconfirmed { .. } | Error::Unfinished { .. }), Some(draft)) =
            (&committed, &mut self.output.draft)
        {
            // The error says that it is committed.
            draft.is_kept = true;
        }
        committed
    }

    fn report_commit(&mut self) {
        if let Some(draft) = &mut self.output.draft {
            draft.is_kept = true;
        }
        let commits = self.progress.counts.commits;
        (self.watch)(Event::Committed { articles: self.output.writer.articles(), commits });
    }

    fn read_source(&mut self, source: &Source, bytes_before: u64) -> Result<bool, Error> {
        let most = usize::try_from(self.rules.commit_every).unwrap_or(usize::MAX);
        let JobProgress { records, end, .. } = &self.progress;
        let batches = match source.open(*records, *end, most, self.rules.stop) {
            Err(Error::Corpus(CorpusError::Stopped)) => return Ok(false),
            batches => batches?,
        };
        let changing = || Error::Changing { input: source.name() };
        for batch in batches.ok_or_else(changing)? {
            if self.rules.stop.load(Ordering::Relaxed) {
                return Ok(false);
            }
            let batch = batch?;
            let input_bytes = bytes_before + batch.input_bytes;
            self.take(batch)?;
            self.report_progress(input_bytes);
        }
        Ok(true)
    }

    fn take(&mut self, batch: Batch) -> Result<(), Error> {
        for reject in &batch.rejects {
            if self.rules.is_strict {
                return Err(Error::Rejected { reject: reject.clone() });
            }
            self.output.rejects.add(reject)?;
            self.progress.counts.rejected += 1;
        }
        self.progress.records += (batch.articles.len() + batch.rejects.len()) as u64;
        for article in batch.articles {
            match self.output.writer.add(article)? {
                Outcome::Added => self.progress.counts.added += 1,
                Outcome::Updated => self.progress.counts.updated += 1,
                Outcome::Unchanged => self.progress.counts.unchanged += 1,
            }
        }
        self.progress.end = batch.end;
        self.progress.counts.bytes += batch.bytes;
        // A full segment is flushed, so commit with it: a few large segments are searched faster than
        // large ones with small remainders between them.
        let writer = &self.output.writer;
        if writer.uncommitted() >= self.rules.commit_every || writer.is_full() {
            self.commit()?;
        }
        Ok(())
    }

    fn report_progress(&mut self, input_bytes: u64) {
        (self.watch)(Event::Read(Progress {
            articles: self.progress.counts.articles(),
            rejected: self.progress.counts.rejected,
            input_bytes,
            input_bytes_total: self.sources.iter().map(|source| source.bytes).sum(),
        }));
    }

    fn bytes_before(&self, index: usize) -> u64 {
        self.sources.iter().take(index).filter_map(|source| source.bytes).sum()
    }
}
