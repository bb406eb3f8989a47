//! A running job: source after source, batch after batch, commit after commit.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use xunwen_schema::{JobCounts, JobProgress};
use xxhash_rust::xxh3::xxh3_64;

use super::findings::Findings;
use super::rejects::RejectFile;
use super::report::Report;
use super::source::{Opened, Source};
use crate::corpus::{Batch, CorpusError, Reject};
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
    /// Bytes of the sources that were read to their end.
    bytes_before: u64,
    /// Bytes of all sources, if they are known.
    bytes_total: Option<u64>,
    findings: Findings,
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
    /// Whether it is told what each file was taken for.
    pub(super) is_verbose: bool,
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
        if progress.done > 0 || progress.current.is_some() {
            let next = usize::try_from(progress.done).ok().and_then(|done| sources.get(done));
            let input = progress.current.as_ref().map(|current| current.name.clone());
            let input = input.or_else(|| Some(next?.name()));
            watch(Event::Resumed {
                articles: progress.counts.articles(),
                input,
                records: progress.records,
            });
        }
        let commits_before = progress.counts.commits;
        let done = usize::try_from(progress.done).unwrap_or(usize::MAX);
        let bytes = |sources: &[Source]| sources.iter().filter_map(|source| source.bytes).sum();
        let bytes_before = bytes(sources.get(..done).unwrap_or(sources));
        let bytes_total = sources.iter().map(|source| source.bytes).sum();
        Self {
            output,
            progress,
            commits_before,
            sources,
            rules,
            watch,
            bytes_before,
            bytes_total,
            findings: Findings::default(),
        }
    }

    /// Reads the rest of the sources. Returns whether it reached the end; if not, it was asked to stop,
    /// and what was read is committed.
    pub(super) fn read(&mut self) -> Result<bool, Error> {
        let first = usize::try_from(self.progress.done).unwrap_or(usize::MAX);
        for source in self.sources.iter().skip(first) {
            if self.progress.current.is_none() {
                self.progress.current.clone_from(&source.stamp);
                self.progress.has_pipe |= source.stamp.is_none();
                self.progress.records = 0;
                self.progress.end = 0;
            }
            if !self.read_source(source)? {
                self.commit()?;
                return Ok(false);
            }
            if let Some(stamp) = self.progress.current.take() {
                self.progress.digest = self.progress.digest.with(&stamp);
            }
            self.progress.done += 1;
            self.progress.records = 0;
            self.bytes_before += source.bytes.unwrap_or_default();
        }
        Ok(true)
    }

    /// Takes note of what the arguments name and cannot be read.
    pub(super) fn note_inputs(&mut self, passed_over: &[(PathBuf, String)]) -> Result<(), Error> {
        for (path, reason) in passed_over {
            let input = path.display().to_string();
            self.note_passed_over(Reject { input, line: 0, reason: reason.clone() })?;
        }
        Ok(())
    }

    /// Returns whether no article was read.
    pub(super) fn is_empty(&self) -> bool {
        self.progress.counts.articles() == 0
    }

    /// Returns the error of a job that has read no article.
    pub(super) fn nothing(&self) -> Error {
        Error::Nothing {
            rejected: self.progress.counts.rejected,
            passed_over: self.findings.passed_over.clone(),
        }
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
            passed_over: std::mem::take(&mut self.findings.passed_over),
            notes: std::mem::take(&mut self.findings.notes),
            repeated: self.findings.repeated,
            repeated_id: self.findings.repeated_id.take(),
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

    fn read_source(&mut self, source: &Source) -> Result<bool, Error> {
        let most = usize::try_from(self.rules.commit_every).unwrap_or(usize::MAX);
        let JobProgress { records, end, .. } = &self.progress;
        let batches = match source.open(*records, *end, most, self.rules.stop) {
            Err(Error::Corpus(CorpusError::Stopped)) => return Ok(false),
            Err(Error::Corpus(error)) if source.is_listed() && !error.is_of_job() => {
                self.pass_over(source.name(), &error)?;
                return Ok(true);
            }
            batches => batches?,
        };
        let changing = || Error::Changing { input: source.name() };
        let Opened { recognised, batches } = batches.ok_or_else(changing)?;
        if let Some(recognised) = recognised.filter(|_| self.rules.is_verbose) {
            (self.watch)(Event::Recognised(recognised));
        }
        for batch in batches {
            if self.rules.stop.load(Ordering::Relaxed) {
                return Ok(false);
            }
            let batch = match batch {
                Err(Error::Corpus(CorpusError::Stopped)) => return Ok(false),
                Err(Error::Corpus(error)) if source.is_listed() => {
                    self.pass_over(source.name(), &error)?;
                    return Ok(true);
                }
                batch => batch?,
            };
            let input_bytes = self.bytes_before + batch.input_bytes;
            self.take(batch)?;
            self.report_progress(input_bytes);
        }
        Ok(true)
    }

    /// Notes that a file of a folder is not read, or not to its end.
    fn pass_over(&mut self, name: String, error: &CorpusError) -> Result<(), Error> {
        let passed = Reject { input: name, line: 0, reason: error.reason() };
        self.note_passed_over(passed)
    }

    fn note_passed_over(&mut self, passed: Reject) -> Result<(), Error> {
        if self.rules.is_strict {
            return Err(Error::PassedOver { name: passed.input, reason: passed.reason });
        }
        self.findings.passed_over.add(&passed.input, &passed.reason);
        Ok(())
    }

    fn take(&mut self, batch: Batch) -> Result<(), Error> {
        for reject in &batch.rejects {
            if self.rules.is_strict {
                return Err(Error::Rejected { reject: reject.clone() });
            }
            self.output.rejects.add(reject)?;
            self.progress.counts.rejected += 1;
        }
        for passed in batch.passed_over {
            self.note_passed_over(passed)?;
        }
        self.findings.notes.extend(batch.notes);
        self.progress.records += batch.records;
        for article in batch.articles {
            let hash = xxh3_64(article.id.as_bytes());
            let is_repeated = !self.findings.ids.insert(hash);
            let id = is_repeated.then(|| article.id.clone());
            match self.output.writer.add(article)? {
                Outcome::Added => self.progress.counts.added += 1,
                Outcome::Updated => {
                    self.progress.counts.updated += 1;
                    if let Some(id) = id {
                        self.note_repeated(id)?;
                    }
                }
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

    /// Notes that an id came again with another article, which has replaced the first.
    fn note_repeated(&mut self, id: String) -> Result<(), Error> {
        if self.rules.is_strict {
            return Err(Error::Repeated { id });
        }
        self.findings.repeated += 1;
        self.findings.repeated_id.get_or_insert(id);
        Ok(())
    }

    fn report_progress(&mut self, input_bytes: u64) {
        (self.watch)(Event::Read(Progress {
            articles: self.progress.counts.articles(),
            rejected: self.progress.counts.rejected,
            input_bytes,
            input_bytes_total: self.bytes_total,
        }));
    }
}
