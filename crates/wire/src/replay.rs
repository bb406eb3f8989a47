//! What came and went since a receipt.

use serde::Serialize;
use xunwen_query::evidence::{Listed as ListedData, Receipt as ReceiptData, Replay as ReplayData};

/// A receipt, asked again.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Replay<'a> {
    /// Whether the same articles are found.
    pub same: bool,
    /// Whether the index has the same analysis.
    pub same_index: bool,
    /// The canonical query.
    pub query: &'a str,
    /// When it was answered.
    pub answered_at: &'a str,
    /// The answer then.
    pub then: Answered<'a>,
    /// The answer now.
    pub now: Answered<'a>,
    /// What is found now and was not.
    pub came: Vec<Listed<'a>>,
    /// What was found and is not now.
    pub gone: Vec<Listed<'a>>,
}

/// What an index answered.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Answered<'a> {
    /// The generation that answered.
    pub generation: u64,
    /// The fingerprint of its analysis.
    pub fingerprint: &'a str,
    /// Articles in the index.
    pub articles: u64,
    /// Articles in the exact tier.
    pub exact: u64,
    /// A digest of their ids.
    pub digest: &'a str,
}

/// An article that came or went.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Listed<'a> {
    /// Its id.
    pub id: &'a str,
    /// The headline; `null` if the index does not have it.
    pub title: Option<&'a str>,
}

impl<'a> Replay<'a> {
    /// Returns the wire form of `replay`, which is of `receipt`.
    #[must_use]
    pub fn of(receipt: &'a ReceiptData, replay: &'a ReplayData) -> Self {
        Self {
            same: replay.is_same(),
            same_index: receipt.fingerprint == replay.now.fingerprint,
            query: &receipt.query,
            answered_at: &receipt.answered_at,
            then: Answered::of(receipt),
            now: Answered::of(&replay.now),
            came: replay.came.iter().map(Listed::of).collect(),
            gone: replay.gone.iter().map(Listed::of).collect(),
        }
    }
}

impl<'a> Answered<'a> {
    fn of(receipt: &'a ReceiptData) -> Self {
        Self {
            generation: receipt.generation,
            fingerprint: &receipt.fingerprint,
            articles: receipt.articles,
            exact: receipt.exact,
            digest: &receipt.digest,
        }
    }
}

impl<'a> Listed<'a> {
    fn of(listed: &'a ListedData) -> Self {
        Self { id: &listed.id, title: listed.title.as_deref() }
    }
}
