//! The articles that were reported to a query, as hashes of their ids.

use std::fs;
use std::path::Path;

use xxhash_rust::xxh3::xxh3_128;

use crate::error::Error;
use crate::files;

/// Bytes of one hash.
const WIDTH: usize = size_of::<u128>();

/// The hash of an article's id. Of a billion ids, two share one with a chance of 1 in 10²⁰.
pub(crate) fn hash(id: &str) -> u128 {
    xxh3_128(id.as_bytes())
}

/// The articles that were reported to a query.
#[derive(Debug, Default)]
pub(crate) struct Known {
    sorted: Vec<u128>,
}

impl Known {
    /// Reads the first `count` hashes of the file at `path`: what follows was never committed.
    pub(crate) fn read(path: &Path, count: u64) -> Result<Self, Error> {
        if count == 0 {
            return Ok(Self::default());
        }
        let bytes = fs::read(path).map_err(Error::at(path))?;
        let mut sorted: Vec<u128> =
            bytes.as_chunks::<WIDTH>().0.iter().map(|bytes| u128::from_le_bytes(*bytes)).collect();
        if (sorted.len() as u64) < count {
            let reason = format!("it has {} of {count} articles", sorted.len());
            return Err(Error::damaged(path, reason));
        }
        sorted.truncate(count as usize);
        sorted.sort_unstable();
        Ok(Self { sorted })
    }

    pub(crate) fn has(&self, hash: u128) -> bool {
        self.sorted.binary_search(&hash).is_ok()
    }
}

/// Puts hashes behind the first `count` of the file at `path`.
pub(crate) fn append(path: &Path, count: u64, hashes: &[u128]) -> Result<(), Error> {
    let bytes: Vec<u8> = hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect();
    files::write_at(path, count * WIDTH as u64, &bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_committed_is_not_known_and_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("known");
        append(&path, 0, &[hash("b"), hash("a")]).unwrap();
        append(&path, 2, &[hash("torn"), hash("too")]).unwrap();
        let has = |count| {
            let known = Known::read(&path, count).unwrap();
            ["a", "b", "torn", "c"].map(|id| known.has(hash(id)))
        };
        assert_eq!(has(2), [true, true, false, false]);
        append(&path, 2, &[hash("c")]).unwrap();
        assert_eq!(has(3), [true, true, false, true]);
        assert_eq!(has(0), [false; 4]);
        assert!(matches!(Known::read(&path, 4), Err(Error::Damaged { .. })));
    }
}
