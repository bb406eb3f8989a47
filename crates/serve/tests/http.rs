//! The interface over a small index, asked without a network.
#![allow(clippy::unwrap_used, reason = "a test ends at the first surprise")]

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;
use xunwen_index::{Job, inputs};
use xunwen_serve::{Limits, Live, router};

const HOSTILE: &str = r#"{"id":"a/b","title":"<script>alert(1)</script>短剧","body":"微短剧出海。","source":"晨报","published_at":"2025-03-01","url":"javascript:alert(1)"}"#;
const PLAIN: &str = r#"{"id":"c","title":"河南","body":"河南也拍微短剧。","source":"晚报","published_at":"2025-04-01"}"#;

fn add(dir: &Path, articles: &[&str]) {
    let input = dir.with_extension("jsonl");
    fs::write(&input, articles.join("\n")).unwrap();
    let job = Job { inputs: inputs(&[input.display().to_string()]).unwrap(), ..Job::default() };
    job.run(dir, &mut |_| {}).unwrap();
}

fn built() -> (TempDir, Arc<Live>) {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("index");
    add(&dir, &[HOSTILE, PLAIN]);
    let live = Arc::new(Live::open(&dir).unwrap());
    (folder, live)
}

async fn get(app: &Router, path: &str) -> (StatusCode, Value) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = app.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

