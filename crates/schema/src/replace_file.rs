//! Replacing a file in one step.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Replaces the file at `path`: after a crash it holds either the old content or `bytes`.
///
/// The content is written to a temporary file next to it, synced, and renamed.
///
/// # Errors
///
/// If the system refuses to write; the old file is then unchanged.
pub(crate) fn replace_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = path.with_extension("new");
    let written = File::create(&temporary).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written
        .and_then(|()| fs::rename(&temporary, path))
        .inspect_err(|_| drop(fs::remove_file(&temporary)))?;
    // The rename is durable only once the folder is synced.
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}
