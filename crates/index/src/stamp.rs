//! Stamps: by what a job that goes on knows its inputs again.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

/// Bytes of a file that are looked at.
const HEAD: u64 = 64 * 1024;

/// What is noticed of something that is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    /// Its name, as given.
    pub(crate) name: String,
    /// Its size: of a file in bytes, compressed where it is.
    pub(crate) size: u64,
    /// A digest of its first 64 KiB.
    pub(crate) head: String,
}

impl Stamp {
    /// Returns the stamp of a file; `None` of a pipe, which cannot be read again.
    pub(crate) fn of_file(path: &Path) -> io::Result<Option<Self>> {
        let file = File::open(path)?;
        let data = file.metadata()?;
        if !data.is_file() {
            return Ok(None);
        }
        let mut head = Vec::new();
        file.take(HEAD).read_to_end(&mut head)?;
        let head = format!("{:016x}", xxh3_64(&head));
        Ok(Some(Self { name: path.display().to_string(), size: data.len(), head }))
    }
}
