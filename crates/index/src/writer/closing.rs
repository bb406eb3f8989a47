//! The end of a writer: it waits for merges, and leaves no file that nobody needs.

use tantivy::IndexWriter;

use super::{WRITER_MEMORY, Writer};
use crate::error::Error;

impl Writer {
    /// Waits for running merges. Returns the number of articles in the index.
    ///
    /// # Errors
    ///
    /// If segments were not merged because a file of theirs is damaged, or the system refuses to write;
    /// the last commit then stays.
    pub(crate) fn finish(mut self) -> Result<u64, Error> {
        if let Some(writer) = self.inner.take() {
            writer.wait_merging_threads().map_err(|source| Error::tantivy(&self.dir, source))?;
        }
        // Said first: that the last commit may be undone is worse news than damage, which stays and is
        // found again.
        self.confirm()?;
        if let Some(damage) = self.damage.take() {
            return Err(damage.into());
        }
        self.reload()?;
        Ok(self.committed.num_docs())
    }

    /// Removes the files written since the last commit, which are useless now: on a full disk they would
    /// take the space that the next attempt needs.
    fn sweep(&self) {
        let writer: tantivy::Result<IndexWriter> =
            self.committed.index().writer_with_num_threads(1, WRITER_MEMORY);
        if let Ok(writer) = writer {
            // An error here cannot be reported, and the next commit sweeps as well.
            drop(writer.garbage_collect_files().wait());
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // Both write files, so they must be gone before the files are removed.
        self.builder = None;
        if let Some(writer) = self.inner.take() {
            // Merges of small segments: one that ended later would take files away from the next writer.
            // An error here cannot be reported; the last commit stays.
            drop(writer.wait_merging_threads());
            self.sweep();
        }
    }
}
