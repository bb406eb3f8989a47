//! Options for writing: threads, memory, commits, user words.

use std::num::NonZeroUsize;

use xunwen_schema::UserWord;

use crate::error::Error;

/// The least memory for one thread's postings, in bytes.
const SMALLEST_MEMORY: usize = 15_000_000;

/// How to write.
#[derive(Clone, Debug)]
pub struct Options {
    /// Threads that analyse and index; by default one per processor, at most 8.
    pub threads: Option<NonZeroUsize>,
    /// Memory for the whole job, in bytes. Two thirds are for postings that are not on disk yet, shared by
    /// all threads; the rest is for reading, writing and merging.
    pub memory: usize,
    /// The most articles between two commits; full memory also triggers a commit. A killed job loses at
    /// most what came after the last one.
    pub commit_every: u64,
    /// User words: words that the analyzer has in addition to the built-in dictionary. They must be those
    /// of the index, if it exists; `None` means those.
    pub user_words: Option<Vec<UserWord>>,
}

impl Options {
    /// Returns the number of threads; by default no more than the memory suffices for.
    pub(crate) fn threads(&self) -> usize {
        let most = (self.postings_memory() / SMALLEST_MEMORY).clamp(1, 8);
        let available =
            || std::thread::available_parallelism().map_or(1, NonZeroUsize::get).min(most);
        self.threads.map_or_else(available, NonZeroUsize::get)
    }

    /// Returns the memory for postings that are not on disk yet, in bytes.
    pub(crate) fn postings_memory(&self) -> usize {
        self.memory / 3 * 2
    }

    /// Returns the size of the largest index that is merged into one segment at the end of a job, in
    /// bytes. By then no postings are in memory.
    pub(crate) fn mergeable(&self) -> u64 {
        self.memory as u64 / 2
    }

    /// Checks that every thread gets at least [`SMALLEST_MEMORY`].
    pub(crate) fn check(&self) -> Result<(), Error> {
        let threads = self.threads();
        let needed = SMALLEST_MEMORY.saturating_mul(threads);
        if needed <= self.postings_memory() {
            return Ok(());
        }
        // Postings get two thirds of the memory.
        let needed = needed.saturating_add(needed / 2);
        Err(Error::Threads {
            threads,
            needed: needed.div_ceil(1 << 20) as u64,
            given: (self.memory >> 20) as u64,
        })
    }
}

impl Default for Options {
    fn default() -> Self {
        Self { threads: None, memory: 1536 << 20, commit_every: 250_000, user_words: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_fit_into_the_memory() {
        let options = |threads, memory: usize| Options {
            threads: NonZeroUsize::new(threads),
            memory: memory << 20,
            ..Options::default()
        };
        assert_eq!(options(0, 32).threads(), 1);
        assert!(options(0, 32).check().is_ok());
        assert!(options(2, 48).check().is_ok());
        let Err(Error::Threads { threads, needed, given }) = options(99_999, 512).check() else {
            panic!("too many threads")
        };
        // 15,000,000 bytes a thread, and half as much for the rest.
        assert_eq!((threads, needed, given), (99_999, 2_145_746, 512));
    }
}
