//! The state of a watch: what is committed, and the folder it is kept in.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use xunwen_schema::durable::{Lock, LockRefusal};
use xxhash_rust::xxh3::xxh3_128;

use crate::entry::{Entry, rfc3339, uuid};
use crate::error::Error;
use crate::files;

/// The format of `state.json`.
const FORMAT: u32 = 1;

/// What is committed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) format: u32,
    /// A name that no other state has.
    pub(crate) id: String,
    /// When the state was made.
    pub(crate) begun: String,
    /// The number of the next delivery: files of higher numbers do not count.
    pub(crate) deliveries: u64,
    /// The file to which lines are appended.
    pub(crate) log: Option<LogMark>,
    /// How many articles were reported to each query, by its key.
    pub(crate) known: BTreeMap<String, u64>,
    /// The entries of the feed, oldest first.
    pub(crate) feed: VecDeque<Entry>,
}

/// How far a file of lines is committed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LogMark {
    pub(crate) path: String,
    pub(crate) length: u64,
    /// Whether something may have been written behind it that does not count.
    pub(crate) is_open: bool,
}

/// A state that this process, and no other, may change.
#[derive(Debug)]
pub(crate) struct State {
    dir: PathBuf,
    _lock: Lock,
    pub(crate) record: Record,
    /// The record as it is on disk; empty if it is not.
    committed: Vec<u8>,
}

impl State {
    /// Opens the state in `dir`, or begins one at `now`.
    pub(crate) fn open(dir: &Path, now: i64) -> Result<Self, Error> {
        files::create_folder(dir)?;
        let lock = lock(dir, now)?;
        let path = dir.join("state.json");
        let committed = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(Error::at(&path)(error)),
        };
        let record =
            if committed.is_empty() { Record::new(dir, now) } else { read(&path, &committed)? };
        let state = Self { dir: dir.to_owned(), _lock: lock, record, committed };
        files::create_folder(&state.known_folder())?;
        files::create_folder(&state.pending_folder())?;
        Ok(state)
    }

    /// Commits the record: from here on, what it says is so.
    pub(crate) fn commit(&mut self) -> Result<(), Error> {
        let path = self.dir.join("state.json");
        let bytes = serde_json::to_vec(&self.record).map_err(|e| Error::at(&path)(e.into()))?;
        if bytes != self.committed {
            // If it fails, either may be on disk.
            self.committed.clear();
            files::replace(&path, &bytes)?;
            self.committed = bytes;
        }
        Ok(())
    }

    /// Forgets the queries that are not among `keys`.
    pub(crate) fn keep_only(&mut self, keys: &BTreeSet<String>) -> Result<(), Error> {
        self.record.known.retain(|key, _| keys.contains(key));
        self.commit()?;
        for name in files::names(&self.known_folder())? {
            if !self.record.known.contains_key(&name) {
                files::remove(&self.known(&name))?;
            }
        }
        Ok(())
    }

    /// Returns the path of what is known of a query.
    pub(crate) fn known(&self, key: &str) -> PathBuf {
        self.known_folder().join(key)
    }

    pub(crate) fn known_folder(&self) -> PathBuf {
        self.dir.join("known")
    }

    pub(crate) fn pending_folder(&self) -> PathBuf {
        self.dir.join("pending")
    }
}

impl Record {
    fn new(dir: &Path, now: i64) -> Self {
        let time = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let seed = format!("{}\t{}\t{}", dir.display(), time.as_nanos(), std::process::id());
        let id = uuid(xxh3_128(seed.as_bytes())).replace("urn:uuid:", "");
        Self { format: FORMAT, id, begun: rfc3339(now), ..Self::default() }
    }
}

fn lock(dir: &Path, now: i64) -> Result<Lock, Error> {
    let path = dir.join("watch.lock");
    Lock::acquire(&path, &rfc3339(now)).map_err(|refusal| match refusal {
        LockRefusal::Held(holder) => Error::Locked { dir: dir.to_owned(), holder },
        LockRefusal::Io(source) => Error::Io { path, source },
    })
}

fn read(path: &Path, bytes: &[u8]) -> Result<Record, Error> {
    let record: Record = serde_json::from_slice(bytes).map_err(|e| Error::damaged(path, e))?;
    if record.format != FORMAT {
        let reason = format!("it has format {}, this program reads {FORMAT}", record.format);
        return Err(Error::damaged(path, reason));
    }
    Ok(record)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_what_was_committed_and_has_one_holder() {
        let folder = tempfile::tempdir().unwrap();
        let mut state = State::open(folder.path(), 0).unwrap();
        assert!(matches!(State::open(folder.path(), 0), Err(Error::Locked { .. })));
        state.record.deliveries = 7;
        state.commit().unwrap();
        let committed = state.record.clone();
        state.record.deliveries = 8;
        drop(state);
        assert_eq!(State::open(folder.path(), 0).unwrap().record, committed);
    }

    #[test]
    fn a_query_that_is_gone_is_forgotten_with_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let mut state = State::open(folder.path(), 0).unwrap();
        for key in ["a", "b", "never committed"] {
            fs::write(state.known(key), "").unwrap();
        }
        state.record.known = ["a", "b"].map(|key| (key.to_owned(), 0)).into();
        state.keep_only(&["b".to_owned(), "c".to_owned()].into()).unwrap();
        assert_eq!(files::names(&state.known_folder()).unwrap(), ["b"]);
        assert_eq!(state.record.known, [("b".to_owned(), 0)].into());
    }

    #[test]
    fn a_state_of_another_format_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut state = State::open(folder.path(), 0).unwrap();
        state.record.format = 2;
        state.commit().unwrap();
        drop(state);
        let refused = State::open(folder.path(), 0).unwrap_err();
        assert!(
            refused.to_string().ends_with("it has format 2, this program reads 1"),
            "{refused}"
        );
    }
}
