//! Requests: whatever path and parameters are asked for, the answer is whole, is JSON where it says
//! so, and is never an internal error; a page that names a next one has it.
#![no_main]

mod sample;

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;
use xunwen_serve::{Limits, Live, router};

/// The interface over the sample, and what runs it.
static SERVED: LazyLock<(Router, Runtime)> = LazyLock::new(|| {
    let limits = Limits { workers: 1, ..Limits::default() };
    let live = Arc::new(Live::open(&sample::index(), &limits).unwrap());
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    let guard = runtime.enter();
    let router = router(live, limits);
    drop(guard);
    (router, runtime)
});

/// What the first byte chooses from.
const PATHS: [&str; 9] = [
    "/api/search?",
    "/api/kwic?",
    "/api/trend?",
    "/api/export?",
    "/api/receipt?",
    "/api/suggest?",
    "/api/articles/",
    "/api/",
    "/",
];

/// How JSON is announced.
const JSON: [&str; 2] = ["application/json", "application/problem+json"];

fuzz_target!(|bytes: &[u8]| {
    let Some((&choice, rest)) = bytes.split_first() else { return };
    let mut target = PATHS[usize::from(choice) % PATHS.len()].to_owned();
    rest.iter().for_each(|&byte| push(&mut target, byte));
    let Some(body) = answer(&target) else { return };
    let next = body.get("next").and_then(Value::as_str).filter(|_| !target.contains("cursor"));
    if let Some(cursor) = next {
        let next = answer(&format!("{target}&cursor={cursor}"));
        assert!(next.is_some_and(|next| next.get("hits").is_some()), "{target}");
    }
});

/// Writes a byte of a target, escaped where it cannot stand for itself.
fn push(target: &mut String, byte: u8) {
    if byte.is_ascii_alphanumeric() || b"&=%+.,;:/?_~!$'()*@-".contains(&byte) {
        target.push(char::from(byte));
    } else {
        target.push_str(&format!("%{byte:02X}"));
    }
}

/// Returns the JSON that answers a target, if it is answered by JSON and found.
fn answer(target: &str) -> Option<Value> {
    let request = Request::get(target).header("host", "localhost").body(Body::empty()).ok()?;
    let (status, kind, body) = SERVED.1.block_on(async {
        let response = SERVED.0.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let kind = head.headers.get(header::CONTENT_TYPE).cloned();
        (head.status, kind, body.collect().await.unwrap().to_bytes())
    });
    assert!(
        !status.is_server_error() || status == StatusCode::SERVICE_UNAVAILABLE,
        "{target} {status}"
    );
    let is_json = kind.is_some_and(|kind| JSON.contains(&kind.to_str().unwrap()));
    let json = is_json.then(|| parsed(&body, target));
    assert!(!status.is_client_error() || json.is_some(), "{target}: an error is told in JSON");
    json.filter(|_| status == StatusCode::OK)
}

fn parsed(body: &Bytes, target: &str) -> Value {
    serde_json::from_slice(body).unwrap_or_else(|error| panic!("{target}: {error}"))
}
