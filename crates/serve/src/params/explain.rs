//! Parameters of an explanation.

use serde::Deserialize;
use utoipa::IntoParams;
use xunwen_wire::ExpandChoice;

use super::list::{all_wordings, listed};

/// What is made of an article.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExplainParams {
    /// The query.
    #[serde(default)]
    #[param(max_length = 1000, required = false, example = "微短剧 出海")]
    pub(crate) q: String,
    /// The other wordings of the query that make an article related.
    #[serde(default = "all_wordings", deserialize_with = "listed")]
    #[param(style = Form, explode = false, inline, required = false, min_items = 1, default = json!(["all"]))]
    pub(crate) expand: Vec<ExpandChoice>,
}
