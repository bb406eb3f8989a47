//! Reports: what a job has done.

use std::path::PathBuf;
use std::time::Duration;

use crate::corpus::{Notes, PassedOver};

/// What a job did, including what it had done before an interruption.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Articles whose id was new.
    pub added: u64,
    /// Articles that replaced another with the same id.
    pub updated: u64,
    /// Articles that the index held already, word for word.
    pub unchanged: u64,
    /// Records that were rejected.
    pub rejected: u64,
    /// The list of rejected records, if there are any.
    pub reject_file: Option<PathBuf>,
    /// Files that were not read.
    pub passed_over: PassedOver,
    /// What was noticed in records.
    pub notes: Notes,
    /// Articles whose id came before in this job, with other content: each replaced the one before.
    pub repeated: u64,
    /// The first such id.
    pub repeated_id: Option<String>,
    /// Bytes of decompressed text read.
    pub bytes: u64,
    /// Time taken by this process.
    pub elapsed: Duration,
    /// Commits.
    pub commits: u64,
    /// The generation written.
    pub generation: u64,
    /// Articles in that generation now.
    pub articles: u64,
    /// Whether the job was asked to stop before its end; the same job resumes there.
    pub is_interrupted: bool,
}
