//! Words in statistics: near a keyword, or of the articles found.

use serde::Serialize;

use xunwen_query::corpus::{Collocate as CollocateData, Keyword as KeywordData};

/// A word that occurs near the keywords.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Collocate<'a> {
    /// The word.
    pub word: &'a str,
    /// Its occurrences near a keyword.
    pub observed: u64,
    /// How many there would be by chance.
    pub expected: f64,
    /// Its occurrences in the index.
    pub everywhere: u64,
    /// Dunning's log-likelihood ratio.
    pub g2: f64,
    /// logDice, 14 at most.
    pub log_dice: f64,
}

/// A word that marks the articles found.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Keyword<'a> {
    /// The word.
    pub word: &'a str,
    /// Articles found that contain it.
    pub hits: u64,
    /// How many there would be by chance.
    pub expected: f64,
    /// Articles compared with that contain it.
    pub elsewhere: u64,
    /// Dunning's log-likelihood ratio.
    pub g2: f64,
}

impl<'a> Collocate<'a> {
    /// Returns the wire form of `collocate`.
    #[must_use]
    pub fn of(collocate: &'a CollocateData) -> Self {
        let &CollocateData { ref word, observed, expected, everywhere, g2, log_dice } = collocate;
        Self { word, observed, expected, everywhere, g2, log_dice }
    }
}

impl<'a> Keyword<'a> {
    /// Returns the wire form of `keyword`.
    #[must_use]
    pub fn of(keyword: &'a KeywordData) -> Self {
        let &KeywordData { ref word, hits, elsewhere, expected, g2 } = keyword;
        Self { word, hits, expected, elsewhere, g2 }
    }
}
