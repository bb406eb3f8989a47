//! The columns that every answer reads, opened once: opening one reads a good part of it, which
//! takes longer than many a search.

use std::sync::{Arc, OnceLock};

use tantivy::columnar::{Column, StrColumn};
use tantivy::{Searcher, SegmentReader};

/// The columns of all segments; all clones share them.
#[derive(Clone)]
pub(crate) struct Columns {
    segments: Arc<[OnceLock<SegmentColumns>]>,
}

/// The columns of one segment.
pub(crate) struct SegmentColumns {
    /// When each article was published, seconds since the Unix epoch.
    pub(crate) dates: Column<i64>,
    /// Its id.
    pub(crate) ids: Option<StrColumn>,
}

impl Columns {
    /// Returns the columns of `searcher`, none of which is open yet.
    pub(crate) fn of(searcher: &Searcher) -> Self {
        Self { segments: searcher.segment_readers().iter().map(|_| OnceLock::new()).collect() }
    }

    /// Returns the columns of the segment numbered `ordinal` of `searcher`.
    pub(crate) fn segment(
        &self,
        searcher: &Searcher,
        ordinal: u32,
    ) -> tantivy::Result<&SegmentColumns> {
        let slot = &self.segments[ordinal as usize];
        if let Some(open) = slot.get() {
            return Ok(open);
        }
        let opened = SegmentColumns::open(searcher.segment_reader(ordinal))?;
        Ok(slot.get_or_init(|| opened))
    }
}

impl SegmentColumns {
    fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        Ok(Self { dates: columns.i64("published")?, ids: columns.str("id")? })
    }
}
