//! A generation's folder, as tantivy writes it.

use std::fmt;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

use super::faults::{Operation, check, check_write};
use super::folder::sync_folder;
use super::replace::{Durability, Replacement};
use crate::files::{KnownChecksums, META, Recording, is_meta, read_checked};

/// The folder of a generation that is being written.
///
/// It differs from tantivy's own in this:
///
/// * The rename of `meta.json` is followed by a sync of the folder; if that fails, the commit counts as
///   done, [`Self::confirm`] says that it is not confirmed, and no file is removed any more, because after
///   a power cut the commit before may need it.
/// * Every commit lists the checksums of its files. A commit that is damaged, and a file that has not the
///   length that was written, is not read.
/// * Files have the mode that the umask says.
#[derive(Clone)]
pub struct WriteDirectory {
    folder: PathBuf,
    inner: MmapDirectory,
    /// The checksums of the last commit, and of what is written from then on.
    known: KnownChecksums,
    /// Why the last commit is not confirmed.
    unconfirmed: Arc<OnceLock<io::Error>>,
}

impl WriteDirectory {
    /// Opens the folder of a generation, which may have no commit yet.
    ///
    /// # Errors
    ///
    /// If it is missing, its last commit is damaged, or the system refuses.
    pub fn open(folder: &Path) -> tantivy::Result<Self> {
        let inner = MmapDirectory::open(folder)?;
        check(Operation::Read, &folder.join(META))?;
        let known = KnownChecksums::of_last_commit(folder)?;
        Ok(Self { folder: folder.to_owned(), inner, known, unconfirmed: Arc::default() })
    }

    /// Returns the checksums of the last commit, and of what is written from then on.
    pub(crate) fn known(&self) -> &KnownChecksums {
        &self.known
    }

    /// Returns the error that kept the system from confirming a commit, if there was one.
    ///
    /// # Errors
    ///
    /// That error.
    pub fn confirm(&self) -> io::Result<()> {
        self.unconfirmed.get().map_or(Ok(()), |error| Err(copied(error)))
    }

    fn path(&self, name: &Path) -> PathBuf {
        self.folder.join(name)
    }
}

impl fmt::Debug for WriteDirectory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WriteDirectory").field(&self.folder).finish()
    }
}

impl Directory for WriteDirectory {
    fn get_file_handle(&self, name: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        check(Operation::Read, &self.path(name))
            .map_err(|error| OpenReadError::wrap_io_error(error, name.to_owned()))?;
        self.known.of_right_length(self.inner.get_file_handle(name)?, name)
    }

    fn delete(&self, name: &Path) -> Result<(), DeleteError> {
        self.confirm().and_then(|()| check(Operation::Remove, &self.path(name))).map_err(
            |error| DeleteError::IoError { io_error: Arc::new(error), filepath: name.to_owned() },
        )?;
        self.inner.delete(name)?;
        self.known.forget(name);
        Ok(())
    }

    fn exists(&self, name: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(name)
    }

    fn open_write(&self, name: &Path) -> Result<WritePtr, OpenWriteError> {
        let wrap = |error| OpenWriteError::wrap_io_error(error, name.to_owned());
        let path = self.path(name);
        check(Operation::Create, &path).map_err(wrap)?;
        let file = self.inner.open_write(name)?.into_inner();
        let inner = file.map_err(|error| wrap(error.into_error()))?;
        Ok(BufWriter::new(Box::new(SegmentFile { path, inner, recording: self.known.begin(name) })))
    }

    fn atomic_read(&self, name: &Path) -> Result<Vec<u8>, OpenReadError> {
        check(Operation::Read, &self.path(name))
            .map_err(|error| OpenReadError::wrap_io_error(error, name.to_owned()))?;
        read_checked(&self.folder, name)
    }

    fn atomic_write(&self, name: &Path, bytes: &[u8]) -> io::Result<()> {
        let is_commit = is_meta(name);
        let listed = is_commit.then(|| self.known.listed_in(bytes)).transpose()?;
        let mut file = Replacement::write(&self.path(name), listed.as_deref().unwrap_or(bytes))?;
        // tantivy's list of its own files need not be durable before the next commit, which begins by
        // syncing the folder.
        let durability = match is_commit {
            true => file.put()?,
            false => file.put_unsynced()?.map_or(Durability::Confirmed, Durability::Unconfirmed),
        };
        if let Durability::Unconfirmed(error) = durability {
            // The first error stays: it tells as much as the next.
            drop(self.unconfirmed.set(error));
        }
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        sync_folder(&self.folder)
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        check(Operation::Lock, &self.path(&lock.filepath)).map_err(LockError::wrap_io_error)?;
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

/// A file of a segment.
struct SegmentFile {
    path: PathBuf,
    inner: Box<dyn TerminatingWrite + Send + Sync>,
    recording: Recording,
}

impl Write for SegmentFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = check_write(&self.path, bytes, |bytes| self.inner.write(bytes))?;
        self.recording.update(bytes.get(..written).unwrap_or(bytes));
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl TerminatingWrite for SegmentFile {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        check(Operation::Sync, &self.path)?;
        self.inner.terminate_ref(token)?;
        self.recording.finish();
        Ok(())
    }
}

/// Returns an error of the same kind that says the same.
fn copied(error: &io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => io::Error::new(error.kind(), error.to_string()),
    }
}
