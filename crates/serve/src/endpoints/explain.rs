//! `/api/explain/ID`: what a query makes of one article.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use xunwen_query::evidence::Explanation as ExplanationData;
use xunwen_wire::{Explanation, expand};

use super::answer::{admitted, answer, json};
use super::article::missing;
use crate::http::extract::QueryParams;
use crate::http::problem::{Problem, Problems};
use crate::params::{ExplainParams, now, query};
use crate::state::{ApiResult, SharedState};

/// Says where the score of an article comes from, or which conditions keep it out of the answer.
#[utoipa::path(
    get,
    path = "/api/explain/{id}",
    params(("id" = String, Path, description = "The article's id", example = "s001"), ExplainParams),
    responses(
        (status = 200, description = "The explanation", body = Explanation),
        (status = 404, description = "No article has this id",
            body = Problem, content_type = "application/problem+json"),
        Problems,
    )
)]
pub(crate) async fn explain(
    State(state): State<SharedState>,
    id: Result<Path<String>, PathRejection>,
    QueryParams(params): QueryParams<ExplainParams>,
) -> ApiResult {
    let Path(id) = id.map_err(|error| Problem::bad("id", error.body_text()))?;
    answer(state, move |state, ticket| {
        let query = query(&params.q, &state.limits)?;
        let engine = admitted(ticket, &state.live.now().engine, &[&query])?;
        let found = ExplanationData::of(&engine, &id, &query, now(), expand(&params.expand))?;
        json(&Explanation::of(&found.ok_or_else(missing)?))
    })
    .await
}
