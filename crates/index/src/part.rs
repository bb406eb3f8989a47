//! What a job reads, part after part: files, or the stored articles of an index, segment by segment.

use std::path::Path;

use tantivy::{Searcher, SegmentReader, TantivyDocument};
use xunwen_schema::Fields;

use crate::corpus::{Batch, Corpus, CorpusError, Format, Input};
use crate::error::Error;
use crate::stamp::Stamp;

/// Articles of a segment that are read at once.
const BATCH: usize = 512;
/// Blocks of stored articles that are kept unpacked: they are read in order.
const BLOCKS: usize = 2;

/// One thing to read.
#[derive(Debug)]
pub(crate) struct Part {
    source: Source,
    /// `None` of what cannot be read again.
    pub(crate) stamp: Option<Stamp>,
    /// Its bytes, compressed where it is; `None` if it has no length.
    pub(crate) bytes: Option<u64>,
}

enum Source {
    Input(Input, Option<Format>),
    Segment(Box<SegmentReader>),
}

/// Batches in order; the first error ends them.
pub(crate) type Batches = Box<dyn Iterator<Item = Result<Batch, Error>>>;

impl Part {
    /// Opens `input` once, to see that it can be read: a file that cannot is told before anything is
    /// written. A pipe could not be read again.
    pub(crate) fn of_input(input: &Input, format: Option<Format>) -> Result<Self, CorpusError> {
        let stamp = match input.path() {
            Some(path) => file_stamp(path)?,
            None => None,
        };
        if stamp.is_some() {
            Corpus::open(input, format)?;
        }
        let bytes = stamp.as_ref().map(|stamp| stamp.size);
        Ok(Self { source: Source::Input(input.clone(), format), stamp, bytes })
    }

    /// Returns the segments of generation `number`, which `searcher` has opened.
    pub(crate) fn of_segments(searcher: &Searcher, number: u64) -> Result<Vec<Self>, Error> {
        let part = |segment: &SegmentReader| {
            let stamp = Stamp {
                name: format!(
                    "generation {number}, segment {}",
                    segment.segment_id().uuid_string()
                ),
                size: u64::from(segment.max_doc()),
                // Of a segment nothing changes but what is deleted, which only grows.
                head: segment.num_deleted_docs().to_string(),
            };
            let store = segment.get_store_reader(0).map_err(tantivy::TantivyError::from)?;
            let bytes = Some(store.space_usage().data_usage().get_bytes());
            Ok(Self {
                source: Source::Segment(Box::new(segment.clone())),
                stamp: Some(stamp),
                bytes,
            })
        };
        let parts: tantivy::Result<_> = searcher.segment_readers().iter().map(part).collect();
        parts.map_err(stored)
    }

    /// Returns the name for messages.
    pub(crate) fn name(&self) -> String {
        match &self.source {
            Source::Input(input, _) => input.to_string(),
            Source::Segment(_) => {
                self.stamp.as_ref().map(|stamp| stamp.name.clone()).unwrap_or_default()
            }
        }
    }

    /// Opens it behind the first `records`, which ended at `end`, in batches of at most `most`
    /// records. Returns `None` if they end elsewhere: then it has changed.
    pub(crate) fn open(
        &self,
        records: u64,
        end: u64,
        most: usize,
    ) -> Result<Option<Batches>, Error> {
        match &self.source {
            Source::Input(input, format) => {
                let mut corpus = Corpus::open(input, *format)?.with_batches_of(most);
                let is_same = corpus.pass_over(records, end)?;
                Ok(is_same.then(|| Box::new(corpus.map(|batch| Ok(batch?))) as Batches))
            }
            Source::Segment(segment) => {
                let articles = Stored::new(segment, records, end, self.bytes.unwrap_or_default());
                Ok(Some(Box::new(articles?.in_batches(most.clamp(1, BATCH)))))
            }
        }
    }
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Input(input, format) => {
                f.debug_tuple("Input").field(input).field(format).finish()
            }
            Self::Segment(segment) => {
                f.debug_tuple("Segment").field(&segment.segment_id()).finish()
            }
        }
    }
}

fn file_stamp(path: &Path) -> Result<Option<Stamp>, CorpusError> {
    Stamp::of_file(path).map_err(|source| CorpusError::Unreadable { path: path.to_owned(), source })
}

/// The stored articles of a segment.
struct Stored {
    store: tantivy::store::StoreReader,
    documents: std::vec::IntoIter<u32>,
    fields: Fields,
    /// Bytes of text read.
    end: u64,
    /// Bytes of the whole segment's store, and how many articles they hold.
    size: u64,
    articles: u64,
}

impl Stored {
    fn new(segment: &SegmentReader, records: u64, end: u64, size: u64) -> Result<Self, Error> {
        let store = segment.get_store_reader(BLOCKS).map_err(|error| stored(error.into()))?;
        let skipped = usize::try_from(records).unwrap_or(usize::MAX);
        let alive: Vec<u32> = segment.doc_ids_alive().collect();
        let articles = alive.len() as u64;
        let rest = alive.get(skipped..).unwrap_or_default().to_vec();
        let (documents, fields) = (rest.into_iter(), Fields::schema().1);
        Ok(Self { store, documents, fields, end, size, articles })
    }

    fn in_batches(mut self, most: usize) -> impl Iterator<Item = Result<Batch, Error>> {
        std::iter::from_fn(move || {
            let documents: Vec<u32> = self.documents.by_ref().take(most).collect();
            (!documents.is_empty()).then(|| self.batch(&documents).map_err(stored))
        })
    }

    fn batch(&mut self, documents: &[u32]) -> tantivy::Result<Batch> {
        let mut batch = Batch::default();
        for &document in documents {
            let article = self.fields.article(&self.store.get::<TantivyDocument>(document)?);
            batch.bytes += article.text_bytes() as u64;
            batch.articles.push(article);
        }
        self.end += batch.bytes;
        let read = self.articles - self.documents.len() as u64;
        batch.end = self.end;
        batch.input_bytes = self.size * read / self.articles.max(1);
        batch.end_line = read;
        Ok(batch)
    }
}

fn stored(source: tantivy::TantivyError) -> Error {
    Error::Stored { source }
}
