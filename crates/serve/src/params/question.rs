//! Questions: a query, read under the limits, and the order of its answer.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::Deserialize;
use serde::de::{Deserializer, Error, Unexpected};
use utoipa::IntoParams;
use xunwen_language::{Query, parse};
use xunwen_query::Request;
use xunwen_wire::Order;

use super::filter::FilterParams;
use super::size::at_most;
use crate::cost;
use crate::http::problem::Problem;
use crate::limits::Limits;

/// What is asked, and in what order it is answered; shared by searches, exports and receipts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct QuestionParams {
    /// The query, as `xunwen help query` says; without one, every article matches that passes the
    /// filters.
    #[serde(default)]
    #[param(max_length = 1000, required = false, example = "微短剧 出海")]
    pub(crate) q: String,
    /// The order of the exact tier.
    #[serde(default)]
    #[param(inline, required = false)]
    pub(super) sort: Order,
    /// Whether the related tier is left out.
    #[serde(default, deserialize_with = "switch")]
    #[param(required = false)]
    pub(super) exact: bool,
}

impl QuestionParams {
    /// Returns the request for the exact tier, asked at `now`.
    pub(super) fn request(
        &self,
        filter: &FilterParams,
        limits: &Limits,
        now: i64,
    ) -> Result<Request, Problem> {
        Ok(Request {
            order: self.sort.into(),
            exact_only: self.exact,
            ..request(&self.q, filter, limits, now)?
        })
    }
}

/// Reads a switch as the form decoder does, but from text: serde knows nothing else of a flattened
/// field.
fn switch<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let text = String::deserialize(deserializer)?;
    match text.as_str() {
        "true" | "on" => Ok(true),
        "false" => Ok(false),
        _ => Err(D::Error::invalid_value(Unexpected::Str(&text), &r#""true", "on" or "false""#)),
    }
}

/// Returns the request that `q` makes at `now`.
pub(super) fn request(
    q: &str,
    filter: &FilterParams,
    limits: &Limits,
    now: i64,
) -> Result<Request, Problem> {
    Ok(Request { filter: filter.filter()?, ..Request::new(query(q, limits)?, now) })
}

/// Reads a query, unless it is too long or too costly.
pub(crate) fn query(q: &str, limits: &Limits) -> Result<Query, Problem> {
    at_most("q", q.chars().count(), Limits::QUERY)?;
    let query = parse(q)?;
    bounded(&query, limits)?;
    Ok(query)
}

/// Refuses a query that is too costly.
pub(crate) fn bounded(query: &Query, limits: &Limits) -> Result<(), Problem> {
    if cost::of(query) <= limits.cost {
        return Ok(());
    }
    let detail = format!("a query has at most {} keywords", limits.cost);
    Err(Problem::bad("query-too-costly", detail))
}

/// Returns the current time in seconds since the Unix epoch.
pub(crate) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().cast_signed())
}
