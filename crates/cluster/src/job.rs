//! Jobs: articles in, an up-to-date index of a cluster or a new generation of it out.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::json;
use xunwen_index::{Deleted, Event, Job, Reject, Report};
use xunwen_query::{Cancel, Engine};
use xunwen_schema::{Analyzer, Literal};
use xxhash_rust::xxh3::Xxh3;

use crate::bulk::delete;
use crate::condition::Condition;
use crate::document::STORED;
use crate::error::{ClusterError, Kind};
use crate::feed::{Fed, Feed, Intake};
use crate::index::ClusterIndex;
use crate::mapping::{Identity, Shape};
use crate::part::Part;
use crate::reader::hits;
use crate::state::State;

/// The most writers, unless more are asked for.
const WRITERS: usize = 4;
/// The articles that a new generation is checked with.
const CHECKED: usize = 50;
/// How many articles are read at once where those of a live generation are fed again.
const PAGE: usize = 500;

/// Why a job did not end.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// An input cannot be read, or a rule of the job is broken.
    #[error(transparent)]
    Index(#[from] xunwen_index::Error),
    /// The cluster gave no answer.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
}

/// A job that writes to an index of a cluster.
#[derive(Debug)]
pub struct ClusterJob<'j> {
    /// What is read, and how.
    pub job: &'j Job,
    /// How a new index is laid out.
    pub shape: Shape,
    /// The part of the job that this process does.
    pub part: Part,
    /// Where records that are no articles are listed.
    pub rejects: PathBuf,
    index: ClusterIndex,
    cancel: Cancel,
}

/// How a rebuild ended.
#[derive(Debug)]
pub enum Rebuilt {
    /// The new generation is complete and can be made the live one.
    Staged(Box<Staged>),
    /// This process has done its part; others have not.
    Waiting(Report),
    /// It was stopped; the same command goes on.
    Interrupted(Report),
}

/// A complete generation that waits to be made the live one.
#[derive(Debug)]
pub struct Staged {
    index: ClusterIndex,
    name: String,
    identity: Identity,
    live: Option<String>,
    report: Report,
    start: Instant,
    cancel: Cancel,
}

impl<'j> ClusterJob<'j> {
    /// Connects to the cluster at `place`, an address.
    ///
    /// # Errors
    ///
    /// If it does not answer.
    pub fn new(place: &Path, job: &'j Job) -> Result<Self, ClusterError> {
        let cancel = Cancel::when(Arc::clone(&job.stop));
        let index = ClusterIndex::at(place, &Cancel::default())?;
        let rejects = PathBuf::from(format!("{}-rejected.tsv", index.place.name));
        let (shape, part) = Default::default();
        Ok(Self { job, shape, part, rejects, index, cancel })
    }

    /// Brings the index up to date, or makes it.
    ///
    /// # Errors
    ///
    /// If an input cannot be read or the cluster takes no articles; what it has stays.
    pub fn run(&self, watch: &mut dyn FnMut(Event)) -> Result<Report, JobError> {
        let start = Instant::now();
        let mut report = match self.index.find_live(&self.cancel)? {
            Some(live) => self.update(&live, watch)?,
            None => match self.build(None, watch)? {
                Rebuilt::Staged(staged) => staged.switch(usize::MAX, watch)?,
                Rebuilt::Waiting(report) | Rebuilt::Interrupted(report) => report,
            },
        };
        report.elapsed = start.elapsed();
        Ok(report)
    }

    /// Makes a new generation, from inputs, or without any from the articles of the live one.
    ///
    /// # Errors
    ///
    /// As for [`Self::run`]; and if the new generation is much smaller than the live one, or does not find
    /// its own articles.
    pub fn rebuild(&self, watch: &mut dyn FnMut(Event)) -> Result<Rebuilt, JobError> {
        let live = if self.job.inputs.is_empty() {
            Some(self.index.live(&self.cancel)?)
        } else {
            self.index.find_live(&self.cancel)?
        };
        self.build(live, watch)
    }

