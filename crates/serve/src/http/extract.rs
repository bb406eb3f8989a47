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
        read.map(Self).map_err(|error| {
            let field = culprit::<T>(query);
            Problem {
                field: field.map(Into::into),
                ..Problem::bad("parameters", error.to_string())
            }
        })
    }
}

/// Returns the parameter of `query` that cannot be read as one of `T`: the first with which what
/// precedes it cannot be read any more. `None` if another one is missing.
fn culprit<T: DeserializeOwned>(query: &str) -> Option<String> {
    let is_read = |end: usize| serde_html_form::from_str::<T>(&query[..end]).is_ok();
    if !is_read(0) {
        return None;
    }
    let ends: Vec<usize> =
        query.match_indices('&').map(|(at, _)| at).chain([query.len()]).collect();
    let first = ends.partition_point(|&end| is_read(end));
    let own = query[..*ends.get(first)?].rsplit('&').next()?;
    let name = own.split('=').next()?.replace('+', " ");
    Some(percent_decode_str(&name).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Own {
        #[serde(default, rename = "limit")]
        _limit: u8,
        #[serde(default, rename = "q")]
        _q: String,
    }

    #[test]
    fn the_parameter_that_cannot_be_read_is_found() {
        for (query, expected) in [
            ("q=a&limit=many&x=1", "limit"),
            ("limit=1&q=a&%e9%a1%b5+x=2", "页 x"),
            ("q=a&limit=1&q=b", "q"),
            ("page", "page"),
        ] {
            assert_eq!(culprit::<Own>(query).as_deref(), Some(expected), "{query}");
        }
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
