//! Parameters of a concordance.

use serde::Deserialize;
use utoipa::IntoParams;
use xunwen_query::Request;
use xunwen_wire::LineOrder;

use super::filter::FilterParams;
use super::page::Paged;
use super::question::{now, request};
use super::search::ten;
use super::size::at_most;
use crate::cursor::{self, Cursor};
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
    #[serde(flatten)]
    #[param(ignore)]
    filter: FilterParams,
    /// Most lines of the page.
    #[serde(default = "ten")]
    #[param(maximum = 100, default = 10, required = false)]
    pub(crate) limit: usize,
    /// The page: `next` or `previous` of an answer to the same question.
    #[param(pattern = "^[0-9a-f]{64}$", nullable = false)]
    cursor: Option<String>,
    /// Most characters on each side of a keyword.
    #[serde(default = "context_width")]
    #[param(maximum = 1000, default = 20, required = false)]
    pub(crate) width: usize,
}

impl KwicParams {
    /// Returns the request for the page that the cursor names.
    pub(crate) fn request(&self, limits: &Limits) -> Result<(Request, Option<Cursor>), Problem> {
        at_most("limit", self.limit, Limits::PAGE)?;
        at_most("width", self.width, Limits::WIDTH)?;
        let cursor = self.read_cursor()?;
        let offset = cursor.map_or(0, |cursor| cursor.offset);
        if offset > Limits::LINES {
            let detail = format!("at most {} lines come before a page", Limits::LINES);
            return Err(Problem::bad("too-deep", detail));
        }
        let request = Request {
            offset: usize::try_from(offset).unwrap_or(usize::MAX),
            limit: self.limit,
            ..request(&self.q, &self.filter, limits, cursor.map_or_else(now, |it| it.now))?
        };
        Ok((request, cursor))
    }
}

impl Paged for KwicParams {
    fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    /// Returns the digest of what decides which lines answer, and in what order.
    fn digest(&self) -> u64 {
        let order = format!("kwic {:?}", self.sort);
        let [since, until, source] = self.filter.bounds();
        cursor::question(&[&self.q, &order, since, until, source])
    }
}

fn context_width() -> usize {
    20
}
