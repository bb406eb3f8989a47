//! Care for the live generation: articles out of it, and segments into one.

use std::path::Path;

use xunwen_schema::{Generation, generation};

use crate::error::Error;
use crate::lock::Lock;
use crate::options::Options;
use crate::writer::Writer;

/// What was taken out of an index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deleted {
    /// Articles that were deleted.
    pub deleted: u64,
    /// Ids of which there was no article.
    pub missing: u64,
    /// Articles that are left.
    pub articles: u64,
    /// The generation.
    pub generation: u64,
}

/// What compacting did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compacted {
    /// The generation.
    pub generation: u64,
    /// Segments before and now.
    pub segments: (usize, usize),
    /// Bytes on disk before and now.
    pub bytes: (u64, u64),
}

/// The right to change the live generation of an index directory, until it is dropped.
///
/// Who first asks a query and then deletes what it found holds it from before the query on: nobody
/// else changes the index between.
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
    /// If there is none that this program reads, or another writer is at work.
    pub fn begin(dir: &Path, options: &Options) -> Result<Self, Error> {
        Generation::open(dir)?;
        let lock = Lock::acquire(dir)?;
        let live = Generation::open(dir)?;
        let writer = Writer::open(dir, &live, options)?;
        Ok(Self { live, writer, _lock: lock })
    }

    /// Deletes the articles of these ids, all in one commit. A job that was cut short can still go on.
    ///
    /// # Errors
    ///
    /// If the disk refuses; then none is deleted.
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
            let job = self.writer.checkpoint()?.job;
            self.writer.commit(job.as_ref())?;
        }
        done.articles = self.writer.articles();
        Ok(done)
    }

    /// Merges all segments into one, without what was deleted or replaced: a smaller index, which is
    /// searched faster. Readers see the old segments or the new one.
    ///
    /// # Errors
    ///
    /// If the disk refuses, which must have room for the index once more; it then is as it was.
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
