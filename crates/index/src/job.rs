//! One indexing job: inputs in, an up-to-date index out, and a report.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::corpus::{Batch, Corpus, Format, Input};
use crate::error::Error;
use crate::rejects::RejectFile;
use crate::writer::{Options, Outcome, Writer};

/// What to index, and how.
#[derive(Clone, Debug, Default)]
pub struct Job {
    /// What to read, in this order.
    pub inputs: Vec<Input>,
    /// The format of all inputs; by default each is recognised by its content.
    pub format: Option<Format>,
    /// Whether a bad record ends the job.
    pub strict: bool,
    /// How to write.
    pub options: Options,
}

/// How far a job is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Articles read so far, unchanged ones too.
    pub articles: u64,
    /// Records rejected so far.
    pub rejected: u64,
    /// Bytes of the inputs read so far, compressed where they are.
    pub input_bytes: u64,
    /// Bytes of all inputs, if known: standard input has no length.
    pub input_bytes_total: Option<u64>,
}

/// What a job did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Articles whose id was new.
    pub added: u64,
    /// Articles that took the place of another of the same id.
    pub updated: u64,
    /// Articles that the index held already, word for word.
    pub unchanged: u64,
    /// Records that were no article.
    pub rejected: u64,
    /// Where the rejected records are listed, if there are any.
    pub reject_file: Option<PathBuf>,
    /// Bytes of text read, decompressed.
    pub bytes: u64,
    /// Time taken.
    pub elapsed: Duration,
    /// The generation written.
    pub generation: u64,
    /// Articles in the index now.
    pub articles: u64,
}

impl Job {
    /// Brings the index at `dir` up to date with the inputs; tells `progress` after each batch.
    ///
    /// # Errors
    ///
    /// If an input or the index cannot be read or written. The index then is as it was, or as
    /// it was committed last ([`Options::commit_every`]).
    pub fn run(&self, dir: &Path, progress: &mut dyn FnMut(&Progress)) -> Result<Report, Error> {
        let start = Instant::now();
        self.check_inputs()?;
        let writer = Writer::open(dir, &self.options)?;
        let mut run = Run::new(writer, dir, self)?;
        for input in &self.inputs {
            run.read(input, progress)?;
        }
        run.finish(start)
    }

    /// Opens every file once, so that a bad one is told before anything is written. A pipe could not
    /// be read again.
    fn check_inputs(&self) -> Result<(), Error> {
        for input in self.inputs.iter().filter(|input| input.path().is_some_and(Path::is_file)) {
            Corpus::open(input, self.format)?;
        }
        Ok(())
    }

    fn input_bytes_total(&self) -> Option<u64> {
        self.inputs
            .iter()
            .map(|input| {
                input.path().and_then(|path| fs::metadata(path).ok()).map(|data| data.len())
            })
            .sum()
    }
}

/// A job at work.
struct Run<'j> {
    job: &'j Job,
    writer: Writer,
    rejects: RejectFile,
    progress: Progress,
    report: Report,
    /// Articles read of each input, for the commit payload.
    read: BTreeMap<String, u64>,
}

impl<'j> Run<'j> {
    fn new(writer: Writer, dir: &Path, job: &'j Job) -> Result<Self, Error> {
        let progress =
            Progress { input_bytes_total: job.input_bytes_total(), ..Progress::default() };
        Ok(Self {
            job,
            writer,
            rejects: RejectFile::new(dir)?,
            progress,
            report: Report::default(),
            read: BTreeMap::new(),
        })
    }

    fn read(&mut self, input: &Input, progress: &mut dyn FnMut(&Progress)) -> Result<(), Error> {
        let before = self.progress.input_bytes;
        for batch in Corpus::open(input, self.job.format)? {
            let batch = batch?;
            self.take(input, &batch)?;
            self.progress.input_bytes = before + batch.input_bytes;
            progress(&self.progress);
        }
        Ok(())
    }

    fn take(&mut self, input: &Input, batch: &Batch) -> Result<(), Error> {
        for reject in &batch.rejects {
            if self.job.strict {
                return Err(Error::Rejected { reject: reject.clone() });
            }
            self.rejects.add(reject)?;
            self.progress.rejected += 1;
        }
        for article in &batch.articles {
            match self.writer.add(article)? {
                Outcome::Added => self.report.added += 1,
                Outcome::Updated => self.report.updated += 1,
                Outcome::Unchanged => self.report.unchanged += 1,
            }
            self.progress.articles += 1;
        }
        *self.read.entry(input.to_string()).or_default() += batch.articles.len() as u64;
        self.report.bytes += batch.bytes;
        if self.writer.uncommitted() >= self.job.options.commit_every {
            self.writer.commit(&self.payload())?;
        }
        Ok(())
    }

    fn finish(mut self, start: Instant) -> Result<Report, Error> {
        self.report.generation = self.writer.generation();
        self.report.rejected = self.progress.rejected;
        self.report.reject_file = self.rejects.finish()?;
        let payload = self.payload();
        self.report.articles = self.writer.finish(&payload)?;
        self.report.elapsed = start.elapsed();
        Ok(self.report)
    }

    /// Returns what the commit says of the inputs: a JSON object of articles read by input.
    fn payload(&self) -> String {
        serde_json::json!({ "inputs": self.read }).to_string()
    }
}
