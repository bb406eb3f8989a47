//! `/api/docs`: the description of the interface, for people.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::docs::STYLE;
use crate::state::SharedState;

/// Returns the page that describes the interface.
pub(crate) async fn docs(State(state): State<SharedState>) -> Response {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], state.docs.clone()).into_response()
}

/// Returns its style.
pub(crate) async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response()
}
