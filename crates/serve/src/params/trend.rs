//! Parameters of a trend.

use serde::Deserialize;
use utoipa::IntoParams;
use xunwen_query::corpus::TrendRequest;
use xunwen_wire::CalendarUnit;

use super::filter::FilterParams;
use super::question::{now, query};
use super::size::at_most;
use crate::http::problem::Problem;
use crate::limits::Limits;

/// A question about time.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TrendParams {
    /// The queries, side by side.
    #[serde(default)]
    #[param(max_items = 8, required = false, example = json!(["微短剧", "低空经济"]))]
    pub(crate) q: Vec<String>,
    /// The length of a period.
    #[serde(default = "month")]
    #[param(inline, required = false)]
    by: CalendarUnit,
    #[serde(flatten)]
    #[param(ignore)]
    filter: FilterParams,
}

impl TrendParams {
    pub(crate) fn request(&self, limits: &Limits) -> Result<TrendRequest, Problem> {
        at_most("q", self.q.len(), Limits::SERIES)?;
        Ok(TrendRequest {
            queries: self.q.iter().map(|q| query(q, limits)).collect::<Result<_, _>>()?,
            filter: self.filter.filter()?,
            by: self.by.into(),
            now: now(),
        })
    }
}

fn month() -> CalendarUnit {
    CalendarUnit::Month
}
