//! Answers, as plain data.

use std::time::Duration;

use xunwen_language::Field;
use xunwen_schema::Article;

use crate::highlight::passage::Passage;

/// Which half of the promise an article keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tier {
    /// It holds what was asked, literally.
    Exact,
    /// It is about what was asked.
    Related,
}

impl Tier {
    /// Returns its name in output: `exact` or `related`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Related => "related",
        }
    }
}

/// An article that was found, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Its place among all hits, from 1.
    pub rank: usize,
    /// Its tier.
    pub tier: Tier,
    /// Its score; comparable within a tier and query only.
    pub score: f32,
    /// The article.
    pub article: Article,
    /// The whole title with what matched in it.
    pub title: Passage,
    /// The best passages of the other texts, with the field they are from.
    pub passages: Vec<(Field, Passage)>,
    /// Of a related hit: the terms of the query that stand in it.
    pub matched: Vec<String>,
    /// Of a related hit: the other wordings of the query that stand in it.
    pub via: Vec<String>,
}

/// How many articles answer a query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Articles in the exact tier, counted exactly.
    pub exact: u64,
    /// Articles that share a term with the query without being exact; `None` if not asked for.
    pub related: Option<u64>,
    /// Articles in the index.
    pub articles: u64,
    /// The generation that answered.
    pub generation: u64,
}

/// A page of hits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// How many articles answer the query.
    pub totals: Totals,
    /// The hits of this page.
    pub hits: Vec<Hit>,
    /// Time taken.
    pub elapsed: Duration,
}
