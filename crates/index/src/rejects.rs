//! The reject file: which records were no articles, and why.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::corpus::Reject;
use crate::error::Error;

/// Lists the rejected records of one job in `rejects.tsv` of the index directory: input, line,
/// reason. The list of the job before is gone when a job begins; a job without rejects leaves none.
#[derive(Debug)]
pub(crate) struct RejectFile {
    path: PathBuf,
    out: Option<BufWriter<File>>,
}

impl RejectFile {
    /// Begins the list of a job that goes on behind its first `rejected` rejects; 0 begins it anew.
    pub(crate) fn open(dir: &Path, rejected: u64) -> Result<Self, Error> {
        let path = dir.join("rejects.tsv");
        let out = if rejected == 0 { remove(&path) } else { reopen(&path, rejected) };
        match out {
            Ok(out) => Ok(Self { path, out }),
            Err(source) => Err(Error::Io { path, source }),
        }
    }

    pub(crate) fn add(&mut self, reject: &Reject) -> Result<(), Error> {
        self.write(reject).map_err(|source| Error::Io { path: self.path.clone(), source })
    }

    /// Makes what is listed last.
    pub(crate) fn sync(&mut self) -> Result<(), Error> {
        let Some(out) = &mut self.out else { return Ok(()) };
        let synced = out.flush().and_then(|()| out.get_ref().sync_data());
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

    /// Returns the file if there is anything in it.
    pub(crate) fn finish(&mut self) -> Result<Option<PathBuf>, Error> {
        self.sync()?;
        Ok(self.out.take().map(|_| self.path.clone()))
    }
}

const HEADER: &str = "input\tline\treason";

fn remove(path: &Path) -> io::Result<Option<BufWriter<File>>> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(None),
    }
}

/// Opens the list behind its first `rejected` rejects; what was listed after the last commit goes.
fn reopen(path: &Path, rejected: u64) -> io::Result<Option<BufWriter<File>>> {
    let mut file =
        File::options().read(true).append(true).create(true).truncate(false).open(path)?;
    let mut reader = BufReader::new(&mut file);
    let (mut kept, mut line) = (0, Vec::new());
    for _ in 0..=rejected {
        line.clear();
        kept += reader.read_until(b'\n', &mut line)? as u64;
    }
    file.set_len(kept)?;
    if kept == 0 {
        // Somebody took the list away: the rest of it is better than none.
        writeln!(file, "{HEADER}")?;
    }
    Ok(Some(BufWriter::new(file)))
}

fn one_line(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_that_goes_on_keeps_what_was_listed_before_its_commit() {
        let dir = tempfile::tempdir().unwrap();
        let reject = |line| Reject { input: "a\tb".to_owned(), line, reason: "no\nday".to_owned() };
        let mut first = RejectFile::open(dir.path(), 0).unwrap();
        for line in [3, 5, 8] {
            first.add(&reject(line)).unwrap();
        }
        let path = first.finish().unwrap().unwrap();
        let mut again = RejectFile::open(dir.path(), 2).unwrap();
        again.add(&reject(9)).unwrap();
        assert_eq!(again.finish().unwrap(), Some(path.clone()));
        let listed = fs::read_to_string(&path).unwrap();
        assert_eq!(listed, "input\tline\treason\na b\t3\tno day\na b\t5\tno day\na b\t9\tno day\n");
        assert_eq!(RejectFile::open(dir.path(), 0).unwrap().finish().unwrap(), None);
        assert!(!path.exists());
    }
}
