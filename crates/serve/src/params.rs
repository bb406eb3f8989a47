//! What a request may say.

mod list;
mod question;

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use xunwen_query::Request;
use xunwen_wire::{CalendarUnit, Column, ExpandChoice, FacetKind, LineOrder, Order};

use list::listed;
pub(crate) use question::{at_most, now, query};

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
    /// The other wordings of the query that make an article related.
    #[serde(default = "all_wordings", deserialize_with = "listed")]
    #[param(style = Form, explode = false, inline, required = false, min_items = 1, default = json!(["all"]))]
    pub(crate) expand: Vec<ExpandChoice>,
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
    #[param(style = Form, explode = false, inline, required = false, min_items = 1)]
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
    /// The other wordings of the query that make an article related.
    #[serde(default = "all_wordings", deserialize_with = "listed")]
    #[param(style = Form, explode = false, inline, required = false, min_items = 1, default = json!(["all"]))]
    pub(crate) expand: Vec<ExpandChoice>,
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
    #[param(style = Form, explode = false, inline, required = false, min_items = 1)]
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

fn all_wordings() -> Vec<ExpandChoice> {
    vec![ExpandChoice::All]
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
