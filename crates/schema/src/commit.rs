//! Commits: what a commit of a generation records besides its articles.
//!
//! ```text
//! {"articles": 1024, "job": {"plan": "update", "done": 3, "current": {"name": "news.jsonl", …}, "records": 512, …}}
//! ```
//!
//! It travels in tantivy's commit payload, so the articles and how far the input was read become durable
//! in one step.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// The payload of a commit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitPayload {
    /// Articles in the index as of this commit; missing from older programs.
    pub articles: Option<u64>,
    /// The job that this commit belongs to, if it has not ended.
    pub job: Option<JobProgress>,
}

/// How far a job has read. Its size does not depend on how many inputs there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobProgress {
    /// The kind of job; only a job of the same kind can resume it.
    pub plan: String,
    /// How many inputs were read to their end.
    pub done: u64,
    /// A digest of the stamps of those, in order.
    pub digest: StampDigest,
    /// The input that is being read; `None` between two inputs, and if it cannot be read twice.
    pub current: Option<InputStamp>,
    /// Whether an input was begun that cannot be read twice.
    pub has_pipe: bool,
    /// Records read of the current input.
    pub records: u64,
    /// Where those records end, in bytes of decompressed text.
    pub end: u64,
    /// The results so far.
    pub counts: JobCounts,
}

/// A digest of stamps: of their names, and of all that they say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StampDigest {
    /// Of the names.
    pub names: u64,
    /// Of names, sizes and heads.
    pub all: u64,
}

impl StampDigest {
    /// Returns the digest with one more stamp.
    #[must_use]
    pub fn with(self, stamp: &InputStamp) -> Self {
        let InputStamp { name, size, head } = stamp;
        let add = |before: u64, text: &str| xxh3_64_with_seed(text.as_bytes(), before);
        let names = add(self.names, name);
        Self { names, all: add(self.all, &format!("{name}\n{size}\n{head}")) }
    }
}

/// What a job has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobCounts {
    /// Articles whose id was new.
    pub added: u64,
    /// Articles that replaced another.
    pub updated: u64,
    /// Articles that the index held already.
    pub unchanged: u64,
    /// Records that were rejected.
    pub rejected: u64,
    /// Bytes of decompressed text read.
    pub bytes: u64,
    /// Commits.
    pub commits: u64,
}

/// The identity of an input: a resumed job compares it to detect that the input has changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputStamp {
    /// Its name, as given.
    pub name: String,
    /// Its size; for a file, in bytes on disk.
    pub size: u64,
    /// A digest of its beginning.
    pub head: String,
}

impl CommitPayload {
    /// Parses the payload of a commit; one that another program wrote counts as empty.
    #[must_use]
    pub fn parse(payload: Option<&str>) -> Self {
        payload.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
    }
}

/// Writes the JSON that [`CommitPayload::parse`] reads.
impl std::fmt::Display for CommitPayload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| std::fmt::Error)?)
    }
}

impl JobProgress {
    /// Returns the progress of a job that has read nothing.
    #[must_use]
    pub fn new(plan: &str) -> Self {
        Self { plan: plan.to_owned(), ..Self::default() }
    }
}

impl JobCounts {
    /// Returns how many articles were read.
    #[must_use]
    pub fn articles(&self) -> u64 {
        self.added + self.updated + self.unchanged
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_of_an_older_program_is_empty() {
        let old = CommitPayload::parse(Some(r#"{"inputs":{"a.jsonl":3}}"#));
        assert_eq!((old.articles, old.job), (None, None));
        assert_eq!(CommitPayload::parse(Some("no json")), CommitPayload::default());
    }

    #[test]
    fn a_payload_is_read_as_it_is_written() {
        let job = JobProgress { records: 7, ..JobProgress::new("build") };
        let payload = CommitPayload { articles: Some(3), job: Some(job) };
        assert_eq!(CommitPayload::parse(Some(&payload.to_string())), payload);
    }
}
