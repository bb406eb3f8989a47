//! Receipts: the file that a researcher keeps.

use serde::{Deserialize, Serialize};
use xunwen_query::evidence::Receipt as ReceiptData;

use crate::question::Order;

/// The program that answers, with its version, as a receipt names it.
pub const PROGRAM: &str = concat!("xunwen ", env!("CARGO_PKG_VERSION"));

/// What was asked, of which index, and what the answer was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Only articles published from this time on.
    pub since: Option<String>,
    /// Only articles published before this time.
    pub until: Option<String>,
    /// Only articles of this outlet; `null` if several outlets or none are asked for.
    pub source: Option<String>,
    /// Only articles of one of these outlets, if they are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Only articles of which no outlet is known, or of one of those outlets.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
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

impl From<ReceiptData> for Receipt {
    fn from(receipt: ReceiptData) -> Self {
        Self {
            receipt: receipt.receipt,
            program: receipt.program,
            answered_at: receipt.answered_at,
            query: receipt.query,
            notes: receipt.notes,
            since: receipt.since,
            until: receipt.until,
            source: receipt.source,
            sources: receipt.sources,
            unnamed: receipt.unnamed,
            order: receipt.order.into(),
            exact_only: receipt.exact_only,
            offset: receipt.offset,
            limit: receipt.limit,
            generation: receipt.generation,
            fingerprint: receipt.fingerprint,
            articles: receipt.articles,
            exact: receipt.exact,
            digest: receipt.digest,
            ids: receipt.ids,
        }
    }
}

impl From<Receipt> for ReceiptData {
    fn from(receipt: Receipt) -> Self {
        Self {
            receipt: receipt.receipt,
            program: receipt.program,
            answered_at: receipt.answered_at,
            query: receipt.query,
            notes: receipt.notes,
            since: receipt.since,
            until: receipt.until,
            source: receipt.source,
            sources: receipt.sources,
            unnamed: receipt.unnamed,
            order: receipt.order.into(),
            exact_only: receipt.exact_only,
            offset: receipt.offset,
            limit: receipt.limit,
            generation: receipt.generation,
            fingerprint: receipt.fingerprint,
            articles: receipt.articles,
            exact: receipt.exact,
            digest: receipt.digest,
            ids: receipt.ids,
        }
    }
}
