//! Commit records: what `meta.json` says about files.
//!
//! ```text
//! "segments": [{"segment_id": "b9ed06c0-…", "deletes": {"opstamp": 17, …}, …}],
//! "files": {"b9ed06c0….idx": {"bytes": 5120, "xxh3": "90bd43b2f5c10a49"}, …},
//! "checksum": "…"
//! ```
//!
//! `files` and `checksum` are ours; tantivy passes over them. They stand in the same file as the segments
//! because that file is replaced in one step: a list in a file of its own would have to be right for the
//! commit before and for the one after, whenever the power fails.

use std::collections::BTreeMap;
use std::io;

use serde::Deserialize;

use super::checksum::Checksum;
use super::names::segment_files;
use super::sealed::{Seal, seal, seal_of};

/// What a commit says about files.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct CommitRecord {
    segments: Vec<Segment>,
    /// The checksums by name; without the files that an older program wrote.
    #[serde(default)]
    pub(super) files: BTreeMap<String, Checksum>,
}

#[derive(Clone, Debug, Deserialize)]
struct Segment {
    segment_id: String,
    #[serde(default)]
    deletes: Option<Deletes>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
struct Deletes {
    opstamp: u64,
}

impl CommitRecord {
    /// Reads the content of `meta.json`.
    ///
    /// # Errors
    ///
    /// If it is not what was written.
    pub(super) fn parse(meta: &[u8]) -> io::Result<Self> {
        let damaged = |reason: String| io::Error::new(io::ErrorKind::InvalidData, reason);
        let record: Self =
            serde_json::from_slice(meta).map_err(|error| damaged(error.to_string()))?;
        match seal_of(meta) {
            // Whoever wrote the list sealed it.
            Seal::Missing if !record.files.is_empty() => {
                Err(damaged("its checksum is missing".to_owned()))
            }
            Seal::Wrong => Err(damaged("its checksum is wrong".to_owned())),
            Seal::Right | Seal::Missing => Ok(record),
        }
    }

    /// Returns the names of all files of its segments.
    pub(super) fn names(&self) -> Vec<String> {
        self.segments.iter().flat_map(Segment::files).collect()
    }
}

impl Segment {
    fn files(&self) -> Vec<String> {
        let deletes = self.deletes.map(|deletes| deletes.opstamp);
        segment_files(&self.segment_id.replace('-', ""), deletes)
    }
}

/// Adds the checksums of the files of its segments, as far as they are `known`, to the `meta.json` that
/// tantivy writes.
///
/// # Errors
///
/// If tantivy writes something else.
pub(super) fn with_checksums(
    meta: &[u8],
    known: &BTreeMap<String, Checksum>,
) -> io::Result<Vec<u8>> {
    let record: CommitRecord = serde_json::from_slice(meta)?;
    let names = record.names().into_iter();
    let files: BTreeMap<String, &Checksum> =
        names.filter_map(|name| known.get(&name).map(|sum| (name, sum))).collect();
    let text = String::from_utf8_lossy(meta);
    let text = text.trim_end();
    let text = text.strip_suffix('}').unwrap_or(text).trim_end();
    let files = serde_json::to_string(&files)?;
    Ok(seal(&format!("{text},\n  \"files\": {files}\n}}\n")).into_bytes())
}
