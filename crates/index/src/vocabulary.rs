//! The words of an index: put into it and taken out of it.
//!
//! The index holds pairs of characters and no words, so no article need be read again: a word counts
//! in the ranking of old articles as soon as the manifest has it, just as after a rebuild.

use std::path::Path;

use xunwen_schema::{Analyzer, Generation, Manifest, UserWord};

use crate::error::Error;
use crate::lock::Lock;

/// What became of a list of words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// The words that were put in, taken out, or got another frequency, sorted.
    pub words: Vec<UserWord>,
    /// How many of those named made no difference.
    pub unchanged: usize,
    /// How many words the index has now.
    pub total: usize,
}

/// Puts `words` into the list of the live generation of `dir`; one that it has gets the new frequency.
///
/// Readers that open the index afterwards rank by them; the change is made in one step.
///
/// # Errors
///
/// If there is no live generation that this program reads, another writer is at work, or the disk
/// refuses.
pub fn add_words(dir: &Path, words: &[UserWord]) -> Result<Changed, Error> {
    change(dir, |list| {
        let new: Vec<UserWord> =
            words.iter().filter(|word| !list.contains(word)).cloned().collect();
        list.retain(|known| !new.iter().any(|word| word.word() == known.word()));
        list.extend(new.iter().cloned());
        new
    })
    .map(|changed| changed.of(words.len()))
}

/// Takes `words`, of any frequency, out of the list of the live generation of `dir`.
///
/// # Errors
///
/// As [`add_words`].
pub fn remove_words(dir: &Path, words: &[UserWord]) -> Result<Changed, Error> {
    change(dir, |list| {
        let is_named = |known: &mut UserWord| words.iter().any(|word| word.word() == known.word());
        list.extract_if(.., is_named).collect()
    })
    .map(|changed| changed.of(words.len()))
}

impl Changed {
    fn of(self, named: usize) -> Self {
        Self { unchanged: named.saturating_sub(self.words.len()), ..self }
    }
}

/// Changes the list of words by `edit`, which returns the words that make a difference.
fn change(
    dir: &Path,
    edit: impl FnOnce(&mut Vec<UserWord>) -> Vec<UserWord>,
) -> Result<Changed, Error> {
    Generation::open(dir)?;
    let _lock = Lock::acquire(dir)?;
    let live = Generation::open(dir)?;
    let mut list = live.analyzer.user_words().to_vec();
    let mut words = edit(&mut list);
    words.sort();
    list.sort();
    let total = list.len();
    if !words.is_empty() {
        let Manifest { fingerprint, user_words, .. } =
            Manifest::new(&Analyzer::with_user_words(list));
        let manifest = Manifest { fingerprint, user_words, ..live.manifest };
        manifest
            .write(&live.path)
            .map_err(|source| Error::Io { path: live.path.clone(), source })?;
    }
    Ok(Changed { words, unchanged: 0, total })
}
