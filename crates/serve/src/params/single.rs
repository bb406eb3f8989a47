//! Parameters of questions that consist of one text.

use serde::Deserialize;
use utoipa::IntoParams;

/// An article, and what is marked in it.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ArticleParams {
    /// The query whose matches are marked.
    #[serde(default)]
    #[param(max_length = 1000, required = false, example = "微短剧 出海")]
    pub(crate) q: String,
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
