//! Parameters of an export.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use xunwen_query::Request;
use xunwen_wire::{Column, ExpandChoice, expand};

use super::filter::FilterParams;
use super::list::{all_wordings, listed};
use super::question::{QuestionParams, now};
use super::size::at_most;
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
    /// What is written of each article, in this order; with `csv`, `excel`, `xlsx` and
    /// `jsonl-articles`.
    #[serde(default, deserialize_with = "listed")]
    #[param(style = Form, explode = false, inline, required = false, min_items = 1)]
    pub(crate) fields: Vec<Column>,
    /// Whether related articles are written too, after the exact ones; each says which it is.
    #[serde(default)]
    #[param(required = false)]
    related: bool,
    /// Only these articles of the answer, of both its tiers, in its order.
    #[serde(default)]
    #[param(style = Form, explode = false, required = false)]
    pub(crate) ids: Vec<String>,
    /// The name of the query in a run, with `trec`.
    #[param(max_length = 100, nullable = false)]
    pub(crate) qid: Option<String>,
}

/// How an export is written, with the names of `xunwen search --format` where that has them.
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
    /// A sheet for Excel and its like, with dates and links.
    Xlsx,
    /// JSON Lines: a `hit` a line, then a `summary`.
    Json,
    /// A run for TREC: `qid Q0 docid rank score xunwen` a line.
    Trec,
    /// References for LaTeX.
    Bibtex,
    /// References for reference managers.
    Ris,
    /// References for programs that write citations.
    CslJson,
}

impl ExportFormat {
    /// Returns the media type and the ending of its files.
    pub(crate) fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::JsonlArticles | Self::Json => ("application/x-ndjson", "jsonl"),
            Self::Csv | Self::Excel => ("text/csv; charset=utf-8; header=present", "csv"),
            Self::Xlsx => {
                ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
            }
            Self::Trec => ("text/plain; charset=utf-8", "txt"),
            Self::Bibtex => ("application/x-bibtex; charset=utf-8", "bib"),
            Self::Ris => ("application/x-research-info-systems; charset=utf-8", "ris"),
            Self::CslJson => ("application/vnd.citationstyles.csl+json", "json"),
        }
    }

    /// Returns whether its files have columns to be chosen.
    fn has_fields(self) -> bool {
        matches!(self, Self::JsonlArticles | Self::Csv | Self::Excel | Self::Xlsx)
    }
}

impl ExportParams {
    pub(crate) fn request(&self, limits: &Limits) -> Result<Request, Problem> {
        self.check()?;
        let related = self.related || (!self.ids.is_empty() && !self.question.exact);
        Ok(Request {
            expand: expand(&self.expand),
            exact_only: !related,
            count_related: self.format == ExportFormat::Json && related,
            limit: usize::MAX,
            ..self.question.request(&self.filter, limits, now())?
        })
    }

    /// Refuses what says nothing, or two things at once.
    fn check(&self) -> Result<(), Problem> {
        if !self.fields.is_empty() && !self.format.has_fields() {
            let detail = "`fields` goes with the formats csv, excel, xlsx and jsonl-articles";
            return Err(Problem::bad("fields", detail).of("fields"));
        }
        if self.related && self.question.exact {
            return Err(Problem::bad("related", "`exact` and `related` exclude each other"));
        }
        if let Some(qid) = &self.qid {
            at_most("qid", qid.chars().count(), Limits::NAME)?;
            if qid.trim().is_empty() || self.format != ExportFormat::Trec {
                return Err(Problem::bad("qid", "`qid` is a word, and goes with the format trec"));
            }
        }
        Ok(())
    }

    /// Returns what its file is called after: the question, the outlet, the time.
    pub(crate) fn words(&self) -> [String; 3] {
        [self.question.q.clone(), self.filter.outlets(), self.filter.period()]
    }
}
