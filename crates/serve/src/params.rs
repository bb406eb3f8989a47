//! What a request may say, read into a question.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, de::Error as _};
use utoipa::{IntoParams, ToSchema};
use xunwen_query::wire::Column;
use xunwen_query::{CalendarUnit, FacetKind, Filter, LineOrder, Order, Query, Request, parse};
use xunwen_schema::Period;

use crate::cost;
use crate::cursor::{self, Cursor};
use crate::limits::Limits;
use crate::problem::Problem;

/// A search.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchParams {
    /// The query, as `xunwen help query` says; without one, all articles answer that pass a filter.
    #[serde(default)]
    #[param(max_length = 1000, required = false, example = "微短剧 出海")]
    pub(crate) q: String,
    /// The order of the exact tier.
    #[serde(default)]
    #[param(inline, required = false)]
    pub(crate) sort: Order,
    /// Whether the related tier is left out.
    #[serde(default)]
    #[param(required = false)]
    pub(crate) exact: bool,
    /// Only articles published on this day, month or year, or later.
    #[param(max_length = 100, nullable = false, example = "2025-11")]
    pub(crate) since: Option<String>,
    /// Only articles published on this day, month or year, or before.
    #[param(max_length = 100, nullable = false, example = "2026-02-28")]
    pub(crate) until: Option<String>,
    /// Only articles of this outlet: Hanzi, pinyin, or initials.
    #[param(max_length = 100, nullable = false)]
    pub(crate) source: Option<String>,
    /// Most hits of the page.
    #[serde(default = "ten")]
    #[param(maximum = 100, default = 10, required = false)]
    pub(crate) limit: usize,
    /// The page: `next` or `previous` of an answer to the same question.
    #[param(pattern = "^[0-9a-f]{64}$", nullable = false)]
    pub(crate) cursor: Option<String>,
    /// Most characters of a passage.
    #[serde(default = "passage_width")]
    #[param(maximum = 1000, default = 120, required = false)]
    pub(crate) width: usize,
    /// By what the exact tier is counted.
    #[serde(default, deserialize_with = "listed")]
    #[param(style = Form, explode = false, inline, required = false)]
    pub(crate) facets: Vec<FacetKind>,
}

/// An article, and what is marked in it.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ArticleParams {
    /// The query whose places are marked.
    #[serde(default)]
    #[param(max_length = 1000, required = false, example = "微短剧 出海")]
    pub(crate) q: String,
}

/// A question about time.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TrendParams {
    /// The queries, side by side.
    #[serde(default)]
    #[param(max_items = 8, required = false, example = json!(["微短剧", "低空经济"]))]
    pub(crate) q: Vec<String>,
    /// How long a period is.
    #[serde(default = "month")]
    #[param(inline, required = false)]
    pub(crate) by: CalendarUnit,
    /// Only articles published on this day, month or year, or later.
    #[param(max_length = 100, nullable = false, example = "2025-11")]
    pub(crate) since: Option<String>,
    /// Only articles published on this day, month or year, or before.
    #[param(max_length = 100, nullable = false, example = "2026-02-28")]
    pub(crate) until: Option<String>,
    /// Only articles of this outlet: Hanzi, pinyin, or initials.
    #[param(max_length = 100, nullable = false)]
    pub(crate) source: Option<String>,
}

/// A question about the places where keywords stand.
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
    /// Only articles published on this day, month or year, or later.
    #[param(max_length = 100, nullable = false, example = "2025-11")]
    pub(crate) since: Option<String>,
    /// Only articles published on this day, month or year, or before.
    #[param(max_length = 100, nullable = false, example = "2026-02-28")]
    pub(crate) until: Option<String>,
    /// Only articles of this outlet: Hanzi, pinyin, or initials.
    #[param(max_length = 100, nullable = false)]
    pub(crate) source: Option<String>,
    /// Most lines.
    #[serde(default = "ten")]
    #[param(maximum = 100, default = 10, required = false)]
    pub(crate) limit: usize,
    /// Most characters on each side of a keyword.
    #[serde(default = "context_width")]
    #[param(maximum = 1000, default = 20, required = false)]
    pub(crate) width: usize,
}

