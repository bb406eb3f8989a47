//! Segments: the parts of an index, with what is read of each again and again.
//!
//! Opening a column or finding a file reads a good part of it, which takes longer than many a
//! search. So each is opened once, when it is first needed.

use std::io;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{Searcher, SegmentReader};
use xunwen_schema::Fields;

use crate::index::columns::SegmentColumns;
use crate::index::postings::{FieldPostings, PostingsCursor};

/// All segments of an index, as they were when it was opened; all clones share them.
#[derive(Clone)]
pub(crate) struct Segments {
    searcher: Searcher,
    segments: Arc<[Segment]>,
}

/// One segment.
pub(crate) struct Segment {
    reader: SegmentReader,
    ordinal: u32,
    texts: [Field; 3],
    columns: OnceLock<SegmentColumns>,
    /// Of each field of text.
    lists: OnceLock<Vec<FieldPostings>>,
}

impl Segments {
    pub(crate) fn new(searcher: Searcher, fields: &Fields) -> Self {
        let segment = |(ordinal, reader): (u32, &SegmentReader)| Segment {
            reader: reader.clone(),
            ordinal,
            texts: fields.texts(),
            columns: OnceLock::new(),
            lists: OnceLock::new(),
        };
        let segments = (0..).zip(searcher.segment_readers()).map(segment).collect();
        Self { searcher, segments }
    }

    /// Returns the segments in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Segment> {
        self.segments.iter()
    }

    /// Returns the segment numbered `ordinal`.
    pub(crate) fn segment(&self, ordinal: u32) -> &Segment {
        &self.segments[ordinal as usize]
    }
}

impl Deref for Segments {
    type Target = Searcher;

    fn deref(&self) -> &Searcher {
        &self.searcher
    }
}

impl Segment {
    /// Returns its number in the index.
    pub(crate) fn ordinal(&self) -> u32 {
        self.ordinal
    }

    /// Returns its columns.
    pub(crate) fn columns(&self) -> tantivy::Result<&SegmentColumns> {
        once(&self.columns, || SegmentColumns::open(&self.reader))
    }

    /// Returns the posting list with positions that `info` tells of, of a field of text.
    pub(crate) fn list(
        &self,
        field: Field,
        info: &TermInfo,
    ) -> tantivy::Result<PostingsCursor<'_>> {
        let lists = once(&self.lists, || FieldPostings::open(&self.reader, &self.texts))?;
        let own = lists.iter().find(|lists| lists.field == field);
        let own = own.ok_or_else(|| io::Error::other("a field without positions"))?;
        Ok(own.list(info))
    }
}

impl Deref for Segment {
    type Target = SegmentReader;

    fn deref(&self) -> &SegmentReader {
        &self.reader
    }
}

/// Returns what `slot` holds, made by `open` the first time.
fn once<T>(slot: &OnceLock<T>, open: impl FnOnce() -> tantivy::Result<T>) -> tantivy::Result<&T> {
    if let Some(known) = slot.get() {
        return Ok(known);
    }
    let opened = open()?;
    Ok(slot.get_or_init(|| opened))
}
