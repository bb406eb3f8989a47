//! Answers: computed on the pool, written as JSON.

use std::sync::Arc;

use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use serde::Serialize;
use xunwen_language::Query;
use xunwen_query::Engine;

use crate::cursor::Cursor;
use crate::http::problem::Problem;
use crate::live::{Live, Snapshot};
use crate::log::causes;
use crate::state::{ApiResult, SharedState};
use crate::ticket::Ticket;

/// Runs `search` on the pool, within the limits.
pub(super) async fn answer(
    state: SharedState,
    search: impl Fn(&SharedState, &Ticket) -> ApiResult + Send + 'static,
) -> ApiResult {
    let own = Arc::clone(&state);
    state.pool.run(move |ticket| search(&own, ticket)).await
}

/// Lets `ticket` admit queries that `engine` is asked; returns the engine to be asked.
pub(super) fn admitted(
    ticket: &Ticket,
    engine: &Engine,
    queries: &[&Query],
) -> Result<Engine, Problem> {
    let engine = ticket.engine(engine);
    let mut cost = 0_u64;
    for query in queries {
        cost = cost.saturating_add(engine.cost(query, ticket.enough())?);
    }
    ticket.admit(cost)?;
    Ok(engine)
}

/// Returns the state of the index that `cursor` names, or without one the state of now.
pub(super) fn snapshot(live: &Live, cursor: Option<Cursor>) -> Result<Arc<Snapshot>, Problem> {
    let Some(cursor) = cursor else { return Ok(live.now()) };
    live.version(cursor.version).ok_or_else(|| {
        let detail =
            "the index has changed and this answer is no longer kept; ask without a cursor";
        Problem::new(StatusCode::GONE, "cursor-gone", detail)
    })
}

/// Writes an answer as JSON.
pub(super) fn json(answer: &impl Serialize) -> ApiResult {
    let bytes = serde_json::to_vec(answer).map_err(|error| Problem::internal(causes(&error)))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], bytes).into_response())
}
