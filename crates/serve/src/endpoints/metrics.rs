//! `/metrics`: numbers for Prometheus.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

use crate::http::problem::{Problem, Problems};
use crate::log::causes;
use crate::state::{ApiResult, SharedState};

/// Returns metrics, in the form that Prometheus reads.
#[utoipa::path(
    get,
    path = "/metrics",
    responses(
        (status = 200, description = "Metrics", body = String,
            content_type = "application/openmetrics-text"),
        Problems,
    )
)]
pub(crate) async fn metrics(State(state): State<SharedState>) -> ApiResult {
    let engine = &state.live.now().engine;
    let text = state
        .metrics
        .text(engine.articles(), engine.generation().number, &state.pool.load())
        .map_err(|error| Problem::internal(causes(&error)))?;
    let form = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, form)], text).into_response())
}
