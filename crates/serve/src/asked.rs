//! What stands behind the `?` of a request, read into parameters.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// The parameters of a request.
#[derive(Debug)]
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        // Forms are decoded with a sign in the place of what is no text: nobody asked for that.
        if percent_decode_str(query).decode_utf8().is_err() {
            return Err(Problem::bad("parameters", "the parameters are not UTF-8"));
        }
        let read = serde_html_form::from_str(query);
        read.map(Self).map_err(|error| Problem::bad("parameters", error.to_string()))
    }
}
