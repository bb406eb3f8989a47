//! Requests that no endpoint answers.

use axum::http::StatusCode;

use crate::http::problem::Problem;

/// Answers paths that do not exist.
pub(crate) async fn nothing() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "not-found", "nothing is here")
}

/// Answers methods that a path does not have. The router names those that it has, in `Allow`.
pub(crate) async fn no_method() -> Problem {
    let detail = "this path is not asked by this method; `Allow` names those that it has";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method", detail)
}
