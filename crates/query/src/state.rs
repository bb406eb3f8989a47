//! What tells one state of an index from another.

use xxhash_rust::xxh3::Xxh3;

use crate::engine::Engine;

impl Engine {
    /// Returns a number that is the same as long as the same articles are searched in the same way,
    /// by whatever process, and another as soon as an article comes, changes or goes.
    #[must_use]
    pub fn state(&self) -> u64 {
        let mut digest = Xxh3::new();
        digest.update(&self.generation().number.to_le_bytes());
        digest.update(self.generation().manifest.fingerprint.as_bytes());
        for segment in self.searcher().segment_readers() {
            // A segment is never written to; articles in it are only struck out.
            digest.update(segment.segment_id().uuid_string().as_bytes());
            digest.update(&segment.num_deleted_docs().to_le_bytes());
        }
        digest.digest()
    }
}
