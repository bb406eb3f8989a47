//! Middleware for what needs a key.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use headers::authorization::Bearer;
use headers::{Authorization, HeaderMapExt};
use tracing::Span;

use crate::http::problem::Problem;
use crate::keys::{Key, Keys};
use crate::state::SharedState;

/// The path of exports, which are counted apart.
const EXPORT: &str = "/api/export";

/// Answers only requests that bring a key, within its limits, if this server wants keys.
pub(crate) async fn keyed(
    State(state): State<SharedState>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(keys) = &state.keys else { return next.run(request).await };
    match admitted(keys, &request) {
        Ok(key) => {
            Span::current().record("key", key.name());
            request.extensions_mut().insert(key);
            next.run(request).await
        }
        Err(problem) => {
            let is_foreign = problem.status == StatusCode::UNAUTHORIZED.as_u16();
            let mut response = problem.into_response();
            if is_foreign {
                let challenge = HeaderValue::from_static("Bearer realm=\"xunwen\"");
                response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
            }
            response
        }
    }
}

fn admitted(keys: &Keys, request: &Request) -> Result<Arc<Key>, Problem> {
    let refused = |detail: &str| Problem::new(StatusCode::UNAUTHORIZED, "key", detail);
    let sent = request.headers().typed_get::<Authorization<Bearer>>();
    let sent = sent.ok_or_else(|| refused("this needs a key: `Authorization: Bearer KEY`"))?;
    let key = keys.find(sent.token()).ok_or_else(|| refused("this is no key of this server"))?;
    let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    key.ask(1).map_err(|wait| beyond("requests in a minute", wait))?;
    if path == Some(EXPORT) {
        key.export().map_err(|wait| beyond("exports in a day", wait))?;
    }
    Ok(key)
}

/// Returns the problem of a key that was used as often as it may be.
pub(crate) fn beyond(what: &str, wait: Duration) -> Problem {
    let detail = format!("this key has no more {what}; `Retry-After` says when it has");
    let wait = wait.as_millis().div_ceil(1000);
    let retry_after = u64::try_from(wait).ok();
    Problem { retry_after, ..Problem::new(StatusCode::TOO_MANY_REQUESTS, "key-limit", detail) }
}
