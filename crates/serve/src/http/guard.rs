//! Middleware for every request: it is measured and logged, and a foreign host is refused.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Instrument;

use crate::log;
use crate::state::SharedState;

/// Counts the response and its time, and logs them within the span of the request.
pub(crate) async fn measured(
    State(state): State<SharedState>,
    request: Request,
    next: Next,
) -> Response {
    let start = Instant::now();
    let span = log::span(&request);
    let route = request.extensions().get::<MatchedPath>().cloned();
    let method = request.method().clone();
    let response = next.run(request).instrument(span.clone()).await;
    span.in_scope(|| log::answered(&response, start, state.limits.slow_time));
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    state.metrics.count(route, &method, response.status(), start.elapsed());
    response
}

/// Refuses requests that name a host under which this server does not answer.
pub(crate) async fn known_host(
    State(state): State<SharedState>,
    request: Request,
    next: Next,
) -> Response {
    match state.hosts.check(request.version(), request.uri(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}
