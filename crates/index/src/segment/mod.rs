//! Segments: articles in, the files of one tantivy segment out.
//!
//! tantivy's own writer looks up the posting list of every term it meets. This one sorts instead
//! ([`inverter`]), which is several times as fast, and all threads contribute to one segment, so that
//! nothing needs to be merged afterwards. The files are byte for byte what tantivy would write: a test
//! compares them with tantivy's own segments.
//!
//! ```text
//!                 +-> worker: terms, postings of its articles -+
//! article, number +-> worker                                  -+-> merged by term -> files
//!                 +-> stored fields, columns: written on arrival
//! ```

mod blocks;
mod inverter;
mod places;
mod radix;
mod terms;
mod worker;
mod write;
mod writeback;

use std::collections::HashMap;
use std::path::Path;

use tantivy::directory::{TerminatingWrite, WritePtr};
use tantivy::fastfield::{FastFieldsWriter, write_alive_bitset};
use tantivy::fieldnorm::{FieldNormsSerializer, FieldNormsWriter};
use tantivy::index::{Index, Segment, SegmentComponent, SegmentMeta};
use tantivy::schema::{Field, Schema};
use tantivy::store::StoreWriter;
use tantivy::{BitSet, Opstamp, TantivyError};
use xunwen_schema::{Article, Fields};

use inverter::Inverted;
use worker::{FieldPostings, Workers};
use writeback::Writeback;

const _: () = assert!(
    tantivy::INDEX_FORMAT_VERSION == 7,
    "segments are written as tantivy's index format 7 lays them out, and posting lists are read from \
     their bytes in `xunwen-query`: read tantivy's changes, then decide what becomes of old indexes \
     (`Manifest::TANTIVY_FORMAT`)"
);

/// Memory per article in addition to its postings, roughly, in bytes: its document, and the lengths of
/// its fields.
const ARTICLE_BYTES: usize = 96;

/// The large files, which are synced while they are written.
const WRITTEN_BACK: [SegmentComponent; 5] = [
    SegmentComponent::Store,
    SegmentComponent::FastFields,
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::Terms,
];

/// Hashes of an article.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ArticleHashes {
    /// The hash of its id.
    pub(crate) id: u64,
    /// Its [`digest`](xunwen_schema::digest), which is stored.
    pub(crate) content: u64,
}

/// Builds one segment.
pub(crate) struct SegmentBuilder {
    segment: Segment,
    schema: Schema,
    fields: Fields,
    workers: Workers,
    /// Unless they are in memory.
    writeback: Option<Writeback>,
    store: StoreWriter,
    columns: FastFieldsWriter,
    columns_file: WritePtr,
    /// The documents of the articles, by the hash of the id.
    documents: HashMap<u64, u32>,
    /// Documents that were deleted again.
    forgotten: Vec<u32>,
    /// The next document.
    next: u32,
}

impl SegmentBuilder {
    /// Begins a segment of `index`, whose files are in `folder`, with `threads` workers that share
    /// `memory` bytes.
    ///
    /// # Errors
    ///
    /// If a file or thread cannot be created.
    pub(crate) fn begin(
        index: &Index,
        folder: Option<&Path>,
        threads: usize,
        memory: usize,
    ) -> tantivy::Result<Self> {
        let segment = index.new_segment();
        let schema = index.schema();
        let settings = index.settings();
        let store = StoreWriter::new(
            segment.open_write(SegmentComponent::Store)?,
            settings.docstore_compression,
            settings.docstore_blocksize,
            settings.docstore_compress_dedicated_thread,
        )?;
        let tokenizers = index.fast_field_tokenizer().clone();
        let writeback = folder.map(|folder| {
            let path = |component: &SegmentComponent| segment.relative_path(component.clone());
            let files = WRITTEN_BACK.iter().map(|component| folder.join(path(component)));
            Writeback::start(files.collect())
        });
        Ok(Self {
            writeback: writeback.transpose()?,
            workers: Workers::start(&schema, threads, memory)?,
            columns: FastFieldsWriter::from_schema_and_tokenizer_manager(&schema, tokenizers)?,
            columns_file: segment.open_write(SegmentComponent::FastFields)?,
            store,
            fields: Fields::schema().1,
            schema,
            segment,
            documents: HashMap::new(),
            forgotten: Vec::new(),
            next: 0,
        })
    }

