//! What is asked of a program that holds the articles: counts, and articles one by one.

use std::fmt;

use xunwen_schema::Article;

use crate::index::error::Error;
use crate::request::Request;

/// Counts articles that are elsewhere.
pub trait Tally: fmt::Debug + Send + Sync {
    /// Counts the articles of the exact tier of `request`, or all articles, by their values in
    /// `column`: one of the names in [`xunwen_schema::column`].
    ///
    /// # Errors
    ///
    /// If the remote does not answer.
    fn values(&self, request: Option<&Request>, column: &str) -> Result<ValueCounts, Error>;

    /// Counts the articles of the exact tier of `request`, or all articles that pass its filter if
    /// `is_all`, by the day of their publication.
    ///
    /// # Errors
    ///
    /// If the remote does not answer.
    fn days(&self, request: &Request, is_all: bool) -> Result<DayCounts, Error>;
}

/// Articles by a value that they have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValueCounts {
    /// Values and how many articles have each, in any order.
    pub counts: Vec<(String, u64)>,
    /// Articles that have none.
    pub without: u64,
}

/// Articles by the day of their publication.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayCounts {
    /// Seconds since the Unix epoch, somewhere in a day of China's time, and the articles of that day.
    pub days: Vec<(i64, u64)>,
    /// Articles without a date.
    pub undated: u64,
}

/// What an index takes, and which time it covers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// The bytes of all its files, copies included.
    pub bytes: u64,
    /// The number of its segments, copies included.
    pub segments: usize,
    /// When the oldest article was published, in seconds since the Unix epoch.
    pub oldest: Option<i64>,
    /// When the newest article was published.
    pub newest: Option<i64>,
    /// Articles without a date.
    pub undated: u64,
}

/// Hits in order, read as they are needed.
pub trait Listing: fmt::Debug + Send + Sync {
    /// Returns the number of hits.
    fn len(&self) -> usize;

    /// Returns whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the id of the hit at `place`, from 0, and its score.
    fn hit(&self, place: usize) -> (&str, f32);

    /// Reads the article of the hit at `place`.
    ///
    /// # Errors
    ///
    /// If the remote does not answer.
    fn article(&self, place: usize) -> Result<Article, Error>;
}
