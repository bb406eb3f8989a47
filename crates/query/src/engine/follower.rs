//! A reader that lives long: it follows the index from state to state.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use xunwen_schema::{FileAccess, IndexDir};

use crate::engine::facade::Engine;
use crate::engine::remote::Remote;
use crate::index::error::Error;

/// Opens an index again whenever another generation is live, or the live one has changed.
///
/// Ask questions that belong together of one engine: it does not change, even
/// when its generation is removed.
///
/// ```
/// # let (_folder, engine) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/engine.rs"));
/// use xunwen_query::Follower;
///
/// let follower = Follower::open(&_folder.path().join("index"))?;
/// let before = follower.engine()?;
/// // … other processes may index, rebuild or roll back …
/// let now = follower.engine()?;
/// assert_eq!(before.version(), now.version());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Follower {
    dir: PathBuf,
    access: FileAccess,
    open: RwLock<Open>,
}

#[derive(Clone, Debug)]
struct Open {
    engine: Arc<Engine>,
    state: IndexState,
}

/// The identity of an index as opened: the generation, its commit, and its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct IndexState {
    number: u64,
    commit: u64,
    fingerprint: String,
}

impl Follower {
    /// Opens the live generation of the index directory `dir`.
    ///
    /// # Errors
    ///
    /// If the directory has no generation that this program can read.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        Self::open_with(dir, FileAccess::Map)
    }

    /// Does what [`Self::open`] does, with another access to files.
    ///
    /// # Errors
    ///
    /// As for [`Self::open`].
    pub fn open_with(dir: &Path, access: FileAccess) -> Result<Self, Error> {
        let open = RwLock::new(Open::new(dir, access)?);
        Ok(Self { dir: dir.to_owned(), access, open })
    }

    /// Follows an index that another program holds, from the state `remote` on.
    #[must_use]
    pub fn remote(remote: Arc<dyn Remote>) -> Self {
        let dir = remote.generation().path.clone();
        let engine = Arc::new(Engine::remote(remote));
        let open = RwLock::new(Open { engine, state: IndexState::default() });
        Self { dir, access: FileAccess::Map, open }
    }

    /// Returns whether another program holds the index.
    #[must_use]
    pub fn is_elsewhere(&self) -> bool {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        open.engine.elsewhere().is_some()
    }

    /// Returns an engine of the index as it is now.
    ///
    /// # Errors
    ///
    /// If it has changed and cannot be opened; the engines given out before still answer.
    pub fn engine(&self) -> Result<Arc<Engine>, Error> {
        let known = self.open.read().unwrap_or_else(PoisonError::into_inner).clone();
        let new = match known.engine.elsewhere() {
            Some(remote) => match remote.renewed()? {
                None => return Ok(known.engine),
                Some(now) => {
                    Open { engine: Arc::new(Engine::remote(now)), state: IndexState::default() }
                }
            },
            None if known.is_current(&self.dir)? => return Ok(known.engine),
            None => Open::new(&self.dir, self.access)?,
        };
        *self.open.write().unwrap_or_else(PoisonError::into_inner) = new.clone();
        Ok(new.engine)
    }
}

impl Open {
    fn new(dir: &Path, access: FileAccess) -> Result<Self, Error> {
        loop {
            let engine = Arc::new(Engine::open_with(dir, access)?);
            let state = IndexState {
                number: engine.generation().number,
                commit: engine.local("a commit")?.index().commit_on_disk()?,
                fingerprint: engine.generation().manifest.fingerprint.clone(),
            };
            let open = Self { engine, state };
            // Between opening and asking for the commit there may have been another.
            if open.is_current(dir)? {
                return Ok(open);
            }
        }
    }

    fn is_current(&self, dir: &Path) -> Result<bool, Error> {
        if IndexDir::new(dir).live_number()? != Some(self.state.number) {
            return Ok(false);
        }
        let generation = self.engine.generation();
        let words = xunwen_schema::Generation::read(dir, generation.number);
        let is_same_words = words.is_ok_and(|it| it.manifest.fingerprint == self.state.fingerprint);
        let commit = self.engine.local("a commit")?.index().commit_on_disk();
        Ok(is_same_words && commit.is_ok_and(|commit| commit == self.state.commit))
    }
}
