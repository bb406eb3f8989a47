//! Counts: facets, and what an index holds.

use serde::Serialize;

use xunwen_query::corpus::{
    Count as CountData, Facet as FacetData, FacetCount as FacetCountData, IndexInfo,
};

/// The whole exact tier, counted.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Facet<'a> {
    /// `source`, `year`, `month`, `day`, `tag` or `lang`.
    pub kind: &'static str,
    /// Newest first where they are of times (China's), else most first.
    pub counts: Vec<FacetCount<'a>>,
    /// Articles that have no such value.
    pub without: u64,
    /// What is not among the counts because only so many are written.
    pub others: Others,
}

/// A number of articles that share a value.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacetCount<'a> {
    /// What they share: a filter by it finds them.
    pub name: &'a str,
    /// How many they are.
    pub articles: u64,
    /// Of an outlet: its other names among them.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub also: &'a [String],
}

/// What is left out of a facet.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Others {
    /// How many values.
    pub values: usize,
    /// The sum of their counts: of tags, an article counts for each that it has.
    pub articles: u64,
}

/// A number of articles that share a name.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Count<'a> {
    /// What they share.
    pub name: &'a str,
    /// How many they are.
    pub articles: u64,
}

/// What an index holds.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IndexFacts<'a> {
    /// The live generation.
    pub generation: u64,
    /// Number of articles.
    pub articles: u64,
    /// Bytes on disk.
    pub bytes: u64,
    /// Number of segments.
    pub segments: usize,
    /// Version of the layout.
    pub format: u32,
    /// Fingerprint of the analysis.
    pub fingerprint: &'a str,
    /// Number of words besides the built-in dictionary.
    pub user_words: usize,
    /// When the oldest dated article was published.
    pub oldest: Option<String>,
    /// When the newest dated article was published.
    pub newest: Option<String>,
    /// Articles without a date.
    pub undated: u64,
    /// Articles by language, most first.
    pub languages: Vec<Count<'a>>,
    /// Articles by outlet, as written, most first.
    pub sources: Vec<Count<'a>>,
}

impl<'a> Facet<'a> {
    /// Returns the wire form of `facet`, with its first `most` counts.
    #[must_use]
    pub fn of(facet: &'a FacetData, most: usize) -> Self {
        let (shown, others) = facet.counts.split_at(facet.counts.len().min(most));
        let articles = others.iter().map(|count| count.articles).sum();
        Self {
            kind: facet.kind.name(),
            counts: shown.iter().map(FacetCount::of).collect(),
            without: facet.without,
            others: Others { values: others.len(), articles },
        }
    }
}

impl<'a> FacetCount<'a> {
    fn of(FacetCountData { name, articles, also }: &'a FacetCountData) -> Self {
        Self { name, articles: *articles, also }
    }
}

impl<'a> IndexFacts<'a> {
    /// Returns the wire form of `facts`.
    #[must_use]
    pub fn of(facts: &'a IndexInfo) -> Self {
        Self {
            generation: facts.generation,
            articles: facts.articles,
            bytes: facts.bytes,
            segments: facts.segments,
            format: facts.format,
            fingerprint: &facts.fingerprint,
            user_words: facts.user_words,
            oldest: facts.oldest.map(|time| time.to_string()),
            newest: facts.newest.map(|time| time.to_string()),
            undated: facts.undated,
            languages: counts(&facts.languages),
            sources: counts(&facts.sources),
        }
    }
}

fn counts(counts: &[CountData]) -> Vec<Count<'_>> {
    counts.iter().map(|count| Count { name: &count.name, articles: count.articles }).collect()
}
