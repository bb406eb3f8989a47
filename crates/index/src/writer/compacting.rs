//! Merging everything.

use tantivy::SegmentReader;
use xunwen_schema::SegmentFiles;

use super::Writer;
use super::checks::check;
use crate::error::Error;

impl Writer {
    /// Merges all segments into one, without deleted articles. Returns whether there was anything to do.
    ///
    /// # Errors
    ///
    /// If a file does not hold what was written, or the system refuses to write.
    pub(crate) fn merge_all(&mut self) -> Result<bool, Error> {
        let segments = self.committed.segment_readers();
        let is_compact = segments.len() < 2 && segments.iter().all(|it| it.num_deleted_docs() == 0);
        if is_compact {
            return Ok(false);
        }
        let ids: Vec<_> = segments.iter().map(SegmentReader::segment_id).collect();
        check(&self.dir, self.committed.index(), &self.files, SegmentFiles::All)?;
        let merged = self.inner()?.merge(&ids).wait();
        merged.map_err(|source| Error::tantivy(&self.dir, source))?;
        self.confirm()?;
        let swept = self.inner()?.garbage_collect_files().wait();
        swept.map_err(|source| Error::tantivy(&self.dir, source))?;
        self.reload()?;
        Ok(true)
    }
}
