//! The keys that are valid now: their file is read again while it is used.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use subtle::ConstantTimeEq;
use tracing::{error, info, warn};

use super::allowance::Allowance;
use super::file::{self, KeyError, KeyLine};
use crate::log::causes;

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The keys of a file.
#[derive(Debug)]
pub struct Keys {
    path: PathBuf,
    /// The text of the file, as it was when it could last be read.
    text: Mutex<String>,
    now: RwLock<Arc<[Arc<Key>]>>,
    /// Why the file cannot be read, once that is logged.
    failure: Mutex<Option<String>>,
}

/// A key, and what is left of it.
#[derive(Debug)]
pub(crate) struct Key {
    line: KeyLine,
    requests: Allowance,
    exports: Allowance,
}

impl Keys {
    /// Reads the keys of the file at `path`.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or a line of it is no key.
    pub fn open(path: &Path) -> Result<Self, KeyError> {
        let text = fs::read_to_string(path).map_err(KeyError::Read)?;
        let keys: Vec<Arc<Key>> = file::parse(&text)?.into_iter().map(Key::new).collect();
        Ok(Self {
            path: path.to_owned(),
            text: Mutex::new(text),
            now: RwLock::new(keys.into()),
            failure: Mutex::default(),
        })
    }

    /// Reads the file anew, if it has changed; returns whether it had.
    ///
    /// Keys whose lines are as before keep what is left of them. A failure is logged once per reason.
    ///
    /// # Errors
    ///
    /// If the file cannot be read; then the keys stay as they were.
    pub fn refresh(&self) -> Result<bool, KeyError> {
        let result = self.reread();
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        match &result {
            Ok(_) if failure.take().is_some() => warn!("the keys can be read again"),
            Ok(_) => {}
            Err(error) => {
                let cause = causes(error);
                if failure.as_ref() != Some(&cause) {
                    error!(cause, "the keys cannot be read; those that were read stay valid");
                    *failure = Some(cause);
                }
            }
        }
        result
    }

    fn reread(&self) -> Result<bool, KeyError> {
        let text = fs::read_to_string(&self.path).map_err(KeyError::Read)?;
        let mut known = self.text.lock().unwrap_or_else(PoisonError::into_inner);
        if *known == text {
            return Ok(false);
        }
        let before = self.now();
        let kept = |line: &KeyLine| before.iter().find(|key| key.line == *line).map(Arc::clone);
        let keys = file::parse(&text)?.into_iter();
        let keys: Vec<Arc<Key>> =
            keys.map(|line| kept(&line).unwrap_or_else(|| Key::new(line))).collect();
        info!(keys = keys.len(), "the keys are read anew");
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = keys.into();
        *known = text;
        Ok(true)
    }

    fn now(&self) -> Arc<[Arc<Key>]> {
        Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Returns the key that was sent.
    ///
    /// All hashes are compared, each wholly: the time does not tell which of them is close.
    pub(crate) fn find(&self, sent: &str) -> Option<Arc<Key>> {
        let hash = file::hash(sent);
        let mut found = None;
        for key in self.now().iter() {
            if bool::from(key.line.hash.ct_eq(&hash)) {
                found = Some(Arc::clone(key));
            }
        }
        found
    }
}

impl Key {
    fn new(line: KeyLine) -> Arc<Self> {
        let requests = Allowance::new(line.limits.per_minute, MINUTE);
        let exports = Allowance::new(line.limits.exports_per_day, DAY);
        Arc::new(Self { line, requests, exports })
    }

    pub(crate) fn name(&self) -> &str {
        &self.line.name
    }

    /// Takes `number` requests, or returns how long to wait for them.
    pub(crate) fn ask(&self, number: usize) -> Result<(), Duration> {
        self.requests.take(number, Instant::now())
    }

    /// Takes an export, or returns how long to wait for it.
    pub(crate) fn export(&self) -> Result<(), Duration> {
        self.exports.take(1, Instant::now())
    }
}

/// Refreshes `keys` every `pause` for as long as this is awaited.
pub async fn follow_keys(keys: Arc<Keys>, pause: Duration) {
    loop {
        tokio::time::sleep(pause).await;
        let refreshed = Arc::clone(&keys);
        // What fails is logged.
        drop(tokio::task::spawn_blocking(move || drop(refreshed.refresh())).await);
    }
}
