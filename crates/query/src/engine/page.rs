//! Answers, as plain data.

use std::time::Duration;

use xunwen_language::Field;
use xunwen_schema::Article;

use crate::highlight::headline::headline;
use crate::highlight::passage::Passage;

/// Which half of the promise an article keeps.
///
/// ```
/// # let (_folder, engine) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/engine.rs"));
/// use xunwen_language::parse;
/// use xunwen_query::{Request, Tier};
///
/// let hits = engine.search(&Request::new(parse("微短剧")?, 0))?.hits;
/// assert_eq!((hits[0].tier, hits[1].tier.name()), (Tier::Exact, "related"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
///
/// ```
/// # let (_folder, engine) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/engine.rs"));
/// use xunwen_language::parse;
/// use xunwen_query::Request;
///
/// let hits = engine.search(&Request::new(parse("微短剧")?, 0))?.hits;
/// assert_eq!((hits[0].rank, hits[0].article.id.as_str()), (1, "a"));
/// // A related hit says which of the query's terms occur in it.
/// assert_eq!(hits[1].matched, ["短剧"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    /// Of a related hit: the terms of the query that occur in it.
    pub matched: Vec<String>,
    /// Of a related hit: the other wordings of the query that occur in it.
    pub via: Vec<String>,
}

impl Hit {
    /// Returns a headline for an article without a title: the first sentence of its summary or, without
    /// one, of its body, in one line of at most 40 characters. It is the same whatever was asked.
    #[must_use]
    pub fn headline(&self) -> Option<String> {
        headline(&self.article)
    }
}

/// How many articles answer a query.
///
/// ```
/// # let (_folder, engine) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/engine.rs"));
/// use xunwen_language::parse;
/// use xunwen_query::Request;
///
/// let counted = Request { count_related: true, ..Request::new(parse("微短剧")?, 0) };
/// let totals = engine.answer(&counted)?.totals();
/// assert_eq!((totals.exact, totals.related, totals.articles), (1, Some(1), 3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
///
/// ```
/// # let (_folder, engine) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/engine.rs"));
/// use xunwen_language::parse;
/// use xunwen_query::Request;
///
/// let second = Request { offset: 1, limit: 1, ..Request::new(parse("短剧")?, 0) };
/// let page = engine.search(&second)?;
/// assert_eq!((page.hits.len(), page.hits[0].rank), (1, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// How many articles answer the query.
    pub totals: Totals,
    /// The hits of this page.
    pub hits: Vec<Hit>,
    /// Time taken.
    pub elapsed: Duration,
}
