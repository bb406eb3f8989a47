//! The writer: adds articles to a generation and deletes them.
//!
//! [`SegmentBuilder`] builds the segments; tantivy's writer commits, deletes and merges them.

mod checks;
mod closing;
mod compacting;
mod deletion;
mod merging;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use tantivy::schema::Term;
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyError};
use xunwen_schema::durable::WriteDirectory;
use xunwen_schema::{
    Article, CommitPayload, CommittedFiles, Fields, Generation, JobProgress, SegmentFiles,
    Writable, column, digest,
};
use xxhash_rust::xxh3::xxh3_64;

use crate::error::{Done, Error};
use crate::options::Options;
use crate::segment::{ArticleHashes, SegmentBuilder};
use checks::check;
use deletion::WrittenSegments;
use merging::{CheckedMergePolicy, FoundDamage};

/// The least memory that tantivy's writer accepts, in bytes; no article passes through it.
const WRITER_MEMORY: usize = 15_000_000;

/// What adding an article did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Its id was new.
    Added,
    /// It replaced another article with the same id.
    Updated,
    /// The index held it already, word for word.
    Unchanged,
}

/// Writes articles into one generation.
///
/// Readers of a live generation see no change before [`Writer::commit`].
pub(crate) struct Writer {
    dir: PathBuf,
    /// The folder of the generation.
    folder: PathBuf,
    directory: WriteDirectory,
    /// `None` once the writer has finished.
    inner: Option<IndexWriter>,
    /// The segment that is being built.
    builder: Option<SegmentBuilder>,
    /// The segments written before it.
    written: WrittenSegments,
    /// What the files must hold that are copied.
    files: CommittedFiles,
    damage: FoundDamage,
    /// Whether articles of written segments are deleted by the next commit.
    deletes: bool,
    threads: usize,
    /// The memory that a segment may take while it is built, in bytes.
    memory: usize,
    reader: IndexReader,
    committed: Searcher,
    fields: Fields,
    /// Changes since the last commit, by the hash of the id: the digest of an added article, `None` for a
    /// deleted one.
    pending: HashMap<u64, Option<u64>>,
    /// Articles in the index, including pending changes.
    articles: u64,
}

impl Writer {
    /// Opens `generation` of the index directory `dir`; the caller holds the directory's lock.
    pub(crate) fn open(
        dir: &Path,
        generation: &Generation,
        options: &Options,
    ) -> Result<Self, Error> {
        options.check()?;
        let fail = |source| Error::tantivy(dir, source);
        let Writable { index, directory, files } = generation.writable()?;
        // A later deletion is added to those before, and gets a new checksum.
        check(dir, &index, &files, SegmentFiles::Deletions)?;
        let damage = FoundDamage::default();
        let reader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(fail)?;
        let inner = index.writer_with_num_threads(1, WRITER_MEMORY).map_err(fail)?;
        let policy = CheckedMergePolicy::new(files.clone(), damage.clone());
        inner.set_merge_policy(Box::new(policy));
        // Uncommitted files of a killed job have the names that this writer will use.
        inner.garbage_collect_files().wait().map_err(fail)?;
        let committed = reader.searcher();
        Ok(Self {
            dir: dir.to_owned(),
            folder: generation.path.clone(),
            directory,
            inner: Some(inner),
            builder: None,
            written: WrittenSegments::default(),
            files,
            damage,
            deletes: false,
            threads: options.threads(),
            memory: options.postings_memory(),
            articles: committed.num_docs(),
            committed,
            reader,
            fields: Fields::schema().1,
            pending: HashMap::new(),
        })
    }

    /// Returns the payload of the last commit.
    pub(crate) fn payload(&self) -> Result<CommitPayload, Error> {
        let metas = self.committed.index().load_metas();
        let metas = metas.map_err(|source| Error::tantivy(&self.dir, source))?;
        Ok(CommitPayload::parse(metas.payload.as_deref()))
    }

    /// Returns a searcher over the last commit.
    pub(crate) fn committed(&self) -> &Searcher {
        &self.committed
    }

    /// Returns the number of articles in the index, including uncommitted ones.
    pub(crate) fn articles(&self) -> u64 {
        self.articles
    }

    /// Adds `article`, replacing any article with the same id.
    ///
    /// # Errors
    ///
    /// If the system refuses to write.
    pub(crate) fn add(&mut self, article: Article) -> Result<Outcome, Error> {
        let hashes = ArticleHashes { id: hash_id(&article.id), content: digest(&article) };
        let known = self.known_digest(hashes.id, &article.id)?;
        if known == Some(hashes.content) {
            return Ok(Outcome::Unchanged);
        }
        if known.is_some() {
            self.remove(hashes.id, &article.id)?;
        }
        self.build(article, hashes).map_err(|source| Error::tantivy(&self.dir, source))?;
        self.pending.insert(hashes.id, Some(hashes.content));
        self.articles += u64::from(known.is_none());
        Ok(if known.is_some() { Outcome::Updated } else { Outcome::Added })
    }

    /// Deletes the article `id`; returns whether there was one.
    pub(crate) fn delete(&mut self, id: &str) -> Result<bool, Error> {
        let hash = hash_id(id);
        if self.known_digest(hash, id)?.is_none() {
            return Ok(false);
        }
        self.remove(hash, id)?;
        self.pending.insert(hash, None);
        self.articles -= 1;
        Ok(true)
    }

