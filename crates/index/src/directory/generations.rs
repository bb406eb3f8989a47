//! The generations of an index directory: list, roll back, clear.

use std::fs;
use std::io;
use std::path::Path;

use xunwen_schema::durable::{self, Durability};
use xunwen_schema::{FileAccess, Generation, IndexDir, Manifest, OpenError, generation};

use super::lock::Lock;
use crate::error::{Done, Error};

/// The extension of a generation's folder while it is being removed.
const REMOVED: &str = "gone";

/// Returns the live generation of `dir`, or `None` where one may be built.
pub(crate) fn existing(dir: &Path) -> Result<Option<Generation>, Error> {
    match Generation::open(dir) {
        Ok(generation) => Ok(Some(generation)),
        Err(OpenError::Missing { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// What is known about a generation without opening it for search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedGeneration {
    /// Its number.
    pub number: u64,
    /// Whether it is the one that readers open.
    pub is_live: bool,
    /// Articles, without deleted ones.
    pub articles: u64,
    /// Bytes on disk.
    pub bytes: u64,
    /// Its manifest; `None` if no job has completed it.
    pub manifest: Option<Manifest>,
}

/// Returns the generations of `dir` by number, including those that a job has begun and not completed.
///
/// # Errors
///
/// If there are none, or they cannot be read.
pub fn generations(dir: &Path) -> Result<Vec<ListedGeneration>, Error> {
    let dir = &IndexDir::new(dir);
    let complete = dir.complete_generations().map_err(|source| io_error(dir, source))?;
    let drafts = dir.drafts().map_err(|source| io_error(dir, source))?;
    let mut numbers = [complete, drafts].concat();
    numbers.sort_unstable();
    // If CURRENT is damaged, the generations to roll back to are still listed.
    let live = dir.live_number().ok().flatten();
    if numbers.is_empty() {
        Generation::open(dir.path())?;
    }
    Ok(numbers.into_iter().map(|number| listed(dir, number, live)).collect())
}

/// Makes another complete generation of `dir` the live one: `number`, by default the one that was live
/// while the live one was built, and if none is live the newest. Returns its number.
///
/// # Errors
///
/// If there is no such generation, this program cannot read it, or the system refuses to write.
pub fn rollback(dir: &Path, number: Option<u64>) -> Result<u64, Error> {
    let dir = &IndexDir::new(dir);
    let number = match number {
        Some(number) => number,
        None => previous(dir)?,
    };
    let complete = dir.complete_generations().map_err(|source| io_error(dir, source))?;
    if !complete.contains(&number) {
        return Err(Error::NoGeneration { number });
    }
    let _lock = Lock::acquire(dir)?;
    let target = Generation::read(dir.path(), number)?;
    target.check(dir.path(), &target.analyzer)?;
    match dir.switch_to(number).map_err(|source| io_error(dir, source))? {
        Durability::Confirmed => Ok(number),
        Durability::Unconfirmed(source) => {
            Err(Error::Unconfirmed { done: Done::Live(number), source })
        }
    }
}

/// Removes the complete generations of `dir` except for the live one and those that were live before
/// it, `keep` in all. Returns the numbers of those removed.
///
/// # Errors
///
/// If the system refuses.
pub fn clear(dir: &Path, keep: usize) -> Result<Vec<u64>, Error> {
    Generation::open(dir)?;
    let dir = &IndexDir::new(dir);
    let _lock = Lock::acquire(dir)?;
    prune(dir, keep)
}

/// Does what [`clear`] does, for a caller that holds the lock.
pub(crate) fn prune(dir: &IndexDir, keep: usize) -> Result<Vec<u64>, Error> {
    if keep == usize::MAX {
        return Ok(Vec::new());
    }
    let mut kept = Vec::new();
    let mut next = dir.live_number()?;
    while let Some(number) =
        next.filter(|number| kept.len() < keep.max(1) && !kept.contains(number))
    {
        kept.push(number);
        next = Generation::read(dir.path(), number).ok().and_then(|it| it.manifest.previous);
    }
    let io = |source| io_error(dir, source);
    let mut removed = dir.complete_generations().map_err(io)?;
    removed.retain(|number| !kept.contains(number));
    removed.iter().try_for_each(|&number| discard(dir, number)).map_err(io)?;
    Ok(removed)
}

/// Removes generation `number`. Its folder is renamed first, durably: if the removal is interrupted, the
/// rest is no generation any more.
pub(crate) fn discard(dir: &IndexDir, number: u64) -> io::Result<()> {
    let folder = dir.generation(number);
    durable::rename(&folder, &folder.with_extension(REMOVED))?;
    durable::sync_folder(&dir.generations())?;
    sweep(dir)
}

/// Removes the rest of generations whose removal was interrupted.
pub(crate) fn sweep(dir: &IndexDir) -> io::Result<()> {
    let entries = match fs::read_dir(dir.generations()) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == REMOVED) {
            durable::remove_folder(&path)?;
        }
    }
    Ok(())
}

fn listed(dir: &IndexDir, number: u64, live: Option<u64>) -> ListedGeneration {
    let folder = dir.generation(number);
    let index = generation::read_only_index(&folder, FileAccess::Map);
    let metas = index.and_then(|index| index.load_metas());
    let articles = metas.map_or(0, |metas| {
        metas.segments.iter().map(|segment| u64::from(segment.num_docs())).sum()
    });
    ListedGeneration {
        number,
        is_live: live == Some(number),
        articles,
        bytes: generation::bytes(&folder),
        manifest: Generation::read(dir.path(), number).ok().map(|it| it.manifest),
    }
}

/// Returns the generation that was live while the live one was built; the newest if none is live.
fn previous(dir: &IndexDir) -> Result<u64, Error> {
    let live = match dir.complete_live_number() {
        Ok(live) => live,
        Err(OpenError::NoneLive { newest, .. }) => return Ok(newest),
        Err(error) => return Err(error.into()),
    };
    let previous = Generation::read(dir.path(), live)?.manifest.previous;
    previous.ok_or(Error::NothingBefore { live })
}

fn io_error(dir: &IndexDir, source: io::Error) -> Error {
    Error::Io { path: dir.path().to_owned(), source }
}
