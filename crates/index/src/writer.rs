//! The writer: articles into the live generation, or into a first one.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use tantivy::schema::Term;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{
    Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher, TantivyError,
};
use xunwen_schema::{
    Analyzer, Article, Fields, Generation, IndexTokenizer, Manifest, OpenError, UserWord, digest,
    generation,
};
use xxhash_rust::xxh3::xxh3_64;

use crate::error::Error;
use crate::lock::Lock;

/// The least memory that tantivy takes for a thread, in bytes.
const SMALLEST_MEMORY: usize = 15_000_000;

/// How hard zstd tries to make stored articles small: a third slower than its default, 6% smaller.
const STORE_LEVEL: i32 = 6;
/// How many bytes of articles are compressed together: to show one, so many are decompressed.
const STORE_BLOCK: usize = 1 << 16;

/// How to write.
#[derive(Clone, Debug)]
pub struct Options {
    /// Threads that analyse and index; by default as many as there are processors, 8 at most.
    pub threads: Option<NonZeroUsize>,
    /// Memory for postings that are not on disk yet, in bytes, all threads together.
    pub memory: usize,
    /// Articles between two commits; a killed job loses at most what came after the last.
    pub commit_every: u64,
    /// Words that a first generation's analyzer has besides the built-in dictionary. An existing
    /// index must have been made with the same; `None` takes its own.
    pub user_words: Option<Vec<UserWord>>,
}

impl Default for Options {
    fn default() -> Self {
        Self { threads: None, memory: 1 << 30, commit_every: 250_000, user_words: None }
    }
}

/// What adding an article did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Its id was new.
    Added,
    /// It took the place of another article of the same id.
    Updated,
    /// The index held it already, word for word.
    Unchanged,
}

/// Writes articles into an index directory; there is one at a time.
///
/// Readers see nothing of it before [`Writer::commit`]. Dropped before, it leaves the index as it
/// was, and of a first generation nothing.
pub struct Writer {
    dir: PathBuf,
    number: u64,
    /// `None` once the writer has finished.
    inner: Option<IndexWriter>,
    reader: IndexReader,
    committed: Searcher,
    fields: Fields,
    /// The digests of the articles added since the last commit, by the hash of their id.
    pending: HashMap<u64, u64>,
    /// Set until the generation has been switched to.
    fresh: Option<Fresh>,
    _lock: Lock,
}

/// A generation that no reader knows of yet.
struct Fresh {
    folder: PathBuf,
    manifest: Manifest,
}

impl Writer {
    /// Opens the live generation of `dir` for writing, or begins the first one.
    ///
    /// # Errors
    ///
    /// If another writer is at work, if `dir` holds something that is no index, or an index of
    /// another format or fingerprint, or if the disk refuses.
    pub fn open(dir: &Path, options: &Options) -> Result<Self, Error> {
        let existing = existing(dir)?;
        fs::create_dir_all(dir).map_err(|source| Error::Io { path: dir.to_owned(), source })?;
        let lock = Lock::acquire(dir)?;
        match existing {
            Some(generation) => {
                if let Some(words) = &options.user_words {
                    generation.check(dir, &Analyzer::with_user_words(words.clone()))?;
                }
                let index = generation.index().map_err(|source| tantivy_error(dir, source))?;
                Self::new(dir, generation.number, index, None, lock, options)
            }
            None => Self::begin(dir, lock, options),
        }
    }

    fn begin(dir: &Path, lock: Lock, options: &Options) -> Result<Self, Error> {
        let number = 1;
        let folder = generation::folder(dir, number);
        let io = |source| Error::Io { path: folder.clone(), source };
        // What a killed job left behind is no generation.
        clear(&generation::generations_folder(dir)).map_err(io)?;
        fs::create_dir_all(&folder).map_err(io)?;
        let analyzer = Analyzer::with_user_words(options.user_words.clone().unwrap_or_default());
        let fresh = Fresh { manifest: Manifest::new(&analyzer), folder };
        let index = create(&fresh.folder).map_err(|source| tantivy_error(dir, source))?;
        Self::new(dir, number, index, Some(fresh), lock, options)
    }

    fn new(
        dir: &Path,
        number: u64,
        index: Index,
        fresh: Option<Fresh>,
        lock: Lock,
        options: &Options,
    ) -> Result<Self, Error> {
        let fail = |source| tantivy_error(dir, source);
        let reader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(fail)?;
        let inner =
            index.writer_with_num_threads(threads(options), options.memory).map_err(fail)?;
        Ok(Self {
            dir: dir.to_owned(),
            number,
            inner: Some(inner),
            committed: reader.searcher(),
            reader,
            fields: Fields::schema().1,
            pending: HashMap::new(),
            fresh,
            _lock: lock,
        })
    }

