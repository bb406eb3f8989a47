//! Keys: who may ask, how often, and that nobody else learns them.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;
use xunwen_serve::{Access, KeyLimits, Keys, Limits, add_key, router_for};

use crate::support::{Index, Lines};

const MANY: KeyLimits = KeyLimits { per_minute: 1000, exports_per_day: 1000 };

fn app(index: &Index, file: &Path) -> (Router, Arc<Keys>) {
    let keys = Arc::new(Keys::open(file).unwrap());
    let origins = vec!["https://news.example.org".parse().unwrap()];
    let access = Access { keys: Some(Arc::clone(&keys)), origins, ..Access::default() };
    // Nothing is slow, however busy the machine.
    let limits = Limits { slow_time: Duration::from_secs(3600), ..Limits::default() };
    (router_for(access, Arc::clone(&index.live), limits), keys)
}

async fn ask(app: &Router, path: &str, authorization: Option<&str>) -> Response {
    let mut request = Request::get(path);
    if let Some(authorization) = authorization {
        request = request.header("authorization", authorization);
    }
    app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

async fn status(app: &Router, path: &str, key: &str) -> StatusCode {
    ask(app, path, Some(&format!("Bearer {key}"))).await.status()
}

async fn problem(response: Response) -> Value {
    serde_json::from_slice(&response.into_body().collect().await.unwrap().to_bytes()).unwrap()
}

#[tokio::test]
async fn what_answers_from_the_index_needs_a_key_and_the_page_needs_none() {
    let index = Index::small();
    let file = index.dir().with_extension("keys");
    let key = add_key(&file, "alice", MANY).unwrap();
    let (app, _) = app(&index, &file);
    let searches = [
        "/api/search?q=a",
        "/api/articles/c",
        "/api/explain/c?q=a",
        "/api/export?q=a",
        "/api/trend?q=a",
        "/api/kwic?q=a",
        "/api/receipt?q=a",
        "/api/suggest?q=a",
        "/api/index",
        "/metrics",
    ];
    for path in searches {
        let wrong = format!("Bearer {key}x");
        let other_scheme = format!("Basic {key}");
        for sent in [None, Some("Bearer x"), Some(wrong.as_str()), Some(&other_scheme), Some("")] {
            let response = ask(&app, path, sent).await;
            assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{path} {sent:?}");
            assert_eq!(response.headers()["www-authenticate"], "Bearer realm=\"xunwen\"");
            assert_eq!(problem(response).await["code"], "key");
        }
        assert_eq!(status(&app, path, &key).await, StatusCode::OK, "{path}");
    }
    for path in ["/", "/app.js", "/api/health", "/api/openapi.json", "/api/docs"] {
        assert_eq!(ask(&app, path, None).await.status(), StatusCode::OK, "{path}");
    }
    let description = problem(ask(&app, "/api/openapi.json", None).await).await;
    assert_eq!(description["security"], json!([{"key": []}]));
    // A browser asks without a key whether it may ask with one, and reads why not.
    let asked = Request::options("/api/search")
        .header("origin", "https://news.example.org")
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "authorization");
    let response = app.clone().oneshot(asked.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let asked = Request::get("/api/search?q=a").header("origin", "https://news.example.org");
    let response = app.clone().oneshot(asked.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.headers()["access-control-allow-origin"], "https://news.example.org");
}

#[tokio::test]
async fn a_key_has_so_many_requests_a_minute_and_exports_a_day() {
    let index = Index::small();
    let file = index.dir().with_extension("keys");
    let few = KeyLimits { per_minute: 5, exports_per_day: 1 };
    let key = add_key(&file, "few", few).unwrap();
    let other = add_key(&file, "other", few).unwrap();
    let (app, _) = app(&index, &file);
    assert_eq!(status(&app, "/api/export?q=a", &key).await, StatusCode::OK);
    let response = ask(&app, "/api/export?q=a", Some(&format!("Bearer {key}"))).await;
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    let wait: u32 = response.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((86_000..=86_400).contains(&wait), "{wait}");
    // Two are left, and a batch takes one for each query.
    let batch = |queries: usize| {
        let queries: Vec<Value> =
            (0..queries).map(|id| json!({"id": id.to_string(), "q": "a"})).collect();
        let request = Request::post("/api/batch")
            .header("authorization", format!("Bearer {key}"))
            .header("content-type", "application/json");
        request.body(Body::from(json!({"queries": queries}).to_string())).unwrap()
    };
    let refused = app.clone().oneshot(batch(4)).await.unwrap();
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS, "it takes one of three");
    assert_eq!(app.clone().oneshot(batch(2)).await.unwrap().status(), StatusCode::OK);
    let response = ask(&app, "/api/search?q=a", Some(&format!("Bearer {key}"))).await;
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    let wait: u32 = response.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((50..=60).contains(&wait), "{wait}");
    assert_eq!(problem(response).await["code"], "key-limit");
    assert_eq!(status(&app, "/api/search?q=a", &other).await, StatusCode::OK);
}

#[tokio::test]
async fn the_file_is_read_again_and_what_cannot_be_read_changes_nothing() {
    let index = Index::small();
    let file = index.dir().with_extension("keys");
    let two = KeyLimits { per_minute: 2, exports_per_day: 0 };
    let alice = add_key(&file, "alice", two).unwrap();
    let (app, keys) = app(&index, &file);
    assert!(!keys.refresh().unwrap());
    assert_eq!(status(&app, "/api/index", &alice).await, StatusCode::OK);
    let bob = add_key(&file, "bob", two).unwrap();
    assert_eq!(status(&app, "/api/index", &bob).await, StatusCode::UNAUTHORIZED);
    assert!(keys.refresh().unwrap());
    assert_eq!(status(&app, "/api/index", &bob).await, StatusCode::OK);
    assert_eq!(status(&app, "/api/index", &alice).await, StatusCode::OK);
    assert_eq!(status(&app, "/api/index", &alice).await, StatusCode::TOO_MANY_REQUESTS, "a third");

    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, "alice\tsha256:0\t2\t0\n").unwrap();
    assert!(keys.refresh().is_err());
    assert_eq!(status(&app, "/api/index", &bob).await, StatusCode::OK);
    let without: Vec<&str> = text.lines().filter(|line| !line.starts_with("bob")).collect();
    std::fs::write(&file, without.join("\n")).unwrap();
    assert!(keys.refresh().unwrap());
    assert_eq!(status(&app, "/api/index", &bob).await, StatusCode::UNAUTHORIZED, "withdrawn");
}

#[tokio::test]
async fn the_log_names_who_asked_and_never_the_key() {
    let index = Index::small();
    let file = index.dir().with_extension("keys");
    let key = add_key(&file, "alice", MANY).unwrap();
    let (app, _) = app(&index, &file);
    // `tracing` remembers who listens at a place in the code when it is first passed, by any test.
    status(&app, "/api/search?q=a", &key).await;
    let lines = Lines::default();
    let writer = lines.clone();
    let log = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
    let log = log.with_writer(move || writer.clone()).finish();
    let _logged = tracing::subscriber::set_default(log);
    assert_eq!(status(&app, "/api/search?q=a", &key).await, StatusCode::OK);
    assert_eq!(status(&app, "/api/search?q=a", &format!("{key}x")).await, StatusCode::UNAUTHORIZED);
    let text = lines.text();
    assert!(text.contains("key=\"alice\"") && text.contains("status=401"), "{text}");
    // No part of it that is worth anything.
    assert!(!text.contains(&key[..12]), "{text}");
}
