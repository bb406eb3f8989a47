//! What a job reads: input files, or the stored articles of an index, segment by segment.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use tantivy::{SegmentReader, TantivyDocument};
use xunwen_schema::{CommittedFiles, Fields, FileAccess, Generation, InputStamp};

use super::input_stamp::file_stamp;
use crate::corpus::{Batch, Corpus, CorpusError, Input, InputOptions, Recognised};
use crate::error::Error;

/// The most articles of a segment in one batch.
const BATCH: usize = 512;
/// Decompressed blocks of stored articles that are cached; reading is sequential.
const CACHED_BLOCKS: usize = 2;

/// One thing to read.
#[derive(Debug)]
pub(super) struct Source {
    origin: Origin,
    /// `None` if it cannot be read twice.
    pub(super) stamp: Option<InputStamp>,
    /// Its size in bytes, compressed if it is; `None` if it has no length.
    pub(super) bytes: Option<u64>,
}

enum Origin {
    Input(Input, InputOptions),
    Segment(Box<SegmentReader>),
}

/// A source that is being read.
pub(super) struct Opened {
    /// What it was taken for.
    pub(super) recognised: Option<Recognised>,
    pub(super) batches: Batches,
}

/// Batches in order; the first error ends them.
type Batches = Box<dyn Iterator<Item = Result<Batch, Error>>>;

/// Returns the sources of `inputs`. Those that a folder or pattern contributed are only looked at when
/// they are read: there may be hundreds of thousands.
pub(super) fn sources_of_inputs(
    inputs: &[Input],
    reading: &InputOptions,
    stop: &Arc<AtomicBool>,
) -> Result<Vec<Source>, Error> {
    let source = |input| Ok(Source::of_input(input, reading, stop)?);
    inputs.iter().map(source).collect()
}

/// Returns the stored articles of `generation` in the index directory `dir`, by segment.
///
/// # Errors
///
/// If a file does not hold what was committed, or cannot be read.
pub(super) fn sources_of_generation(
    dir: &Path,
    generation: &Generation,
) -> Result<Vec<Source>, Error> {
    // What is copied gets new checksums. All files are checked, not only those that are read: which
    // articles were deleted is the work of the others.
    let damaged = CommittedFiles::open(&generation.path)?.check_all()?.0.into_iter().next();
    damaged.map_or(Ok(()), Err)?;
    let reader = generation.reader(FileAccess::Map, CACHED_BLOCKS);
    let searcher = reader.map_err(|source| Error::tantivy(dir, source))?.searcher();
    let sources = searcher
        .segment_readers()
        .iter()
        .map(|segment| Source::of_segment(segment, generation.number));
    sources.collect::<tantivy::Result<_>>().map_err(stored)
}

impl Source {
    /// Opens `input` and closes it again, so that an unreadable file is reported before anything is
    /// written; a job may have more inputs than a process may keep open. Pipes are not opened, because
    /// they cannot be read twice.
    fn of_input(
        input: &Input,
        reading: &InputOptions,
        stop: &Arc<AtomicBool>,
    ) -> Result<Self, CorpusError> {
        let stamp = match input.path().map(file_stamp) {
            Some(Err(source)) if !input.is_listed() => {
                return Err(CorpusError::Unreadable { path: input.to_string().into(), source });
            }
            Some(stamp) => stamp.unwrap_or_default(),
            None => None,
        };
        if stamp.is_some() && !input.is_listed() {
            Corpus::open_until(input, reading, stop)?;
        }
        let bytes = stamp.as_ref().map(|stamp| stamp.size);
        Ok(Self { origin: Origin::Input(input.clone(), reading.clone()), stamp, bytes })
    }

    fn of_segment(segment: &SegmentReader, generation: u64) -> tantivy::Result<Self> {
        let id = segment.segment_id().uuid_string();
        let stamp = InputStamp {
            name: format!("generation {generation}, segment {id}"),
            size: u64::from(segment.max_doc()),
            // Segments are immutable except for their deletions, whose number only grows.
            head: segment.num_deleted_docs().to_string(),
        };
        let store = segment.get_store_reader(0)?;
        let bytes = store.space_usage().data_usage().get_bytes();
        Ok(Self {
            origin: Origin::Segment(Box::new(segment.clone())),
            stamp: Some(stamp),
            bytes: Some(bytes),
        })
    }

    /// Returns whether a folder or a pattern contributed it.
    pub(super) fn is_listed(&self) -> bool {
        matches!(&self.origin, Origin::Input(input, _) if input.is_listed())
    }

    /// Returns its name for messages.
    pub(super) fn name(&self) -> String {
        match &self.origin {
            Origin::Input(input, _) => input.to_string(),
            Origin::Segment(_) => {
                self.stamp.as_ref().map(|stamp| stamp.name.clone()).unwrap_or_default()
            }
        }
    }

    /// Opens it after the first `records` records, which end at `end`, in batches of at most `most`
    /// records. Returns `None` if those records end elsewhere: then the source has changed.
    pub(super) fn open(
        &self,
        records: u64,
        end: u64,
        most: usize,
        stop: &Arc<AtomicBool>,
    ) -> Result<Option<Opened>, Error> {
        match &self.origin {
            Origin::Input(input, reading) => {
                let corpus = Corpus::open_until(input, reading, stop)?;
                let mut corpus = corpus.with_batches_of(most);
                let is_same = corpus.pass_over(records, end)?;
                let recognised = corpus.recognised().cloned();
                Ok(is_same.then(|| Opened {
                    recognised,
                    batches: Box::new(corpus.map(|batch| Ok(batch?))),
                }))
            }
            Origin::Segment(segment) => {
                let size = self.bytes.unwrap_or_default();
                let articles = StoredArticles::open(segment, records, end, size)?;
                let batches = Box::new(articles.in_batches(most.clamp(1, BATCH)));
                Ok(Some(Opened { recognised: None, batches }))
            }
        }
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(input, reading) => {
                f.debug_tuple("Input").field(input).field(reading).finish()
            }
            Self::Segment(segment) => {
                f.debug_tuple("Segment").field(&segment.segment_id()).finish()
            }
        }
    }
}

/// The stored articles of a segment.
struct StoredArticles {
    store: tantivy::store::StoreReader,
    documents: std::vec::IntoIter<u32>,
    fields: Fields,
    /// Bytes of text read.
    end: u64,
    /// Size of the segment's document store, in bytes.
    size: u64,
    /// Articles in the segment.
    articles: u64,
}

impl StoredArticles {
    fn open(segment: &SegmentReader, records: u64, end: u64, size: u64) -> Result<Self, Error> {
        let store =
            segment.get_store_reader(CACHED_BLOCKS).map_err(|error| stored(error.into()))?;
        let skipped = usize::try_from(records).unwrap_or(usize::MAX);
        let alive: Vec<u32> = segment.doc_ids_alive().collect();
        let articles = alive.len() as u64;
        let documents = alive.get(skipped..).unwrap_or_default().to_vec().into_iter();
        Ok(Self { store, documents, fields: Fields::schema().1, end, size, articles })
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
            batch.records += 1;
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
