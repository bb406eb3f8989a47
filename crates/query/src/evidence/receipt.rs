//! Receipts: what was asked, of which index, and what the answer was, so that it can be asked again.
//!
//! A receipt speaks of the whole exact tier, which is what a paper cites; the related tier is
//! no claim. The present that "the last 30 days" end in is the time of the answer, then and later.

use std::collections::BTreeSet;

use xunwen_language::{ParseError, parse};
use xunwen_schema::Published;
use xxhash_rust::xxh3::Xxh3;

use crate::engine::facade::Engine;
use crate::index::error::Error;
use crate::request::{Filter, Order, Request};

/// What was asked and answered: what a researcher keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Version of this form.
    pub receipt: u32,
    /// The program that answered, with its version.
    pub program: String,
    /// When it answered: where "the last 30 days" end, now and in a replay.
    pub answered_at: String,
    /// The canonical query.
    pub query: String,
    /// What there was to note on how the query was typed, a sentence each.
    pub notes: Vec<String>,
    /// Only articles published from this time on.
    pub since: Option<String>,
    /// Only articles published before this time.
    pub until: Option<String>,
    /// Only articles of this outlet; `None` if several outlets or none are asked for.
    pub source: Option<String>,
    /// Only articles of one of these outlets, if they are several.
    pub sources: Vec<String>,
    /// Only articles of which no outlet is known, or of one of those outlets.
    pub unnamed: bool,
    /// The order of the exact tier.
    pub order: Order,
    /// Whether the related tier was left out.
    pub exact_only: bool,
    /// Hits passed over.
    pub offset: u64,
    /// Hits returned at most; `None` for all.
    pub limit: Option<u64>,
    /// The generation that answered.
    pub generation: u64,
    /// The fingerprint of its analysis.
    pub fingerprint: String,
    /// Articles in the index.
    pub articles: u64,
    /// Articles in the exact tier.
    pub exact: u64,
    /// A digest of `ids`: xxh3, 64 bits, over each id and a line feed.
    pub digest: String,
    /// The ids of the exact tier, sorted.
    pub ids: Vec<String>,
}

/// What an index says to a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replay {
    /// The receipt of today's answer to the same question.
    pub now: Receipt,
    /// What is found now and was not.
    pub came: Vec<Listed>,
    /// What was found and is not now.
    pub gone: Vec<Listed>,
}

/// An article that came or went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// Its title; `None` if the index does not have it.
    pub title: Option<String>,
}

/// Why a receipt cannot be replayed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReceiptError {
    /// It has another form than this program writes.
    #[error("a receipt of version {found}, this program reads version {expected}")]
    Version {
        /// The version of the receipt.
        found: u32,
        /// The version of this program.
        expected: u32,
    },
    /// Its ids are not those it was made of.
    #[error("the ids do not have the digest {digest}")]
    Altered {
        /// The digest it says its ids have.
        digest: String,
    },
    /// A time in it cannot be read.
    #[error("{0:?} is no time")]
    Time(String),
    /// Its query cannot be read.
    #[error("cannot read its query")]
    Query(#[from] ParseError),
    /// The question could not be answered.
    #[error(transparent)]
    Search(#[from] Error),
}

impl Receipt {
    /// The version of this form.
    pub const VERSION: u32 = 2;
    /// The version of a receipt that names one outlet at most. Programs that know no more read it.
    pub const ONE_OUTLET: u32 = 1;

    /// Answers `request` and writes the receipt; `program` is named in it.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub fn of(engine: &Engine, request: &Request, program: &str) -> Result<Self, Error> {
        let answer = engine.exact_tier(&Request { order: Order::Newest, ..request.clone() })?;
        let mut ids: Vec<String> = answer.ids()?.into_iter().map(|(id, _, _)| id).collect();
        ids.sort_unstable();
        let generation = engine.generation();
        let limit = (request.limit != usize::MAX).then_some(request.limit as u64);
        let Filter { sources, unnamed, .. } = &request.filter;
        let (source, sources) = match (&sources[..], unnamed) {
            ([source], false) => (Some(source.clone()), Vec::new()),
            (sources, _) => (None, sources.to_vec()),
        };
        let is_simple = sources.is_empty() && !unnamed;
        Ok(Self {
            receipt: if is_simple { Self::ONE_OUTLET } else { Self::VERSION },
            program: program.to_owned(),
            answered_at: time(request.now),
            query: request.query.clone().within(&request.filter.within).to_string(),
            notes: request.query.notes().iter().map(ToString::to_string).collect(),
            since: request.filter.since.map(time),
            until: request.filter.until.map(time),
            source,
            sources,
            unnamed: *unnamed,
            order: request.order,
            exact_only: request.exact_only,
            offset: request.offset as u64,
            limit,
            generation: generation.number,
            fingerprint: generation.manifest.fingerprint.clone(),
            articles: answer.totals().articles,
            exact: answer.totals().exact,
            digest: digest(&ids),
            ids,
        })
    }

    /// Asks `engine` the same question.
    ///
    /// # Errors
    ///
    /// If the receipt is damaged or the index cannot be read.
    pub fn replay(&self, engine: &Engine) -> Result<Replay, ReceiptError> {
        let now = Self::of(engine, &self.request()?, &self.program)?;
        let [was, is] = [self, &now].map(|receipt| receipt.ids.iter().collect::<BTreeSet<_>>());
        let came = is.difference(&was).map(|id| listed(engine, id)).collect::<Result<_, _>>()?;
        let gone = was.difference(&is).map(|id| listed(engine, id)).collect::<Result<_, _>>()?;
        Ok(Replay { came, gone, now })
    }

    /// Returns the question, asked at the time of the answer.
    ///
    /// # Errors
    ///
    /// If the receipt is of another version, was altered, or has a query or time that cannot be read.
    pub fn request(&self) -> Result<Request, ReceiptError> {
        self.check()?;
        let some = |text: &Option<String>| text.as_deref().map(seconds).transpose();
        let since = some(&self.since)?;
        let until = some(&self.until)?;
        let limit = self.limit.and_then(|limit| usize::try_from(limit).ok());
        let sources = self.source.iter().chain(&self.sources).cloned().collect();
        Ok(Request {
            filter: Filter { since, until, sources, unnamed: self.unnamed, ..Filter::default() },
            order: self.order,
            exact_only: self.exact_only,
            offset: usize::try_from(self.offset).unwrap_or(usize::MAX),
            limit: limit.unwrap_or(usize::MAX),
            ..Request::new(parse(&self.query)?, seconds(&self.answered_at)?)
        })
    }

    fn check(&self) -> Result<(), ReceiptError> {
        if !(Self::ONE_OUTLET..=Self::VERSION).contains(&self.receipt) {
            let found = self.receipt;
            let expected = Self::VERSION;
            return Err(ReceiptError::Version { found, expected });
        }
        if self.digest != digest(&self.ids) || self.exact != self.ids.len() as u64 {
            return Err(ReceiptError::Altered { digest: self.digest.clone() });
        }
        Ok(())
    }
}