#[tokio::test]
async fn hits_facets_and_summary_answer_a_search() {
    let (_folder, live) = built();
    let app = router(live, Limits::default());
    let path = "/api/search?q=%E5%BE%AE%E7%9F%AD%E5%89%A7&sort=newest&facets=source";
    let (status, page) = get(&app, path).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(page["summary"]["exact"], 2);
    assert_eq!((&page["hits"][0]["id"], &page["hits"][1]["id"]), (&"c".into(), &"a/b".into()));
    // 河南也拍 is twelve bytes, 微短剧 nine.
    assert_eq!(page["hits"][0]["passages"][0]["marks"], serde_json::json!([[12, 21]]));
    assert_eq!(page["facets"][0]["counts"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn an_article_is_whole_and_marked_whatever_its_id() {
    let (_folder, live) = built();
    let app = router(live, Limits::default());
    let (status, page) = get(&app, "/api/articles/a%2Fb?q=%E5%87%BA%E6%B5%B7").await;
    assert_eq!((status, &page["article"]["id"]), (StatusCode::OK, &"a/b".into()));
    assert_eq!(page["body"]["marks"], serde_json::json!([[9, 15]]));
    for path in ["/api/articles/%2e%2e%2fCURRENT", "/api/articles/nobody", "/../Cargo.toml"] {
        assert_eq!(get(&app, path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn trends_contexts_and_receipts_have_their_counts() {
    let (_folder, live) = built();
    let app = router(live, Limits::default());
    let query = "q=%E5%BE%AE%E7%9F%AD%E5%89%A7";
    let (_, trend) = get(&app, &format!("/api/trend?{query}")).await;
    assert_eq!(trend["periods"].as_array().unwrap().len(), 2);
    assert_eq!(get(&app, &format!("/api/kwic?{query}")).await.1["summary"]["lines"], 2);
    let ids = get(&app, &format!("/api/receipt?{query}")).await.1["ids"].clone();
    assert_eq!(ids, serde_json::json!(["a/b", "c"]));
    assert_eq!(get(&app, "/api/suggest?q=%E6%99%A8").await.1, serde_json::json!(["晨报"]));
}

#[tokio::test]
async fn every_fault_of_a_request_has_its_answer() {
    let (_folder, live) = built();
    let app = router(Arc::clone(&live), Limits::default());
    let long = "a".repeat(2001);
    for (path, code) in [
        ("/api/search?q=(a", "query"),
        (&format!("/api/search?q={long}"), "query-too-long"),
        ("/api/search?q=a&limit=101", "page-too-large"),
        ("/api/search?q=a&offset=18446744073709551615", "page-too-large"),
        ("/api/search?q=a&since=soon", "date"),
        ("/api/search?q=a&page=2", "parameters"),
        ("/api/search?q=a&facets=title", "facets"),
        ("/api/trend?q=a&by=hour", "by"),
        ("/api/kwic?q=a&width=1001", "width"),
        ("/api/articles/%ff", "id"),
    ] {
        let (status, problem) = get(&app, path).await;
        assert_eq!((status, &problem["code"]), (StatusCode::BAD_REQUEST, &code.into()), "{path}");
    }
    assert_eq!(get(&app, "/api/search?q=a%20(b").await.1["span"], serde_json::json!([2, 3]));
    let few = Limits { read: 1, ..Limits::default() };
    let (status, problem) =
        get(&router(live, few), "/api/kwic?q=%E5%BE%AE%E7%9F%AD%E5%89%A7").await;
    assert_eq!((status, &problem["code"]), (StatusCode::BAD_REQUEST, &"too-many-articles".into()));
}

#[tokio::test]
async fn load_time_size_and_method_have_each_their_status() {
    let (_folder, live) = built();
    let full = Limits { workers: 0, waiting: 0, ..Limits::default() };
    let (status, problem) = get(&router(Arc::clone(&live), full), "/api/search?q=a").await;
    assert_eq!((status, &problem["code"]), (StatusCode::TOO_MANY_REQUESTS, &"busy".into()));
    let late = Limits { time: Duration::ZERO, workers: 0, ..Limits::default() };
    let (status, problem) = get(&router(Arc::clone(&live), late), "/api/search?q=a").await;
    assert_eq!((status, &problem["code"]), (StatusCode::SERVICE_UNAVAILABLE, &"slow".into()));
    let app = router(live, Limits::default());
    for (request, expected) in [
        (
            Request::get("/api/health").header("content-length", "99999999"),
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
        (Request::delete("/api/search"), StatusCode::METHOD_NOT_ALLOWED),
    ] {
        let response = app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), expected);
    }
}

#[tokio::test]
async fn every_answer_forbids_the_browser_foreign_code() {
    let (_folder, live) = built();
    let app = router(live, Limits::default());
    for path in ["/", "/app.js", "/api/search?q=(", "/metrics", "/nothing"] {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = app.clone().oneshot(request).await.unwrap();
        let policy = response.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}");
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    }
}

#[tokio::test]
async fn what_is_added_is_found_after_a_refresh_and_not_before() {
    let (folder, live) = built();
    let app = router(Arc::clone(&live), Limits::default());
    let path = "/api/search?q=%E5%BE%AE%E7%9F%AD%E5%89%A7&exact=true";
    add(&folder.path().join("index"), &[r#"{"id":"d","body":"又一部微短剧。"}"#]);
    assert_eq!(get(&app, path).await.1["summary"]["exact"], 2);
    assert!(live.refresh().unwrap());
    assert_eq!(get(&app, path).await.1["summary"]["exact"], 3);
    assert!(!live.refresh().unwrap());
}

#[tokio::test]
async fn generations_switch_while_requests_are_answered() {
    let (folder, live) = built();
    let dir = folder.path().join("index");
    let app = router(Arc::clone(&live), Limits::default());
    let (first, second) =
        (xunwen_schema::generation::folder(&dir, 1), xunwen_schema::generation::folder(&dir, 2));
    fs::create_dir(&second).unwrap();
    for entry in fs::read_dir(&first).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), second.join(entry.file_name())).unwrap();
    }
    let asking = tokio::spawn({
        let app = app.clone();
        async move {
            for _ in 0..200 {
                let (status, page) = get(&app, "/api/search?q=%E6%B2%B3%E5%8D%97").await;
                assert_eq!((status, &page["summary"]["exact"]), (StatusCode::OK, &1.into()));
            }
        }
    });
    for number in [2, 1].into_iter().cycle().take(10) {
        xunwen_schema::generation::switch_to(&dir, number).unwrap();
        assert!(live.refresh().unwrap());
        assert_eq!(get(&app, "/api/health").await.1["generation"], number);
        tokio::task::yield_now().await;
    }
    asking.await.unwrap();
}
