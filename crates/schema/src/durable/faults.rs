//! Faults: operations on files that fail because a test wants them to.
//!
//! Internal: no program of this project injects any, and nothing outside of the process can. Without an
//! injection, an operation costs one load of a number more.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// What is done to a file or folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// A folder is made.
    CreateFolder,
    /// A file is created, or opened to be written.
    Create,
    /// Bytes are written; if it fails, half of them are.
    Write,
    /// A file is synced.
    Sync,
    /// A file is cut.
    Truncate,
    /// A file or folder gets this name.
    Rename,
    /// A file is removed.
    Remove,
    /// A folder is removed with all it holds.
    RemoveFolder,
    /// A folder is synced.
    SyncFolder,
    /// One of tantivy's locks is taken.
    Lock,
    /// A file of a generation is opened to be read by the writer.
    Read,
}

type Hook = dyn Fn(Operation, &Path) -> io::Result<()> + Send + Sync;

/// What is to be asked about operations below `root`.
struct Rule {
    root: PathBuf,
    hook: Arc<Hook>,
    number: usize,
}

static RULES: RwLock<Vec<Rule>> = RwLock::new(Vec::new());
/// How many injections there were; 0 in a program.
static INJECTIONS: AtomicUsize = AtomicUsize::new(0);

/// An injection, which ends when it is dropped.
#[must_use]
#[derive(Debug)]
pub struct Injection {
    number: usize,
}

/// Lets `hook` decide, before every operation on a path below `root`, whether it fails.
pub fn inject(
    root: &Path,
    hook: impl Fn(Operation, &Path) -> io::Result<()> + Send + Sync + 'static,
) -> Injection {
    let number = INJECTIONS.fetch_add(1, Ordering::Relaxed);
    let rule = Rule { root: root.to_owned(), hook: Arc::new(hook), number };
    RULES.write().unwrap_or_else(PoisonError::into_inner).push(rule);
    Injection { number }
}

impl Drop for Injection {
    fn drop(&mut self) {
        let mut rules = RULES.write().unwrap_or_else(PoisonError::into_inner);
        rules.retain(|rule| rule.number != self.number);
    }
}

/// Fails if a test wants `operation` on `path` to.
pub(super) fn check(operation: Operation, path: &Path) -> io::Result<()> {
    if INJECTIONS.load(Ordering::Relaxed) == 0 {
        return Ok(());
    }
    // The hook is called without the lock, as it may do something with files itself.
    let rules = RULES.read().unwrap_or_else(PoisonError::into_inner);
    let rule = rules.iter().find(|rule| path.starts_with(&rule.root));
    let hook = rule.map(|rule| Arc::clone(&rule.hook));
    drop(rules);
    hook.map_or(Ok(()), |hook| hook(operation, path))
}

/// Writes to the file at `path` by `write`; a write that is to fail writes half, as on a full disk.
pub(super) fn check_write(
    path: &Path,
    bytes: &[u8],
    mut write: impl FnMut(&[u8]) -> io::Result<usize>,
) -> io::Result<usize> {
    if let Err(error) = check(Operation::Write, path) {
        let (half, _) = bytes.split_at(bytes.len() / 2);
        drop(write(half));
        return Err(error);
    }
    write(bytes)
}
