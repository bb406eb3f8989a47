//! Segments: the parts of an index, with what is read of each again and again.
//!
//! Opening a column or finding a file reads a good part of it, which takes longer than many a
//! search. So each is opened once, when it is first needed.

use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, OnceLock};

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{DocAddress, DocId, Searcher, SegmentReader, TantivyDocument};
use xunwen_schema::{Article, Fields, column};

use crate::index::cancel::Cancel;
use crate::index::collection::Collection;
use crate::index::columns::{Names, SegmentColumns};
use crate::index::docset::DocSet;
use crate::index::field_terms::FieldTerms;
use crate::index::postings::{FieldPostings, PostingsCursor};
use crate::index::spellings::Spellings;

/// All segments of an index, as they were when it was opened; all clones share them.
#[derive(Clone)]
pub(crate) struct Segments {
    searcher: Searcher,
    fields: Fields,
    segments: Arc<[Segment]>,
    /// The names of all outlets, once they were asked for.
    outlets: Arc<OnceLock<Spellings>>,
    /// What they are a sample of.
    collection: Option<Arc<dyn Collection>>,
    cancel: Cancel,
}

/// One segment.
pub(crate) struct Segment {
    reader: SegmentReader,
    ordinal: u32,
    texts: [Field; 3],
    columns: OnceLock<SegmentColumns>,
    /// Of each field of text.
    lists: OnceLock<Vec<FieldPostings>>,
}

impl Segments {
    pub(crate) fn new(searcher: Searcher, fields: &Fields) -> Self {
        let segment = |(ordinal, reader): (u32, &SegmentReader)| Segment {
            reader: reader.clone(),
            ordinal,
            texts: fields.texts(),
            columns: OnceLock::new(),
            lists: OnceLock::new(),
        };
        let segments = (0..).zip(searcher.segment_readers()).map(segment).collect();
        let (outlets, collection, cancel) = Default::default();
        Self { searcher, fields: *fields, segments, outlets, collection, cancel }
    }

    /// Returns the same segments as a sample of `collection`.
    pub(super) fn sampling(self, collection: Arc<dyn Collection>) -> Self {
        Self { collection: Some(collection), ..self }
    }

    /// Returns the collection that they are a sample of.
    pub(crate) fn collection(&self) -> Option<&dyn Collection> {
        self.collection.as_deref()
    }

    /// Returns the same segments, read until `cancel` is cancelled.
    pub(crate) fn with_cancel(&self, cancel: &Cancel) -> Self {
        Self { cancel: cancel.clone(), ..self.clone() }
    }

    /// Returns the token of the question that reads them.
    pub(crate) fn cancel(&self) -> &Cancel {
        &self.cancel
    }

    /// Returns the number of articles that are not deleted, of the whole collection.
    pub(crate) fn num_docs(&self) -> u64 {
        self.collection().map_or_else(|| self.searcher.num_docs(), Collection::articles)
    }

    /// Returns tantivy's view of the index.
    pub(super) fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// Reads the article at `address`.
    pub(crate) fn article(&self, address: DocAddress) -> tantivy::Result<Article> {
        self.cancel.count(Cancel::ARTICLE)?;
        let document: TantivyDocument = self.searcher.doc(address)?;
        Ok(self.fields.article(&document))
    }

    /// Returns the names of all outlets; they are read once.
    pub(crate) fn outlets(&self) -> tantivy::Result<&Spellings> {
        once(&self.outlets, || {
            let mut names = BTreeSet::new();
            for column in self.iter().map(|segment| segment.names(column::SOURCE)) {
                let Some(column) = column? else { continue };
                self.cancel.count(column.count() as u64 * Cancel::ARTICLE / 64)?;
                let all: Vec<u64> = (0..column.count() as u64).collect();
                column.each(&all, |name| {
                    names.insert(String::from_utf8_lossy(name).into_owned());
                })?;
            }
            Ok(Spellings::of(names.iter().map(String::as_str)))
        })
    }

    /// Returns the fields of the index.
    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Returns the segments in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Segment> {
        self.segments.iter()
    }

    /// Returns the segment numbered `ordinal`.
    pub(crate) fn segment(&self, ordinal: u32) -> &Segment {
        &self.segments[ordinal as usize]
    }
}

impl Segment {
    /// Returns its number in the index.
    pub(crate) fn ordinal(&self) -> u32 {
        self.ordinal
    }

    /// Returns the number above all of its documents, deleted ones included.
    pub(crate) fn max_doc(&self) -> DocId {
        self.reader.max_doc()
    }

    /// Returns whether some of its documents are deleted.
    pub(crate) fn has_deleted(&self) -> bool {
        self.reader.num_deleted_docs() > 0
    }

    /// Returns whether `doc` is deleted.
    pub(crate) fn is_deleted(&self, doc: DocId) -> bool {
        self.reader.is_deleted(doc)
    }

    /// Returns the documents that are not deleted.
    pub(crate) fn live_docs(&self) -> DocSet {
        if !self.has_deleted() {
            return DocSet::all(self.max_doc());
        }
        let mut live = DocSet::new(self.max_doc());
        self.reader.doc_ids_alive().for_each(|doc| live.insert(doc));
        live
    }

    /// Returns the lengths of the texts in `field`, in terms, as coarsely as the index keeps them.
    pub(crate) fn lengths(&self, field: Field) -> tantivy::Result<FieldNormReader> {
        self.reader.get_fieldnorms_reader(field)
    }

    /// Returns the dictionary and the posting lists of `field`.
    pub(crate) fn terms(&self, field: Field) -> tantivy::Result<FieldTerms> {
        let index = self.reader.inverted_index(field)?;
        Ok(FieldTerms::new(field, index, self.reader.max_doc()))
    }

    /// Returns the column of names that is called `name`, unless no article has one.
    pub(crate) fn names(&self, name: &str) -> tantivy::Result<Option<Names>> {
        Ok(self.reader.fast_fields().str(name)?.map(Names::new))
    }

    /// Returns tantivy's view of the segment.
    pub(super) fn reader(&self) -> &SegmentReader {
        &self.reader
    }

    /// Returns its columns.
    pub(crate) fn columns(&self) -> tantivy::Result<&SegmentColumns> {
        once(&self.columns, || SegmentColumns::open(&self.reader))
    }

    /// Returns the posting list, with positions, of the term that `info` is of, in a field of text.
    pub(crate) fn list(
        &self,
        field: Field,
        info: &TermInfo,
    ) -> tantivy::Result<PostingsCursor<'_>> {
        let lists = once(&self.lists, || FieldPostings::open(&self.reader, &self.texts))?;
        let own = lists.iter().find(|lists| lists.field == field);
        let own = own.ok_or_else(|| io::Error::other("a field without positions"))?;
        Ok(own.list(info)?)
    }
}

/// Returns what `slot` holds, made by `open` the first time.
fn once<T>(slot: &OnceLock<T>, open: impl FnOnce() -> tantivy::Result<T>) -> tantivy::Result<&T> {
    if let Some(known) = slot.get() {
        return Ok(known);
    }
    let opened = open()?;
    Ok(slot.get_or_init(|| opened))
}
