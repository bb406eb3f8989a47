//! The directory of readers, which writes nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

use super::commit_record::CommitRecord;
use super::known::KnownChecksums;
use super::names::{META, is_managed, is_meta};
use super::read_at::ReadAt;

/// How a reader gets at the bytes of files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FileAccess {
    /// Files are mapped into memory: the fastest, and the system keeps in memory what is used. If
    /// somebody cuts a mapped file short, the system ends the process (SIGBUS). No job of this program
    /// does that: it writes new files and removes names.
    #[default]
    Map,
    /// Files are read: a file that was cut short is an error of the question that needs it. What is
    /// read stays in the memory of the process.
    Read,
}

/// The files of a generation, for readers: everything that writes fails, and no lock is taken.
///
/// tantivy takes a lock while it opens segments, so that no writer removes their files meanwhile. A
/// lock is a file to write; [`Generation::reader`](crate::Generation::reader) tries again instead.
#[derive(Clone, Debug)]
pub(crate) struct ReadOnlyDirectory {
    folder: PathBuf,
    /// `None` if files are read.
    mapped: Option<MmapDirectory>,
    /// The checksums of the commit that was read last.
    known: KnownChecksums,
}

impl ReadOnlyDirectory {
    /// Opens the folder of a generation.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub(crate) fn open(folder: &Path, access: FileAccess) -> tantivy::Result<Self> {
        let mapped = match access {
            FileAccess::Map => Some(MmapDirectory::open(folder)?),
            FileAccess::Read => None,
        };
        Ok(Self { folder: folder.to_owned(), mapped, known: KnownChecksums::default() })
    }
}

impl Directory for ReadOnlyDirectory {
    /// A missing file is an error like any other: tantivy takes one kind of file for empty if it is
    /// told that there is none.
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let failed = |error| OpenReadError::wrap_io_error(error, path.to_owned());
        let handle: Arc<dyn FileHandle> = match &self.mapped {
            Some(mapped) => mapped.get_file_handle(path).map_err(|error| match error {
                OpenReadError::FileDoesNotExist(_) => failed(io::ErrorKind::NotFound.into()),
                other => other,
            })?,
            None => Arc::new(ReadAt::open(&self.folder.join(path)).map_err(failed)?),
        };
        self.known.of_right_length(handle, path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        let exists = self.folder.join(path).try_exists();
        exists.map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        if is_managed(path) {
            // It says what a writer may remove.
            return Err(OpenReadError::FileDoesNotExist(path.to_owned()));
        }
        if is_meta(path) {
            let (bytes, record) = read_commit(&self.folder)?;
            *self.known.files() = record.files;
            return Ok(bytes);
        }
        read_small(&self.folder, path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError { io_error: Arc::new(read_only()), filepath: path.to_owned() })
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(read_only(), path.to_owned()))
    }

    fn atomic_write(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Err(read_only())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Err(read_only())
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    /// Calls back never: whoever follows an index looks at it now and then.
    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

/// Reads a small file of a generation; `meta.json` only if it is as it was written.
pub(crate) fn read_checked(folder: &Path, path: &Path) -> Result<Vec<u8>, OpenReadError> {
    if is_meta(path) {
        return read_commit(folder).map(|(bytes, _)| bytes);
    }
    read_small(folder, path)
}

/// Reads `meta.json`, if it is as it was written, and what it says about files.
pub(super) fn read_commit(folder: &Path) -> Result<(Vec<u8>, CommitRecord), OpenReadError> {
    let path = Path::new(META);
    let bytes = read_small(folder, path)?;
    let record = CommitRecord::parse(&bytes);
    let record = record.map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))?;
    Ok((bytes, record))
}

fn read_small(folder: &Path, path: &Path) -> Result<Vec<u8>, OpenReadError> {
    fs::read(folder.join(path)).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_owned()),
        _ => OpenReadError::wrap_io_error(error, path.to_owned()),
    })
}

fn read_only() -> io::Error {
    io::Error::new(io::ErrorKind::ReadOnlyFilesystem, "a reader writes nothing")
}
