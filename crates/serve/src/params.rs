//! What a request may say, read into a question.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::Deserialize;
use xunwen_query::{CalendarUnit, Filter, LineOrder, Order, Query, Request, parse};
use xunwen_schema::Period;

use crate::pool::Limits;
use crate::problem::Problem;

/// A question: the parameters that all searches share, and those of some.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Params {
    pub(crate) q: String,
    pub(crate) sort: String,
    pub(crate) exact: bool,
    pub(crate) since: Option<String>,
    pub(crate) until: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) limit: Option<usize>,
    pub(crate) offset: usize,
    pub(crate) width: Option<usize>,
    pub(crate) facets: String,
    pub(crate) by: String,
}

impl Params {
    pub(crate) fn query(&self, limits: &Limits) -> Result<Query, Problem> {
        if self.q.len() > limits.query {
            let detail = format!("a query has at most {} bytes", limits.query);
            return Err(Problem::bad("query-too-long", detail));
        }
        Ok(parse(&self.q)?)
    }

    pub(crate) fn request(&self, limits: &Limits) -> Result<Request, Problem> {
        let limit = self.limit.unwrap_or(10);
        if limit > limits.page || self.offset.saturating_add(limit) > limits.depth {
            let (page, depth) = (limits.page, limits.depth);
            let detail = format!("a page has at most {page} hits and ends at hit {depth}");
            return Err(Problem::bad("page-too-large", detail));
        }
        Ok(Request {
            filter: self.filter()?,
            order: self.order()?,
            exact_only: self.exact,
            count_related: !self.exact,
            offset: self.offset,
            limit,
            now: now(),
            passage_width: self.width()?.unwrap_or(Request::PASSAGE_WIDTH),
            ..Request::new(self.query(limits)?)
        })
    }

    pub(crate) fn width(&self) -> Result<Option<usize>, Problem> {
        match self.width {
            Some(1001..) => Err(Problem::bad("width", "`width` is at most 1000 characters")),
            width => Ok(width),
        }
    }

    pub(crate) fn unit(&self) -> Result<CalendarUnit, Problem> {
        match self.by.as_str() {
            "day" => Ok(CalendarUnit::Day),
            "" | "month" => Ok(CalendarUnit::Month),
            "year" => Ok(CalendarUnit::Year),
            _ => Err(Problem::bad("by", "`by` is day, month or year")),
        }
    }

    pub(crate) fn line_order(&self) -> Result<LineOrder, Problem> {
        match self.sort.as_str() {
            "" | "date" => Ok(LineOrder::Date),
            "left" => Ok(LineOrder::Left),
            "right" => Ok(LineOrder::Right),
            _ => Err(Problem::bad("sort", "`sort` is date, left or right")),
        }
    }

    pub(crate) fn filter(&self) -> Result<Filter, Problem> {
        Ok(Filter {
            since: period(self.since.as_deref())?.map(|period| period.start),
            until: period(self.until.as_deref())?.map(|period| period.end),
            source: self.source.clone().filter(|name| !name.trim().is_empty()),
        })
    }

    fn order(&self) -> Result<Order, Problem> {
        match self.sort.as_str() {
            "" | "relevance" => Ok(Order::Relevance),
            "newest" => Ok(Order::Newest),
            "oldest" => Ok(Order::Oldest),
            _ => Err(Problem::bad("sort", "`sort` is relevance, newest or oldest")),
        }
    }
}

/// Returns the present in seconds since the Unix epoch.
pub(crate) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().cast_signed())
}

fn period(text: Option<&str>) -> Result<Option<Period>, Problem> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    let unknown = || Problem::bad("date", "a date is written 2025-12-30, 2025-12 or 2025");
    Period::parse(text).map(Some).ok_or_else(unknown)
}