    fn update(&self, live: &str, watch: &mut dyn FnMut(Event)) -> Result<Report, JobError> {
        let identity = self.index.identity(live, &self.cancel)?;
        let analyzer = identity.analyzer(live)?;
        if let Some(words) = &self.job.options.user_words {
            let own = Analyzer::with_user_words(words.clone());
            if own.fingerprint() != analyzer.fingerprint() {
                return Err(ClusterError::new(
                    format!("{live} was made with other words"),
                    "leave out `--words`, or make a generation with them: `xunwen rebuild --words FILE`",
                ))?;
            }
        }
        let report = self.feed_inputs(live, watch)?;
        self.index.refresh(live, &Cancel::default())?;
        let articles = State::of(&self.index, live, &Cancel::default())?.count_all();
        counted(articles, &report)?;
        Ok(Report { articles, generation: identity.generation, ..report })
    }

    fn build(
        &self,
        live: Option<String>,
        watch: &mut dyn FnMut(Event),
    ) -> Result<Rebuilt, JobError> {
        let start = Instant::now();
        let identity = self.draft(live.as_deref())?;
        let name = self.index.name(identity.generation);
        let report = match &live {
            Some(live) if self.job.inputs.is_empty() => self.feed_again(live, &name, watch)?,
            _ => self.feed_inputs(&name, watch)?,
        };
        let number = identity.generation;
        if report.is_interrupted {
            return Ok(Rebuilt::Interrupted(Report { generation: number, ..report }));
        }
        let patient = Cancel::default();
        self.index.refresh(&name, &patient)?;
        if !self.part.finish(&self.index, &name, &patient)? {
            return Ok(Rebuilt::Waiting(Report { generation: number, ..report }));
        }
        let state = State::of(&self.index, &name, &patient)?;
        let articles = state.count_all();
        if articles == 0 {
            let rejected = report.rejected;
            let passed_over = report.passed_over;
            self.index.remove(&name, &patient)?;
            return Err(xunwen_index::Error::Nothing { rejected, passed_over })?;
        }
        counted(articles, &report)?;
        self.check_size(live.as_deref(), articles)?;
        check(&state)?;
        let report = Report { articles, generation: number, ..report };
        let staged = Staged {
            index: self.index.clone(),
            name,
            identity,
            live,
            report,
            start,
            cancel: patient,
        };
        Ok(Rebuilt::Staged(Box::new(staged)))
    }

    /// Finds the generation that this job has begun, or begins it.
    fn draft(&self, live: Option<&str>) -> Result<Identity, JobError> {
        let before = match live {
            Some(live) => Some(self.index.identity(live, &self.cancel)?),
            None => None,
        };
        let words = match (&self.job.options.user_words, &before) {
            (Some(words), _) => words.clone(),
            (None, Some(before)) => before.words(),
            (None, None) => Vec::new(),
        };
        let analyzer = Analyzer::with_user_words(words);
        let generations = self.index.generations(&self.cancel)?;
        let plan = self.plan();
        if let Some((name, begun)) = generations.values().find(|(_, other)| !other.is_complete) {
            if begun.plan == plan && begun.fingerprint == analyzer.fingerprint() {
                return Ok(begun.clone());
            }
            return Err(ClusterError::new(
                format!("{name} was begun by a job of other inputs, which may be running"),
                format!("finish it with its own command, or remove it: DELETE /{name}"),
            ))?;
        }
        let last = generations.keys().next_back().copied().unwrap_or_default();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let identity = Identity {
            fingerprint: analyzer.fingerprint(),
            user_words: analyzer.user_words().iter().map(ToString::to_string).collect(),
            generation: last + 1,
            made_at: now.as_secs() as i64,
            plan,
            is_complete: false,
        };
        // Where another process was faster, its index is of the same plan or refused the next time.
        self.index.create(&identity, self.shape, &self.cancel)?;
        Ok(identity)
    }

    /// Returns what tells this job from others: its inputs, whichever part of them is read here.
    fn plan(&self) -> String {
        let mut digest = Xxh3::new();
        for input in &self.job.inputs.files {
            let size = input.path().and_then(|path| path.metadata().ok()).map(|data| data.len());
            let name = input.path().and_then(Path::file_name).map(|name| name.to_string_lossy());
            digest.update(name.unwrap_or_default().as_bytes());
            digest.update(&size.unwrap_or_default().to_le_bytes());
        }
        digest.update(self.job.reading.to_string().as_bytes());
        format!("{:016x} of {}", digest.digest(), self.part.of)
    }

