//! Parameters of a search.

use serde::Deserialize;
use utoipa::IntoParams;
use xunwen_query::Request;
use xunwen_wire::{ExpandChoice, FacetKind, expand};

use super::filter::FilterParams;
use super::list::{all_wordings, listed};
use super::page::Paged;
use super::question::{QuestionParams, now};
use super::size::at_most;
use crate::cursor::{self, Cursor};
use crate::http::problem::Problem;
use crate::limits::Limits;

/// A search.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchParams {
    #[serde(flatten)]
    #[param(ignore)]
    pub(crate) question: QuestionParams,
    #[serde(flatten)]
    #[param(ignore)]
    filter: FilterParams,
    /// The other wordings of the query that make an article related.
    #[serde(default = "all_wordings", deserialize_with = "listed")]
    #[param(style = Form, explode = false, inline, required = false, min_items = 1, default = json!(["all"]))]
    expand: Vec<ExpandChoice>,
    /// Most hits of the page.
    #[serde(default = "ten")]
    #[param(maximum = 100, default = 10, required = false)]
    limit: usize,
    /// The page: `next` or `previous` of an answer to the same question.
    #[param(pattern = "^[0-9a-f]{64}$", nullable = false)]
    cursor: Option<String>,
    /// Most characters of a passage.
    #[serde(default = "passage_width")]
    #[param(maximum = 1000, default = 120, required = false)]
    width: usize,
    /// By what the exact tier is counted.
    #[serde(default, deserialize_with = "listed")]
    #[param(style = Form, explode = false, inline, required = false, min_items = 1)]
    pub(crate) facets: Vec<FacetKind>,
}

impl SearchParams {
    /// Returns the request for the page that the cursor names.
    pub(crate) fn request(&self, limits: &Limits) -> Result<(Request, Option<Cursor>), Problem> {
        at_most("limit", self.limit, Limits::PAGE)?;
        at_most("width", self.width, Limits::WIDTH)?;
        let cursor = self.read_cursor()?;
        let offset = cursor.map_or(0, |cursor| cursor.offset);
        let now = cursor.map_or_else(now, |cursor| cursor.now);
        let request = Request {
            expand: expand(&self.expand),
            count_related: !self.question.exact,
            offset: usize::try_from(offset).unwrap_or(usize::MAX),
            limit: self.limit,
            passage_width: self.width,
            ..self.question.request(&self.filter, limits, now)?
        };
        Ok((request, cursor))
    }
}

impl Paged for SearchParams {
    fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    /// Returns the digest of what decides which articles answer, and in what order.
    fn digest(&self) -> u64 {
        let QuestionParams { q, sort, exact } = &self.question;
        let order = format!("{sort:?} {exact} {:?}", expand(&self.expand));
        let [since, until, source] = self.filter.bounds();
        cursor::question(&[q, &order, since, until, source])
    }
}

pub(super) fn ten() -> usize {
    10
}

pub(super) fn passage_width() -> usize {
    Request::PASSAGE_WIDTH
}
