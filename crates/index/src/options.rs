//! How to write: threads, memory, commits, words.

use std::num::NonZeroUsize;

use xunwen_schema::UserWord;

use crate::error::Error;

/// The least memory for the postings of a thread, in bytes.
const SMALLEST_MEMORY: usize = 15_000_000;

/// How to write.
#[derive(Clone, Debug)]
pub struct Options {
    /// Threads that analyse and index; by default as many as there are processors, 8 at most.
    pub threads: Option<NonZeroUsize>,
    /// Memory for the whole job, in bytes. Two thirds of it are for postings that are not on disk yet,
    /// all threads together; the rest is for what is read, written and merged meanwhile.
    pub memory: usize,
    /// The most articles between two commits; a full memory makes one, too. A killed job loses at most
    /// what came after the last.
    pub commit_every: u64,
    /// Words that a first generation's analyzer has besides the built-in dictionary. An existing
    /// index must have been made with the same; `None` takes its own.
    pub user_words: Option<Vec<UserWord>>,
}

impl Options {
    /// Returns the threads to use: where none are asked for, no more than the memory is enough for.
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

    /// Returns the bytes of an index that is merged into one segment at the end of a job. When it is
    /// merged, no postings wait in memory.
    pub(crate) fn mergeable(&self) -> u64 {
        self.memory as u64 / 2
    }

    /// Checks that every thread gets the least memory it works with.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let threads = self.threads();
        let needed = SMALLEST_MEMORY.saturating_mul(threads);
        if needed <= self.postings_memory() {
            return Ok(());
        }
        let needed = needed.saturating_add(needed / 2);
        let (needed, given) = (needed.div_ceil(1 << 20) as u64, (self.memory >> 20) as u64);
        Err(Error::Threads { threads, needed, given })
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
