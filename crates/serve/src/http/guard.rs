//! Middleware for every request: it is measured and logged, and a foreign host or a large body is
//! refused.

use std::time::{Duration, Instant};

use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, Limited};
use tokio::time::timeout;
use tracing::Instrument;

use crate::http::problem::Problem;
use crate::limits::Limits;
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
    let response = next.run(request).instrument(span.clone()).await;
    span.in_scope(|| log::answered(&response, start, state.limits.slow_time));
    state.metrics.seconds.observe(start.elapsed().as_secs_f64());
    let status = response.status().as_str().to_owned();
    state.metrics.responses.get_or_create(&vec![("status", status)]).inc();
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

/// Reads the body and drops it, since no request needs one, unless it is too large or too slow.
pub(crate) async fn bodiless(
    State(state): State<SharedState>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let Limits { body: limit, head_time, .. } = state.limits;
    let length: Option<u64> =
        parts.headers.get(header::CONTENT_LENGTH).and_then(|it| it.to_str().ok()?.parse().ok());
    let dropped = if length.is_some_and(|length| length > limit as u64) {
        Err(large(limit))
    } else {
        drop_body(body, limit, head_time).await
    };
    if let Err(problem) = dropped {
        return problem.into_response();
    }
    next.run(Request::from_parts(parts, Body::empty())).await
}

async fn drop_body(body: Body, limit: usize, time: Duration) -> Result<(), Problem> {
    if body.is_end_stream() {
        return Ok(());
    }
    let detail = "the body took too long to come";
    let slow = Problem::new(StatusCode::REQUEST_TIMEOUT, "body-too-slow", detail);
    let read = timeout(time, Limited::new(body, limit).collect()).await.map_err(|_| slow)?;
    read.map(drop).map_err(|_| large(limit))
}

fn large(limit: usize) -> Problem {
    let detail = format!("a request has a body of at most {limit} bytes");
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body-too-large", detail)
}
