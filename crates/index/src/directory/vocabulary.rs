//! The user words of an index: adding and removing them.
//!
//! Articles are indexed under pairs of characters, not words, so no article is read again: as soon as
//! the manifest lists a word, it counts in the ranking of every article, as it would after a rebuild.

use std::path::Path;

use xunwen_schema::durable::Durability;
use xunwen_schema::{Analyzer, Generation, IndexDir, Manifest, UserWord};

use super::lock::Lock;
use crate::error::{Done, Error};

/// The outcome of a change to the user words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VocabularyChange {
    /// The words that were added, removed, or given another frequency, sorted.
    pub words: Vec<UserWord>,
    /// How many of the given words changed nothing.
    pub unchanged: usize,
    /// How many user words the index has now.
    pub total: usize,
}

/// Adds `words` to the user words of the live generation of `dir`; known words get the new frequency.
///
/// The change is atomic, and readers that open the index afterwards rank with it.
///
/// # Errors
///
/// If there is no live generation, this program cannot read it, another writer is running, or the system
/// refuses to write.
pub fn add_words(dir: &Path, words: &[UserWord]) -> Result<VocabularyChange, Error> {
    change(dir, |list| {
        let new: Vec<UserWord> =
            words.iter().filter(|word| !list.contains(word)).cloned().collect();
        list.retain(|known| !new.iter().any(|word| word.word() == known.word()));
        list.extend(new.iter().cloned());
        new
    })
    .map(|changed| changed.of(words.len()))
}

/// Removes `words`, whatever their frequency, from the user words of the live generation of `dir`.
///
/// # Errors
///
/// As for [`add_words`].
pub fn remove_words(dir: &Path, words: &[UserWord]) -> Result<VocabularyChange, Error> {
    change(dir, |list| {
        let is_named = |known: &mut UserWord| words.iter().any(|word| word.word() == known.word());
        list.extract_if(.., is_named).collect()
    })
    .map(|changed| changed.of(words.len()))
}

impl VocabularyChange {
    fn of(self, named: usize) -> Self {
        Self { unchanged: named.saturating_sub(self.words.len()), ..self }
    }
}

/// Changes the user words by `edit`, which returns the words that differ.
fn change(
    dir: &Path,
    edit: impl FnOnce(&mut Vec<UserWord>) -> Vec<UserWord>,
) -> Result<VocabularyChange, Error> {
    Generation::open(dir)?;
    let _lock = Lock::acquire(&IndexDir::new(dir))?;
    let live = Generation::open(dir)?;
    // What is kept of it gets a new checksum.
    Manifest::check(&live.path)?;
    let mut list = live.analyzer.user_words().to_vec();
    let mut words = edit(&mut list);
    words.sort();
    list.sort();
    let total = list.len();
    if !words.is_empty() {
        let Manifest { fingerprint, user_words, .. } =
            Manifest::new(&Analyzer::with_user_words(list));
        let manifest = Manifest { fingerprint, user_words, ..live.manifest };
        let written = manifest.write(&live.path);
        let written = written.map_err(|source| Error::Io { path: live.path.clone(), source })?;
        if let Durability::Unconfirmed(source) = written {
            return Err(Error::Unconfirmed { done: Done::Words, source });
        }
    }
    Ok(VocabularyChange { words, unchanged: 0, total })
}
