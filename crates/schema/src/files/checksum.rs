//! Checksums: the length and a hash of a whole file.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

/// Bytes that are read at once.
const CHUNK: usize = 1 << 20;

/// The length and the hash of a file. tantivy's own checksum at the end of a file says that the file is
/// whole, but not whose it is; and it has 32 bits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checksum {
    bytes: u64,
    xxh3: String,
}

/// The checksum of a file that is being written.
#[derive(Clone, Default)]
pub(super) struct RunningChecksum {
    bytes: u64,
    hash: Xxh3,
}

impl Checksum {
    /// Reads the file at `path`.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn of_file(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let mut running = RunningChecksum::default();
        let mut chunk = vec![0; CHUNK];
        loop {
            let read = match file.read(&mut chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read?,
            };
            let Some(read) = chunk.get(..read).filter(|read| !read.is_empty()) else { break };
            running.update(read);
        }
        Ok(running.checksum())
    }

    /// Returns the length of the file, in bytes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }
}

impl RunningChecksum {
    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.hash.update(bytes);
    }

    pub(super) fn checksum(&self) -> Checksum {
        Checksum { bytes: self.bytes, xxh3: format!("{:016x}", self.hash.digest()) }
    }
}
