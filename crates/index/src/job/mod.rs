//! One indexing job: inputs in, an up-to-date index or a new generation out, and a report.

mod findings;
mod input_stamp;
mod intake;
mod peek;
mod rejects;
mod report;
mod session;
mod source;
mod staged;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use xunwen_schema::{
    Analyzer, FileAccess, Generation, IndexDir, InputStamp, JobProgress, Manifest, OpenError,
    generation,
};

use crate::corpus::{InputOptions, Inputs};
use crate::directory::draft::Draft;
use crate::directory::generations::existing;
use crate::directory::lock::Lock;
use crate::directory::resume::{ResumeMatch, resume_match};
use crate::error::{Done, Error};
use crate::event::Event;
use crate::options::Options;
use crate::writer::Writer;
use rejects::RejectFile;
use session::{Output, Rules, Session};
use source::{Source, sources_of_generation, sources_of_inputs};

pub use peek::{Peek, PeekedFile};
pub use report::Report;
pub use staged::StagedGeneration;

/// What to index, and how.
#[derive(Clone, Debug, Default)]
pub struct Job {
    /// What to read, in this order.
    pub inputs: Inputs,
    /// How to read it; by default, everything is recognised.
    pub reading: InputOptions,
    /// Whether a rejected record, a file that is passed over, or an id that comes again with another
    /// article ends the job.
    pub strict: bool,
    /// Whether a rebuild may lose more than a tenth of the articles.
    pub allow_shrink: bool,
    /// Whether it is told what each file was taken for.
    pub is_verbose: bool,
    /// How to write.
    pub options: Options,
    /// Setting it ends a running job after the current batch, which is committed.
    pub stop: Arc<AtomicBool>,
}

/// The part of its articles that a rebuild may lose.
const LARGEST_LOSS: u64 = 10;

/// The outcome of [`Job::rebuild`].
#[derive(Debug)]
pub enum Rebuild {
    /// A complete generation, ready to be made the live one.
    Staged(Box<StagedGeneration>),
    /// The job was asked to stop; the same job resumes where it was.
    Interrupted(Report),
}

/// A generation to build.
struct Build<'b> {
    dir: &'b IndexDir,
    lock: Lock,
    /// The live generation.
    previous: Option<u64>,
    analyzer: Analyzer,
    start: Instant,
}

impl Job {
    /// Brings the index at `dir` up to date with the inputs, or builds it; reports progress to `watch`.
    ///
    /// A job that was interrupted resumes at its last commit. The first generation goes live only when
    /// it is complete.
    ///
    /// # Errors
    ///
    /// If an input or the index cannot be read or written. What was committed by then
    /// ([`Options::commit_every`]) stays, and the same job resumes there.
    pub fn run(&self, dir: &Path, watch: &mut dyn FnMut(Event)) -> Result<Report, Error> {
        let start = Instant::now();
        self.options.check()?;
        let sources = sources_of_inputs(&self.inputs.files, &self.reading, &self.stop)?;
        let dir = &IndexDir::new(dir);
        let lock = lock(dir, |dir| existing(dir.path()))?;
        if let Some(live) = existing(dir.path())? {
            if let Some(words) = &self.options.user_words {
                live.check(dir.path(), &Analyzer::with_user_words(words.clone()))?;
            }
            let mut report = self.update(dir, &live, &sources, watch)?;
            report.elapsed = start.elapsed();
            return Ok(report);
        }
        let words = self.options.user_words.clone().unwrap_or_default();
        let analyzer = Analyzer::with_user_words(words);
        let build = Build { dir, lock, previous: None, analyzer, start };
        match self.build(build, &sources, watch)? {
            Rebuild::Staged(staged) => staged.switch(usize::MAX, watch),
            Rebuild::Interrupted(report) => Ok(report),
        }
    }

