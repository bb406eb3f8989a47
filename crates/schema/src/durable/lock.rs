//! A lock on a folder: one process at a time writes into it.

use std::fs::TryLockError;
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use super::file::File;

/// Exclusive permission to write into a folder, until it is dropped.
///
/// The operating system holds the lock for the process, so a process that dies leaves no lock behind;
/// the text it wrote into the file means nothing.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

/// Why a lock could not be had.
#[derive(Debug)]
pub enum LockRefusal {
    /// Another process holds it: what it says of itself.
    Held(String),
    /// The system refuses.
    Io(io::Error),
}

impl Lock {
    /// Takes the lock whose file is at `path`, and writes into it who holds it, as of `now`.
    ///
    /// # Errors
    ///
    /// If another process has it, or the system refuses.
    pub fn acquire(path: &Path, now: &str) -> Result<Self, LockRefusal> {
        let mut file = File::open_or_create(path).map_err(LockRefusal::Io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LockRefusal::Held(holder(&mut file))),
            Err(TryLockError::Error(source)) => return Err(LockRefusal::Io(source)),
        }
        // On a full disk the lock stays anonymous: commands that free space need it, too.
        drop(write_holder(&mut file, now));
        Ok(Self { file })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The file stays: if it were removed, two writers could lock two files of the same name.
        drop(self.file.truncate(0));
    }
}

fn write_holder(file: &mut File, now: &str) -> io::Result<()> {
    file.truncate(0)?;
    file.rewind()?;
    let process = std::process::id();
    let host = gethostname::gethostname();
    writeln!(file, "process {process} on {} since {now}", host.display())
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
    fn a_second_process_learns_who_holds_the_lock_until_it_is_released() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("LOCK");
        let first = Lock::acquire(&path, "noon").unwrap();
        let Err(LockRefusal::Held(holder)) = Lock::acquire(&path, "one") else {
            panic!("two writers")
        };
        let host = gethostname::gethostname();
        let expected = format!("process {} on {} since noon", std::process::id(), host.display());
        assert_eq!(holder, expected);
        drop(first);
        assert_eq!(fs::read(&path).unwrap(), b"");
        assert!(Lock::acquire(&path, "two").is_ok());
    }
}
