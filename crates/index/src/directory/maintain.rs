//! Maintenance of the live generation: deleting articles and merging segments.

use std::path::Path;

use xunwen_schema::{Generation, IndexDir, generation};

use super::lock::Lock;
use crate::error::Error;
use crate::options::Options;
use crate::writer::Writer;

/// The outcome of [`Maintenance::delete`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deleted {
    /// Articles that were deleted.
    pub deleted: u64,
    /// Ids without an article.
    pub missing: u64,
    /// Articles that remain.
    pub articles: u64,
    /// The generation.
    pub generation: u64,
}

/// The outcome of [`Maintenance::compact`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compacted {
    /// The generation.
    pub generation: u64,
    /// Number of segments before and after.
    pub segments: (usize, usize),
    /// Bytes on disk before and after.
    pub bytes: (u64, u64),
}

/// Exclusive permission to change the live generation of an index directory, until it is dropped.
///
/// Take it *before* running the query whose hits you will delete, so that no other writer can change the
/// index in between.
#[derive(Debug)]
pub struct Maintenance {
    live: Generation,
    writer: Writer,
    _lock: Lock,
}

impl Maintenance {
    /// Takes the lock of `dir` and opens its live generation.
    ///
    /// # Errors
    ///
    /// If there is no live generation, this program cannot read it, or another writer is running.
    pub fn begin(dir: &Path, options: &Options) -> Result<Self, Error> {
        Generation::open(dir)?;
        let lock = Lock::acquire(&IndexDir::new(dir))?;
        let live = Generation::open(dir)?;
        let writer = Writer::open(dir, &live, options)?;
        Ok(Self { live, writer, _lock: lock })
    }

    /// Deletes the articles with these ids, all in one commit. An interrupted job can still be resumed.
    ///
    /// # Errors
    ///
    /// If the system refuses to write; no article is deleted then.
    pub fn delete<'i>(mut self, ids: impl IntoIterator<Item = &'i str>) -> Result<Deleted, Error> {
        let mut done = Deleted { generation: self.live.number, ..Deleted::default() };
        for id in ids {
            if self.writer.delete(id)? {
                done.deleted += 1;
            } else {
                done.missing += 1;
            }
        }
        if done.deleted > 0 {
            let job = self.writer.payload()?.job;
            self.writer.commit(job.as_ref())?;
        }
        done.articles = self.writer.articles();
        Ok(done)
    }

    /// Merges all segments into one, without deleted and replaced articles. The index becomes smaller and
    /// faster to search. Readers see the old segments or the new one.
    ///
    /// # Errors
    ///
    /// If the system refuses to write, for example because the disk has no room for a second copy of the
    /// index; the index is then unchanged.
    pub fn compact(mut self) -> Result<Compacted, Error> {
        let measure = |writer: &Writer| {
            (writer.committed().segment_readers().len(), generation::bytes(&self.live.path))
        };
        let before = measure(&self.writer);
        self.writer.merge_all()?;
        let after = measure(&self.writer);
        Ok(Compacted {
            generation: self.live.number,
            segments: (before.0, after.0),
            bytes: (before.1, after.1),
        })
    }
}
