//! Which segments are merged while a job is running: small ones, and only what is undamaged.

use std::sync::{Arc, Mutex, PoisonError};

use tantivy::SegmentMeta;
use tantivy::merge_policy::{LogMergePolicy, MergeCandidate, MergePolicy};
use xunwen_schema::{CommittedFiles, OpenError, SegmentFiles};

/// The fewest small segments that are merged into one.
const FEWEST_MERGED: usize = 4;
/// The most articles of a segment that is merged while a job is running.
const LARGEST_MERGED: usize = 10_000;

/// Merges small segments only: a merge holds all of its segments in memory, which must not grow with the
/// index; `Writer::merge_all` merges the rest.
///
/// The files of segments are checked before they are merged: what is merged gets new checksums, and
/// damage that is copied would look sound.
#[derive(Clone, Debug)]
pub(super) struct CheckedMergePolicy {
    inner: LogMergePolicy,
    files: CommittedFiles,
    damage: FoundDamage,
}

/// The first damage that kept segments from being merged; clones share it.
#[derive(Clone, Debug, Default)]
pub(super) struct FoundDamage(Arc<Mutex<Option<OpenError>>>);

impl CheckedMergePolicy {
    pub(super) fn new(files: CommittedFiles, damage: FoundDamage) -> Self {
        let mut inner = LogMergePolicy::default();
        inner.set_max_docs_before_merge(LARGEST_MERGED);
        inner.set_min_num_segments(FEWEST_MERGED);
        Self { inner, files, damage }
    }

    /// Returns whether the segments of `candidate` hold what was written.
    fn is_undamaged(&self, candidate: &MergeCandidate, segments: &[SegmentMeta]) -> bool {
        let MergeCandidate(ids) = candidate;
        let mut merged = segments.iter().filter(|segment| ids.contains(&segment.id()));
        match merged.try_for_each(|segment| self.files.check(segment, SegmentFiles::All)) {
            Ok(()) => true,
            Err(error) => {
                self.damage.note(error);
                false
            }
        }
    }
}

impl MergePolicy for CheckedMergePolicy {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let mut candidates = self.inner.compute_merge_candidates(segments);
        candidates.retain(|candidate| self.is_undamaged(candidate, segments));
        candidates
    }
}

impl FoundDamage {
    fn note(&self, error: OpenError) {
        let mut found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        found.get_or_insert(error);
    }

    /// Returns it, once.
    pub(super) fn take(&self) -> Option<OpenError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
