//! Sizes on disk.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::outcome::Outcome;

/// The unit in which a file system counts the blocks of a file, in bytes.
const BLOCK: u64 = 512;

/// Returns the bytes that a folder occupies on disk, without what is reserved but never written.
pub(crate) fn size(folder: &Path) -> Outcome<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        sum += if metadata.is_dir() {
            size(&entry.path())?
        } else {
            metadata.len().min(metadata.blocks() * BLOCK)
        };
    }
    Ok(sum)
}
