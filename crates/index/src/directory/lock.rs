//! The lock of an index directory: one writer at a time.

use std::io;
use std::time::{SystemTime, UNIX_EPOCH};

use xunwen_schema::durable::{self, LockRefusal};
use xunwen_schema::{IndexDir, Published};

use crate::error::Error;

/// Exclusive permission to write into an index directory, until it is dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    _held: durable::Lock,
}

impl Lock {
    /// Takes the lock of `dir`, creating the directory if it is missing, and writes the holder into it.
    /// What earlier jobs could not make durable, or finish, is made up for first.
    pub(crate) fn acquire(dir: &IndexDir) -> Result<Self, Error> {
        let path = dir.lock();
        let io = |source: io::Error| Error::Io { path: path.clone(), source };
        durable::create_folder(dir.path()).map_err(io)?;
        let held = durable::Lock::acquire(&path, &now()).map_err(|refusal| match refusal {
            LockRefusal::Held(holder) => Error::Locked { dir: dir.path().to_owned(), holder },
            LockRefusal::Io(source) => io(source),
        })?;
        dir.finish_first_switch()
            .and_then(|()| dir.sync())
            .map_err(|source| Error::Io { path: dir.path().to_owned(), source })?;
        Ok(Self { _held: held })
    }
}

/// Returns the current time as RFC 3339, in China's time zone, to the second.
pub(crate) fn now() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since.map_or(0, |since| since.as_secs().cast_signed());
    Published::from_seconds(seconds, true).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_writer_is_told_who_writes() {
        let folder = tempfile::tempdir().unwrap();
        let dir = &IndexDir::new(folder.path());
        let first = Lock::acquire(dir).unwrap();
        let Err(Error::Locked { holder, .. }) = Lock::acquire(dir) else { panic!("two writers") };
        let expected = format!("process {} on ", std::process::id());
        assert!(holder.starts_with(&expected) && holder.contains(" since 20"), "{holder}");
        drop(first);
        assert!(Lock::acquire(dir).is_ok());
    }
}
