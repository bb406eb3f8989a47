//! Bodies of requests: read within the limits before anything else is done, and dropped where no
//! endpoint reads one.

use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, Limited};
use tokio::time::timeout;

use crate::http::problem::Problem;
use crate::state::{AppState, SharedState};

/// The paths whose POST reads a body of [`Limits::body`](crate::Limits::body) bytes.
const SHORT: [&str; 2] = ["/api/batch", "/mcp"];
/// The path whose POST reads a receipt, which lists every article that was found.
const RECEIPT: &str = "/api/replay";

/// What becomes of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    /// Nobody reads it.
    Nobody,
    /// An endpoint reads it.
    Endpoint,
    /// An endpoint reads it, and it may be large: only a few are read at once.
    Receipt,
}

impl Reader {
    fn of(request: &Request) -> Self {
        let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
        match path.filter(|_| request.method() == Method::POST) {
            Some(RECEIPT) => Self::Receipt,
            Some(path) if SHORT.contains(&path) => Self::Endpoint,
            _ => Self::Nobody,
        }
    }
}

/// Reads the body, unless it is too large or too slow, and hands it to the endpoint if that reads one.
pub(crate) async fn bounded(
    State(state): State<SharedState>,
    request: Request,
    next: Next,
) -> Response {
    match answered(&state, request, next).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

async fn answered(state: &AppState, request: Request, next: Next) -> Result<Response, Problem> {
    let reader = Reader::of(&request);
    let large = reader == Reader::Receipt;
    let limit = if large { state.limits.receipt } else { state.limits.body };
    // Held until the request is answered, since the body is in memory until then.
    let _place = if large { Some(state.pool.large_body()?) } else { None };
    let (parts, body) = request.into_parts();
    let length: Option<u64> =
        parts.headers.get(header::CONTENT_LENGTH).and_then(|it| it.to_str().ok()?.parse().ok());
    if length.is_some_and(|length| length > limit as u64) {
        return Err(too_large(limit));
    }
    let body = match reader {
        Reader::Nobody => dropped(body, limit, state.limits.head_time).await?,
        _ => read(body, limit, state.limits.head_time).await?,
    };
    Ok(next.run(Request::from_parts(parts, Body::from(body))).await)
}

/// Reads a body of at most `limit` bytes within `time`.
async fn read(body: Body, limit: usize, time: Duration) -> Result<Bytes, Problem> {
    let read = timeout(time, Limited::new(body, limit).collect()).await.map_err(|_| too_slow())?;
    read.map(|body| body.to_bytes()).map_err(|_| too_large(limit))
}

/// Does the same, and keeps nothing of it.
async fn dropped(body: Body, limit: usize, time: Duration) -> Result<Bytes, Problem> {
    let mut body = Limited::new(body, limit);
    let last = async {
        while !body.is_end_stream() {
            let Some(frame) = body.frame().await else { break };
            frame.map_err(|_| too_large(limit))?;
        }
        Ok(Bytes::new())
    };
    timeout(time, last).await.map_err(|_| too_slow())?
}

fn too_slow() -> Problem {
    let detail = "the body took too long to come";
    Problem::new(StatusCode::REQUEST_TIMEOUT, "body-too-slow", detail)
}

fn too_large(limit: usize) -> Problem {
    let detail = format!("a request has a body of at most {limit} bytes");
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body-too-large", detail)
}
