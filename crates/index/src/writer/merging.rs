//! Which segments are merged while a job is running.

use tantivy::merge_policy::LogMergePolicy;

/// The fewest small segments that are merged into one.
const FEWEST_MERGED: usize = 4;
/// The most articles of a segment that is merged while a job is running.
const LARGEST_MERGED: usize = 10_000;

/// Returns the policy for merges while a job is running: small segments only. A merge holds all of its
/// segments in memory, which must not grow with the index; `Writer::merge_all` merges the rest.
pub(super) fn merge_policy() -> LogMergePolicy {
    let mut policy = LogMergePolicy::default();
    policy.set_max_docs_before_merge(LARGEST_MERGED);
    policy.set_min_num_segments(FEWEST_MERGED);
    policy
}
