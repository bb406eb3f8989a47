//! Deletions: an article is deleted from the segments written before, and from no other.
//!
//! ```text
//! writer                              tantivy
//! add(a1)   -> builder                                      segment 1 = {a1}
//! flush     -> segment 1 is written   add_segment(1)
//! add(a2)   -> delete(a, count = 1)   queues the deletion   a2 replaces a1
//! flush     -> segment 2 is written   add_segment(2)        segment 2 = {a2}
//! commit                              applies the deletion to 1 and 2: only 1 is older than count
//! ```

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::index::SegmentId;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, TermQuery, Weight};
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocId, Score, SegmentReader};

/// The segments that one writer has written, numbered in the order of writing.
#[derive(Clone, Debug, Default)]
pub(super) struct WrittenSegments(Arc<Mutex<HashMap<SegmentId, usize>>>);

/// A query for the articles of a term, except in segments written after the query was made.
///
/// tantivy queues deletions and may apply them to a segment that is added later, which may hold the
/// replacement of the deleted article.
#[derive(Clone, Debug)]
pub(super) struct Deletion {
    term: Term,
    written: WrittenSegments,
    /// How many segments had been written when the query was made.
    count: usize,
}

struct DeletionWeight {
    inner: Box<dyn Weight>,
    written: WrittenSegments,
    count: usize,
}

impl WrittenSegments {
    /// Records that `segment` was written.
    pub(super) fn add(&self, segment: SegmentId) {
        let mut numbers = self.numbers();
        let next = numbers.len();
        numbers.insert(segment, next);
    }

    /// Returns a query that deletes the articles of `term` written so far.
    pub(super) fn deletion(&self, term: Term) -> Deletion {
        Deletion { term, written: self.clone(), count: self.numbers().len() }
    }

    /// Returns whether `segment` was written after the first `count` segments.
    fn is_later(&self, segment: SegmentId, count: usize) -> bool {
        self.numbers().get(&segment).is_some_and(|&number| number >= count)
    }

    fn numbers(&self) -> MutexGuard<'_, HashMap<SegmentId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Query for Deletion {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let term = TermQuery::new(self.term.clone(), IndexRecordOption::Basic);
        Ok(Box::new(DeletionWeight {
            inner: term.weight(scoring)?,
            written: self.written.clone(),
            count: self.count,
        }))
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
