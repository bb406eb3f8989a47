//! The query string of a request, read into parameters.

use axum::extract::FromRequestParts;
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