    /// Builds a new generation next to the live one of `dir`, from the inputs or, without any, from the
    /// articles that the live one stores. Readers see no change before [`StagedGeneration::switch`].
    ///
    /// The user words are [`Options::user_words`], by default those of the live generation, whose terms
    /// may come from another analysis.
    ///
    /// # Errors
    ///
    /// If there is no live generation to take articles from, or an input or the index cannot be read or
    /// written. What was committed by then stays, and the same job resumes there.
    pub fn rebuild(&self, dir: &Path, watch: &mut dyn FnMut(Event)) -> Result<Rebuild, Error> {
        let start = Instant::now();
        self.options.check()?;
        let mut sources = sources_of_inputs(&self.inputs.files, &self.reading, &self.stop)?;
        let dir = &IndexDir::new(dir);
        let lock = lock(dir, |dir| match live(dir)? {
            None if self.inputs.is_empty() => {
                Err(OpenError::Missing { dir: dir.path().to_owned() }.into())
            }
            live => Ok(live),
        })?;
        let live = live(dir)?;
        if let Some(live) = live.as_ref().filter(|_| self.inputs.is_empty()) {
            sources = sources_of_generation(dir.path(), live)?;
        }
        let words = match (&self.options.user_words, &live) {
            (Some(words), _) => words.clone(),
            (None, Some(live)) => {
                // What is kept of it gets a new checksum.
                Manifest::check(&live.path)?;
                live.analyzer.user_words().to_vec()
            }
            (None, None) => Vec::new(),
        };
        let analyzer = Analyzer::with_user_words(words);
        let previous = live.map(|live| live.number);
        self.build(Build { dir, lock, previous, analyzer, start }, &sources, watch)
    }

    /// Reads the sources into the live generation.
    fn update(
        &self,
        dir: &IndexDir,
        live: &Generation,
        sources: &[Source],
        watch: &mut dyn FnMut(Event),
    ) -> Result<Report, Error> {
        let writer = Writer::open(dir.path(), live, &self.options)?;
        let plan = self.plan("update");
        let unfinished = writer.payload()?.job;
        let found = unfinished.as_ref().map(|job| resume_match(job, &plan, &stamps(sources)));
        if let Some(ResumeMatch::Changed(input)) = &found {
            watch(Event::Changed { input: input.clone() });
        }
        // The same job has begun, even if it cannot be resumed: its end must be committed.
        let was_begun = !matches!(found, None | Some(ResumeMatch::Other));
        let progress = match (found, unfinished) {
            (Some(ResumeMatch::Same), Some(progress)) => progress,
            _ => JobProgress::new(&plan),
        };
        let output = output(dir, writer, None, &progress)?;
        let mut session = Session::begin(output, progress, sources, self.rules(), watch);
        session.note_inputs(&self.inputs.passed_over)?;
        let is_complete = session.read()?;
        if is_complete && session.is_empty() {
            return Err(session.nothing());
        }
        // Nothing new needs no commit.
        if is_complete && (session.has_uncommitted() || was_begun || session.has_committed()) {
            session.commit_end()?;
        }
        let has_committed = session.has_committed();
        self.end(session, live.number, is_complete)
            .map_err(|error| if has_committed { error.after(Done::Committed) } else { error })
    }

    /// Ends a session that has committed all there was to commit.
    fn end(
        &self,
        mut session: Session<'_>,
        generation: u64,
        is_complete: bool,
    ) -> Result<Report, Error> {
        let mut report = session.report(generation, !is_complete)?;
        report.articles = if is_complete { session.merge()?.0 } else { session.articles() };
        Ok(report)
    }

    /// Reads the sources into a new generation.
    fn build(
        &self,
        build: Build<'_>,
        sources: &[Source],
        watch: &mut dyn FnMut(Event),
    ) -> Result<Rebuild, Error> {
        let Build { dir, analyzer, .. } = &build;
        let plan = self.plan(&format!("build {}", analyzer.fingerprint()));
        let (draft, progress) =
            Draft::find_or_begin(dir, analyzer, &plan, &stamps(sources), watch)?;
        let folder = draft.generation.path.clone();
        self.fill(build, draft, progress, sources, watch).map_err(|error| error.of_draft(folder))
    }