    /// Adds `article`.
    ///
    /// # Errors
    ///
    /// If the system refuses to write.
    pub(crate) fn add(&mut self, article: Article, hashes: ArticleHashes) -> tantivy::Result<()> {
        let stored = self.fields.stored_with_digest(&article, hashes.content);
        self.store.store(&stored, &self.schema)?;
        self.columns.add_document(&stored)?;
        self.documents.insert(hashes.id, self.next);
        self.workers.add(self.next, article)?;
        self.next += 1;
        Ok(())
    }

    /// Deletes the article whose id has the hash `id`; returns whether the segment holds it.
    pub(crate) fn forget(&mut self, id: u64) -> bool {
        let document = self.documents.remove(&id);
        self.forgotten.extend(document);
        document.is_some()
    }

    /// Returns the memory in use, in bytes.
    pub(crate) fn memory(&self) -> usize {
        let articles = self.next as usize * ARTICLE_BYTES;
        articles + self.workers.memory() + self.store.mem_usage() + self.columns.mem_usage()
    }

    /// Writes the segment; its deletions, if any, belong to commit `opstamp`.
    ///
    /// # Errors
    ///
    /// If the system refuses to write.
    pub(crate) fn finish(self, opstamp: Opstamp) -> tantivy::Result<SegmentMeta> {
        let Self {
            segment, schema, workers, writeback, store, columns, columns_file, next, ..
        } = self;
        std::thread::scope(|scope| {
            // In parallel with the postings, because each of them waits for the disk now and then.
            let columns = scope.spawn(move || write_columns(columns, columns_file));
            let store = scope.spawn(move || store.close());
            let fields = by_field(&schema, workers.finish()?);
            write_norms(&segment, &schema, &fields, next)?;
            write::write_postings(&segment, fields)?;
            let gone = |_| TantivyError::ErrorInThread("writing a segment".to_owned());
            store.join().map_err(gone)??;
            columns.join().map_err(gone)?
        })?;
        drop(writeback);
        let segment = without(segment.with_max_doc(next), &self.forgotten, opstamp)?;
        segment.meta().untrack_temp_docstore();
        Ok(segment.meta().clone())
    }
}

fn write_columns(mut columns: FastFieldsWriter, mut file: WritePtr) -> tantivy::Result<()> {
    columns.serialize(&mut file, None)?;
    file.terminate()?;
    Ok(())
}

/// Groups the postings of all workers by field.
fn by_field(schema: &Schema, parts: Vec<FieldPostings>) -> Vec<(Field, Vec<Inverted>)> {
    let mut fields: Vec<(Field, Vec<Inverted>)> =
        schema.fields().map(|(field, _)| (field, Vec::new())).collect();
    for (field, inverted) in parts.into_iter().flatten() {
        if let Some((_, all)) = fields.get_mut(field.field_id() as usize) {
            all.push(inverted);
        }
    }
    fields
}

/// Writes the field norms of `count` documents: the number of terms of each field.
fn write_norms(
    segment: &Segment,
    schema: &Schema,
    fields: &[(Field, Vec<Inverted>)],
    count: u32,
) -> tantivy::Result<()> {
    let mut writer = FieldNormsWriter::for_schema(schema);
    for (field, parts) in fields {
        let mut lengths: Vec<_> = parts.iter().flat_map(|part| &part.lengths).copied().collect();
        lengths.sort_unstable();
        for (document, length) in lengths {
            writer.record(document, *field, length);
        }
    }
    writer.fill_up_to_max_doc(count);
    let file = segment.open_write(SegmentComponent::FieldNorms)?;
    writer.serialize(FieldNormsSerializer::from_write(file)?, None)?;
    Ok(())
}

/// Marks the documents `forgotten` as deleted.
fn without(segment: Segment, forgotten: &[u32], opstamp: Opstamp) -> tantivy::Result<Segment> {
    if forgotten.is_empty() {
        return Ok(segment);
    }
    let mut alive = BitSet::with_max_value_and_full(segment.meta().max_doc());
    for &document in forgotten {
        alive.remove(document);
    }
    let segment = segment.with_delete_meta(forgotten.len() as u32, opstamp);
    let mut file = segment.open_write(SegmentComponent::Delete)?;
    write_alive_bitset(&alive, &mut file)?;
    file.terminate()?;
    Ok(segment)
}

#[cfg(test)]
mod tests;
