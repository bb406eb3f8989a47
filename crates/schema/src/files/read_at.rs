//! Files that are read, not mapped.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::Path;

use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

/// An open file, each part of which is read when it is asked for.
///
/// If somebody cuts it short meanwhile, reading fails with an error; of a mapped file, the system would
/// end the process.
#[derive(Debug)]
pub(super) struct ReadAt {
    file: File,
    /// Its length when it was opened, in bytes.
    bytes: usize,
}

impl ReadAt {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let bytes = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        Ok(Self { file, bytes })
    }
}

impl HasLen for ReadAt {
    fn len(&self) -> usize {
        self.bytes
    }
}

impl FileHandle for ReadAt {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start > range.end || range.end > self.bytes {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "a part beyond the file"));
        }
        let mut bytes = vec![0; range.len()];
        self.file.read_exact_at(&mut bytes, range.start as u64)?;
        Ok(OwnedBytes::new(bytes))
    }
}
