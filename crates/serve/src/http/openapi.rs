//! The description of the interface, generated from the code that answers.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use utoipa::OpenApi;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};

use crate::http::problem::Problem;
use crate::state::{ApiResult, SharedState};

/// The description without its paths.
#[derive(OpenApi)]
#[openapi(info(
    title = "xunwen",
    description = "Full-text search over Chinese news: complete, then related. All requests only \
        read; every error is application/problem+json. Marks and spans are byte ranges of UTF-8. A \
        summary's notes say what of the query looks like another system's syntax and was read as text."
))]
pub(crate) struct Description;

/// Says in a description that requests bring a key.
pub(crate) fn want_keys(description: &mut utoipa::openapi::OpenApi) {
    let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    description.components.get_or_insert_default().add_security_scheme("key", bearer);
    description.security = Some(vec![SecurityRequirement::new("key", Vec::<String>::new())]);
}

/// Returns the description of this interface.
pub(crate) async fn openapi(State(state): State<SharedState>) -> ApiResult {
    if state.description.is_empty() {
        return Err(Problem::internal("the description cannot be written"));
    }
    Ok(([(header::CONTENT_TYPE, "application/json")], state.description.clone()).into_response())
}
