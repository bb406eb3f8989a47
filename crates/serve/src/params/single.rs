//! Parameters of questions that consist of one text.

use serde::Deserialize;
use utoipa::IntoParams;
use xunwen_wire::ExpandChoice;

use super::list::{all_wordings, listed};

/// An article, and what is marked in it.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ArticleParams {
    /// The query whose matches are marked.
    #[serde(default)]
    #[param(max_length = 1000, required = false, example = "微短剧 出海")]
    pub(crate) q: String,
    /// The other wordings of the query that are marked beside it.
    #[serde(default = "all_wordings", deserialize_with = "listed")]
    #[param(style = Form, explode = false, inline, required = false, min_items = 1, default = json!(["all"]))]
    pub(crate) expand: Vec<ExpandChoice>,
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
