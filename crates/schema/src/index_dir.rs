//! Index directories: the names of their files, and which generation is live.
//!
//! ```text
//! DIR/CURRENT               name of the live generation; replaced by rename
//! DIR/CURRENT.new           name of the next one, while CURRENT is replaced
//! DIR/LOCK                  held by the one writer
//! DIR/rejects.tsv           records that the last job rejected
//! DIR/generations/000007/   a tantivy index and manifest.json, which is written last
//! ```

use std::ffi::OsStr;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::durable::{self, Durability, Replacement};
use crate::open_error::OpenError;

/// The manifest of a generation, in the generation's folder.
pub(crate) const MANIFEST: &str = "manifest.json";
const CURRENT: &str = "CURRENT";
/// What [`Replacement`] calls the content that is to replace it.
const CURRENT_NEW: &str = "CURRENT.new";
const LOCK: &str = "LOCK";
const REJECTS: &str = "rejects.tsv";
const GENERATIONS: &str = "generations";

/// The path of an index directory, and of everything in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IndexDir {
    path: PathBuf,
}

impl IndexDir {
    /// Returns the index directory at `path`, which need not exist.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    /// Returns the directory itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the file that names the live generation.
    #[must_use]
    pub fn current(&self) -> PathBuf {
        self.path.join(CURRENT)
    }

    /// Returns the file that a writer locks.
    #[must_use]
    pub fn lock(&self) -> PathBuf {
        self.path.join(LOCK)
    }

    /// Returns the file that lists rejected records.
    #[must_use]
    pub fn rejects(&self) -> PathBuf {
        self.path.join(REJECTS)
    }

    /// Returns the folder of all generations.
    #[must_use]
    pub fn generations(&self) -> PathBuf {
        self.path.join(GENERATIONS)
    }

    /// Returns the folder of generation `number`.
    #[must_use]
    pub fn generation(&self, number: u64) -> PathBuf {
        self.generations().join(folder_name(number))
    }

    /// Returns the numbers of the complete generations, which have a manifest, in ascending order.
    ///
    /// # Errors
    ///
    /// If a folder cannot be read.
    pub fn complete_generations(&self) -> io::Result<Vec<u64>> {
        self.numbers(has_manifest)
    }

    /// Returns the numbers of the generations that a job has begun and not completed, in ascending
    /// order.
    ///
    /// # Errors
    ///
    /// If a folder cannot be read.
    pub fn drafts(&self) -> io::Result<Vec<u64>> {
        self.numbers(|folder| !has_manifest(folder))
    }

    fn numbers(&self, is_wanted: impl Fn(&Path) -> bool) -> io::Result<Vec<u64>> {
        let mut numbers = Vec::new();
        let entries = match fs::read_dir(self.generations()) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(numbers),
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let number = entry.file_name().to_str().and_then(|name| name.parse().ok());
            let Some(number) = number.filter(|_| entry.path().is_dir()) else { continue };
            if is_wanted(&entry.path()) {
                numbers.push(number);
            }
        }
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// Returns the number of the live generation, or `None` if there is none yet.
    ///
    /// # Errors
    ///
    /// If the file that names it cannot be read or does not hold a number.
    pub fn live_number(&self) -> Result<Option<u64>, OpenError> {
        let path = self.current();
        match fs::read_to_string(&path) {
            Ok(name) => match parse_number(name.trim()) {
                Some(number) => Ok(Some(number)),
                None => Err(OpenError::Damaged {
                    path,
                    reason: format!("no generation is called {:?}", name.trim()),
                }),
            },
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                Ok(None)
            }
            Err(error) if error.kind() == ErrorKind::InvalidData => {
                Err(OpenError::Damaged { path, reason: "it is no text".to_owned() })
            }
            Err(source) => Err(OpenError::Io { path, source }),
        }
    }

    /// Returns the number of the live generation, which is complete unless no generation is.
    ///
    /// # Errors
    ///
    /// If there is none, or it cannot be read which it is.
    pub fn complete_live_number(&self) -> Result<u64, OpenError> {
        let number = self.live_number()?.ok_or_else(|| self.absence())?;
        if has_manifest(&self.generation(number)) {
            return Ok(number);
        }
        match self.absence() {
            error @ OpenError::NoneLive { .. } => Err(error),
            // The error of reading its manifest says more.
            _ => Ok(number),
        }
    }

    /// Makes generation `number` the live one. Readers see the old one or the new one.
    ///
    /// # Errors
    ///
    /// If the system refuses to write; the old generation then stays live.
    pub fn switch_to(&self, number: u64) -> io::Result<Durability> {
        self.begin_switch(number)?.put()
    }

    /// Writes what makes generation `number` the live one as soon as it is put in place of the old.
    ///
    /// # Errors
    ///
    /// If the system refuses to write.
    pub fn begin_switch(&self, number: u64) -> io::Result<Replacement> {
        let new =
            Replacement::write(&self.current(), format!("{}\n", folder_name(number)).as_bytes())?;
        new.sync()?;
        Ok(new)
    }

    /// Finishes the switch to the first generation if it was cut short after the generation was complete.
    ///
    /// # Errors
    ///
    /// If the system refuses to read or write.
    pub fn finish_first_switch(&self) -> io::Result<()> {
        let Ok(name) = fs::read_to_string(Replacement::temporary(&self.current())) else {
            return Ok(());
        };
        let is_live = self.current().try_exists()?;
        let number = name.strip_suffix('\n').and_then(parse_number);
        if is_live
            || number.is_none_or(|number| self.complete_generations().ok() != Some(vec![number]))
        {
            return Ok(());
        }
        Replacement::left(&self.current()).put()?.confirmed()
    }

    /// Makes durable what an earlier job could not confirm.
    ///
    /// # Errors
    ///
    /// If the system does not confirm it.
    pub fn sync(&self) -> io::Result<()> {
        let live = self.live_number().ok().flatten().map(|number| self.generation(number));
        let folders = [Some(self.path.clone()), Some(self.generations()), live];
        let mut folders = folders.into_iter().flatten().filter(|folder| folder.is_dir());
        folders.try_for_each(|folder| durable::sync_folder(&folder))
    }

    /// Returns the error for a directory without a live generation: it is missing or empty, it has lost
    /// the name of the live one, or it belongs to something else.
    pub(crate) fn absence(&self) -> OpenError {
        let dir = self.path.clone();
        if let Some(newest) = self.complete_generations().ok().and_then(|all| all.last().copied()) {
            return OpenError::NoneLive { dir, newest };
        }
        let is_foreign = match fs::read_dir(&dir) {
            Ok(entries) => entries.flatten().any(|entry| !is_ours(&entry.file_name())),
            Err(error) => error.kind() == ErrorKind::NotADirectory,
        };
        if is_foreign { OpenError::Foreign { dir } } else { OpenError::Missing { dir } }
    }
}

fn folder_name(number: u64) -> String {
    format!("{number:06}")
}

/// Parses the name of a generation; one that was cut short is another's name only in other digits.
fn parse_number(name: &str) -> Option<u64> {
    name.parse().ok().filter(|&number| folder_name(number) == name)
}

fn has_manifest(folder: &Path) -> bool {
    folder.join(MANIFEST).exists()
}

/// Returns whether a job that was interrupted before its first generation leaves an entry of this name.
fn is_ours(name: &OsStr) -> bool {
    [CURRENT_NEW, GENERATIONS, LOCK, REJECTS].iter().any(|own| name == *own)
}
