//! The lock of an index directory: one writer at a time.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use xunwen_schema::Published;

use crate::error::Error;

/// The right to write into an index directory, until it is dropped.
///
/// The system itself holds it for the process, so a dead process leaves none behind: what a dead
/// process wrote into the file is only text.
#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock of `dir`, which is made if it is missing, and writes into it who holds it.
    pub(crate) fn acquire(dir: &Path) -> Result<Self, Error> {
        let path = dir.join("LOCK");
        let io = |source: io::Error| Error::Io { path: path.clone(), source };
        fs::create_dir_all(dir).map_err(io)?;
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::Locked { dir: dir.to_owned(), holder: holder(&mut file) });
            }
            Err(TryLockError::Error(source)) => return Err(io(source)),
        }
        // On a full disk the lock holds without a name: what makes room needs it, too.
        drop(write_holder(&mut file));
        Ok(Self { file })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The file stays: removing it would let two writers lock two files of one name.
        drop(self.file.set_len(0));
    }
}

/// Returns the present as RFC 3339, in China's time, to the second.
pub(crate) fn now() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since.map_or(0, |since| since.as_secs().cast_signed());
    Published::from_seconds(seconds, true).to_string()
}

fn write_holder(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    let (process, host) = (std::process::id(), gethostname::gethostname());
    writeln!(file, "process {process} on {} since {}", host.display(), now())
}

fn holder(file: &mut File) -> String {
    let mut text = String::new();
    match file.read_to_string(&mut text) {
        Ok(_) if !text.trim().is_empty() => text.trim().to_owned(),
        _ => "another process".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_writer_is_told_who_holds_the_lock_until_it_is_released() {
        let dir = tempfile::tempdir().unwrap();
        let first = Lock::acquire(dir.path()).unwrap();
        let Err(Error::Locked { holder, .. }) = Lock::acquire(dir.path()) else {
            panic!("two writers")
        };
        let host = gethostname::gethostname();
        let expected = format!("process {} on {} since 20", std::process::id(), host.display());
        assert!(holder.starts_with(&expected), "{holder}");
        drop(first);
        assert_eq!(fs::read(dir.path().join("LOCK")).unwrap(), b"");
        assert!(Lock::acquire(dir.path()).is_ok());
    }
}
