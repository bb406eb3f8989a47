//! The file to which lines are appended: what counts of it is committed, the rest is cut.

use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use xunwen_schema::durable::File;

use crate::error::Error;
use crate::files;
use crate::state::LogMark;

/// A file of lines that this process, and no other watch, appends to.
#[derive(Debug)]
pub(crate) struct Log {
    path: PathBuf,
    file: BufWriter<File>,
    /// The length of what is written.
    length: u64,
}

impl Log {
    /// Opens the file at `path`, of which `mark` may say how much counts. What a round that was cut short
    /// has written behind that is cut, be it in this file or in the one before. What others have done
    /// to it between rounds, such as to move it away or to append a line, is left as it is.
    pub(crate) fn open(path: &Path, mark: Option<&LogMark>) -> Result<Self, Error> {
        let file = File::open_or_create(path).map_err(Error::at(path))?;
        let full = path.canonicalize().map_err(Error::at(path))?;
        if !full.is_file() {
            return Err(Error::NoFile(path.to_owned()));
        }
        file.try_lock().map_err(|refusal| match refusal {
            std::fs::TryLockError::WouldBlock => Error::LogLocked(path.to_owned()),
            std::fs::TryLockError::Error(error) => Error::at(path)(error),
        })?;
        // The file may be new.
        files::sync_folder(full.parent().unwrap_or(Path::new("/")))?;
        let mut log = Self { path: full, file: BufWriter::new(file), length: 0 };
        if mark.is_some_and(|mark| log.is_of(mark)) {
            log.settle(mark)?;
        } else if let Some(mark) = mark.filter(|mark| Path::new(&mark.path).is_file()) {
            Self::open(Path::new(&mark.path), Some(mark)).map(drop)?;
        }
        log.length = log.file.seek(SeekFrom::End(0)).map_err(Error::at(&log.path))?;
        Ok(log)
    }

    fn is_of(&self, mark: &LogMark) -> bool {
        Path::new(&mark.path) == self.path
    }

    /// Cuts what does not count.
    fn settle(&mut self, mark: Option<&LogMark>) -> Result<(), Error> {
        let Some(mark) = mark.filter(|mark| mark.is_open) else { return Ok(()) };
        let file = self.file.get_mut();
        let length = file.seek(SeekFrom::End(0)).map_err(Error::at(&self.path))?;
        if length <= mark.length {
            return Ok(());
        }
        let cut = file.truncate(mark.length).and_then(|()| file.sync());
        cut.map_err(Error::at(&self.path))
    }

    /// Appends bytes.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.file.write_all(bytes).map_err(Error::at(&self.path))?;
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// Makes what is written durable, so that it can be committed.
    pub(crate) fn sync(&mut self) -> Result<(), Error> {
        let synced = self.file.flush().and_then(|()| self.file.get_ref().sync());
        synced.map_err(Error::at(&self.path))
    }

    /// Cuts what is written behind `length`, after a failure.
    pub(crate) fn cut(self, length: u64) -> io::Result<()> {
        // What is in the buffer is part of it.
        let (file, _) = self.file.into_parts();
        file.truncate(length)?;
        file.sync()
    }

    /// Returns the mark of what is written.
    pub(crate) fn mark(&self, is_open: bool) -> Result<LogMark, Error> {
        let path = self.path.to_str().map(str::to_owned);
        let path = path.ok_or_else(|| {
            Error::at(&self.path)(io::Error::new(io::ErrorKind::InvalidInput, "not UTF-8"))
        })?;
        Ok(LogMark { path, length: self.length, is_open })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// Leaves a file that holds this, of which `length` bytes count; returns what it holds after it was
    /// opened, and `+` was written.
    fn after(content: &str, length: u64, is_open: bool) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        fs::write(&path, content).unwrap();
        let full = path.canonicalize().unwrap().to_str().unwrap().to_owned();
        let mark = LogMark { path: full, length, is_open };
        let mut log = Log::open(&path, Some(&mark)).unwrap();
        log.write(b"+").unwrap();
        log.sync().unwrap();
        let held = fs::read_to_string(&path).unwrap();
        assert_eq!(log.mark(false).unwrap().length, held.len() as u64);
        held
    }

    #[test]
    fn only_what_a_round_has_left_is_cut() {
        assert_eq!(after("one\ntwo\nthr", 8, true), "one\ntwo\n+");
        assert_eq!(after("one\ntwo\n", 8, true), "one\ntwo\n+");
        // A line of somebody else, and a file that was put in the place of a longer one.
        assert_eq!(after("one\ntwo\nown\n", 8, false), "one\ntwo\nown\n+");
        assert_eq!(after("one\n", 8, false), "one\n+");
        assert_eq!(after("one\n", 8, true), "one\n+");
    }

    #[test]
    fn the_file_before_is_cut_too_and_two_watches_cannot_write_to_one() {
        let folder = tempfile::tempdir().unwrap();
        let [old, new] = ["old", "new"].map(|name| folder.path().join(name));
        fs::write(&old, "one\ntorn").unwrap();
        let full = old.canonicalize().unwrap().to_str().unwrap().to_owned();
        let mark = LogMark { path: full, length: 4, is_open: true };
        let log = Log::open(&new, Some(&mark)).unwrap();
        assert_eq!(fs::read_to_string(&old).unwrap(), "one\n");
        assert!(matches!(Log::open(&new, None), Err(Error::LogLocked(_))));
        drop(log);
        assert!(matches!(Log::open(Path::new("/dev/null"), None), Err(Error::NoFile(_))));
    }

    #[test]
    fn what_failed_is_cut_with_what_was_never_flushed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let mut log = Log::open(&path, None).unwrap();
        log.write(b"one\n").unwrap();
        log.sync().unwrap();
        log.write(b"tw").unwrap();
        log.cut(4).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\n");
    }
}
