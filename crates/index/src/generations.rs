//! The generations of an index directory: list, go back, clear.

use std::fs;
use std::io;
use std::path::Path;

use xunwen_schema::{Generation, Manifest, OpenError, generation};

use crate::error::Error;
use crate::lock::Lock;

/// What is to be known of a generation without opening it for searching.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its number.
    pub number: u64,
    /// Whether readers open it.
    pub is_live: bool,
    /// Articles, without what is deleted.
    pub articles: u64,
    /// Bytes on disk.
    pub bytes: u64,
    /// What it says about itself; `None` if a job has not finished it.
    pub manifest: Option<Manifest>,
}

/// Returns the generations of `dir` by number, also those that a job has begun and not finished.
///
/// # Errors
///
/// If there is none, or they cannot be read.
pub fn generations(dir: &Path) -> Result<Vec<Listed>, Error> {
    let numbers = |is_whole| {
        generation::numbers(dir, is_whole)
            .map_err(|source| Error::Io { path: dir.to_owned(), source })
    };
    let mut all = [numbers(true)?, numbers(false)?].concat();
    all.sort_unstable();
    // A damaged name of the live one must not hide what one may go back to.
    let live = generation::live_number(dir).ok().flatten();
    if all.is_empty() {
        Generation::open(dir)?;
    }
    Ok(all.into_iter().map(|number| listed(dir, number, live)).collect())
}

/// Makes another whole generation of `dir` the live one: `number`, else the one that was live before
/// the live one was built. Returns its number.
///
/// # Errors
///
/// If there is no such generation, or none that this program reads, or the disk refuses.
pub fn rollback(dir: &Path, number: Option<u64>) -> Result<u64, Error> {
    let number = match number {
        Some(number) => number,
        None => {
            let live = generation::live_number(dir)?;
            let previous = live.map(|live| Generation::read(dir, live)).transpose()?;
            let previous = previous.and_then(|live| live.manifest.previous);
            previous.ok_or_else(|| nothing_before(dir, live))?
        }
    };
    let whole = generation::numbers(dir, true);
    let whole = whole.map_err(|source| Error::Io { path: dir.to_owned(), source })?;
    if !whole.contains(&number) {
        return Err(Error::NoGeneration { number });
    }
    let _lock = Lock::acquire(dir)?;
    let target = Generation::read(dir, number)?;
    target.check(dir, &target.analyzer)?;
    generation::switch_to(dir, number)
        .map_err(|source| Error::Io { path: dir.to_owned(), source })?;
    Ok(number)
}

/// Removes all whole generations of `dir` but the live one and those that were live before it, `keep`
/// in all. Returns the numbers of those removed.
///
/// # Errors
///
/// If the disk refuses.
pub fn clear(dir: &Path, keep: usize) -> Result<Vec<u64>, Error> {
    Generation::open(dir)?;
    let _lock = Lock::acquire(dir)?;
    prune(dir, keep)
}

/// Does the same for a caller that holds the lock.
pub(crate) fn prune(dir: &Path, keep: usize) -> Result<Vec<u64>, Error> {
    if keep == usize::MAX {
        return Ok(Vec::new());
    }
    let io = |source: io::Error| Error::Io { path: dir.to_owned(), source };
    let mut kept = Vec::new();
    let mut next = generation::live_number(dir)?;
    while let Some(number) =
        next.filter(|number| kept.len() < keep.max(1) && !kept.contains(number))
    {
        kept.push(number);
        next = Generation::read(dir, number).ok().and_then(|it| it.manifest.previous);
    }
    let mut removed = generation::numbers(dir, true).map_err(io)?;
    removed.retain(|number| !kept.contains(number));
    removed.iter().try_for_each(|&number| discard(dir, number)).map_err(io)?;
    Ok(removed)
}

/// Removes generation `number`. What is left of it, if this is cut short, has no number any more.
pub(crate) fn discard(dir: &Path, number: u64) -> io::Result<()> {
    let folder = generation::folder(dir, number);
    fs::rename(&folder, folder.with_extension(GONE))?;
    sweep(dir)
}

/// Removes what is left of generations whose removal was cut short.
pub(crate) fn sweep(dir: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(generation::generations_folder(dir)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == GONE) {
            fs::remove_dir_all(&path)?;
        }
    }
    Ok(())
}

/// The ending of the folder of a generation that is being removed.
const GONE: &str = "gone";

fn listed(dir: &Path, number: u64, live: Option<u64>) -> Listed {
    let folder = generation::folder(dir, number);
    let metas = tantivy::Index::open_in_dir(&folder).and_then(|index| index.load_metas());
    let articles = metas.map_or(0, |metas| {
        metas.segments.iter().map(|segment| u64::from(segment.num_docs())).sum()
    });
    Listed {
        number,
        is_live: live == Some(number),
        articles,
        bytes: generation::bytes(&folder),
        manifest: Generation::read(dir, number).ok().map(|it| it.manifest),
    }
}

fn nothing_before(dir: &Path, live: Option<u64>) -> Error {
    match live {
        Some(live) => Error::NothingBefore { live },
        None => OpenError::Missing { dir: dir.to_owned() }.into(),
    }
}
