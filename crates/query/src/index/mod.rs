//! An opened index: one generation, its segments, and what is read of them.
//!
//! Nothing above this floor opens a posting list, a column or a dictionary by itself.

pub(crate) mod cancel;
pub(crate) mod collection;
pub(crate) mod columns;
pub(crate) mod date_order;
pub(crate) mod docset;
pub(crate) mod error;
pub(crate) mod field_terms;
pub(crate) mod postings;
#[cfg(test)]
pub(crate) mod samples;
pub(crate) mod segment;
pub(crate) mod spellings;
pub(crate) mod statistics;
pub(crate) mod term_lookup;

use std::fmt;
use std::sync::Arc;

use tantivy::{DocAddress, IndexReader, ReloadPolicy};
use xunwen_schema::{Article, Fields, FileAccess, Generation};
use xxhash_rust::xxh3::Xxh3;

use cancel::Cancel;
use collection::Collection;
use error::Error;
use segment::Segments;

/// Blocks of stored articles that are kept as they were last read: some 12 MB.
const CACHED_BLOCKS: usize = 750;

/// One generation of an index, as it was when opened; clones share what has been read.
#[derive(Clone)]
pub(crate) struct Index {
    segments: Segments,
    generation: Arc<Generation>,
}

impl Index {
    /// Opens a generation, live or not.
    pub(crate) fn open(generation: Generation, access: FileAccess) -> Result<Self, Error> {
        generation.check_tantivy_format(&generation.path)?;
        let reader = generation.reader(access, CACHED_BLOCKS)?;
        let segments = Segments::new(reader.searcher(), &Fields::schema().1);
        Ok(Self { segments, generation: Arc::new(generation) })
    }

    /// Opens an index in memory, which holds some of the articles of `collection`.
    pub(crate) fn in_memory(
        index: &tantivy::Index,
        generation: Generation,
        collection: Arc<dyn Collection>,
    ) -> Result<Self, Error> {
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual);
        let reader: IndexReader = reader.try_into()?;
        let segments = Segments::new(reader.searcher(), &Fields::schema().1).sampling(collection);
        Ok(Self { segments, generation: Arc::new(generation) })
    }

    /// Returns the same index, read until `cancel` is cancelled.
    pub(crate) fn with_cancel(&self, cancel: &Cancel) -> Self {
        let generation = Arc::clone(&self.generation);
        Self { segments: self.segments.with_cancel(cancel), generation }
    }

    pub(crate) fn generation(&self) -> &Generation {
        &self.generation
    }

    pub(crate) fn fields(&self) -> &Fields {
        self.segments.fields()
    }

    pub(crate) fn segments(&self) -> &Segments {
        &self.segments
    }

    /// Returns the number of articles that are not deleted.
    pub(crate) fn articles(&self) -> u64 {
        self.segments.num_docs()
    }

    /// Returns the ids of the articles at `addresses`, in their order.
    pub(crate) fn ids(&self, addresses: &[DocAddress]) -> Result<Vec<String>, Error> {
        let mut ids = vec![String::new(); addresses.len()];
        for segment in self.segments.iter() {
            let Some(column) = &segment.columns()?.ids else { continue };
            let mut places: Vec<(u64, usize)> = Vec::new();
            for (place, address) in addresses.iter().enumerate() {
                if address.segment_ord == segment.ordinal() {
                    places.push((column.first(address.doc_id).unwrap_or_default(), place));
                }
            }
            // In the order of the dictionary, its blocks are read once each.
            places.sort_unstable();
            let mut next = places.iter();
            let take = |id: &[u8]| {
                if let Some(&(_, place)) = next.next() {
                    ids[place] = String::from_utf8_lossy(id).into_owned();
                }
            };
            let ordinals: Vec<u64> = places.iter().map(|&(ordinal, _)| ordinal).collect();
            column.each(&ordinals, take)?;
        }
        Ok(ids)
    }

    /// Reads the article at `address`.
    pub(crate) fn article(&self, address: DocAddress) -> tantivy::Result<Article> {
        self.segments.article(address)
    }

    /// Returns where the article named `id` is.
    pub(crate) fn find(&self, id: &str) -> Result<Option<DocAddress>, Error> {
        Ok(self.fields().find(self.segments.searcher(), id)?)
    }

    /// Returns a number that is the same as long as the same articles are searched in the same way,
    /// by whatever process, and another as soon as an article comes, changes or goes.
    pub(crate) fn version(&self) -> u64 {
        let mut digest = Xxh3::new();
        digest.update(&self.generation.number.to_le_bytes());
        digest.update(self.generation.manifest.fingerprint.as_bytes());
        for segment in self.segments.iter() {
            // A segment is never written to; articles in it are only marked as deleted.
            digest.update(segment.reader().segment_id().uuid_string().as_bytes());
            digest.update(&segment.reader().num_deleted_docs().to_le_bytes());
        }
        digest.digest()
    }

    /// Returns the number of the commit that is on disk now, which may be later than what was opened.
    pub(crate) fn commit_on_disk(&self) -> Result<u64, Error> {
        Ok(self.segments.searcher().index().load_metas()?.opstamp)
    }

    /// Returns what the job that wrote the index attached to its last commit.
    pub(crate) fn commit_payload(&self) -> Result<Option<String>, Error> {
        Ok(self.segments.searcher().index().load_metas()?.payload)
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index").field("generation", &self.generation).finish_non_exhaustive()
    }
}