    fn feed<'f>(&'f self, name: &'f str) -> Feed<'f> {
        let available =
            || thread::available_parallelism().map_or(1, NonZeroUsize::get).min(WRITERS);
        let writers = self.job.options.threads.map_or_else(available, NonZeroUsize::get);
        Feed { client: &self.index.client, index: name, writers, cancel: &self.cancel }
    }

    fn feed_inputs(&self, name: &str, watch: &mut dyn FnMut(Event)) -> Result<Report, JobError> {
        let job = Job { inputs: self.part.of(&self.job.inputs), ..self.job.clone() };
        let read = |intake: &mut Intake| {
            job.each_batch(&self.rejects, watch, &mut |articles| intake.take(articles))
        };
        let fed = self.feed(name).run(read).map_err(JobError::from);
        self.concluded(fed.and_then(|(report, fed)| Ok((report?, fed))))
    }

    /// Reports what was fed; a job that was stopped is no failure.
    fn concluded(&self, fed: Result<(Report, Fed), JobError>) -> Result<Report, JobError> {
        match fed {
            Ok((report, fed)) => self.reported(report, fed),
            Err(JobError::Cluster(error)) if error.kind == Kind::Cancelled => {
                Ok(Report { is_interrupted: true, ..Report::default() })
            }
            Err(error) => Err(error),
        }
    }

    fn reported(&self, report: Report, fed: Fed) -> Result<Report, JobError> {
        let Fed { written, repeated, repeated_id, ids } = fed;
        if self.job.strict {
            if let Some(id) = repeated_id {
                return Err(xunwen_index::Error::Repeated { id })?;
            }
            if let Some((id, reason)) = written.rejected.first().cloned() {
                let reject = Reject { input: id, line: 0, reason };
                return Err(xunwen_index::Error::Rejected { reject })?;
            }
        }
        let refused = written.rejected.len() as u64;
        let refusals = written.rejected.into_iter();
        let refusals = refusals.map(|(input, reason)| Reject { input, line: 0, reason });
        let reject_file = Job::list_rejects(&self.rejects, report.rejected, refusals)?;
        Ok(Report {
            added: written.added,
            updated: written.updated,
            unchanged: written.unchanged,
            rejected: report.rejected + refused,
            reject_file: reject_file.or(report.reject_file),
            // As many as there are at least, until the index is asked.
            articles: ids.saturating_sub(refused),
            repeated,
            repeated_id,
            ..report
        })
    }

    /// Feeds the articles of the live generation to the index `name`.
    fn feed_again(
        &self,
        live: &str,
        name: &str,
        watch: &mut dyn FnMut(Event),
    ) -> Result<Report, JobError> {
        let state = State::of(&self.index, live, &self.cancel)?;
        let total = state.count_all();
        let read = |intake: &mut Intake| {
            let mut articles = 0;
            state.each_article(PAGE, |page| {
                articles += page.len() as u64;
                let goes_on = intake.take(page);
                watch(Event::Read(xunwen_index::Progress {
                    articles,
                    input_bytes: articles,
                    input_bytes_total: Some(total),
                    ..Default::default()
                }));
                goes_on
            })
        };
        let fed = self.feed(name).run(read);
        let fed = fed.and_then(|(read, fed)| read.map(|()| (Report::default(), fed)));
        self.concluded(fed.map_err(JobError::from))
    }

    fn check_size(&self, live: Option<&str>, after: u64) -> Result<(), JobError> {
        let Some(live) = live.filter(|_| !self.job.allow_shrink) else { return Ok(()) };
        let filter = json!({ "size": 0, "track_total_hits": true });
        let path = format!("/{live}/_search");
        let sent = crate::client::Sent::Json(&filter);
        let before =
            crate::reader::total(&self.index.client.ask("POST", &path, sent, &self.cancel)?)?;
        Ok(Job::check_loss(before, after)?)
    }
}

/// Refuses an index that holds fewer articles than were written.
fn counted(found: u64, report: &Report) -> Result<(), JobError> {
    let expected = report.articles;
    if report.is_interrupted || found >= expected {
        return Ok(());
    }
    Err(xunwen_index::Error::Miscounted { expected, found })?
}

