//! `/api/index`: what the index holds.

use axum::extract::State;
use xunwen_wire::IndexFacts;

use super::answer::{answer, json};
use crate::http::problem::Problems;
use crate::state::{ApiResult, SharedState};

/// Returns what the index holds.
#[utoipa::path(
    get,
    path = "/api/index",
    responses(
        (status = 200, description = "The index", body = IndexFacts,
            headers(("etag" = String, description = "What it holds, for `If-None-Match`"))),
        (status = 304, description = "What `If-None-Match` names is still so"),
        Problems,
    )
)]
pub(crate) async fn index(State(state): State<SharedState>) -> ApiResult {
    answer(state, |state, _| json(&IndexFacts::of(state.live.now().facts()?))).await
}
