//! Deletions: an article goes from the segments that were written before, and from no other.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::index::SegmentId;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, TermQuery, Weight};
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocId, Score, SegmentReader};

/// The segments that one writer has written, and their places in the order of writing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written(Arc<Mutex<HashMap<SegmentId, usize>>>);

/// Matches the articles of a term, except in segments that are written after it was made.
///
/// tantivy holds deletions back and may apply them to a segment that is added later, which may hold
/// the article that takes the deleted one's place.
#[derive(Clone, Debug)]
pub(crate) struct Deletion {
    term: Term,
    written: Written,
    /// How many segments had been written.
    count: usize,
}

struct DeletionWeight {
    inner: Box<dyn Weight>,
    written: Written,
    count: usize,
}

impl Written {
    /// Notes that `segment` is written.
    pub(crate) fn add(&self, segment: SegmentId) {
        let mut places = self.places();
        let next = places.len();
        places.insert(segment, next);
    }

    /// Returns a deletion of what is written so far and has `term`.
    pub(crate) fn deletion(&self, term: Term) -> Deletion {
        Deletion { term, written: self.clone(), count: self.places().len() }
    }

    /// Returns whether `segment` was written when there were `count` or more.
    fn is_later(&self, segment: SegmentId, count: usize) -> bool {
        self.places().get(&segment).is_some_and(|&place| place >= count)
    }

    fn places(&self) -> MutexGuard<'_, HashMap<SegmentId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Query for Deletion {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let term = TermQuery::new(self.term.clone(), IndexRecordOption::Basic);
        let (inner, written) = (term.weight(scoring)?, self.written.clone());
        Ok(Box::new(DeletionWeight { inner, written, count: self.count }))
    }
}

impl Weight for DeletionWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        if self.written.is_later(reader.segment_id(), self.count) {
            return Ok(Box::new(EmptyScorer));
        }
        self.inner.scorer(reader, boost)
    }

    fn explain(&self, reader: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        self.inner.explain(reader, document)
    }
}
