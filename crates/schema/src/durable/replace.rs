//! Replacing a file in one step.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::file::File;
use super::folder::{parent, remove_file, rename, sync_folder};

/// The extension of a file that is to replace another.
const NEW: &str = "new";

/// Whether a change that readers see already has also reached the disk.
#[must_use]
#[derive(Debug)]
pub enum Durability {
    /// The system has confirmed it.
    Confirmed,
    /// The system could not confirm it: a power cut may undo the change.
    Unconfirmed(io::Error),
}

impl Durability {
    /// Returns the error that kept the system from confirming the change, if there was one.
    ///
    /// # Errors
    ///
    /// That error.
    pub fn confirmed(self) -> io::Result<()> {
        match self {
            Self::Confirmed => Ok(()),
            Self::Unconfirmed(error) => Err(error),
        }
    }
}

/// Replaces the file at `path`: readers, and the disk after a power cut, have either the old content or
/// `bytes`.
///
/// # Errors
///
/// If the system refuses to write; the old file is then unchanged.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<Durability> {
    Replacement::write(path, bytes)?.put()
}

/// The new content of a file, on disk under another name. If it is dropped, it is removed.
#[derive(Debug)]
pub struct Replacement {
    path: PathBuf,
    temporary: PathBuf,
    is_kept: bool,
}

impl Replacement {
    /// Returns the path at which the new content of the file at `path` waits.
    #[must_use]
    pub fn temporary(path: &Path) -> PathBuf {
        path.with_extension(NEW)
    }

    /// Writes `bytes`, which are to replace the file at `path`, and syncs them.
    ///
    /// # Errors
    ///
    /// If the system refuses to write.
    pub fn write(path: &Path, bytes: &[u8]) -> io::Result<Self> {
        let new = Self::left(path);
        let mut file = File::create(&new.temporary)?;
        file.write_all(bytes)?;
        file.sync()?;
        Ok(new)
    }

    /// Returns the content that a job has left, which is to replace the file at `path`.
    #[must_use]
    pub fn left(path: &Path) -> Self {
        Self { path: path.to_owned(), temporary: Self::temporary(path), is_kept: false }
    }

    /// Makes durable that the content waits.
    ///
    /// # Errors
    ///
    /// If the system does not confirm it.
    pub fn sync(&self) -> io::Result<()> {
        sync_folder(parent(&self.path))
    }

    /// Replaces the file, and syncs its folder.
    ///
    /// # Errors
    ///
    /// If the system refuses; the old file is then unchanged.
    pub fn put(&mut self) -> io::Result<Durability> {
        if let Some(error) = self.put_unsynced()? {
            return Ok(Durability::Unconfirmed(error));
        }
        Ok(match sync_folder(parent(&self.path)) {
            Ok(()) => Durability::Confirmed,
            Err(error) => Durability::Unconfirmed(error),
        })
    }

    /// Replaces the file, and leaves it to the caller to sync its folder. Returns an error that came
    /// although the file was replaced.
    ///
    /// # Errors
    ///
    /// If the system refuses; the old file is then unchanged.
    pub(super) fn put_unsynced(&mut self) -> io::Result<Option<io::Error>> {
        let renamed = rename(&self.temporary, &self.path);
        // A network file system may report an error of a rename that it has done.
        let is_done = renamed.is_ok() || matches!(self.temporary.try_exists(), Ok(false));
        self.is_kept |= is_done;
        match renamed {
            Err(error) if !is_done => Err(error),
            renamed => Ok(renamed.err()),
        }
    }

    /// Lets it wait for the next job.
    pub fn keep(mut self) {
        self.is_kept = true;
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        if !self.is_kept {
            // An error here cannot be reported; the next replacement overwrites what is left.
            drop(remove_file(&self.temporary));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::faults::{Operation, inject};
    use super::*;

    /// Replaces `old` by `new` while this operation answers EIO, after it was done if `is_done`. Returns
    /// what the file holds, what was returned, and how many files there are.
    fn replaced(failing: Operation, is_done: bool) -> (String, io::Result<Durability>, usize) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("CURRENT");
        fs::write(&path, "old").unwrap();
        let faults = inject(folder.path(), move |operation, path| {
            if operation != failing {
                return Ok(());
            }
            if is_done {
                fs::rename(Replacement::temporary(path), path).unwrap();
            }
            Err(io::Error::from_raw_os_error(5))
        });
        let result = replace(&path, b"new");
        drop(faults);
        let files = fs::read_dir(folder.path()).unwrap().count();
        (fs::read_to_string(&path).unwrap(), result, files)
    }

    #[test]
    fn before_the_rename_a_failure_leaves_the_old_content_and_nothing_else() {
        for failing in [Operation::Create, Operation::Write, Operation::Sync, Operation::Rename] {
            let (content, result, files) = replaced(failing, false);
            assert_eq!((content.as_str(), files), ("old", 1), "{failing:?}");
            assert_eq!(result.unwrap_err().raw_os_error(), Some(5), "{failing:?}");
        }
    }

    #[test]
    fn after_the_rename_a_failure_leaves_the_new_content_unconfirmed() {
        for (failing, is_done) in [(Operation::SyncFolder, false), (Operation::Rename, true)] {
            let (content, result, files) = replaced(failing, is_done);
            assert_eq!((content.as_str(), files), ("new", 1), "{failing:?}");
            let Ok(Durability::Unconfirmed(error)) = result else { panic!("{result:?}") };
            assert_eq!(error.raw_os_error(), Some(5));
        }
    }
}
