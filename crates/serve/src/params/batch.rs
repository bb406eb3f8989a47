//! The body of a batch.

use std::collections::HashSet;

use serde::Deserialize;
use utoipa::ToSchema;
use xunwen_query::Request;
use xunwen_wire::{ExpandChoice, Order, expand};

use super::filter::FilterParams;
use super::list::all_wordings;
use super::question::{now, query};
use super::search::{passage_width, ten};
use super::size::at_most;
use crate::http::problem::Problem;
use crate::limits::Limits;

/// Queries that are answered alike, from one state of the index.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BatchParams {
    /// The queries.
    #[schema(min_items = 1, max_items = 100)]
    pub(crate) queries: Vec<BatchQuery>,
    /// The order of the exact tiers.
    #[serde(default)]
    #[schema(inline)]
    sort: Order,
    /// Whether the related tiers are left out.
    #[serde(default)]
    exact: bool,
    /// Only articles published on this day, month or year, or later.
    #[schema(max_length = 100, example = "2025-11")]
    since: Option<String>,
    /// Only articles published on this day, month or year, or before.
    #[schema(max_length = 100, example = "2026-02-28")]
    until: Option<String>,
    /// Only articles of this outlet: Hanzi, pinyin, or initials.
    #[schema(max_length = 100)]
    source: Option<String>,
    /// The other wordings of the queries that make an article related.
    #[serde(default = "all_wordings")]
    #[schema(inline, min_items = 1, default = json!(["all"]))]
    expand: Vec<ExpandChoice>,
    /// Most hits of each query.
    #[serde(default = "ten")]
    #[schema(maximum = 100, default = 10)]
    limit: usize,
    /// Most characters of a passage.
    #[serde(default = "passage_width")]
    #[schema(maximum = 1000, default = 120)]
    width: usize,
    /// How the answers are written.
    #[serde(default)]
    #[schema(inline)]
    pub(crate) format: BatchFormat,
}

/// A query of a batch.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BatchQuery {
    /// Its name in the answer; no two have the same.
    #[schema(min_length = 1, max_length = 100, example = "q1")]
    pub(crate) id: String,
    /// The query.
    #[schema(max_length = 1000, example = "微短剧 出海")]
    pub(crate) q: String,
}

/// How the answers to a batch are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum BatchFormat {
    /// One object with all of them.
    #[default]
    Json,
    /// JSON Lines, as `xunwen batch` writes them: of each query its `hit`s and a `summary`, or a
    /// `problem`.
    Jsonl,
}

impl BatchParams {
    /// Returns the request that all queries have in common, and how many hits they ask for.
    pub(crate) fn common(&self, limits: &Limits) -> Result<(Request, u64), Problem> {
        at_most("queries", self.queries.len(), Limits::BATCH)?;
        at_most("limit", self.limit, Limits::PAGE)?;
        at_most("width", self.width, Limits::WIDTH)?;
        self.check_queries()?;
        let [since, until, source] = [&self.since, &self.until, &self.source].map(Clone::clone);
        let request = Request {
            filter: FilterParams { since, until, source }.filter()?,
            order: self.sort.into(),
            exact_only: self.exact,
            count_related: !self.exact,
            expand: expand(&self.expand),
            limit: self.limit,
            passage_width: self.width,
            ..Request::new(query("", limits)?, now())
        };
        Ok((request, (self.queries.len() * self.limit) as u64))
    }

    fn check_queries(&self) -> Result<(), Problem> {
        if self.queries.is_empty() || self.expand.is_empty() {
            return Err(Problem::bad("body", "a batch has at least one query and one wording"));
        }
        let mut known = HashSet::new();
        for BatchQuery { id, q } in &self.queries {
            at_most("id", id.chars().count(), Limits::NAME)?;
            at_most("q", q.chars().count(), Limits::QUERY)?;
            if id.is_empty() || !known.insert(id) {
                return Err(Problem::bad("body", "each query of a batch has an id of its own"));
            }
        }
        Ok(())
    }
}
