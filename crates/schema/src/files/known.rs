//! The checksums that are known of files.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::directory::FileHandle;
use tantivy::directory::error::OpenReadError;

use super::checksum::Checksum;

/// The least bytes of a segment's file: tantivy reads that many at its end without looking whether
/// they are there.
const LEAST_BYTES: usize = 8;

/// The checksums of files by name; clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct KnownChecksums(Arc<Mutex<BTreeMap<String, Checksum>>>);

impl KnownChecksums {
    pub(super) fn new(files: BTreeMap<String, Checksum>) -> Self {
        Self(Arc::new(Mutex::new(files)))
    }

    pub(super) fn get(&self, name: &str) -> Option<Checksum> {
        self.files().get(name).cloned()
    }

    /// Returns what is wrong with the length of the file called `name`, as far as it is known.
    pub(super) fn wrong_length(&self, name: &str, bytes: u64) -> Option<String> {
        let expected = self.get(name)?.bytes();
        (expected != bytes).then(|| format!("it has {bytes} bytes, {expected} were written"))
    }

    pub(super) fn files(&self) -> MutexGuard<'_, BTreeMap<String, Checksum>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns `handle` of the file called `path` if it is as long as was written. That costs nothing,
    /// and finds what was cut short, and most files in the place of another, before tantivy trusts them.
    pub(crate) fn of_right_length(
        &self,
        handle: Arc<dyn FileHandle>,
        path: &Path,
    ) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let (name, bytes) = (path.to_string_lossy(), handle.len());
        let is_too_short = bytes < LEAST_BYTES && self.get(&name).is_none();
        let reason = match self.wrong_length(&name, bytes as u64) {
            Some(reason) => reason,
            None if is_too_short => "it is cut short".to_owned(),
            None => return Ok(handle),
        };
        let error = io::Error::new(io::ErrorKind::InvalidData, reason);
        Err(OpenReadError::wrap_io_error(error, path.to_owned()))
    }
}
