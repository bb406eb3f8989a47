//! Requests that no endpoint answers.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::http::problem::Problem;

/// Answers paths that do not exist.
pub(crate) async fn nothing() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "not-found", "nothing is here")
}

/// Answers methods other than GET and HEAD.
pub(crate) async fn no_method() -> Response {
    let detail = "only GET and HEAD are answered";
    let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method", detail);
    ([(header::ALLOW, "GET, HEAD")], problem).into_response()
}
