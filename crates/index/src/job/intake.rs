//! Intake: what a job reads, for a writer elsewhere.
//!
//! A cluster needs no commits and no place to resume from: what is sent again changes nothing.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use xunwen_schema::Article;

use super::Job;
use super::findings::Findings;
use super::rejects::RejectFile;
use super::report::Report;
use super::source::{Opened, Source, sources_of_inputs};
use crate::corpus::{Batch, CorpusError, Reject};
use crate::error::Error;
use crate::event::{Event, Progress};

/// The most articles that are handed over together.
const BATCH: usize = 512;

/// What is read, and what was noticed on the way.
struct Intake<'i> {
    job: &'i Job,
    watch: &'i mut dyn FnMut(Event),
    take: &'i mut dyn FnMut(Vec<Article>) -> bool,
    rejects: RejectFile,
    findings: Findings,
    progress: Progress,
    bytes: u64,
    /// The size of the sources before this one.
    before: u64,
}

impl Job {
    /// Reads the articles of all inputs and hands them to `take`, in order, until it returns false.
    ///
    /// Records that are no articles are listed in the file `rejects`. The report says how many articles
    /// were read as `added`; what became of them only `take` knows.
    ///
    /// # Errors
    ///
    /// If an input that was named by itself cannot be read, or, with `strict`, a record is rejected.
    pub fn each_batch(
        &self,
        rejects: &Path,
        watch: &mut dyn FnMut(Event),
        take: &mut dyn FnMut(Vec<Article>) -> bool,
    ) -> Result<Report, Error> {
        let sources = sources_of_inputs(&self.inputs.files, &self.reading, &self.stop)?;
        let input_bytes_total = sources.iter().map(|source| source.bytes).sum();
        let mut intake = Intake {
            job: self,
            watch,
            take,
            rejects: RejectFile::at(rejects, 0)?,
            findings: Findings::default(),
            progress: Progress { input_bytes_total, ..Progress::default() },
            bytes: 0,
            before: 0,
        };
        for (path, reason) in &self.inputs.passed_over {
            intake.note_passed_over(path.display().to_string(), reason.clone())?;
        }
        let mut is_complete = true;
        for source in &sources {
            is_complete = intake.read(source)?;
            if !is_complete {
                break;
            }
            intake.before += source.bytes.unwrap_or_default();
        }
        intake.report(!is_complete)
    }
}

impl Job {
    /// Adds `refusals` to the file `rejects`, which has so many; returns it if there are any.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn list_rejects(
        rejects: &Path,
        known: u64,
        refusals: impl ExactSizeIterator<Item = Reject>,
    ) -> Result<Option<PathBuf>, Error> {
        if refusals.len() == 0 {
            return Ok(None);
        }
        let mut file = RejectFile::at(rejects, known)?;
        for refusal in refusals {
            file.add(&refusal)?;
        }
        file.finish()
    }
}

impl Intake<'_> {
    /// Reads one source; returns false if it is to be the last.
    fn read(&mut self, source: &Source) -> Result<bool, Error> {
        let opened = match source.open(0, 0, BATCH, &self.job.stop) {
            Err(Error::Corpus(CorpusError::Stopped)) => return Ok(false),
            Err(Error::Corpus(error)) if source.is_listed() && !error.is_of_job() => {
                self.note_passed_over(source.name(), error.reason())?;
                return Ok(true);
            }
            opened => opened?,
        };
        let Some(Opened { recognised, batches }) = opened else { return Ok(true) };
        if let Some(recognised) = recognised.filter(|_| self.job.is_verbose) {
            (self.watch)(Event::Recognised(recognised));
        }
        for batch in batches {
            let batch = match batch {
                Err(Error::Corpus(CorpusError::Stopped)) => return Ok(false),
                Err(Error::Corpus(error)) if source.is_listed() => {
                    self.note_passed_over(source.name(), error.reason())?;
                    return Ok(true);
                }
                batch => batch?,
            };
            let is_stopped = self.job.stop.load(Ordering::Relaxed);
            if is_stopped || !self.hand_over(batch)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn hand_over(&mut self, batch: Batch) -> Result<bool, Error> {
        for reject in batch.rejects {
            if self.job.strict {
                return Err(Error::Rejected { reject });
            }
            self.rejects.add(&reject)?;
            self.progress.rejected += 1;
        }
        for Reject { input, reason, .. } in batch.passed_over {
            self.note_passed_over(input, reason)?;
        }
        self.findings.notes.extend(batch.notes);
        self.bytes += batch.bytes;
        self.progress.articles += batch.articles.len() as u64;
        self.progress.input_bytes = self.before + batch.input_bytes;
        let goes_on = batch.articles.is_empty() || (self.take)(batch.articles);
        (self.watch)(Event::Read(self.progress.clone()));
        Ok(goes_on)
    }

    fn note_passed_over(&mut self, name: String, reason: String) -> Result<(), Error> {
        if self.job.strict {
            return Err(Error::PassedOver { name, reason });
        }
        self.findings.passed_over.add(&name, &reason);
        Ok(())
    }

    fn report(mut self, is_interrupted: bool) -> Result<Report, Error> {
        Ok(Report {
            added: self.progress.articles,
            rejected: self.progress.rejected,
            reject_file: self.rejects.finish()?,
            passed_over: self.findings.passed_over,
            notes: self.findings.notes,
            bytes: self.bytes,
            is_interrupted,
            ..Report::default()
        })
    }
}
