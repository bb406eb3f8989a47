//! Parameters of statistics over words: near the keywords, or of the articles found.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xunwen_language::Query;
use xunwen_query::Request;
use xunwen_query::corpus::CollocateMeasure;

use super::filter::FilterParams;
use super::question::{now, query, request};
use super::size::at_most;
use crate::http::problem::Problem;
use crate::limits::Limits;

/// A question about the words near keywords.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CollocatesParams {
    /// The query near whose keywords the words are.
    #[serde(default)]
    #[param(max_length = 1000, required = false, example = "微短剧 出海")]
    pub(crate) q: String,
    /// How far from a keyword: Han characters, words in letters, numbers and punctuation marks.
    #[serde(default = "five")]
    #[param(maximum = 100, default = 5, required = false)]
    pub(crate) window: usize,
    /// By what the words are ordered.
    #[serde(default)]
    #[param(inline, required = false)]
    pub(crate) measure: Measure,
    #[serde(flatten)]
    #[param(ignore)]
    filter: FilterParams,
    /// Most words.
    #[serde(default = "thirty")]
    #[param(maximum = 1000, default = 30, required = false)]
    pub(crate) limit: usize,
}

/// A question about the words that mark articles.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct KeywordsParams {
    /// The query whose exact tier the words mark; without one, all articles that pass the filters.
    #[serde(default)]
    #[param(max_length = 1000, required = false, example = "微短剧 出海")]
    pub(crate) q: String,
    /// The query whose exact tier, under the same filters, it is compared with; without one, all other
    /// articles of the index.
    #[param(max_length = 1000, nullable = false)]
    against: Option<String>,
    #[serde(flatten)]
    #[param(ignore)]
    filter: FilterParams,
    /// Most words.
    #[serde(default = "thirty")]
    #[param(maximum = 1000, default = 30, required = false)]
    pub(crate) limit: usize,
}

/// By what collocates are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Measure {
    /// The log-likelihood ratio: what is least likely to be chance, frequent words first.
    #[default]
    G2,
    /// logDice: what goes together most exclusively, frequent or not.
    LogDice,
}

impl CollocatesParams {
    pub(crate) fn request(&self, limits: &Limits) -> Result<Request, Problem> {
        at_most("window", self.window, Limits::WINDOW)?;
        at_most("limit", self.limit, Limits::VALUES)?;
        request(&self.q, &self.filter, limits, now())
    }
}

impl KeywordsParams {
    /// Returns the question, and the query whose articles these are compared with.
    pub(crate) fn request(&self, limits: &Limits) -> Result<(Request, Option<Query>), Problem> {
        at_most("limit", self.limit, Limits::VALUES)?;
        let against = self.against.as_deref().filter(|text| !text.trim().is_empty());
        let against = against.map(|text| query(text, limits)).transpose();
        let against = against.map_err(|problem| problem.of("against"))?;
        Ok((request(&self.q, &self.filter, limits, now())?, against))
    }
}

impl From<Measure> for CollocateMeasure {
    fn from(named: Measure) -> Self {
        match named {
            Measure::G2 => Self::G2,
            Measure::LogDice => Self::LogDice,
        }
    }
}

fn five() -> usize {
    5
}

fn thirty() -> usize {
    30
}
