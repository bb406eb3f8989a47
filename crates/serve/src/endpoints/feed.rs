//! `/api/feed`: the newest articles that answer a question, for feed readers.

use std::time::SystemTime;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use xunwen_query::Hit;
use xxhash_rust::xxh3::xxh3_64;

use super::answer::{admitted, answer};
use crate::feed::{Entry, Feed, atom, json_feed};
use crate::http::extract::QueryParams;
use crate::http::origin::Origin;
use crate::http::problem::{Problem, Problems};
use crate::params::{FeedFormat, FeedParams, FilterParams};
use crate::state::{ApiResult, SharedState};

/// Returns the newest articles of the exact tier; those without a date are left out.
#[utoipa::path(
    get,
    path = "/api/feed",
    params(FeedParams, FilterParams),
    responses(
        (status = 200, description = "The feed", content(
            (String = "application/atom+xml"),
            (String = "application/feed+json"),
        )),
        (status = 304, description = "The feed is the one that the request knows"),
        Problems,
    )
)]
pub(crate) async fn feed(
    State(state): State<SharedState>,
    Origin(origin): Origin,
    target: Uri,
    headers: HeaderMap,
    QueryParams(params): QueryParams<FeedParams>,
) -> ApiResult {
    answer(state, move |state, ticket| {
        let request = params.request(&state.limits)?;
        let snapshot = state.live.now();
        let engine = admitted(ticket, &snapshot.engine, &[&request.query])?;
        let hits: Vec<Hit> = engine.answer(&request)?.bare_hits().collect::<Result<_, _>>()?;
        let entries: Vec<_> = hits.iter().filter_map(|hit| Entry::of(&hit.article)).collect();
        let updated = match entries.first() {
            Some(newest) => Some(newest.published),
            None => snapshot.facts()?.newest,
        };
        let feed = Feed {
            origin: &origin,
            target: target.path_and_query().map_or("/", |target| target.as_str()),
            parameters: &params.page(),
            words: &params.words(),
            updated,
            entries,
        };
        let (form, content) = match params.format {
            FeedFormat::Atom => ("application/atom+xml; charset=utf-8", atom(&feed)),
            FeedFormat::Json => ("application/feed+json", Ok(json_feed(&feed))),
        };
        let content = content.map_err(|error| Problem::internal(error.to_string()))?;
        Ok(response(form, content, snapshot.since, &headers))
    })
    .await
}

/// Returns a feed with what it is recognised by, and not itself if the client knows it.
fn response(
    form: &'static str,
    content: Vec<u8>,
    since: SystemTime,
    asked: &HeaderMap,
) -> Response {
    // Weak, for it is sent compressed as well as not.
    let tag = format!("W/\"{:016x}\"", xxh3_64(&content));
    let is_known = match asked.get(header::IF_NONE_MATCH) {
        Some(known) => is_among(&tag, known),
        None => asked.get(header::IF_MODIFIED_SINCE).is_some_and(|time| !is_newer(since, time)),
    };
    let headers = [
        (header::CONTENT_TYPE, form.to_owned()),
        (header::ETAG, tag),
        (header::LAST_MODIFIED, httpdate::fmt_http_date(since)),
        (header::CACHE_CONTROL, "no-cache".to_owned()),
    ];
    if is_known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, content).into_response()
}

/// Returns whether a tag is one of those that a client knows.
fn is_among(tag: &str, known: &HeaderValue) -> bool {
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let known = known.to_str().unwrap_or_default();
    known.split(',').any(|one| one.trim() == "*" || strong(one) == strong(tag))
}

/// Returns whether `since` is later than the time that a client knows, to the second.
fn is_newer(since: SystemTime, known: &HeaderValue) -> bool {
    let known = known.to_str().ok().and_then(|text| httpdate::parse_http_date(text).ok());
    let seconds = |time: SystemTime| {
        time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs())
    };
    known.is_none_or(|known| seconds(since) > seconds(known))
}
