//! What a running job reports.

use crate::corpus::Recognised;

/// How far a job has read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Articles read so far, including unchanged ones.
    pub articles: u64,
    /// Records rejected so far.
    pub rejected: u64,
    /// Bytes of the inputs read so far: compressed bytes of compressed inputs.
    pub input_bytes: u64,
    /// Bytes of all inputs; unknown for standard input.
    pub input_bytes_total: Option<u64>,
}

/// Something that a running job reports.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// The job resumes at the last commit of one that was interrupted.
    Resumed {
        /// Articles read by then.
        articles: u64,
        /// The input it resumes in; `None` if all were read.
        input: Option<String>,
        /// Records of this input that are skipped.
        records: u64,
    },
    /// An input has changed since the job was interrupted, so it begins again.
    Changed {
        /// The input.
        input: String,
    },
    /// A generation that another job had begun and not completed was removed.
    Dropped {
        /// Its number.
        generation: u64,
    },
    /// A file is read, and was taken for this; only told if the job is verbose.
    Recognised(Recognised),
    /// A batch was read.
    Read(Progress),
    /// What was read so far is durable.
    Committed {
        /// Articles in the index now.
        articles: u64,
        /// Commits of this job so far.
        commits: u64,
    },
    /// All inputs are read; segments are being merged.
    Merging,
    /// A new generation is live.
    Switched {
        /// Its number.
        generation: u64,
    },
}
