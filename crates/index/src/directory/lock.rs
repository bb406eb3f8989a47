//! The lock of an index directory: one writer at a time.

use std::fs::TryLockError;
use std::io::{self, Read, Seek, Write};
use std::time::{SystemTime, UNIX_EPOCH};

use xunwen_schema::durable::{self, File};
use xunwen_schema::{IndexDir, Published};

use crate::error::Error;

/// Exclusive permission to write into an index directory, until it is dropped.
///
/// The operating system holds the lock for the process, so a process that dies leaves no lock behind;
/// the text it wrote into the file means nothing.
#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock of `dir`, creating the directory if it is missing, and writes the holder into it.
    /// What earlier jobs could not make durable, or finish, is made up for first.
    pub(crate) fn acquire(dir: &IndexDir) -> Result<Self, Error> {
        let path = dir.lock();
        let io = |source: io::Error| Error::Io { path: path.clone(), source };
        durable::create_folder(dir.path()).map_err(io)?;
        let mut file = File::open_or_create(&path).map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::Locked {
                    dir: dir.path().to_owned(),
                    holder: holder(&mut file),
                });
            }
            Err(TryLockError::Error(source)) => return Err(io(source)),
        }
        // On a full disk the lock stays anonymous: commands that free space need it, too.
        drop(write_holder(&mut file));
        dir.finish_first_switch()
            .and_then(|()| dir.sync())
            .map_err(|source| Error::Io { path: dir.path().to_owned(), source })?;
        Ok(Self { file })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The file stays: if it were removed, two writers could lock two files of the same name.
        drop(self.file.truncate(0));
    }
}

/// Returns the current time as RFC 3339, in China's time zone, to the second.
pub(crate) fn now() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since.map_or(0, |since| since.as_secs().cast_signed());
    Published::from_seconds(seconds, true).to_string()
}

fn write_holder(file: &mut File) -> io::Result<()> {
    file.truncate(0)?;
    file.rewind()?;
    let process = std::process::id();
    let host = gethostname::gethostname();
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
    use std::fs;

    use super::*;

    #[test]
    fn a_second_writer_learns_who_holds_the_lock_until_it_is_released() {
        let folder = tempfile::tempdir().unwrap();
        let dir = &IndexDir::new(folder.path());
        let first = Lock::acquire(dir).unwrap();
        let Err(Error::Locked { holder, .. }) = Lock::acquire(dir) else { panic!("two writers") };
        let host = gethostname::gethostname();
        let expected = format!("process {} on {} since 20", std::process::id(), host.display());
        assert!(holder.starts_with(&expected), "{holder}");
        drop(first);
        assert_eq!(fs::read(dir.lock()).unwrap(), b"");
        assert!(Lock::acquire(dir).is_ok());
    }
}
