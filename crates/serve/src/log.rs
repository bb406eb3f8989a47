//! The log: what a request was, and how it was answered.
//!
//! Text that comes from clients or files is logged in fields and never as the message: subscribers
//! write fields as Rust literals, with control characters and marks of direction escaped.

use std::error::Error;
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request};
use axum::response::Response;
use tracing::field::Empty;
use tracing::{Span, debug, error, error_span, warn};
use xunwen_wire::elapsed_ms;

use crate::limits::Limits;

/// The most bytes of a request's target that are logged.
const TARGET: usize = 1000;

/// Why a response has a 5xx status: an extension of the response, meant for the log only.
#[derive(Clone, Debug)]
pub(crate) struct Cause(pub(crate) String);

/// Returns the span that everything logged about a request belongs to; `key` is the name of the key
/// that was brought.
pub(crate) fn span(request: &Request) -> Span {
    let uri = request.uri();
    let route = request.extensions().get::<MatchedPath>().map_or(uri.path(), MatchedPath::as_str);
    let query = uri.query().and_then(typed);
    let target = uri.path_and_query().map_or(uri.path(), |target| target.as_str());
    error_span!("request", route = cut(route), query, target = cut(target), key = Empty)
}

/// Returns the queries among the parameters, as they were typed.
fn typed(parameters: &str) -> Option<String> {
    let parameters: Vec<(String, String)> = serde_html_form::from_str(parameters).ok()?;
    let queries: Vec<String> = parameters
        .into_iter()
        .filter(|(name, _)| name == "q")
        .map(|(_, query)| query.chars().take(Limits::QUERY).collect())
        .collect();
    (!queries.is_empty()).then(|| queries.join(" | "))
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(TARGET)]
}

/// Logs how a request was answered: failures as errors, slow answers as warnings, all others for
/// debugging.
pub(crate) fn answered(response: &Response, start: Instant, slow_time: Duration) {
    let status = response.status();
    let code = status.as_u16();
    let ms = elapsed_ms(start);
    if status.is_server_error() {
        let cause = response.extensions().get::<Cause>().map(|cause| cause.0.as_str());
        error!(status = code, ms, cause, "a request failed");
    } else if start.elapsed() >= slow_time {
        warn!(status = code, ms, "a request was answered slowly");
    } else {
        debug!(status = code, ms, "a request was answered");
    }
}

/// Returns an error and its causes in one line, each once.
pub(crate) fn causes(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let cause = error.to_string();
        if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
        source = error.source();
    }
    text
}
