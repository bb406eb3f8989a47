//! Parameters of an export.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use xunwen_query::Request;
use xunwen_wire::{Column, ExpandChoice, expand};

use super::filter::FilterParams;
use super::list::{all_wordings, listed};
use super::question::{QuestionParams, now};
use crate::http::problem::Problem;
use crate::limits::Limits;

/// A question whose whole answer is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportParams {
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
    /// How the answer is written.
    #[serde(default)]
    #[param(inline, required = false)]
    pub(crate) format: ExportFormat,
    /// What is written of each article, in this order; not with `json`.
    #[serde(default, deserialize_with = "listed")]
    #[param(style = Form, explode = false, inline, required = false, min_items = 1)]
    pub(crate) fields: Vec<Column>,
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
    /// The same for Excel: with a byte order mark, and an apostrophe before what would be a formula.
    Excel,
    /// JSON Lines: a `hit` a line, then a `summary`.
    Json,
}

impl ExportParams {
    pub(crate) fn request(&self, limits: &Limits) -> Result<Request, Problem> {
        Ok(Request {
            expand: expand(&self.expand),
            count_related: self.format == ExportFormat::Json && !self.question.exact,
            limit: usize::MAX,
            ..self.question.request(&self.filter, limits, now())?
        })
    }
}
