//! Answers: computed on the pool, written as JSON.

use std::sync::Arc;

use axum::http::header;
use axum::response::IntoResponse;
use serde::Serialize;

use crate::http::problem::Problem;
use crate::log::causes;
use crate::state::{ApiResult, SharedState};

/// Runs `search` on the pool, within the limits.
pub(super) async fn answer(
    state: SharedState,
    search: impl FnOnce(&SharedState) -> ApiResult + Send + 'static,
) -> ApiResult {
    let own = Arc::clone(&state);
    state.pool.run(move || search(&own)).await
}

/// Writes an answer as JSON.
pub(super) fn json(answer: &impl Serialize) -> ApiResult {
    let bytes = serde_json::to_vec(answer).map_err(|error| Problem::internal(causes(&error)))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], bytes).into_response())
}
