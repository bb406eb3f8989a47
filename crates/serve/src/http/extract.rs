//! What a request says, read into parameters: its query string, or its body.

use axum::Json;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;

use crate::http::problem::Problem;

/// The parameters in the query string of a request.
#[derive(Debug)]
pub(crate) struct QueryParams<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for QueryParams<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        // The form decoder replaces invalid UTF-8 with U+FFFD; reject it rather than search for
        // something the client did not send.
        if percent_decode_str(query).decode_utf8().is_err() {
            return Err(Problem::bad("parameters", "the parameters are not UTF-8"));
        }
        let read = serde_html_form::from_str(query);
        read.map(Self).map_err(|error| Problem::bad("parameters", error.to_string()))
    }
}

/// The parameters in the body of a request, which is JSON.
#[derive(Debug)]
pub(crate) struct JsonBody<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let read = Json::from_request(request, state).await;
        read.map(|Json(body)| Self(body)).map_err(|error| match error.status() {
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                let detail =
                    "the body is JSON, and the request says so: `Content-Type: application/json`";
                Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", detail)
            }
            _ => Problem::bad("body", error.body_text()),
        })
    }
}
