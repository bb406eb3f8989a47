//! Stamps of files: how a resumed job recognises its inputs.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use xunwen_schema::InputStamp;
use xxhash_rust::xxh3::xxh3_64;

/// Bytes of a file that the digest covers.
const HEAD: u64 = 64 * 1024;

/// Returns the stamp of a file; `None` for a pipe, which cannot be read twice.
pub(super) fn file_stamp(path: &Path) -> io::Result<Option<InputStamp>> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Ok(None);
    }
    let mut head = Vec::new();
    file.take(HEAD).read_to_end(&mut head)?;
    let head = format!("{:016x}", xxh3_64(&head));
    Ok(Some(InputStamp { name: path.display().to_string(), size: metadata.len(), head }))
}
