//! One indexing job: inputs in, an up-to-date index or a new generation out, and a report.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use tantivy::ReloadPolicy;
use xunwen_schema::{Analyzer, Generation, OpenError, generation};

use crate::built::Built;
use crate::checkpoint::{Likeness, State};
use crate::corpus::{Format, Input};
use crate::draft::Draft;
use crate::error::Error;
use crate::event::Event;
use crate::lock::Lock;
use crate::options::Options;
use crate::part::Part;
use crate::rejects::RejectFile;
use crate::run::Run;
use crate::writer::Writer;

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
    /// Set while the job is at work, it ends it after the batch at hand, which is committed.
    pub stop: Arc<AtomicBool>,
}

/// What a job did, with what it had done before it was cut short, if it was.
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
    /// Time taken by this process.
    pub elapsed: Duration,
    /// Commits.
    pub commits: u64,
    /// The generation written.
    pub generation: u64,
    /// Articles in that generation now.
    pub articles: u64,
    /// Whether the job was asked to stop before its end: the same job goes on there.
    pub is_interrupted: bool,
}

/// What came of a rebuild.
#[derive(Debug)]
pub enum Rebuild {
    /// A whole generation that waits to be made the live one.
    Built(Box<Built>),
    /// The job was asked to stop; the same job goes on where it was.
    Interrupted(Report),
}

impl Job {
    /// Brings the index at `dir` up to date with the inputs, or builds it; tells `watch` what it does.
    ///
    /// A job that was cut short goes on where it committed last. A first index is live only when it
    /// is whole.
    ///
    /// # Errors
    ///
    /// If an input or the index cannot be read or written. What was committed then stays
    /// ([`Options::commit_every`]), and the same job goes on there.
    pub fn run(&self, dir: &Path, watch: &mut dyn FnMut(Event)) -> Result<Report, Error> {
        let mut work = Work::new(self, dir, watch)?;
        // Nothing is made in a folder that is something else.
        existing(dir)?;
        let lock = Lock::acquire(dir)?;
        if let Some(live) = existing(dir)? {
            if let Some(words) = &self.options.user_words {
                live.check(dir, &Analyzer::with_user_words(words.clone()))?;
            }
            return work.update(&live);
        }
        let words = self.options.user_words.clone().unwrap_or_default();
        match work.build(lock, None, &Analyzer::with_user_words(words))? {
            Rebuild::Built(built) => built.switch(usize::MAX, watch),
            Rebuild::Interrupted(report) => Ok(report),
        }
    }

    /// Builds a new generation beside the live one of `dir`: of the inputs or, if there are none, of
    /// the articles that the live one stores. Nothing changes for readers before [`Built::switch`].
    ///
    /// Words are those of [`Options::user_words`], else those of the live generation, whose terms may
    /// be of another analysis.
    ///
    /// # Errors
    ///
    /// If there is no live generation to take articles from, or an input or the index cannot be read
    /// or written. What was committed then stays, and the same job goes on there.
    pub fn rebuild(&self, dir: &Path, watch: &mut dyn FnMut(Event)) -> Result<Rebuild, Error> {
        let mut work = Work::new(self, dir, watch)?;
        let before = live(dir)?;
        if before.is_none() && self.inputs.is_empty() {
            return Err(OpenError::Missing { dir: dir.to_owned() }.into());
        }
        let lock = Lock::acquire(dir)?;
        let live = live(dir)?;
        if let Some(live) = live.as_ref().filter(|_| self.inputs.is_empty()) {
            work.parts = stored(dir, live)?;
        }
        let own = live.as_ref().map(|live| live.analyzer.user_words().to_vec());
        let words = self.options.user_words.clone().or(own).unwrap_or_default();
        work.build(lock, live.as_ref(), &Analyzer::with_user_words(words))
    }
}

/// A job, and what it needs to be at work.
struct Work<'w> {
    job: &'w Job,
    dir: &'w Path,
    parts: Vec<Part>,
    watch: &'w mut dyn FnMut(Event),
    start: Instant,
}

impl<'w> Work<'w> {
    fn new(job: &'w Job, dir: &'w Path, watch: &'w mut dyn FnMut(Event)) -> Result<Self, Error> {
        let start = Instant::now();
        job.options.check()?;
        let parts = parts(job, watch)?;
        Ok(Self { job, dir, parts, watch, start })
    }

