//! Words in statistics: near a keyword, or of the articles found.

use serde::Serialize;

use xunwen_query::corpus::{
    Collocate as CollocateData, Collocates, Keyword as KeywordData, Keywords,
};

/// A word that occurs near the keywords.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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

/// What collocates are about.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CollocatesSummary<'a> {
    /// The query as typed.
    pub query: &'a str,
    /// Words written.
    pub returned: usize,
    /// Occurrences of the keywords.
    pub places: u64,
    /// Trials near them: occurrences of terms of the index, all of whose positions are near.
    pub near: u64,
    /// Trials in the whole index.
    pub terms: u64,
    /// Articles in the exact tier.
    pub exact: u64,
    /// Articles in the index.
    pub articles: u64,
    /// The generation that answered.
    pub generation: u64,
    /// Milliseconds since the question was asked, to a tenth.
    pub elapsed_ms: f64,
}

/// What keywords are about.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeywordsSummary<'a> {
    /// The query as typed.
    pub query: &'a str,
    /// Words written.
    pub returned: usize,
    /// How many articles were read for their words, if not all; counted was in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sampled: Option<u64>,
    /// Articles in the exact tier.
    pub exact: u64,
    /// With how many articles these are compared.
    pub against: u64,
    /// Articles in the index.
    pub articles: u64,
    /// The generation that answered.
    pub generation: u64,
    /// Milliseconds since the question was asked, to a tenth.
    pub elapsed_ms: f64,
}

impl<'a> CollocatesSummary<'a> {
    /// Returns the summary of `found`, the answer to `query`.
    #[must_use]
    pub fn of(query: &'a str, found: &Collocates, elapsed_ms: f64) -> Self {
        let Collocates { words, places, near, terms, totals } = found;
        Self {
            query,
            returned: words.len(),
            places: *places,
            near: *near,
            terms: *terms,
            exact: totals.exact,
            articles: totals.articles,
            generation: totals.generation,
            elapsed_ms,
        }
    }
}

impl<'a> KeywordsSummary<'a> {
    /// Returns the summary of `found`, the answer to `query`.
    #[must_use]
    pub fn of(query: &'a str, found: &Keywords, elapsed_ms: f64) -> Self {
        let Keywords { words, sampled, totals, against } = found;
        Self {
            query,
            returned: words.len(),
            sampled: *sampled,
            exact: totals.exact,
            against: *against,
            articles: totals.articles,
            generation: totals.generation,
            elapsed_ms,
        }
    }
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
