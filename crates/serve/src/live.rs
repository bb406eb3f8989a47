//! The live index: what an index directory holds now, without a restart.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
use std::time::{Duration, Instant};

use xunwen_language::Query;
use xunwen_query::corpus::{Count, FacetKind, IndexInfo};
use xunwen_query::{Engine, Error, Follower, Request};

use crate::limits::Limits;

/// The state of the index that answers now, and some that have answered; requests keep the one they
/// began with, and none waits for the disk.
#[derive(Debug)]
pub struct Live {
    follower: Follower,
    now: RwLock<Arc<Snapshot>>,
    past: Mutex<VecDeque<(Instant, Arc<Snapshot>)>>,
    page_time: Duration,
    states: usize,
}

/// One state of the index.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub(crate) engine: Arc<Engine>,
    pub(crate) state: u64,
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
        let follower = Follower::open(dir)?;
        let now = RwLock::new(Arc::new(Snapshot::of(follower.engine()?)?));
        let (page_time, states) = (limits.page_time, limits.states);
        Ok(Self { follower, now, past: Mutex::default(), page_time, states })
    }

    /// Returns the state of now.
    pub(crate) fn now(&self) -> Arc<Snapshot> {
        Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Returns the state of this number, if it is that of now or was so lately.
    pub(crate) fn state(&self, number: u64) -> Option<Arc<Snapshot>> {
        let now = self.now();
        if now.state == number {
            return Some(now);
        }
        let past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        past.iter().find(|(_, snapshot)| snapshot.state == number).map(|(_, it)| Arc::clone(it))
    }

    /// Opens what the directory holds, if that has changed; returns whether it had.
    ///
    /// # Errors
    ///
    /// If what is there cannot be opened; what was open then goes on answering.
    pub fn refresh(&self) -> Result<bool, Error> {
        self.forget();
        let engine = self.follower.engine()?;
        if Arc::ptr_eq(&engine, &self.now().engine) {
            return Ok(false);
        }
        let new = Arc::new(Snapshot::of(engine)?);
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        let old = std::mem::replace(&mut *now, new);
        let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        past.push_back((Instant::now(), old));
        Ok(true)
    }

    /// Lets go of states whose time is over: their files take room on the disk.
    fn forget(&self) {
        let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = |(since, _): &(Instant, _)| since.elapsed() >= self.page_time;
        while past.len() >= self.states.max(1) || past.front().is_some_and(is_over) {
            past.pop_front();
        }
    }
}

impl Snapshot {
    /// Prepares a state to answer: who asks first need not wait for the dictionary.
    fn of(engine: Arc<Engine>) -> Result<Self, Error> {
        engine.answer(&Request::new(Query::plain("寻闻"), 0))?;
        let state = engine.version();
        Ok(Self { engine, state, facts: OnceLock::new(), tags: OnceLock::new() })
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
/// What cannot be opened is tried again: the index that was open answers meanwhile.
pub async fn follow(live: Arc<Live>, pause: Duration) {
    loop {
        tokio::time::sleep(pause).await;
        let live = Arc::clone(&live);
        drop(tokio::task::spawn_blocking(move || live.refresh()).await);
    }
}
