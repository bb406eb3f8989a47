//! What a browser or reader needs to search here: `/opensearch.xml`, and suggestions as browsers
//! read them.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use serde_json::json;

use super::answer::answer;
use super::suggest::suggestions;
use crate::http::extract::QueryParams;
use crate::http::origin::Origin;
use crate::http::problem::Problems;
use crate::limits::Limits;
use crate::params::{SuggestParams, at_most};
use crate::state::{ApiResult, SharedState};

/// Returns the OpenSearch description of this server, under the name it was asked by.
#[utoipa::path(
    get,
    path = "/opensearch.xml",
    responses(
        (status = 200, description = "The description", body = String,
            content_type = "application/opensearchdescription+xml"),
        Problems,
    )
)]
pub(crate) async fn opensearch(Origin(origin): Origin) -> ApiResult {
    // Nothing in an origin has a meaning in XML.
    let description = format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>寻闻</ShortName>
  <Description>xunwen: full-text search over Chinese news</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <OutputEncoding>UTF-8</OutputEncoding>
  <Language>zh</Language>
  <Url type="text/html" template="{origin}/?q={{searchTerms}}"/>
  <Url type="application/x-suggestions+json" rel="suggestions" template="{origin}/api/suggest/browser?q={{searchTerms}}"/>
  <Url type="application/atom+xml" template="{origin}/api/feed?format=atom&amp;q={{searchTerms}}"/>
  <Url type="application/opensearchdescription+xml" rel="self" template="{origin}/opensearch.xml"/>
</OpenSearchDescription>
"#
    );
    let form = "application/opensearchdescription+xml; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, form)], description).into_response())
}

/// Returns suggestions as browsers read them: what was typed, and what it may become.
#[utoipa::path(
    get,
    path = "/api/suggest/browser",
    params(SuggestParams),
    responses(
        (status = 200, description = "What was typed, then a list of texts",
            body = Vec<serde_json::Value>, content_type = "application/x-suggestions+json"),
        Problems,
    )
)]
pub(crate) async fn suggest_browser(
    State(state): State<SharedState>,
    QueryParams(params): QueryParams<SuggestParams>,
) -> ApiResult {
    at_most("q", params.q.chars().count(), Limits::NAME)?;
    answer(state, move |state, _| {
        let found = suggestions(&state.live.now(), &params.q)?;
        let texts: Vec<&str> = found.iter().map(|suggestion| suggestion.text.as_str()).collect();
        let form = "application/x-suggestions+json";
        Ok(([(header::CONTENT_TYPE, form)], json!([params.q, texts]).to_string()).into_response())
    })
    .await
}
