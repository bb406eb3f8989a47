//! Files of an index directory that are open to be written.

use std::fs::{self, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::faults::{Operation, check, check_write};

/// A file that is open to be written.
#[derive(Debug)]
pub struct File {
    path: PathBuf,
    inner: fs::File,
}

impl File {
    /// Creates the file at `path`, or empties the one that is there.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub fn create(path: &Path) -> io::Result<Self> {
        Self::open(path, fs::File::options().write(true).create(true).truncate(true))
    }

    /// Opens the file at `path` to be read and written, and creates it if it is missing.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub fn open_or_create(path: &Path) -> io::Result<Self> {
        Self::open(path, fs::File::options().read(true).write(true).create(true).truncate(false))
    }

    /// Opens the file at `path` to be read, and written at its end, and creates it if it is missing.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub fn append(path: &Path) -> io::Result<Self> {
        Self::open(path, fs::File::options().read(true).append(true).create(true))
    }

    fn open(path: &Path, options: &fs::OpenOptions) -> io::Result<Self> {
        check(Operation::Create, path)?;
        Ok(Self { path: path.to_owned(), inner: options.open(path)? })
    }

    /// Makes its content durable.
    ///
    /// # Errors
    ///
    /// If the system does not confirm it.
    pub fn sync(&self) -> io::Result<()> {
        check(Operation::Sync, &self.path)?;
        self.inner.sync_all()
    }

    /// Cuts it after `length` bytes.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub fn truncate(&self, length: u64) -> io::Result<()> {
        check(Operation::Truncate, &self.path)?;
        self.inner.set_len(length)
    }

    /// Locks it for this process, until it is dropped.
    ///
    /// # Errors
    ///
    /// If it is locked, or the system refuses.
    pub fn try_lock(&self) -> Result<(), TryLockError> {
        check(Operation::Lock, &self.path).map_err(TryLockError::Error)?;
        self.inner.try_lock()
    }
}

impl Write for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        check_write(&self.path, bytes, |bytes| self.inner.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl Read for File {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer)
    }
}

impl Seek for File {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}
