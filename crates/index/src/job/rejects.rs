//! The reject file: which records were rejected, and why.

use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use xunwen_schema::IndexDir;
use xunwen_schema::durable::{self, File};

use crate::corpus::Reject;
use crate::error::Error;

const HEADER: &str = "input\tline\treason";

/// The list of records that a job rejected, in the index directory: input, line, reason.
///
/// A new job removes the list of the previous one; a job without rejects leaves no list.
#[derive(Debug)]
pub(super) struct RejectFile {
    path: PathBuf,
    out: Option<BufWriter<File>>,
}

impl RejectFile {
    /// Opens the list of a job that has rejected `rejected` records so far and keeps these; 0 begins a
    /// new list.
    pub(super) fn open(dir: &IndexDir, rejected: u64) -> Result<Self, Error> {
        Self::at(&dir.rejects(), rejected)
    }

    /// Does the same for the reject file at `path`.
    pub(super) fn at(path: &Path, rejected: u64) -> Result<Self, Error> {
        let path = path.to_owned();
        let out = if rejected == 0 { remove(&path) } else { reopen(&path, rejected) };
        match out {
            Ok(out) => Ok(Self { path, out }),
            Err(source) => Err(Error::Io { path, source }),
        }
    }

    /// Appends a rejected record.
    pub(super) fn add(&mut self, reject: &Reject) -> Result<(), Error> {
        self.write(reject).map_err(|source| Error::Io { path: self.path.clone(), source })
    }

    /// Makes the list durable.
    pub(super) fn sync(&mut self) -> Result<(), Error> {
        let Some(out) = &mut self.out else { return Ok(()) };
        let synced = out.flush().and_then(|()| out.get_ref().sync());
        synced.map_err(|source| Error::Io { path: self.path.clone(), source })
    }

    fn write(&mut self, reject: &Reject) -> io::Result<()> {
        let out = match &mut self.out {
            Some(out) => out,
            None => {
                let mut out = BufWriter::new(File::create(&self.path)?);
                writeln!(out, "{HEADER}")?;
                self.out.insert(out)
            }
        };
        let Reject { input, line, reason } = reject;
        writeln!(out, "{}\t{line}\t{}", one_line(input), one_line(reason))
    }

    /// Closes the list; returns its path if it has entries.
    pub(super) fn finish(&mut self) -> Result<Option<PathBuf>, Error> {
        self.sync()?;
        Ok(self.out.take().map(|_| self.path.clone()))
    }
}

fn remove(path: &Path) -> io::Result<Option<BufWriter<File>>> {
    match durable::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(None),
    }
}

/// Opens the list after its first `rejected` entries; entries added after the last commit are cut off.
fn reopen(path: &Path, rejected: u64) -> io::Result<Option<BufWriter<File>>> {
    let mut file = File::append(path)?;
    let mut reader = BufReader::new(&mut file);
    let mut kept = 0;
    let mut line = Vec::new();
    for _ in 0..=rejected {
        line.clear();
        kept += reader.read_until(b'\n', &mut line)? as u64;
    }
    file.truncate(kept)?;
    if kept == 0 {
        // The list was deleted meanwhile: the remaining entries are better than none.
        writeln!(file, "{HEADER}")?;
    }
    Ok(Some(BufWriter::new(file)))
}

fn one_line(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_resumed_job_keeps_what_was_listed_before_its_commit() {
        let folder = tempfile::tempdir().unwrap();
        let dir = &IndexDir::new(folder.path());
        let reject = |line| Reject { input: "a\tb".to_owned(), line, reason: "no\nday".to_owned() };
        let mut first = RejectFile::open(dir, 0).unwrap();
        for line in [3, 5, 8] {
            first.add(&reject(line)).unwrap();
        }
        let path = first.finish().unwrap().unwrap();
        let mut again = RejectFile::open(dir, 2).unwrap();
        again.add(&reject(9)).unwrap();
        assert_eq!(again.finish().unwrap(), Some(path.clone()));
        let listed = fs::read_to_string(&path).unwrap();
        assert_eq!(listed, "input\tline\treason\na b\t3\tno day\na b\t5\tno day\na b\t9\tno day\n");
        assert_eq!(RejectFile::open(dir, 0).unwrap().finish().unwrap(), None);
        assert!(!path.exists());
    }
}
