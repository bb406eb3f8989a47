//! What a writer records: the checksums of the files that it writes, for the next commit to list.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use tantivy::directory::error::OpenReadError;

use super::checksum::RunningChecksum;
use super::commit_record::with_checksums;
use super::known::KnownChecksums;
use super::read_only::read_commit;

/// The checksum of a file that is being written.
pub(crate) struct Recording {
    name: String,
    running: RunningChecksum,
    known: KnownChecksums,
}

impl KnownChecksums {
    /// Returns what the last commit in the folder of a generation lists, if there is a commit.
    ///
    /// # Errors
    ///
    /// If it is damaged, or the system refuses to read it.
    pub(crate) fn of_last_commit(folder: &Path) -> tantivy::Result<Self> {
        let files = match read_commit(folder) {
            Ok((_, record)) => record.files,
            Err(OpenReadError::FileDoesNotExist(_)) => BTreeMap::new(),
            Err(error) => return Err(error.into()),
        };
        Ok(Self::new(files))
    }

    /// Begins to record the file called `path`.
    pub(crate) fn begin(&self, path: &Path) -> Recording {
        Recording { name: name(path), running: RunningChecksum::default(), known: self.clone() }
    }

    /// Forgets the file called `path`, which is removed.
    pub(crate) fn forget(&self, path: &Path) {
        self.files().remove(&name(path));
    }

    /// Returns the `meta.json` that tantivy writes with the checksums of the files of its segments.
    ///
    /// # Errors
    ///
    /// If tantivy writes something else.
    pub(crate) fn listed_in(&self, meta: &[u8]) -> io::Result<Vec<u8>> {
        with_checksums(meta, &self.files())
    }
}

impl Recording {
    /// Adds what was written.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.running.update(bytes);
    }

    /// Makes the checksum known: the file is whole, and synced.
    pub(crate) fn finish(&self) {
        self.known.files().insert(self.name.clone(), self.running.checksum());
    }
}

fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
