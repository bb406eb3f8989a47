//! The columns that every answer reads.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::index::date_order::DateOrder;

/// Sorting all documents takes as long as reading so many times as many dates.
const SORTING_COST: u64 = 8;

/// The columns of one segment.
pub(crate) struct SegmentColumns {
    dates: Column<i64>,
    /// How many documents have been put in the order of their dates, answer by answer.
    ordered: AtomicU64,
    /// All documents in that order, once there were so many that sorting all had paid.
    by_date: OnceLock<DateOrder>,
    /// The id of each article.
    pub(crate) ids: Option<StrColumn>,
}

impl SegmentColumns {
    pub(crate) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        let (dates, ids) = (columns.i64("published")?, columns.str("id")?);
        Ok(Self { dates, ordered: AtomicU64::new(0), by_date: OnceLock::new(), ids })
    }

    /// Returns a document's place by date: the newer, the greater; 0 without a date.
    pub(crate) fn date_key(&self, document: DocId) -> u64 {
        let place = |seconds: i64| (seconds.cast_unsigned() ^ (1 << 63)).saturating_add(1);
        self.dates.first(document).map_or(0, place)
    }

    /// Returns all documents by date, if the first `limit` of `count` of them are found sooner by
    /// passing through all than by comparing the dates of these.
    pub(crate) fn by_date(&self, count: u64, limit: usize) -> Option<&DateOrder> {
        let all = u64::from(self.dates.num_docs());
        // One of these is met among all / count.
        if count.saturating_mul(count) < all.saturating_mul(limit as u64) {
            return None;
        }
        let before = self.ordered.fetch_add(count, Ordering::Relaxed);
        if before < all.saturating_mul(SORTING_COST) {
            return None;
        }
        Some(self.by_date.get_or_init(|| self.sort()))
    }

    fn sort(&self) -> DateOrder {
        let documents = 0..self.dates.num_docs();
        DateOrder::new(documents.map(|document| self.date_key(document)))
    }
}
