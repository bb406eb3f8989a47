//! The live index: what an index directory holds now, without a restart.

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use xunwen_query::{Engine, Error, Follower};

/// The engine that answers now; requests keep the one they began with, and none waits for the disk.
#[derive(Debug)]
pub struct Live {
    follower: Follower,
    engine: RwLock<Arc<Engine>>,
}

impl Live {
    /// Opens the index directory `dir`.
    ///
    /// # Errors
    ///
    /// If it holds no index that this program reads.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let follower = Follower::open(dir)?;
        let engine = RwLock::new(follower.engine()?);
        Ok(Self { follower, engine })
    }

    /// Returns the engine of now.
    #[must_use]
    pub fn engine(&self) -> Arc<Engine> {
        Arc::clone(&self.engine.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Opens what the directory holds, if that has changed; returns whether it had.
    ///
    /// # Errors
    ///
    /// If what is there cannot be opened; what was open then goes on answering.
    pub fn refresh(&self) -> Result<bool, Error> {
        let engine = self.follower.engine()?;
        let is_new = !Arc::ptr_eq(&engine, &self.engine());
        *self.engine.write().unwrap_or_else(PoisonError::into_inner) = engine;
        Ok(is_new)
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
