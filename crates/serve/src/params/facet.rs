//! Parameters of a search among the values of a facet.

use serde::Deserialize;
use utoipa::IntoParams;
use xunwen_query::Request;
use xunwen_wire::FacetKind;

use super::filter::FilterParams;
use super::question::{now, request};
use super::size::at_most;
use crate::http::problem::Problem;
use crate::limits::Limits;

/// A question about what articles share.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct FacetParams {
    /// By what the articles are counted.
    #[serde(default = "source")]
    #[param(inline, required = false)]
    pub(crate) by: FacetKind,
    /// What a value contains; of outlets, how their pinyin or initials may begin instead.
    #[serde(default)]
    #[param(max_length = 100, required = false, example = "人民")]
    pub(crate) like: String,
    /// The query whose exact tier is counted; without one, all articles that pass the filters.
    #[serde(default)]
    #[param(max_length = 1000, required = false, example = "微短剧 出海")]
    q: String,
    #[serde(flatten)]
    #[param(ignore)]
    filter: FilterParams,
    /// Most values.
    #[serde(default = "hundred")]
    #[param(maximum = 1000, default = 100, required = false)]
    pub(crate) limit: usize,
}

impl FacetParams {
    pub(crate) fn request(&self, limits: &Limits) -> Result<Request, Problem> {
        at_most("like", self.like.chars().count(), Limits::NAME)?;
        at_most("limit", self.limit, Limits::VALUES)?;
        let mut request = Request {
            limit: 0,
            exact_only: true,
            ..request(&self.q, &self.filter, limits, now())?
        };
        request.filter.every = true;
        Ok(request)
    }
}

fn source() -> FacetKind {
    FacetKind::Source
}

fn hundred() -> usize {
    100
}
