//! What a watch reports: new articles, and the summary after them.

use serde::Serialize;
use serde_json::value::RawValue;
use xunwen_query::Hit as HitData;

use crate::hit::{Hit, Marked, Passage};

/// One line of a watch's output: `{"type":…,"data":…}`.
///
/// A `new` for each article that a standing query finds for the first time, then one `summary`. More
/// types may be added.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
pub enum WatchLine<'a> {
    /// An article that is new to a query.
    New(NewArticle<'a>),
    /// What the round did.
    Summary(WatchSummary),
}

/// An article that is new to a standing query.
#[derive(Clone, Debug, Serialize)]
pub struct NewArticle<'a> {
    /// The query's id.
    pub qid: &'a str,
    /// The query as typed.
    pub query: &'a str,
    /// The article's id.
    pub id: &'a str,
    /// The whole title with what matched in it.
    pub title: Marked<'a>,
    /// The outlet, as written.
    pub source: Option<&'a str>,
    /// When it was published: a day, or a time with its zone.
    pub published_at: Option<String>,
    /// Where it is on the web.
    pub url: Option<&'a str>,
    /// The best passages of the other texts.
    pub passages: Vec<Passage<'a>>,
}

/// What a round of a watch did.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct WatchSummary {
    /// Standing queries.
    pub queries: usize,
    /// Those among them that were asked for the first time.
    pub begun: usize,
    /// Articles reported; one that is new to two queries counts for both.
    pub new: u64,
    /// Deliveries that the receiver accepted.
    pub delivered: usize,
    /// Deliveries that still wait for the receiver.
    pub waiting: usize,
    /// Articles in the index.
    pub articles: u64,
    /// The generation that answered.
    pub generation: u64,
    /// Milliseconds the round took, to a tenth.
    pub elapsed_ms: f64,
}

/// What is posted: new articles of one standing query.
#[derive(Clone, Debug, Serialize)]
pub struct Delivery<'a> {
    /// Its id, the same however often it is sent.
    pub delivery: &'a str,
    /// The query's id.
    pub qid: &'a str,
    /// The query as typed.
    pub query: &'a str,
    /// The articles, each a [`NewArticle`].
    pub new: &'a [Box<RawValue>],
}

impl<'a> NewArticle<'a> {
    /// Returns the wire form of `hit`, which is new to the query `qid`.
    #[must_use]
    pub fn of(hit: &'a HitData, qid: &'a str, query: &'a str) -> Self {
        let Hit { id, title, source, published_at, url, passages, .. } = Hit::of(hit, None);
        Self { qid, query, id, title, source, published_at, url, passages }
    }
}
