//! The writer: articles into a generation, and out of it.
//!
//! Segments are built by [`SegmentBuilder`]; tantivy's writer commits, deletes and merges them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use tantivy::merge_policy::LogMergePolicy;
use tantivy::schema::Term;
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, Searcher, SegmentReader, TantivyError};
use xunwen_schema::{Article, Fields, Generation, digest};
use xxhash_rust::xxh3::xxh3_64;

use crate::checkpoint::{Checkpoint, State};
use crate::deletion::Written;
use crate::error::Error;
use crate::options::Options;
use crate::segment::SegmentBuilder;

/// The least memory that tantivy's writer takes, in bytes; no article goes through it.
const WRITER_MEMORY: usize = 15_000_000;

/// So many small segments are merged into one.
const FEWEST_MERGED: usize = 4;
/// A segment of more articles is not merged while a job is at work.
const LARGEST_MERGED: usize = 10_000;

/// What adding an article did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Its id was new.
    Added,
    /// It took the place of another article of the same id.
    Updated,
    /// The index held it already, word for word.
    Unchanged,
}

/// Writes articles into one generation.
///
/// Readers of a live generation see nothing of it before [`Writer::commit`].
pub(crate) struct Writer {
    dir: PathBuf,
    /// The folder of the generation.
    folder: PathBuf,
    /// `None` once the writer has finished.
    inner: Option<IndexWriter>,
    /// The segment that is being built: what was added last.
    builder: Option<SegmentBuilder>,
    /// The segments written before it.
    written: Written,
    threads: usize,
    /// The memory that a segment may take while it is built, in bytes.
    memory: usize,
    reader: IndexReader,
    committed: Searcher,
    fields: Fields,
    /// What was done since the last commit, by the hash of the id: the digest of an article that was
    /// added, nothing of one that was deleted.
    pending: HashMap<u64, Option<u64>>,
    /// Articles in the index, with what is pending.
    articles: u64,
}

impl Writer {
    /// Opens `generation` of the index directory `dir`, whose lock the caller holds.
    pub(crate) fn open(
        dir: &Path,
        generation: &Generation,
        options: &Options,
    ) -> Result<Self, Error> {
        options.check()?;
        let fail = |source| Error::tantivy(dir, source);
        let index = generation.index().map_err(fail)?;
        let reader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(fail)?;
        let inner = index.writer_with_num_threads(1, WRITER_MEMORY).map_err(fail)?;
        inner.set_merge_policy(Box::new(merge_policy()));
        // What a killed job wrote and did not commit has the names that this one gives to its own.
        inner.garbage_collect_files().wait().map_err(fail)?;
        let committed = reader.searcher();
        Ok(Self {
            dir: dir.to_owned(),
            folder: generation.path.clone(),
            inner: Some(inner),
            builder: None,
            written: Written::default(),
            threads: options.threads(),
            memory: options.postings_memory(),
            articles: committed.num_docs(),
            committed,
            reader,
            fields: Fields::schema().1,
            pending: HashMap::new(),
        })
    }

    /// Returns what the last commit says.
    pub(crate) fn checkpoint(&self) -> Result<Checkpoint, Error> {
        let metas = self.committed.index().load_metas();
        let metas = metas.map_err(|source| Error::tantivy(&self.dir, source))?;
        Ok(Checkpoint::read(metas.payload.as_deref()))
    }

    /// Returns the last commit.
    pub(crate) fn committed(&self) -> &Searcher {
        &self.committed
    }

    /// Returns the number of articles in the index, with what is not committed yet.
    pub(crate) fn articles(&self) -> u64 {
        self.articles
    }

    /// Adds `article`, in the place of any article of the same id.
    ///
    /// # Errors
    ///
    /// If the disk refuses.
    pub(crate) fn add(&mut self, article: Article) -> Result<Outcome, Error> {
        let (key, digest) = (key(&article.id), digest(&article));
        let known = self.known(key, &article.id)?;
        if known == Some(digest) {
            return Ok(Outcome::Unchanged);
        }
        if known.is_some() {
            self.take_out(key, &article.id)?;
        }
        self.build(key, article).map_err(|source| Error::tantivy(&self.dir, source))?;
        self.pending.insert(key, Some(digest));
        self.articles += u64::from(known.is_none());
        Ok(if known.is_some() { Outcome::Updated } else { Outcome::Added })
    }

    /// Deletes the article `id`; returns whether there was one.
    pub(crate) fn delete(&mut self, id: &str) -> Result<bool, Error> {
        let key = key(id);
        if self.known(key, id)?.is_none() {
            return Ok(false);
        }
        self.take_out(key, id)?;
        self.pending.insert(key, None);
        self.articles -= 1;
        Ok(true)
    }

    /// Returns whether the segment that is being built takes all the memory it may: it is time for a
    /// commit.
    pub(crate) fn is_full(&self) -> bool {
        self.builder.as_ref().is_some_and(|builder| builder.memory() >= self.memory)
    }

    /// Returns how many articles were touched since the last commit.
    pub(crate) fn uncommitted(&self) -> u64 {
        self.pending.len() as u64
    }

