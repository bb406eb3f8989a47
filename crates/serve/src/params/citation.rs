//! Parameters of citations.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use xunwen_query::Request;
use xunwen_wire::SentenceLanguage;

use super::filter::FilterParams;
use super::question::{QuestionParams, now};
use crate::http::problem::Problem;
use crate::limits::Limits;

/// How an article is cited.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CitationParams {
    /// The style, or the format.
    #[serde(default)]
    #[param(inline, required = false)]
    pub(crate) style: CitationStyle,
}

/// A style or format of citations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CitationStyle {
    /// GB/T 7714-2015, without a number.
    #[default]
    #[serde(rename = "gb-7714")]
    Gb7714,
    /// APA, 7th edition.
    Apa,
    /// For LaTeX.
    Bibtex,
    /// For reference managers.
    Ris,
    /// For programs that write citations.
    CslJson,
}

/// A question that is to be cited in words.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReceiptWordsParams {
    #[serde(flatten)]
    #[param(ignore)]
    pub(crate) question: QuestionParams,
    #[serde(flatten)]
    #[param(ignore)]
    filter: FilterParams,
    /// The language of the words.
    #[serde(default)]
    #[param(inline, required = false)]
    pub(crate) lang: SentenceLanguage,
}

impl ReceiptWordsParams {
    pub(crate) fn request(&self, limits: &Limits) -> Result<Request, Problem> {
        self.question.request(&self.filter, limits, now())
    }
}