    /// Reads the parts into the live generation.
    fn update(&mut self, live: &Generation) -> Result<Report, Error> {
        let writer = Writer::open(self.dir, live, &self.job.options)?;
        let plan = self.plan("update");
        let (begun, stamps) = (writer.checkpoint()?.job, self.stamps());
        let likeness = begun.as_ref().map(|state| state.likeness(&plan, &stamps));
        let state = match (&likeness, begun) {
            (Some(Likeness::Same), Some(state)) => state,
            _ => State::new(&plan),
        };
        if let Some(Likeness::Changed(input)) = &likeness {
            (self.watch)(Event::Changed { input: input.clone() });
        }
        let mut run = self.begin(writer, None, state)?;
        let is_whole = run.read()?;
        // Unless there is an end to tell, nothing new needs no commit.
        let was_begun = !matches!(likeness, None | Some(Likeness::Other));
        if is_whole && (run.writer.uncommitted() > 0 || was_begun || run.has_committed()) {
            run.commit_end()?;
        }
        let mut report = run.report(live.number, !is_whole)?;
        report.articles = if is_whole { run.merge()?.0 } else { run.writer.articles() };
        report.elapsed = self.start.elapsed();
        Ok(report)
    }

    /// Reads the parts into a new generation.
    fn build(
        &mut self,
        lock: Lock,
        live: Option<&Generation>,
        analyzer: &Analyzer,
    ) -> Result<Rebuild, Error> {
        let plan = self.plan(&format!("build {}", analyzer.fingerprint()));
        let (draft, state) =
            Draft::find_or_begin(self.dir, analyzer, &plan, &self.stamps(), self.watch)?;
        let writer = Writer::open(self.dir, &draft.generation, &self.job.options)?;
        let number = draft.generation.number;
        let mut run = self.begin(writer, Some(draft), state)?;
        let is_whole = run.read()?;
        if is_whole {
            run.commit()?;
        }
        let mut report = run.report(number, !is_whole)?;
        if !is_whole {
            report.articles = run.writer.articles();
            report.elapsed = self.start.elapsed();
            return Ok(Rebuild::Interrupted(report));
        }
        let (articles, draft) = run.merge()?;
        let draft = draft.ok_or_else(|| OpenError::Missing { dir: self.dir.to_owned() })?;
        self.compact(&draft.generation)?;
        report.articles = articles;
        let previous = live.map(|live| live.number);
        let built = Built::new(self.dir, draft, previous, report, (lock, self.start));
        Ok(Rebuild::Built(Box::new(built)))
    }

    /// Merges a new generation into one segment, which is smaller and searched faster, unless it is so
    /// large that merging would take more memory than the job may have.
    fn compact(&self, generation: &Generation) -> Result<(), Error> {
        if generation::bytes(&generation.path) > self.job.options.mergeable() {
            return Ok(());
        }
        let mut writer = Writer::open(self.dir, generation, &self.job.options)?;
        writer.merge_all()?;
        writer.finish().map(drop)
    }

    fn begin(
        &mut self,
        writer: Writer,
        draft: Option<Draft>,
        state: State,
    ) -> Result<Run<'_>, Error> {
        if let Some(Some(last)) = state.begun.last() {
            (self.watch)(Event::Resumed {
                articles: state.counts.articles(),
                input: last.name.clone(),
                records: state.records,
            });
        }
        let rejects = RejectFile::open(self.dir, state.counts.rejected)?;
        Ok(Run {
            writer,
            draft,
            rejects,
            commits_before: state.counts.commits,
            state,
            parts: &self.parts,
            commit_every: self.job.options.commit_every,
            is_strict: self.job.strict,
            stop: &self.job.stop,
            watch: self.watch,
        })
    }

    /// Returns the name of a job that would do the same with the same inputs.
    fn plan(&self, kind: &str) -> String {
        match self.job.format {
            Some(format) => format!("{kind} of {format}"),
            None => kind.to_owned(),
        }
    }

    fn stamps(&self) -> Vec<Option<crate::stamp::Stamp>> {
        self.parts.iter().map(|part| part.stamp.clone()).collect()
    }
}

/// Opens the inputs of `job`, without those that nobody named and that are no corpora.
fn parts(job: &Job, watch: &mut dyn FnMut(Event)) -> Result<Vec<Part>, Error> {
    let mut parts = Vec::new();
    for input in &job.inputs {
        match Part::of_input(input, job.format) {
            Ok(part) => parts.push(part),
            Err(error) if input.is_listed() && error.is_no_corpus() => {
                watch(Event::Skipped { reason: error.to_string() });
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(parts)
}

/// Returns the live generation of `dir`, or `None` where one may be begun.
fn existing(dir: &Path) -> Result<Option<Generation>, Error> {
    match Generation::open(dir) {
        Ok(generation) => Ok(Some(generation)),
        Err(OpenError::Missing { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Returns the live generation of `dir`, whatever analysis made its terms, or `None` where one may be
/// begun.
fn live(dir: &Path) -> Result<Option<Generation>, Error> {
    match generation::live_number(dir)? {
        Some(number) => Ok(Some(Generation::read(dir, number)?)),
        None => existing(dir),
    }
}

/// Returns the stored articles of a generation, to be read.
fn stored(dir: &Path, generation: &Generation) -> Result<Vec<Part>, Error> {
    let fail = |source| Error::tantivy(dir, source);
    let index = generation.index().map_err(fail)?;
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
    Part::of_segments(&reader.map_err(fail)?.searcher(), generation.number)
}

#[cfg(test)]
mod tests;
