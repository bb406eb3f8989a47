//! The live index: it follows its directory while it is served.

use std::collections::VecDeque;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
use std::time::{Duration, Instant, SystemTime};

use tracing::{error, info, warn};
use xunwen_language::Query;
use xunwen_query::corpus::{Count, FacetKind, IndexInfo};
use xunwen_query::{Engine, Error, Follower, Request};
use xunwen_schema::{FileAccess, IndexDir, OpenError};

use crate::limits::Limits;
use crate::log::causes;
use crate::panics;

/// The state of the index that answers now, and some that answered before.
///
/// A request keeps the state it began with, and none waits for the disk.
#[derive(Debug)]
pub struct Live {
    dir: PathBuf,
    follower: Follower,
    now: RwLock<Arc<Snapshot>>,
    past: Mutex<VecDeque<(Instant, Arc<Snapshot>)>>,
    failure: Mutex<Option<RefreshFailure>>,
    page_time: Duration,
    states: usize,
}

/// Why the state that answers is not that of the index directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RefreshFailure {
    /// When refreshing first failed for this reason.
    pub(crate) since: Instant,
    /// Whether there is no index any more.
    pub(crate) is_gone: bool,
    /// Why, with paths that begin at the index directory: clients need not know where it is.
    pub(crate) reason: String,
}

/// One state of the index.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub(crate) engine: Arc<Engine>,
    pub(crate) version: u64,
    /// When it began to answer.
    pub(crate) since: SystemTime,
    facts: OnceLock<IndexInfo>,
    tags: OnceLock<Vec<Count>>,
}

impl Live {
    /// Opens the index directory `dir`.
    ///
    /// # Errors
    ///
    /// If it holds no index that this program reads.
    pub fn open(dir: &Path, limits: &Limits) -> Result<Self, Error> {
        Self::open_with(dir, limits, FileAccess::Map)
    }

    /// Does what [`Self::open`] does, with another access to files.
    ///
    /// # Errors
    ///
    /// As for [`Self::open`].
    pub fn open_with(dir: &Path, limits: &Limits, access: FileAccess) -> Result<Self, Error> {
        Self::of(dir, Follower::open_with(dir, access)?, limits)
    }

    /// Follows the index at `dir`, a directory or the address of an index of a cluster.
    ///
    /// # Errors
    ///
    /// If it does not answer.
    pub fn of(dir: &Path, follower: Follower, limits: &Limits) -> Result<Self, Error> {
        let now = RwLock::new(Arc::new(Snapshot::of(follower.engine()?)?));
        Ok(Self {
            dir: dir.to_owned(),
            follower,
            now,
            past: Mutex::default(),
            failure: Mutex::default(),
            page_time: limits.page_time,
            states: limits.states,
        })
    }

