//! Samples: a few articles indexed in memory, to be searched at once and thrown away.

use std::collections::HashSet;
use std::path::Path;

use tantivy::directory::{Directory, RamDirectory};
use tantivy::{Index, IndexSettings};
use xunwen_schema::{Article, Fields, digest};
use xxhash_rust::xxh3::xxh3_64;

use crate::segment::{ArticleHashes, SegmentBuilder};

/// The memory of the postings of a sample, in bytes: it grows where that is not enough.
const MEMORY: usize = 15_000_000;
/// The file in which tantivy says what an index consists of.
const META: &str = "meta.json";

/// Indexes `articles` in memory. Of articles of one id, the first is taken.
///
/// # Errors
///
/// If tantivy fails.
pub fn in_memory(articles: impl IntoIterator<Item = Article>) -> tantivy::Result<Index> {
    let directory = RamDirectory::create();
    let settings = IndexSettings {
        docstore_compress_dedicated_thread: false,
        docstore_compression: tantivy::store::Compressor::None,
        ..IndexSettings::default()
    };
    let index = Index::create(directory.clone(), Fields::schema().0, settings)?;
    let mut builder = SegmentBuilder::begin(&index, None, 1, MEMORY)?;
    let mut known = HashSet::new();
    for article in articles {
        let hashes =
            ArticleHashes { id: xxh3_64(article.id.as_bytes()), content: digest(&article) };
        if known.insert(hashes.id) {
            builder.add(article, hashes)?;
        }
    }
    if known.is_empty() {
        return Ok(index);
    }
    let mut meta = index.load_metas()?;
    meta.segments.push(builder.finish(0)?);
    directory.atomic_write(Path::new(META), serde_json::to_string(&meta)?.as_bytes())?;
    Index::open(directory)
}
