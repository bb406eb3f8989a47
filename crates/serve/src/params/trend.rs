//! Parameters of a trend.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use xunwen_query::corpus::{CalendarUnit, TrendRequest};

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
    by: TrendUnit,
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
            by: self.by.unit().unwrap_or(CalendarUnit::Month),
            now: now(),
        })
    }

    /// Returns whether the periods are to fit what is found.
    pub(crate) fn is_fitting(&self) -> bool {
        self.by.unit().is_none()
    }
}

/// The length of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum TrendUnit {
    /// Days if what is found was published within 62 days, years if within more than 60 months, else
    /// months; from the first article found to the last.
    Auto,
    /// `2025-12-30`.
    Day,
    /// `2025-12`.
    Month,
    /// `2025-Q4`.
    Quarter,
    /// `2025`.
    Year,
}

impl TrendUnit {
    fn unit(self) -> Option<CalendarUnit> {
        match self {
            Self::Auto => None,
            Self::Day => Some(CalendarUnit::Day),
            Self::Month => Some(CalendarUnit::Month),
            Self::Quarter => Some(CalendarUnit::Quarter),
            Self::Year => Some(CalendarUnit::Year),
        }
    }
}

fn month() -> TrendUnit {
    TrendUnit::Month
}
