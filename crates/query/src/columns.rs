//! The columns that every answer reads.

use std::sync::OnceLock;

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

/// One in so many documents is many.
const MANY: u64 = 8;

/// The columns of one segment.
pub(crate) struct SegmentColumns {
    dates: Column<i64>,
    /// The places by date of all articles, once somebody needs many of them.
    places: OnceLock<Vec<u64>>,
    /// The id of each article.
    pub(crate) ids: Option<StrColumn>,
}

impl SegmentColumns {
    pub(crate) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        let (dates, ids) = (columns.i64("published")?, columns.str("id")?);
        Ok(Self { dates, places: OnceLock::new(), ids })
    }

    /// Returns a document's place by date: the newer, the greater; 0 without a date.
    pub(crate) fn place_by_date(&self, document: DocId) -> u64 {
        match self.places.get() {
            Some(places) => places.get(document as usize).copied().unwrap_or(0),
            None => self.read_place(document),
        }
    }

    /// Says that `count` documents are to be ordered by date: if these are many, all dates are
    /// unpacked, which costs as much as reading some of them one by one, and only once.
    pub(crate) fn expect_dates(&self, count: u64) {
        let all = self.dates.num_docs();
        if count.saturating_mul(MANY) >= u64::from(all) {
            self.places
                .get_or_init(|| (0..all).map(|document| self.read_place(document)).collect());
        }
    }

    fn read_place(&self, document: DocId) -> u64 {
        let place = |seconds: i64| (seconds.cast_unsigned() ^ (1 << 63)).saturating_add(1);
        self.dates.first(document).map_or(0, place)
    }
}