    /// Returns the number of the generation it writes.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.number
    }

    /// Adds `article`, in the place of any article of the same id.
    ///
    /// # Errors
    ///
    /// If the disk refuses.
    pub fn add(&mut self, article: &Article) -> Result<Outcome, Error> {
        let (key, digest) = (xxh3_64(article.id.as_bytes()), digest(article));
        let known = match self.pending.get(&key) {
            Some(&pending) => Some(pending),
            None => self.committed_digest(&article.id)?,
        };
        if known == Some(digest) {
            return Ok(Outcome::Unchanged);
        }
        if known.is_some() {
            let id = Term::from_field_text(self.fields.id, &article.id);
            self.inner()?.delete_term(id);
        }
        let document = self.fields.document(article);
        if let Err(error) = self.inner()?.add_document(document) {
            return Err(self.root_cause(error));
        }
        self.pending.insert(key, digest);
        Ok(if known.is_some() { Outcome::Updated } else { Outcome::Added })
    }

    /// Returns how many articles were added since the last commit.
    #[must_use]
    pub fn uncommitted(&self) -> u64 {
        self.pending.len() as u64
    }

    /// Makes what was added last; a live generation shows it to readers from now on.
    ///
    /// # Errors
    ///
    /// If the disk refuses; the last commit then stays.
    pub fn commit(&mut self, payload: &str) -> Result<(), Error> {
        let dir = self.dir.clone();
        let fail = |source| tantivy_error(&dir, source);
        let mut prepared = self.inner()?.prepare_commit().map_err(fail)?;
        prepared.set_payload(payload);
        prepared.commit().map_err(fail)?;
        self.pending.clear();
        self.reader.reload().map_err(fail)?;
        self.committed = self.reader.searcher();
        Ok(())
    }

    /// Commits, waits until segments are merged, and makes a first generation the live one.
    /// Returns the number of articles in the index.
    ///
    /// # Errors
    ///
    /// If the disk refuses; what was live before still is.
    pub fn finish(mut self, payload: &str) -> Result<u64, Error> {
        self.commit(payload)?;
        if let Some(writer) = self.inner.take() {
            writer.wait_merging_threads().map_err(|source| tantivy_error(&self.dir, source))?;
        }
        self.reader.reload().map_err(|source| tantivy_error(&self.dir, source))?;
        if let Some(fresh) = &self.fresh {
            let io = |source| Error::Io { path: fresh.folder.clone(), source };
            fresh.manifest.write(&fresh.folder).map_err(io)?;
            generation::switch_to(&self.dir, self.number).map_err(io)?;
        }
        self.fresh = None;
        Ok(self.reader.searcher().num_docs())
    }

    fn inner(&mut self) -> Result<&mut IndexWriter, Error> {
        let gone = || TantivyError::SystemError("the writer has finished".to_owned());
        self.inner.as_mut().ok_or_else(|| tantivy_error(&self.dir, gone()))
    }

    /// Returns the digest of the committed article `id`.
    fn committed_digest(&self, id: &str) -> Result<Option<u64>, Error> {
        let term = Term::from_field_text(self.fields.id, id);
        find_digest(&self.committed, &term).map_err(|source| tantivy_error(&self.dir, source))
    }

    /// Removes the files that were written since the last commit and are of no use now: on a full
    /// disk they would stand in the way of the next attempt.
    fn sweep(&self) {
        let writer: tantivy::Result<IndexWriter> =
            self.committed.index().writer_with_num_threads(1, SMALLEST_MEMORY);
        if let Ok(writer) = writer {
            // There is nobody to tell, and the next commit sweeps too.
            drop(writer.garbage_collect_files().wait());
        }
    }

    /// Returns why the workers stopped: a writer that cannot go on says only that it cannot.
    fn root_cause(&mut self, error: TantivyError) -> Error {
        let cause = self.inner.as_mut().and_then(|writer| writer.prepare_commit().err());
        tantivy_error(&self.dir, cause.unwrap_or(error))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        let is_unfinished = self.inner.is_some();
        // The workers must be gone before their files are.
        self.inner = None;
        if is_unfinished && self.fresh.is_none() {
            self.sweep();
        }
        if let Some(fresh) = &self.fresh {
            // There is nobody to tell, and the next writer clears it.
            drop(fs::remove_dir_all(&fresh.folder));
        }
    }
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer")
            .field("dir", &self.dir)
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

/// Returns the live generation of `dir`, or `None` where one may be begun.
fn existing(dir: &Path) -> Result<Option<Generation>, Error> {
    match Generation::open(dir) {
        Ok(generation) => Ok(Some(generation)),
        Err(OpenError::Missing { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn clear(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn create(folder: &Path) -> tantivy::Result<Index> {
    let settings = IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor {
            compression_level: Some(STORE_LEVEL),
        }),
        docstore_blocksize: STORE_BLOCK,
        ..IndexSettings::default()
    };
    let index =
        Index::builder().schema(Fields::schema().0).settings(settings).create_in_dir(folder)?;
    index.tokenizers().register(Fields::TOKENIZER, IndexTokenizer::default());
    Ok(index)
}

fn threads(options: &Options) -> usize {
    let available = || std::thread::available_parallelism().map_or(1, NonZeroUsize::get).min(8);
    options.threads.map_or_else(available, NonZeroUsize::get)
}

fn find_digest(searcher: &Searcher, id: &Term) -> tantivy::Result<Option<u64>> {
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(id.field())?;
        let Some(mut postings) =
            inverted.read_postings(id, tantivy::schema::IndexRecordOption::Basic)?
        else {
            continue;
        };
        if let Some(document) = first_alive(&mut postings, segment) {
            let column = segment.fast_fields().u64("digest")?;
            return Ok(column.first(document));
        }
    }
    Ok(None)
}

fn first_alive(
    postings: &mut impl tantivy::DocSet,
    segment: &tantivy::SegmentReader,
) -> Option<u32> {
    while postings.doc() != tantivy::TERMINATED {
        if !segment.is_deleted(postings.doc()) {
            return Some(postings.doc());
        }
        postings.advance();
    }
    None
}

fn tantivy_error(dir: &Path, source: TantivyError) -> Error {
    Error::Tantivy { dir: dir.to_owned(), source }
}
