//! Parameters of a feed.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use xunwen_query::{Order, Request};

use super::filter::FilterParams;
use super::question::{now, request};
use super::size::at_most;
use crate::http::problem::Problem;
use crate::limits::Limits;

/// A question whose newest answers are to be followed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct FeedParams {
    /// The query; without one, every article that passes the filters.
    #[serde(default)]
    #[param(max_length = 1000, required = false, example = "微短剧 出海")]
    pub(crate) q: String,
    /// How the feed is written.
    #[serde(default)]
    #[param(inline, required = false)]
    pub(crate) format: FeedFormat,
    #[serde(flatten)]
    #[param(ignore)]
    filter: FilterParams,
    /// Most articles.
    #[serde(default = "fifty")]
    #[param(maximum = 100, default = 50, required = false)]
    limit: usize,
}

/// How a feed is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FeedFormat {
    /// Atom (RFC 4287).
    #[default]
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl FeedParams {
    pub(crate) fn request(&self, limits: &Limits) -> Result<Request, Problem> {
        at_most("limit", self.limit, Limits::PAGE)?;
        Ok(Request {
            order: Order::Newest,
            exact_only: true,
            limit: self.limit,
            ..request(&self.q, &self.filter, limits, now())?
        })
    }

    /// Returns the parameters with which the page asks the same.
    pub(crate) fn page(&self) -> String {
        let mut pairs = vec![("q", self.q.as_str())];
        let FilterParams { since, until, source, unnamed } = &self.filter;
        pairs.extend(source.iter().map(|name| ("source", name.as_str())));
        pairs.extend(unnamed.then_some(("unnamed", "true")));
        for (name, value) in [("since", since), ("until", until)] {
            pairs.extend(value.as_deref().map(|value| (name, value)));
        }
        pairs.retain(|(_, value)| !value.is_empty());
        pairs.extend([("sort", "newest"), ("exact", "true")]);
        serde_html_form::to_string(&pairs).unwrap_or_default()
    }

    /// Returns what is asked, in words.
    pub(crate) fn words(&self) -> String {
        let words = [self.q.trim(), &self.filter.outlets(), &self.filter.period()].join(" ");
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn fifty() -> usize {
    50
}
