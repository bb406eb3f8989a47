//! Problems: errors as `application/problem+json` (RFC 9457).

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};
use xunwen_language::ParseError;

use crate::log::{Cause, causes};

/// What is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// The name of the status.
    pub title: &'static str,
    /// What kind of problem it is, in one short word for programs.
    pub code: &'static str,
    /// What is wrong, for people.
    pub detail: String,
    /// Of a query that cannot be read: what was expected, in one short word for programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    /// The place in the query, in bytes of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<[usize; 2]>,
    /// After how many seconds to try again, if that is known.
    #[serde(skip)]
    #[schema(ignore)]
    pub(crate) retry_after: Option<u64>,
    /// Why the server failed. It may name files, so it is logged and never sent.
    #[serde(skip)]
    #[schema(ignore)]
    pub(crate) cause: Option<Box<str>>,
}

/// The problems that any request may run into.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its documentation is used")]
pub(crate) enum Problems {
    /// The request makes no sense, or asks for more than is answered.
    #[response(status = 400, content_type = "application/problem+json")]
    Bad(Problem),
    /// The server wants keys, and the request has none that is valid.
    #[response(status = 401, content_type = "application/problem+json", headers(("www-authenticate" = String, description = "What to send")))]
    Unauthorized(Problem),
    /// The body of the request took too long to arrive.
    #[response(status = 408, content_type = "application/problem+json")]
    Timeout(Problem),
    /// The body of the request is too large.
    #[response(status = 413, content_type = "application/problem+json")]
    Large(Problem),
    /// The request names a host under which this server does not answer.
    #[response(status = 421, content_type = "application/problem+json")]
    Misdirected(Problem),
    /// There are too many requests at once, or the key was used as often as it may be.
    #[response(status = 429, content_type = "application/problem+json", headers(("retry-after" = u32, description = "Seconds to wait")))]
    Busy(Problem),
    /// The server failed: a file of the index is damaged, for example. Its log has the cause.
    #[response(status = 500, content_type = "application/problem+json")]
    Internal(Problem),
    /// The answer took too long, or there are too many connections.
    #[response(status = 503, content_type = "application/problem+json", headers(("retry-after" = u32, description = "Seconds to wait")))]
    Slow(Problem),
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        let title = status.canonical_reason().unwrap_or_default();
        Self {
            status: status.as_u16(),
            title,
            code,
            detail: detail.into(),
            reason: None,
            span: None,
            retry_after: None,
            cause: None,
        }
    }

    pub(crate) fn bad(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail)
    }

    /// Returns the problem of a server that failed, for the reason that is logged.
    pub(crate) fn internal(cause: impl Into<Box<str>>) -> Self {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        let problem = Self::new(status, "internal", "the index cannot be read");
        Self { cause: Some(cause.into()), ..problem }
    }

    /// Returns whether the server or its index is to blame.
    pub(crate) fn is_internal(&self) -> bool {
        self.status == StatusCode::INTERNAL_SERVER_ERROR
    }

    pub(crate) fn busy() -> Self {
        let detail = "too many requests at once; try again";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "busy", detail)
    }

    /// Returns the problem of a search that costs much while many such searches wait.
    pub(crate) fn dear() -> Self {
        let detail = "too many searches that cost much at once; try again, or ask for rarer words";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "dear", detail)
    }

    pub(crate) fn full() -> Self {
        let detail = "too many connections at once; try again";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "full", detail)
    }

    /// Returns the problem of an answer that took too long, for the reason that is logged.
    pub(crate) fn slow(cause: impl Into<Box<str>>) -> Self {
        let detail = "the answer took too long; try again";
        let cause = Some(cause.into());
        Self { cause, ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "slow", detail) }
    }
}

impl From<ParseError> for Problem {
    fn from(error: ParseError) -> Self {
        let span = Some([error.span.start, error.span.end]);
        let reason = Some(error.kind.name());
        Self { reason, span, ..Self::bad("query", error.to_string()) }
    }
}

impl From<xunwen_query::Error> for Problem {
    fn from(error: xunwen_query::Error) -> Self {
        match error {
            xunwen_query::Error::Cancelled => Self::slow(causes(&error)),
            error => Self::internal(causes(&error)),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let json = serde_json::to_vec(&self).unwrap_or_default();
        let mut response =
            (status, [(header::CONTENT_TYPE, "application/problem+json")], json).into_response();
        if matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
            let wait = header::HeaderValue::from(self.retry_after.unwrap_or(1));
            response.headers_mut().insert(header::RETRY_AFTER, wait);
        }
        if let Some(cause) = self.cause {
            response.extensions_mut().insert(Cause(cause.into()));
        }
        response
    }
}
