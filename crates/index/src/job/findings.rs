//! What a job found out about its inputs, besides articles and rejects.

use hashbrown::HashSet;

use crate::corpus::{Notes, PassedOver};

/// What a job found out about its inputs.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// Files that were not read.
    pub(super) passed_over: PassedOver,
    /// What was noticed in records.
    pub(super) notes: Notes,
    /// Hashes of the ids read: eight bytes for each.
    pub(super) ids: HashSet<u64>,
    /// Articles whose id came before in this job, with other content.
    pub(super) repeated: u64,
    /// The first such id.
    pub(super) repeated_id: Option<String>,
}
