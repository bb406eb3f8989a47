//! What a job tells while it works.

/// How far a job is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Articles read so far, unchanged ones too.
    pub articles: u64,
    /// Records rejected so far.
    pub rejected: u64,
    /// Bytes of the inputs read so far, compressed where they are.
    pub input_bytes: u64,
    /// Bytes of all inputs, if known: standard input has no length.
    pub input_bytes_total: Option<u64>,
}

/// Something a job tells.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// The job goes on where one that was cut short committed last.
    Resumed {
        /// Articles read by then.
        articles: u64,
        /// Where it goes on.
        input: String,
        /// Records of this input that are passed over.
        records: u64,
    },
    /// An input has changed since a job was cut short: it begins again.
    Changed {
        /// The input.
        input: String,
    },
    /// A generation that another job had begun and not finished is dropped.
    Dropped {
        /// Its number.
        generation: u64,
    },
    /// A file of a folder or pattern is no corpus and is passed over.
    Skipped {
        /// Why, naming the file.
        reason: String,
    },
    /// A batch was read.
    Read(Progress),
    /// What was read is safe.
    Committed {
        /// Articles in the index now.
        articles: u64,
        /// Commits of this job so far.
        commits: u64,
    },
    /// All is read; segments are merged.
    Merging,
    /// A new generation is live.
    Switched {
        /// Its number.
        generation: u64,
    },
}
