//! `/api/articles/ID/citation`: an article as it is cited.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use serde_json::json;

use super::answer::answer;
use crate::citation::{Reference, Style, bibtex, item, ris, sentence};
use crate::http::extract::QueryParams;
use crate::http::problem::{Problem, Problems};
use crate::params::{CitationParams, CitationStyle, now};
use crate::state::{ApiResult, SharedState};

const TEXT: &str = "text/plain; charset=utf-8";
const CSL_JSON: &str = "application/vnd.citationstyles.csl+json";

/// Returns an article as it is cited, read today.
#[utoipa::path(
    get,
    path = "/api/articles/{id}/citation",
    params(("id" = String, Path, description = "The article's id", example = "s001"), CitationParams),
    responses(
        (status = 200, description = "The citation", content(
            (String = "text/plain"),
            (String = "application/vnd.citationstyles.csl+json"),
        )),
        (status = 404, description = "No article has this id",
            body = Problem, content_type = "application/problem+json"),
        Problems,
    )
)]
pub(crate) async fn citation(
    State(state): State<SharedState>,
    id: Result<Path<String>, PathRejection>,
    QueryParams(params): QueryParams<CitationParams>,
) -> ApiResult {
    let Path(id) = id.map_err(|error| Problem::bad("id", error.body_text()))?;
    answer(state, move |state, ticket| {
        let article = ticket.engine(&state.live.now().engine).article(&id)?;
        let article = article.ok_or_else(missing)?;
        let reference = Reference::of(&article, now());
        let text = match params.style {
            CitationStyle::Gb7714 => sentence(&reference, Style::Gb7714),
            CitationStyle::Apa => sentence(&reference, Style::Apa),
            CitationStyle::Bibtex => bibtex(&reference),
            CitationStyle::Ris => Ok(ris(&reference)),
            CitationStyle::CslJson => Ok(json!([item(&reference)]).to_string()),
        };
        let text = text.map_err(Problem::internal)?;
        let form = if params.style == CitationStyle::CslJson { CSL_JSON } else { TEXT };
        Ok(([(header::CONTENT_TYPE, form)], text).into_response())
    })
    .await
}

fn missing() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "no-article", "no article has this id")
}