impl Replay {
    /// Returns whether the same articles are found.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.came.is_empty() && self.gone.is_empty()
    }
}

fn listed(engine: &Engine, id: &str) -> Result<Listed, Error> {
    let article = engine.article(id)?;
    Ok(Listed { id: id.to_owned(), title: article.map(|article| article.title) })
}

/// Returns the digest of ids in their order.
fn digest(ids: &[String]) -> String {
    let mut digest = Xxh3::new();
    for id in ids {
        digest.update(id.as_bytes());
        digest.update(b"\n");
    }
    format!("{:016x}", digest.digest())
}

fn time(seconds: i64) -> String {
    Published::from_seconds(seconds, true).to_string()
}

fn seconds(time: &str) -> Result<i64, ReceiptError> {
    let read = Published::parse(time).map(Published::seconds);
    read.ok_or_else(|| ReceiptError::Time(time.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt() -> Receipt {
        let ids = vec!["a".to_owned(), "b".to_owned()];
        Receipt {
            receipt: Receipt::ONE_OUTLET,
            program: "xunwen".to_owned(),
            answered_at: "2025-12-24T00:44:00+08:00".to_owned(),
            query: "微短剧 date:last30d".to_owned(),
            notes: Vec::new(),
            since: Some("2025-12-01T00:00:00+08:00".to_owned()),
            until: None,
            source: Some("rmrb".to_owned()),
            sources: Vec::new(),
            unnamed: false,
            order: Order::Oldest,
            exact_only: true,
            offset: 3,
            limit: None,
            generation: 1,
            fingerprint: "1-0".to_owned(),
            articles: 9,
            exact: 2,
            digest: digest(&ids),
            ids,
        }
    }

    #[test]
    fn a_receipt_asks_as_it_was_asked_at_the_time_it_was_asked() {
        let request = receipt().request().unwrap();
        assert_eq!(request.now, 1_766_508_240);
        assert_eq!(request.query.to_string(), "微短剧 date:last30d");
        assert_eq!(request.filter.since, Some(1_764_518_400));
        assert_eq!(
            (request.filter.until, &request.filter.sources[..]),
            (None, &["rmrb".to_owned()][..])
        );
        let sources = vec!["rmrb".to_owned(), "新华社".to_owned()];
        let several = Receipt { source: None, sources, unnamed: true, receipt: 2, ..receipt() };
        let filter = several.request().unwrap().filter;
        assert_eq!((filter.sources.len(), filter.unnamed), (2, true));
        assert_eq!((request.offset, request.limit, request.exact_only), (3, usize::MAX, true));
        assert_eq!(request.order, Order::Oldest);
    }

    #[test]
    fn an_altered_receipt_is_refused() {
        let mut altered = receipt();
        altered.ids.pop();
        assert!(matches!(altered.request(), Err(ReceiptError::Altered { .. })));
        let other = Receipt { receipt: 9, ..receipt() };
        assert!(matches!(other.request(), Err(ReceiptError::Version { found: 9, expected: 2 })));
        let timeless = Receipt { answered_at: "soon".to_owned(), ..receipt() };
        assert!(matches!(timeless.request(), Err(ReceiptError::Time(_))));
        let garbled = Receipt { query: "(微短剧".to_owned(), ..receipt() };
        assert!(matches!(garbled.request(), Err(ReceiptError::Query(_))));
    }
}
