//! Contents: one file to be read, be it on disk, in an archive, or on standard input.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::stop::Stop;

/// One file to be read, unpacked.
pub(super) struct Content {
    /// Its name, for messages; of a file in an archive, `news.zip/day/a.csv`.
    pub(super) name: String,
    /// Its first bytes, which the reader still delivers.
    pub(super) head: Head,
    /// All of it.
    pub(super) reader: Box<dyn Read + Send>,
    /// The file on disk that it is, if it is one, unpacked.
    pub(super) file: Option<PathBuf>,
    /// Bytes of the input read so far, packed where it is.
    pub(super) consumed: Arc<AtomicU64>,
    /// Whether it was unpacked from something.
    pub(super) is_packed: bool,
    /// Archives around it.
    pub(super) archives: usize,
    /// Whether a folder, a pattern or an archive contributed it.
    pub(super) is_listed: bool,
    pub(super) stop: Stop,
}

/// The first bytes of a file.
#[derive(Default)]
pub(super) struct Head {
    pub(super) bytes: Vec<u8>,
    /// Whether that is all.
    pub(super) is_whole: bool,
    /// Why no more could be read; the reader delivers it in its place.
    pub(super) error: Option<io::Error>,
}

/// A file on disk.
pub(super) struct OnDisk {
    pub(super) path: PathBuf,
    /// Deletes it, where it was unpacked.
    spool: Option<tempfile::NamedTempFile>,
}

impl OnDisk {
    /// Returns whether the file is as its user has it, and what lies beside it is its user's, too.
    pub(super) fn is_own(&self) -> bool {
        self.spool.is_none()
    }
}

/// What can be read in any order.
pub(super) trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

impl Content {
    /// Bytes that are examined to recognise a format.
    pub(super) const HEAD: u64 = 64 * 1024;
    /// Bytes that are buffered.
    pub(super) const BUFFER: usize = 128 * 1024;
    /// The largest file that is held in memory to be read in any order; a larger one goes to disk.
    const IN_MEMORY: usize = 16 * 1024 * 1024;
    /// The largest file that is unpacked to disk to be read in any order.
    pub(super) const ON_DISK: u64 = 4 * 1024 * 1024 * 1024;

    /// Reads the first bytes, which stay to be read.
    pub(super) fn look(&mut self, bytes: u64) {
        if self.head.bytes.len() as u64 >= bytes || self.head.is_whole {
            return;
        }
        let mut head = Vec::new();
        let error = self.reader.by_ref().take(bytes).read_to_end(&mut head).err();
        let is_whole = error.is_none() && (head.len() as u64) < bytes;
        let error_again =
            error.as_ref().map(|error| io::Error::new(error.kind(), error.to_string()));
        let rest = std::mem::replace(&mut self.reader, Box::new(io::empty()));
        self.head = Head { bytes: head.clone(), is_whole, error };
        self.reader = Box::new(Cursor::new(head).chain(Failure(error_again)).chain(rest));
    }

    /// Returns all of it as buffered bytes.
    pub(super) fn buffered(self) -> Box<dyn BufRead + Send> {
        Box::new(BufReader::with_capacity(Self::BUFFER, self.reader))
    }

    /// Returns all of it to be read in any order. What is no file on disk is read into memory, or to a
    /// file of its own that is deleted afterwards.
    pub(super) fn seekable(self) -> io::Result<Box<dyn ReadSeek>> {
        if let Some(path) = &self.file {
            return Ok(Box::new(File::open(path)?));
        }
        let mut spool = tempfile::SpooledTempFile::new(Self::IN_MEMORY);
        spool_to(self.reader, &mut spool, Self::ON_DISK)?;
        spool.rewind()?;
        Ok(Box::new(spool))
    }

    /// Returns the file on disk that it is, of `most` bytes at most. What is none is written to one,
    /// which is deleted with what is returned.
    pub(super) fn on_disk(self, most: u64) -> io::Result<OnDisk> {
        if let Some(path) = self.file {
            let size = fs::metadata(&path)?.len();
            return if size > most {
                Err(too_large(most))
            } else {
                Ok(OnDisk { path, spool: None })
            };
        }
        let mut spool = tempfile::Builder::new().prefix("xunwen-").tempfile()?;
        spool_to(self.reader, spool.as_file_mut(), most)?;
        Ok(OnDisk { path: spool.path().to_owned(), spool: Some(spool) })
    }
}

/// Writes all that `reader` yields, if it is less than `most` bytes.
fn spool_to(reader: impl Read, spool: &mut impl io::Write, most: u64) -> io::Result<()> {
    let copied = io::copy(&mut reader.take(most), spool)?;
    if copied < most { Ok(()) } else { Err(too_large(most)) }
}

/// Returns the error of a file that has, or unpacks to, more than `most` bytes.
pub(super) fn too_large(most: u64) -> io::Error {
    const GIB: u64 = 1024 * 1024 * 1024;
    io::Error::new(
        io::ErrorKind::FileTooLarge,
        format!("it has more than {} GiB, unpacked; divide it and give the files", most / GIB),
    )
}

/// An empty stream that fails once, if it has an error.
struct Failure(Option<io::Error>);

impl Read for Failure {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}