    /// Reads the rest of the sources into a draft.
    fn fill(
        &self,
        build: Build<'_>,
        draft: Draft,
        progress: JobProgress,
        sources: &[Source],
        watch: &mut dyn FnMut(Event),
    ) -> Result<Rebuild, Error> {
        let Build { dir, lock, previous, start, .. } = build;
        let writer = Writer::open(dir.path(), &draft.generation, &self.options)?;
        let number = draft.generation.number;
        let output = output(dir, writer, Some(draft), &progress)?;
        let mut session = Session::begin(output, progress, sources, self.rules(), watch);
        session.note_inputs(&self.inputs.passed_over)?;
        let is_complete = session.read()?;
        if is_complete && session.is_empty() && !self.inputs.is_empty() {
            return Err(session.nothing());
        }
        if is_complete {
            self.check_size(dir, previous, session.articles())?;
            session.commit()?;
        }
        let mut report = session.report(number, !is_complete)?;
        if !is_complete {
            report.articles = session.articles();
            report.elapsed = start.elapsed();
            return Ok(Rebuild::Interrupted(report));
        }
        let (articles, draft) = session.merge()?;
        let missing = || OpenError::Missing { dir: dir.path().to_owned() };
        let draft = draft.ok_or_else(missing)?;
        self.compact(dir, &draft.generation)?;
        report.articles = articles;
        let staged =
            StagedGeneration { dir: dir.clone(), draft, previous, report, start, _lock: lock };
        Ok(Rebuild::Staged(Box::new(staged)))
    }

    /// Refuses a generation that has lost more than a tenth of the articles of the live one.
    fn check_size(&self, dir: &IndexDir, live: Option<u64>, after: u64) -> Result<(), Error> {
        let Some(live) = live.filter(|_| !self.allow_shrink && !self.inputs.is_empty()) else {
            return Ok(());
        };
        let live = Generation::read(dir.path(), live)?;
        let reader =
            live.reader(FileAccess::Map, 1).map_err(|source| Error::tantivy(dir.path(), source))?;
        Self::check_loss(reader.searcher().num_docs(), after)
    }

    /// Refuses a loss of many articles between two generations that hold so many.
    ///
    /// # Errors
    ///
    /// If more than one in ten is lost.
    pub fn check_loss(before: u64, after: u64) -> Result<(), Error> {
        let is_much = before.saturating_sub(after) > before / LARGEST_LOSS;
        if is_much { Err(Error::Shrunk { before, after }) } else { Ok(()) }
    }

    /// Merges a new generation into one segment, which is smaller and searched faster, unless merging
    /// would take more memory than the job may use.
    fn compact(&self, dir: &IndexDir, generation: &Generation) -> Result<(), Error> {
        if generation::bytes(&generation.path) > self.options.mergeable() {
            return Ok(());
        }
        let mut writer = Writer::open(dir.path(), generation, &self.options)?;
        writer.merge_all()?;
        writer.finish().map(drop)
    }

    /// Returns the name that identifies jobs of the same kind: the same inputs give the same result.
    fn plan(&self, kind: &str) -> String {
        format!("{kind}{}", self.reading)
    }

    fn rules(&self) -> Rules<'_> {
        Rules {
            commit_every: self.options.commit_every,
            is_strict: self.strict,
            is_verbose: self.is_verbose,
            stop: &self.stop,
        }
    }
}

/// Returns what a job writes that has come as far as `progress`.
fn output(
    dir: &IndexDir,
    writer: Writer,
    draft: Option<Draft>,
    progress: &JobProgress,
) -> Result<Output, Error> {
    let rejects = RejectFile::open(dir, progress.counts.rejected)?;
    Ok(Output { writer, draft, rejects })
}

fn stamps(sources: &[Source]) -> Vec<Option<InputStamp>> {
    sources.iter().map(|source| source.stamp.clone()).collect()
}

/// Takes the lock of `dir`, unless `check` finds that it is not to be written: the lock would create files
/// in a folder that is something else.
fn lock(
    dir: &IndexDir,
    check: impl FnOnce(&IndexDir) -> Result<Option<Generation>, Error>,
) -> Result<Lock, Error> {
    match check(dir) {
        // Taking the lock finishes a switch that was cut short; then it is checked again.
        Ok(_) | Err(Error::Open(OpenError::NoneLive { .. })) => Lock::acquire(dir),
        Err(error) => Err(error),
    }
}

/// Returns the live generation of `dir`, whatever analysis made its terms, or `None` where one may be
/// built.
fn live(dir: &IndexDir) -> Result<Option<Generation>, Error> {
    match dir.live_number()? {
        Some(number) => Ok(Some(Generation::read(dir.path(), number)?)),
        None => existing(dir.path()),
    }
}

#[cfg(test)]
mod tests;