    /// Makes what was added last; a live generation shows it to readers from now on. `job` is how far
    /// the job is that has not ended with this commit.
    ///
    /// # Errors
    ///
    /// If the disk refuses; the last commit then stays.
    pub(crate) fn commit(&mut self, job: Option<&State>) -> Result<(), Error> {
        let checkpoint = Checkpoint { articles: Some(self.articles), job: job.cloned() };
        let payload = serde_json::to_string(&checkpoint)
            .map_err(|error| Error::Io { path: self.dir.clone(), source: error.into() })?;
        let dir = self.dir.clone();
        let fail = |source| Error::tantivy(&dir, source);
        self.flush().map_err(fail)?;
        let mut prepared = self.inner()?.prepare_commit().map_err(fail)?;
        prepared.set_payload(&payload);
        prepared.commit().map_err(fail)?;
        self.pending.clear();
        self.reload()
    }

    /// Merges all segments into one, without what was deleted. Returns whether there was anything to do.
    pub(crate) fn merge_all(&mut self) -> Result<bool, Error> {
        let segments = self.committed.segment_readers();
        let is_compact = segments.len() < 2 && segments.iter().all(|it| it.num_deleted_docs() == 0);
        if is_compact {
            return Ok(false);
        }
        let ids: Vec<_> = segments.iter().map(SegmentReader::segment_id).collect();
        let merged = self.inner()?.merge(&ids).wait();
        merged.map_err(|source| Error::tantivy(&self.dir, source))?;
        let swept = self.inner()?.garbage_collect_files().wait();
        swept.map_err(|source| Error::tantivy(&self.dir, source))?;
        self.reload()?;
        Ok(true)
    }

    /// Waits until segments are merged. Returns the number of articles in the index.
    ///
    /// # Errors
    ///
    /// If the disk refuses; what was committed stays.
    pub(crate) fn finish(mut self) -> Result<u64, Error> {
        if let Some(writer) = self.inner.take() {
            writer.wait_merging_threads().map_err(|source| Error::tantivy(&self.dir, source))?;
        }
        self.reload()?;
        Ok(self.committed.num_docs())
    }

    fn reload(&mut self) -> Result<(), Error> {
        self.reader.reload().map_err(|source| Error::tantivy(&self.dir, source))?;
        self.committed = self.reader.searcher();
        Ok(())
    }

    /// Returns the digest of the article `id`, if there is one.
    fn known(&self, key: u64, id: &str) -> Result<Option<u64>, Error> {
        if let Some(&pending) = self.pending.get(&key) {
            return Ok(pending);
        }
        let term = Term::from_field_text(self.fields.id, id);
        find_digest(&self.committed, &term).map_err(|source| Error::tantivy(&self.dir, source))
    }

    /// Adds `article` to the segment that is being built.
    fn build(&mut self, key: u64, article: Article) -> tantivy::Result<()> {
        let builder = match &mut self.builder {
            Some(builder) => builder,
            None => {
                let index = self.committed.index();
                let begun = SegmentBuilder::begin(index, &self.folder, self.threads, self.memory)?;
                self.builder.insert(begun)
            }
        };
        builder.add(key, article)
    }

    /// Writes the segment that is being built; the next commit has it.
    fn flush(&mut self) -> tantivy::Result<()> {
        let (Some(builder), Some(writer)) = (self.builder.take(), &self.inner) else {
            return Ok(());
        };
        let segment = builder.finish(writer.commit_opstamp())?;
        self.written.add(segment.id());
        writer.add_segment(segment)
    }

    /// Deletes the article `id` wherever it is: in the segment that is being built, or in a written one.
    fn take_out(&mut self, key: u64, id: &str) -> Result<(), Error> {
        if self.builder.as_mut().is_some_and(|builder| builder.forget(key)) {
            // An older one was deleted when this one was added.
            return Ok(());
        }
        let term = Term::from_field_text(self.fields.id, id);
        let deletion = self.written.deletion(term);
        let deleted = self.inner()?.delete_query(Box::new(deletion));
        deleted.map(drop).map_err(|source| Error::tantivy(&self.dir, source))
    }

    fn inner(&mut self) -> Result<&mut IndexWriter, Error> {
        let gone = || TantivyError::SystemError("the writer has finished".to_owned());
        self.inner.as_mut().ok_or_else(|| Error::tantivy(&self.dir, gone()))
    }

    /// Removes the files that were written since the last commit and are of no use now: on a full
    /// disk they would stand in the way of the next attempt.
    fn sweep(&self) {
        let writer: tantivy::Result<IndexWriter> =
            self.committed.index().writer_with_num_threads(1, WRITER_MEMORY);
        if let Ok(writer) = writer {
            // There is nobody to tell, and the next commit sweeps too.
            drop(writer.garbage_collect_files().wait());
        }
    }
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("dir", &self.dir).finish_non_exhaustive()
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        let is_unfinished = self.inner.is_some();
        // Who writes must be gone before the files are.
        self.builder = None;
        self.inner = None;
        if is_unfinished {
            self.sweep();
        }
    }
}

/// Returns which segments are merged while a job is at work: small ones only. A merge has all of its
/// segments in memory, which must not grow with the index; [`Writer::merge_all`] merges the others.
fn merge_policy() -> LogMergePolicy {
    let mut policy = LogMergePolicy::default();
    policy.set_max_docs_before_merge(LARGEST_MERGED);
    policy.set_min_num_segments(FEWEST_MERGED);
    policy
}

fn key(id: &str) -> u64 {
    xxh3_64(id.as_bytes())
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

#[cfg(test)]
mod tests;
