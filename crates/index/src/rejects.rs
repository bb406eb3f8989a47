//! The reject file: which records were no articles, and why.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
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
    pub(crate) fn new(dir: &Path) -> Result<Self, Error> {
        let path = dir.join("rejects.tsv");
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(Error::Io { path, source: error })
            }
            _ => Ok(Self { path, out: None }),
        }
    }

    pub(crate) fn add(&mut self, reject: &Reject) -> Result<(), Error> {
        self.write(reject).map_err(|source| Error::Io { path: self.path.clone(), source })
    }

    fn write(&mut self, reject: &Reject) -> io::Result<()> {
        let out = match &mut self.out {
            Some(out) => out,
            None => {
                let mut out = BufWriter::new(File::create(&self.path)?);
                writeln!(out, "input\tline\treason")?;
                self.out.insert(out)
            }
        };
        let Reject { input, line, reason } = reject;
        writeln!(out, "{}\t{line}\t{}", one_line(input), one_line(reason))
    }

    /// Returns the file if there is anything in it.
    pub(crate) fn finish(&mut self) -> Result<Option<PathBuf>, Error> {
        let Some(mut out) = self.out.take() else { return Ok(None) };
        out.flush().map_err(|source| Error::Io { path: self.path.clone(), source })?;
        Ok(Some(self.path.clone()))
    }
}

fn one_line(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ")
}
