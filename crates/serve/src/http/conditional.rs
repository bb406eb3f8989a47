//! Answers that a client may keep: they have a tag, and who has the same already gets 304.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use headers::{ETag, HeaderMapExt, IfNoneMatch};
use http_body_util::BodyExt;
use xxhash_rust::xxh3::xxh3_128;

use crate::http::problem::Problem;

/// Tags an answer by its content, and leaves it out if the client has it.
///
/// The tag is weak: the same content may be compressed in several ways.
pub(crate) async fn tagged(request: Request, next: Next) -> Response {
    let had = request.headers().typed_get::<IfNoneMatch>();
    let response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let content = match body.collect().await {
        Ok(content) => content.to_bytes(),
        Err(error) => return Problem::internal(error.to_string()).into_response(),
    };
    let tag = format!("W/\"{:032x}\"", xxh3_128(&content));
    let Ok(tag) = tag.parse::<ETag>() else {
        return Response::from_parts(head, Body::from(content));
    };
    let is_known = had.is_some_and(|had| !had.precondition_passes(&tag));
    head.headers.typed_insert(tag);
    head.headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    if !is_known {
        return Response::from_parts(head, Body::from(content));
    }
    head.status = StatusCode::NOT_MODIFIED;
    head.headers.remove(header::CONTENT_TYPE);
    // Its length is not told: 0 would be that of the answer that is left out.
    let nothing = tokio_stream::empty::<Result<axum::body::Bytes, std::convert::Infallible>>();
    Response::from_parts(head, Body::from_stream(nothing))
}
