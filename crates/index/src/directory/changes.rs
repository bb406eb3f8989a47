//! Changes by hand: articles added and deleted in one commit, or not at all.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use xunwen_schema::{Analyzer, IndexDir};

use super::draft::Draft;
use super::generations::existing;
use super::lock::Lock;
use crate::corpus::{Batch, Corpus, CorpusError, Input, InputOptions, Reject};
use crate::error::Error;
use crate::options::Options;
use crate::writer::{Outcome, Writer};

/// What [`Changes::commit`] has made durable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Articles with new ids.
    pub added: u64,
    /// Articles that replaced another with the same id.
    pub updated: u64,
    /// Articles that the index held already, word for word.
    pub unchanged: u64,
    /// Articles that were deleted.
    pub deleted: u64,
    /// Ids to be deleted without an article.
    pub missing: u64,
    /// Records that are not articles.
    pub rejected: u64,
    /// Articles in the index.
    pub articles: u64,
    /// The generation.
    pub generation: u64,
}

/// Exclusive permission to change the live generation of an index directory, or to build its first.
///
/// Readers see all of the changes at once, with [`Changes::commit`]; if they are dropped before, none.
///
/// ```
/// use std::sync::Arc;
/// use xunwen_index::{Changes, Input, Options};
///
/// let dir = tempfile::tempdir()?;
/// let line = r#"{"id": "a", "title": "秋粮丰收", "body": "河南秋粮丰收。"}"#;
/// let mut changes = Changes::begin(dir.path(), &Options::default())?;
/// let input = Input::stream("an example", line.as_bytes());
/// let rejects = changes.read(&input, &Default::default(), &Arc::default())?;
/// assert!(rejects.is_empty());
/// assert_eq!(changes.commit()?.articles, 1);
///
/// let mut changes = Changes::begin(dir.path(), &Options::default())?;
/// assert!(changes.delete("a")?);
/// assert_eq!(changes.commit()?.articles, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Changes {
    dir: IndexDir,
    writer: Writer,
    /// The first generation, while it is built. Declared after `writer` on purpose: its folder goes once
    /// the writer has closed.
    draft: Option<Draft>,
    done: Changed,
    _lock: Lock,
}

impl Changes {
    /// Takes the lock of `dir` and opens its live generation, or begins the first one with the words of
    /// `options`.
    ///
    /// # Errors
    ///
    /// If the live generation cannot be read by this program, or another writer is running.
    pub fn begin(dir: &Path, options: &Options) -> Result<Self, Error> {
        existing(dir)?;
        let dir = IndexDir::new(dir);
        let lock = Lock::acquire(&dir)?;
        let (generation, draft) = match existing(dir.path())? {
            Some(live) => {
                if let Some(words) = &options.user_words {
                    live.check(dir.path(), &Analyzer::with_user_words(words.clone()))?;
                }
                (live, None)
            }
            None => {
                let words = options.user_words.clone().unwrap_or_default();
                let analyzer = Analyzer::with_user_words(words);
                let (draft, _) =
                    Draft::find_or_begin(&dir, &analyzer, "changes", &[None], &mut |_| {})?;
                (draft.generation.clone(), Some(draft))
            }
        };
        let writer = Writer::open(dir.path(), &generation, options)?;
        let done = Changed { generation: generation.number, ..Changed::default() };
        Ok(Self { dir, writer, draft, done, _lock: lock })
    }

    /// Adds the articles of `input`, and returns the records that are none. Once `stop` is set, it ends
    /// with [`CorpusError::Stopped`].
    ///
    /// # Errors
    ///
    /// If the input cannot be read to its end, or the system refuses to write. Drop the changes then: a
    /// part of the input is among them.
    pub fn read(
        &mut self,
        input: &Input,
        reading: &InputOptions,
        stop: &Arc<AtomicBool>,
    ) -> Result<Vec<Reject>, Error> {
        let mut rejects = Vec::new();
        for batch in Corpus::open_until(input, reading, stop)? {
            if stop.load(Ordering::Relaxed) {
                return Err(CorpusError::Stopped.into());
            }
            let Batch { articles, rejects: mut rejected, .. } = batch?;
            for article in articles {
                match self.writer.add(article)? {
                    Outcome::Added => self.done.added += 1,
                    Outcome::Updated => self.done.updated += 1,
                    Outcome::Unchanged => self.done.unchanged += 1,
                }
            }
            self.writer.bound_memory()?;
            rejects.append(&mut rejected);
        }
        self.done.rejected += rejects.len() as u64;
        Ok(rejects)
    }

    /// Deletes the article `id`; returns whether there was one.
    ///
    /// # Errors
    ///
    /// If the system refuses to write.
    pub fn delete(&mut self, id: &str) -> Result<bool, Error> {
        let is_deleted = self.writer.delete(id)?;
        self.done.deleted += u64::from(is_deleted);
        self.done.missing += u64::from(!is_deleted);
        Ok(is_deleted)
    }

    /// Makes all changes durable, and visible to readers. An interrupted job can still be resumed.
    ///
    /// # Errors
    ///
    /// If the system refuses to write; nothing is changed then, unless the error says that it is.
    pub fn commit(mut self) -> Result<Changed, Error> {
        if self.writer.uncommitted() > 0 || self.draft.is_some() {
            let job = self.writer.payload()?.job;
            self.writer.commit(job.as_ref())?;
        }
        self.done.articles = self.writer.finish()?;
        if let Some(mut draft) = self.draft {
            draft.publish(&self.dir, None)?;
        }
        Ok(self.done)
    }
}