/// A question whose whole answer is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportParams {
    /// The query, as `xunwen help query` says; without one, all articles answer that pass a filter.
    #[serde(default)]
    #[param(max_length = 1000, required = false, example = "微短剧 出海")]
    pub(crate) q: String,
    /// The order of the exact tier.
    #[serde(default)]
    #[param(inline, required = false)]
    pub(crate) sort: Order,
    /// Whether the related tier is left out.
    #[serde(default)]
    #[param(required = false)]
    pub(crate) exact: bool,
    /// Only articles published on this day, month or year, or later.
    #[param(max_length = 100, nullable = false, example = "2025-11")]
    pub(crate) since: Option<String>,
    /// Only articles published on this day, month or year, or before.
    #[param(max_length = 100, nullable = false, example = "2026-02-28")]
    pub(crate) until: Option<String>,
    /// Only articles of this outlet: Hanzi, pinyin, or initials.
    #[param(max_length = 100, nullable = false)]
    pub(crate) source: Option<String>,
    /// How it is written.
    #[serde(default)]
    #[param(inline, required = false)]
    pub(crate) format: ExportFormat,
    /// What is written of each article, in this order; not with `json`.
    #[serde(default, deserialize_with = "listed")]
    #[param(style = Form, explode = false, inline, required = false)]
    pub(crate) fields: Vec<Column>,
}

/// A question whose exact tier is to be cited.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReceiptParams {
    /// The query, as `xunwen help query` says; without one, all articles answer that pass a filter.
    #[serde(default)]
    #[param(max_length = 1000, required = false, example = "微短剧 出海")]
    pub(crate) q: String,
    /// The order of the exact tier.
    #[serde(default)]
    #[param(inline, required = false)]
    pub(crate) sort: Order,
    /// Whether the related tier is left out.
    #[serde(default)]
    #[param(required = false)]
    pub(crate) exact: bool,
    /// Only articles published on this day, month or year, or later.
    #[param(max_length = 100, nullable = false, example = "2025-11")]
    pub(crate) since: Option<String>,
    /// Only articles published on this day, month or year, or before.
    #[param(max_length = 100, nullable = false, example = "2026-02-28")]
    pub(crate) until: Option<String>,
    /// Only articles of this outlet: Hanzi, pinyin, or initials.
    #[param(max_length = 100, nullable = false)]
    pub(crate) source: Option<String>,
}

/// Something that is being typed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SuggestParams {
    /// What has been typed.
    #[serde(default)]
    #[param(max_length = 100, required = false, example = "短剧")]
    pub(crate) q: String,
}

/// How an export is written, as `xunwen search --format` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ExportFormat {
    /// The whole articles, as JSON Lines that `xunwen index` reads.
    #[default]
    JsonlArticles,
    /// A table with a header.
    Csv,
    /// JSON Lines: a `hit` a line, then a `summary`.
    Json,
}

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
            order: self.sort,
            exact_only: self.exact,
            count_related: !self.exact,
            offset: usize::try_from(offset).unwrap_or(usize::MAX),
            limit: self.limit,
            now: cursor.map_or_else(now, |cursor| cursor.now),
            passage_width: self.width,
            ..request(&self.q, &self.bounds(), limits)?
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
        let order = format!("{:?} {}", self.sort, self.exact);
        let bounds = [&self.since, &self.until, &self.source];
        let [since, until, source] = bounds.map(|bound| bound.as_deref().unwrap_or_default());
        cursor::question(&[&self.q, &order, since, until, source])
    }
}

impl ExportParams {
    pub(crate) fn request(&self, limits: &Limits) -> Result<Request, Problem> {
        Ok(Request {
            order: self.sort,
            exact_only: self.exact,
            count_related: self.format == ExportFormat::Json && !self.exact,
            limit: usize::MAX,
            ..request(&self.q, &self.bounds(), limits)?
        })
    }
}

impl ReceiptParams {
    pub(crate) fn request(&self, limits: &Limits) -> Result<Request, Problem> {
        Ok(Request {
            order: self.sort,
            exact_only: self.exact,
            ..request(&self.q, &self.bounds(), limits)?
        })
    }
}

impl KwicParams {
    pub(crate) fn request(&self, limits: &Limits) -> Result<Request, Problem> {
        at_most("limit", self.limit, Limits::PAGE)?;
        at_most("width", self.width, Limits::WIDTH)?;
        Ok(Request { limit: self.limit, ..request(&self.q, &self.bounds(), limits)? })
    }
}

/// Returns the question that `q` asks now.
fn request(q: &str, bounds: &Bounds<'_>, limits: &Limits) -> Result<Request, Problem> {
    Ok(Request { filter: bounds.filter()?, now: now(), ..Request::new(query(q, limits)?) })
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

/// Reads names between commas.
fn listed<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    use serde::de::IntoDeserializer;
    let text = String::deserialize(deserializer)?;
    let names = text.split(',').filter(|name| !name.is_empty());
    names
        .map(|name| {
            let read: Result<T, serde::de::value::Error> =
                T::deserialize(name.to_owned().into_deserializer());
            read.map_err(D::Error::custom)
        })
        .collect()
}

fn ten() -> usize {
    10
}

fn month() -> CalendarUnit {
    CalendarUnit::Month
}

fn passage_width() -> usize {
    Request::PASSAGE_WIDTH
}

fn context_width() -> usize {
    20
}
