//! Parameters of a concordance.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use xunwen_query::Request;
use xunwen_query::corpus::Side;
use xunwen_wire::LineOrder;

use super::filter::FilterParams;
use super::question::{now, request};
use super::size::at_most;
use crate::http::problem::Problem;
use crate::limits::Limits;

/// A question about the contexts in which keywords occur.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct KwicParams {
    /// The query whose keywords are shown.
    #[serde(default)]
    #[param(max_length = 1000, required = false, example = "微短剧 出海")]
    pub(crate) q: String,
    /// The order of the lines.
    #[serde(default)]
    #[param(inline, required = false)]
    pub(crate) sort: LineOrder,
    /// The side on which the words right beside the keywords are counted, most frequent first.
    #[param(inline, nullable = false)]
    pub(crate) frequencies: Option<NeighbourSide>,
    #[serde(flatten)]
    #[param(ignore)]
    filter: FilterParams,
    /// Most lines.
    #[serde(default = "ten")]
    #[param(maximum = 100, default = 10, required = false)]
    pub(crate) limit: usize,
    /// Most characters on each side of a keyword.
    #[serde(default = "context_width")]
    #[param(maximum = 1000, default = 20, required = false)]
    pub(crate) width: usize,
}

/// A side of a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum NeighbourSide {
    /// What precedes it.
    Left,
    /// What follows it.
    Right,
}

impl From<NeighbourSide> for Side {
    fn from(named: NeighbourSide) -> Self {
        match named {
            NeighbourSide::Left => Self::Left,
            NeighbourSide::Right => Self::Right,
        }
    }
}

impl KwicParams {
    pub(crate) fn request(&self, limits: &Limits) -> Result<Request, Problem> {
        at_most("limit", self.limit, Limits::PAGE)?;
        at_most("width", self.width, Limits::WIDTH)?;
        Ok(Request { limit: self.limit, ..request(&self.q, &self.filter, limits, now())? })
    }
}

fn ten() -> usize {
    10
}

fn context_width() -> usize {
    20
}