    /// Returns whether the segment that is being built has used up its memory, so that a commit is due.
    pub(crate) fn is_full(&self) -> bool {
        self.builder.as_ref().is_some_and(|builder| builder.memory() >= self.memory)
    }

    /// Returns how many articles were added or deleted since the last commit.
    pub(crate) fn uncommitted(&self) -> u64 {
        self.pending.len() as u64
    }

    /// Makes all changes durable, and visible to readers of a live generation. `job` is the progress of
    /// the job, unless it ends with this commit.
    ///
    /// # Errors
    ///
    /// If the system refuses to write; the last commit then stays, unless the error says that this one is
    /// made ([`Error::Unconfirmed`], [`Error::Unfinished`]).
    pub(crate) fn commit(&mut self, job: Option<&JobProgress>) -> Result<(), Error> {
        let payload = CommitPayload { articles: Some(self.articles), job: job.cloned() };
        let dir = self.dir.clone();
        let fail = |source| Error::tantivy(&dir, source);
        if std::mem::take(&mut self.deletes) {
            // A deletion finds its article by them. A wrong one could empty a segment, which then is
            // removed, its damage with it.
            check(&dir, self.committed.index(), &self.files, SegmentFiles::Lookup)?;
        }
        self.flush().map_err(fail)?;
        let mut prepared = self.inner()?.prepare_commit().map_err(fail)?;
        prepared.set_payload(&payload.to_string());
        prepared.commit().map_err(fail)?;
        self.pending.clear();
        self.confirm()?;
        self.reload().map_err(|error| error.after(Done::Committed))
    }

    /// Fails if the system could not confirm that the last commit is durable.
    fn confirm(&self) -> Result<(), Error> {
        let confirmed = self.directory.confirm();
        confirmed.map_err(|source| Error::Unconfirmed { done: Done::Committed, source })
    }

    fn reload(&mut self) -> Result<(), Error> {
        self.reader.reload().map_err(|source| Error::tantivy(&self.dir, source))?;
        self.committed = self.reader.searcher();
        Ok(())
    }

    /// Returns the digest of the article `id`, whose hash is `hash`, if there is one.
    fn known_digest(&self, hash: u64, id: &str) -> Result<Option<u64>, Error> {
        if let Some(&pending) = self.pending.get(&hash) {
            return Ok(pending);
        }
        self.committed_digest(id).map_err(|source| Error::tantivy(&self.dir, source))
    }

    /// Returns the digest of the article `id` in the last commit, if there is one.
    fn committed_digest(&self, id: &str) -> tantivy::Result<Option<u64>> {
        let Some(found) = self.fields.find(&self.committed, id)? else { return Ok(None) };
        let segment = self.committed.segment_reader(found.segment_ord);
        Ok(segment.fast_fields().u64(column::DIGEST)?.first(found.doc_id))
    }

    /// Adds `article` to the segment that is being built.
    fn build(&mut self, article: Article, hashes: ArticleHashes) -> tantivy::Result<()> {
        let builder = match &mut self.builder {
            Some(builder) => builder,
            None => {
                let index = self.committed.index();
                let begun =
                    SegmentBuilder::begin(index, Some(&self.folder), self.threads, self.memory)?;
                self.builder.insert(begun)
            }
        };
        builder.add(article, hashes)
    }

    /// Writes the segment that is being built if it has used up its memory; the next commit has it.
    pub(crate) fn bound_memory(&mut self) -> Result<(), Error> {
        if !self.is_full() {
            return Ok(());
        }
        self.flush().map_err(|source| Error::tantivy(&self.dir, source))
    }

    /// Writes the segment that is being built, for the next commit.
    fn flush(&mut self) -> tantivy::Result<()> {
        let (Some(builder), Some(writer)) = (self.builder.take(), &self.inner) else {
            return Ok(());
        };
        let segment = builder.finish(writer.commit_opstamp())?;
        self.written.add(segment.id());
        writer.add_segment(segment)
    }

    /// Removes the article `id`, whose hash is `hash`: from the segment that is being built, or from a
    /// written one.
    fn remove(&mut self, hash: u64, id: &str) -> Result<(), Error> {
        if self.builder.as_mut().is_some_and(|builder| builder.forget(hash)) {
            // Any older version was deleted when this one was added.
            return Ok(());
        }
        self.deletes = true;
        let term = Term::from_field_text(self.fields.id, id);
        let deletion = self.written.deletion(term);
        let deleted = self.inner()?.delete_query(Box::new(deletion));
        deleted.map(drop).map_err(|source| Error::tantivy(&self.dir, source))
    }

    fn inner(&mut self) -> Result<&mut IndexWriter, Error> {
        let gone = || TantivyError::SystemError("the writer has finished".to_owned());
        self.inner.as_mut().ok_or_else(|| Error::tantivy(&self.dir, gone()))
    }
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("dir", &self.dir).finish_non_exhaustive()
    }
}

fn hash_id(id: &str) -> u64 {
    xxh3_64(id.as_bytes())
}

#[cfg(test)]
mod tests;