/// Looks for some articles of a new generation by their titles.
fn check(state: &State) -> Result<(), ClusterError> {
    let body = json!({
        "size": CHECKED, "track_total_hits": false, "_source": STORED, "sort": [{ "digest": "asc" }],
    });
    let reader = state.reader();
    for hit in reader.whole(|| Ok(hits(reader.search(body.clone())?)))? {
        let article = crate::document::article(&hit["_source"]);
        if Literal::new(&article.title).is_none() {
            continue;
        }
        let query = xunwen_language::Query::new(xunwen_language::Clause::literal(&article.title));
        let own = json!({ "term": { "id": article.id } });
        let found = Condition::of(&query, &xunwen_query::Filter::default(), 0).query;
        let both = json!({ "bool": { "filter": [own, found] } });
        if reader.whole(|| reader.count(&both))? != 1 {
            return Err(ClusterError::new(
                format!(
                    "the new index {} does not find its article {:?}",
                    reader.index, article.id
                ),
                "the old one stays live; look at the cluster's log, and rebuild",
            ));
        }
    }
    Ok(())
}

impl Staged {
    /// Returns the number of the generation.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.identity.generation
    }

    /// Opens the generation that is live, if one is, and this one, to compare their answers.
    ///
    /// # Errors
    ///
    /// If the cluster does not answer.
    pub fn engines(&self) -> Result<Option<(Engine, Engine)>, ClusterError> {
        let Some(live) = &self.live else { return Ok(None) };
        let open = |name: &str| State::of(&self.index, name, &self.cancel).map(State::into_engine);
        Ok(Some((open(live)?, open(&self.name)?)))
    }

    /// Makes it the live one, in one step; of the generations, the last `keep` stay.
    ///
    /// # Errors
    ///
    /// If the cluster does not answer; or another generation was made live meanwhile, and then stays so.
    pub fn switch(self, keep: usize, watch: &mut dyn FnMut(Event)) -> Result<Report, ClusterError> {
        let number = self.identity.generation;
        self.index.complete(&self.name, &self.identity, &self.cancel)?;
        self.index.switch(self.live.as_deref(), &self.name, &self.cancel)?;
        watch(Event::Switched { generation: number });
        let generations = self.index.generations(&self.cancel)?;
        let older: Vec<&String> = generations
            .values()
            .filter(|(_, other)| other.is_complete && other.generation <= number)
            .map(|(name, _)| name)
            .collect();
        for name in older.iter().take(older.len().saturating_sub(keep)) {
            self.index.remove(name, &self.cancel)?;
        }
        Ok(Report { elapsed: self.start.elapsed().max(Duration::ZERO), ..self.report })
    }
}

/// Makes the generation before the live one live again, or generation `number`. Returns its number.
///
/// # Errors
///
/// If there is no such generation, or the cluster does not answer.
pub fn rollback(place: &Path, number: Option<u64>) -> Result<u64, JobError> {
    let cancel = Cancel::default();
    let index = ClusterIndex::at(place, &cancel)?;
    let live = index.live(&cancel)?;
    let own = index.identity(&live, &cancel)?.generation;
    let generations = index.generations(&cancel)?;
    let mut complete = generations.iter().filter(|(_, (_, other))| other.is_complete);
    let wanted = match number {
        Some(number) => complete.find(|(other, _)| **other == number),
        None => complete.rev().find(|(other, _)| **other < own),
    };
    let Some((number, (name, identity))) = wanted else {
        return Err(number.map_or(xunwen_index::Error::NothingBefore { live: own }, |number| {
            xunwen_index::Error::NoGeneration { number }
        }))?;
    };
    if *name != live {
        identity.analyzer(name)?;
        index.switch(Some(&live), name, &cancel)?;
    }
    Ok(*number)
}

/// Deletes the articles named `ids` from the live generation.
///
/// # Errors
///
/// If the cluster does not answer; then some may be deleted, and the same command deletes the others.
pub fn delete_articles(place: &Path, ids: &[&str]) -> Result<Deleted, ClusterError> {
    let cancel = Cancel::default();
    let index = ClusterIndex::at(place, &cancel)?;
    let live = index.live(&cancel)?;
    let generation = index.identity(&live, &cancel)?.generation;
    let deleted = delete(&index.client, &live, ids, &cancel)?;
    index.refresh(&live, &cancel)?;
    let articles = State::of(&index, &live, &cancel)?.count_all();
    Ok(Deleted { deleted, missing: ids.len() as u64 - deleted, articles, generation })
}