    /// Returns the state that answers now.
    pub(crate) fn now(&self) -> Arc<Snapshot> {
        Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Returns the state with this version, if it answers now or did so recently.
    pub(crate) fn version(&self, number: u64) -> Option<Arc<Snapshot>> {
        let now = self.now();
        if now.version == number {
            return Some(now);
        }
        let past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        past.iter().find(|(_, snapshot)| snapshot.version == number).map(|(_, it)| Arc::clone(it))
    }

    /// Opens what the directory holds, if that has changed; returns whether it had.
    ///
    /// A failure is logged once per reason, and the recovery from it as well.
    ///
    /// # Errors
    ///
    /// If what is there cannot be opened; what was open then keeps answering.
    pub fn refresh(&self) -> Result<bool, Error> {
        let result = self.reopen();
        match &result {
            Ok(_) => self.recover(),
            Err(error) => {
                let is_gone = matches!(
                    error,
                    Error::Open(
                        OpenError::Missing { .. }
                            | OpenError::Foreign { .. }
                            | OpenError::NoneLive { .. }
                    )
                );
                self.fail(&causes(error), is_gone);
            }
        }
        result
    }

    /// Looks whether the index directory still names a live generation, and has its folder.
    ///
    /// # Errors
    ///
    /// If one of them is gone or cannot be read.
    pub(crate) fn look(&self) -> io::Result<()> {
        if self.follower.is_elsewhere() {
            // The refresh, which comes twice a second, has asked the cluster.
            return Ok(());
        }
        let dir = IndexDir::new(&self.dir);
        let name = fs::read_to_string(dir.current())?;
        // What is no number is damage, which the refresh reports with more words.
        name.trim().parse().map_or(Ok(()), |number| fs::read_dir(dir.generation(number)).map(drop))
    }

    /// Returns why the last refresh failed, if it did.
    pub(crate) fn failure(&self) -> Option<RefreshFailure> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn reopen(&self) -> Result<bool, Error> {
        self.forget();
        let engine = self.follower.engine()?;
        if Arc::ptr_eq(&engine, &self.now().engine) {
            return Ok(false);
        }
        let new = Arc::new(Snapshot::of(engine)?);
        new.log("another state of the index answers");
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        let old = std::mem::replace(&mut *now, new);
        let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        past.push_back((Instant::now(), old));
        Ok(true)
    }

    fn fail(&self, cause: &str, is_gone: bool) {
        let dir = self.dir.display().to_string();
        let reason = cause.replace(&format!("{dir}/"), "").replace(&dir, "the index directory");
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        if failure.as_ref().is_some_and(|known| known.reason == reason) {
            return;
        }
        error!(dir, cause, "the index cannot be refreshed; the state that is open keeps answering");
        *failure = Some(RefreshFailure { since: Instant::now(), is_gone, reason });
    }

    fn recover(&self) {
        let failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(failure) = failure {
            let seconds = failure.since.elapsed().as_secs();
            warn!(after = failure.reason, seconds, "the index can be refreshed again");
        }
    }

    /// Drops states whose time is over: as long as they are open, their files take space on the disk.
    fn forget(&self) {
        let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = |(since, _): &(Instant, _)| since.elapsed() >= self.page_time;
        while past.len() >= self.states.max(1) || past.front().is_some_and(is_over) {
            past.pop_front();
        }
    }
}

impl Snapshot {
    /// Prepares a state to answer, so that its first request need not wait for the dictionary.
    fn of(engine: Arc<Engine>) -> Result<Self, Error> {
        engine.answer(&Request::new(Query::plain("寻闻"), 0))?;
        let version = engine.version();
        let since = SystemTime::now();
        Ok(Self { engine, version, since, facts: OnceLock::new(), tags: OnceLock::new() })
    }

    fn log(&self, message: &str) {
        let generation = self.engine.generation().number;
        info!(generation, articles = self.engine.articles(), "{message}");
    }

    /// Returns what the index holds; counted once.
    pub(crate) fn facts(&self) -> Result<&IndexInfo, Error> {
        if self.facts.get().is_none() {
            drop(self.facts.set(IndexInfo::of(&self.engine)?));
        }
        Ok(self.facts.get_or_init(IndexInfo::default))
    }

    /// Returns all tags, most first; counted once.
    pub(crate) fn tags(&self) -> Result<&[Count], Error> {
        if self.tags.get().is_none() {
            drop(self.tags.set(IndexInfo::counts(&self.engine, FacetKind::Tag)?));
        }
        Ok(self.tags.get_or_init(Vec::new))
    }
}

/// Refreshes `live` every `pause` for as long as this is awaited.
///
/// What cannot be opened is tried again; until then the state that was open keeps answering.
pub async fn follow(live: Arc<Live>, pause: Duration) {
    live.now().log("an index is followed");
    loop {
        tokio::time::sleep(pause).await;
        let refreshed = Arc::clone(&live);
        // What fails is logged and kept for the health of the server.
        let refresh = move || {
            if let Err(cause) = panics::caught(|| drop(refreshed.refresh())) {
                refreshed.fail(&cause, false);
            }
        };
        drop(tokio::task::spawn_blocking(refresh).await);
    }
}
