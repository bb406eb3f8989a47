//! The columns that every answer reads.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader, TantivyError};
use xunwen_schema::column;

use crate::index::date_order::DateOrder;

/// Sorting all documents takes as long as reading this many times as many dates.
const SORTING_COST: u64 = 8;

/// The columns of one segment.
pub(crate) struct SegmentColumns {
    dates: Column<i64>,
    digests: Column<u64>,
    /// How many documents have been put in the order of their dates, answer by answer.
    ordered: AtomicU64,
    /// All documents in that order, once there were so many that sorting all had paid.
    by_date: OnceLock<DateOrder>,
    /// The id of each article.
    pub(crate) ids: Option<Names>,
}

impl SegmentColumns {
    pub(crate) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        Ok(Self {
            dates: columns.i64(column::PUBLISHED)?,
            digests: columns.u64(column::DIGEST)?,
            ordered: AtomicU64::new(0),
            by_date: OnceLock::new(),
            ids: columns.str(column::ID)?.map(Names::new),
        })
    }

    /// Returns when a document was published, in seconds since the Unix epoch, if that is known.
    #[inline]
    pub(crate) fn published(&self, document: DocId) -> Option<i64> {
        self.dates.first(document)
    }

    /// Returns the digest of an article: the same wherever it is stored.
    pub(crate) fn digest(&self, document: DocId) -> u64 {
        self.digests.first(document).unwrap_or_default()
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

/// A column of names, such as ids, outlets or tags. The ordinals of a segment's names are in the
/// order of their bytes.
pub(crate) struct Names {
    column: StrColumn,
}

impl Names {
    pub(super) fn new(column: StrColumn) -> Self {
        Self { column }
    }

    /// Returns the number of different names.
    pub(crate) fn count(&self) -> usize {
        self.column.num_terms()
    }

    /// Returns the ordinal of the first name that a document has.
    pub(crate) fn first(&self, document: DocId) -> Option<u64> {
        self.column.ords().first(document)
    }

    /// Returns the ordinals of all names that a document has.
    pub(crate) fn of(&self, document: DocId) -> impl Iterator<Item = u64> + '_ {
        self.column.ords().values_for_doc(document)
    }

    /// Returns the name of this ordinal.
    pub(crate) fn name(&self, ordinal: u64) -> tantivy::Result<String> {
        let mut name = String::new();
        self.column.ord_to_str(ordinal, &mut name)?;
        Ok(name)
    }

    /// Calls `take` with the names of `ordinals`, which are sorted: blocks of the dictionary are read
    /// once each.
    pub(crate) fn each(&self, ordinals: &[u64], take: impl FnMut(&[u8])) -> tantivy::Result<()> {
        let dictionary = self.column.dictionary();
        dictionary.sorted_ords_to_term_cb(ordinals, take).map_err(TantivyError::from)?;
        Ok(())
    }
}
