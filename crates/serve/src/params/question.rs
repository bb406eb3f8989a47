//! Parameters, read into a question under the limits.

use std::time::{SystemTime, UNIX_EPOCH};

use xunwen_language::{Query, parse};
use xunwen_query::{Filter, Request};
use xunwen_schema::Period;
use xunwen_wire::expand;

use super::{ExportFormat, ExportParams, KwicParams, ReceiptParams, SearchParams, TrendParams};
use crate::cost;
use crate::cursor::{self, Cursor};
use crate::limits::Limits;
use crate::problem::Problem;

/// Which articles are asked about.
pub(crate) struct Bounds<'a> {
    since: Option<&'a str>,
    until: Option<&'a str>,
    source: Option<&'a str>,
}

/// Gives parameters with these three fields their bounds.
macro_rules! bounded {
    ($($params:ty),*) => {$(
        impl $params {
            pub(crate) fn bounds(&self) -> Bounds<'_> {
                Bounds {
                    since: self.since.as_deref(),
                    until: self.until.as_deref(),
                    source: self.source.as_deref(),
                }
            }
        }
    )*};
}

bounded!(SearchParams, TrendParams, KwicParams, ExportParams, ReceiptParams);

impl Bounds<'_> {
    pub(crate) fn filter(&self) -> Result<Filter, Problem> {
        if let Some(source) = self.source {
            at_most("source", source.chars().count(), Limits::NAME)?;
        }
        Ok(Filter {
            since: period("since", self.since)?.map(|period| period.start),
            until: period("until", self.until)?.map(|period| period.end),
            source: self.source.filter(|name| !name.trim().is_empty()).map(str::to_owned),
        })
    }
}

impl SearchParams {
    /// Returns the question, for the page that the cursor names.
    pub(crate) fn request(&self, limits: &Limits) -> Result<(Request, Option<Cursor>), Problem> {
        at_most("limit", self.limit, Limits::PAGE)?;
        at_most("width", self.width, Limits::WIDTH)?;
        let cursor = self.cursor.as_deref().map(|text| self.cursor(text)).transpose()?;
        let offset = cursor.map_or(0, |cursor| cursor.offset);
        let request = Request {
            order: self.sort.into(),
            exact_only: self.exact,
            expand: expand(&self.expand),
            count_related: !self.exact,
            offset: usize::try_from(offset).unwrap_or(usize::MAX),
            limit: self.limit,
            passage_width: self.width,
            ..request(
                &self.q,
                &self.bounds(),
                limits,
                cursor.map_or_else(now, |cursor| cursor.now),
            )?
        };
        Ok((request, cursor))
    }

    fn cursor(&self, text: &str) -> Result<Cursor, Problem> {
        let cursor = Cursor::read(text).filter(|cursor| cursor.question == self.question());
        let unknown = "the cursor is not of an answer to this question";
        cursor.ok_or_else(|| Problem::bad("cursor", unknown))
    }

    /// Returns the digest of what decides which articles answer, and in what order.
    pub(crate) fn question(&self) -> u64 {
        let order = format!("{:?} {} {:?}", self.sort, self.exact, expand(&self.expand));
        let bounds = [&self.since, &self.until, &self.source];
        let [since, until, source] = bounds.map(|bound| bound.as_deref().unwrap_or_default());
        cursor::question(&[&self.q, &order, since, until, source])
    }
}

impl ExportParams {
    pub(crate) fn request(&self, limits: &Limits) -> Result<Request, Problem> {
        Ok(Request {
            order: self.sort.into(),
            exact_only: self.exact,
            expand: expand(&self.expand),
            count_related: self.format == ExportFormat::Json && !self.exact,
            limit: usize::MAX,
            ..request(&self.q, &self.bounds(), limits, now())?
        })
    }
}

impl ReceiptParams {
    pub(crate) fn request(&self, limits: &Limits) -> Result<Request, Problem> {
        Ok(Request {
            order: self.sort.into(),
            exact_only: self.exact,
            ..request(&self.q, &self.bounds(), limits, now())?
        })
    }
}

impl KwicParams {
    pub(crate) fn request(&self, limits: &Limits) -> Result<Request, Problem> {
        at_most("limit", self.limit, Limits::PAGE)?;
        at_most("width", self.width, Limits::WIDTH)?;
        Ok(Request { limit: self.limit, ..request(&self.q, &self.bounds(), limits, now())? })
    }
}

/// Returns the question that `q` asks at `now`.
fn request(q: &str, bounds: &Bounds<'_>, limits: &Limits, now: i64) -> Result<Request, Problem> {
    Ok(Request { filter: bounds.filter()?, ..Request::new(query(q, limits)?, now) })
}

/// Reads a query that is not too long and asks not too much.
pub(crate) fn query(q: &str, limits: &Limits) -> Result<Query, Problem> {
    at_most("q", q.chars().count(), Limits::QUERY)?;
    let query = parse(q)?;
    if cost::of(&query) > limits.cost {
        let detail = format!("a query has at most {} keywords", limits.cost);
        return Err(Problem::bad("query-too-costly", detail));
    }
    Ok(query)
}

/// Refuses a parameter that is larger, or longer, than `limit`.
pub(crate) fn at_most(name: &str, is: usize, limit: usize) -> Result<(), Problem> {
    let detail = || format!("`{name}` is at most {limit}, not {is}");
    if is > limit { Err(Problem::bad("too-large", detail())) } else { Ok(()) }
}

/// Returns the present in seconds since the Unix epoch.
pub(crate) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().cast_signed())
}

fn period(name: &str, text: Option<&str>) -> Result<Option<Period>, Problem> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    at_most(name, text.chars().count(), Limits::NAME)?;
    let unknown = || Problem::bad("date", "a date is written 2025-12-30, 2025-12 or 2025");
    Period::parse(text).map(Some).ok_or_else(unknown)
}
