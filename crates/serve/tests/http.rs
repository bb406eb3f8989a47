//! What each endpoint answers, and how each fault of a request is reported.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;
use tower::ServiceExt;
use xunwen_serve::{Limits, router};

use crate::support::{Index, add, get};

#[tokio::test]
async fn hits_facets_and_summary_answer_a_search() {
    let app = Index::small().app();
    let path = "/api/search?q=%E5%BE%AE%E7%9F%AD%E5%89%A7&sort=newest&facets=source";
    let (status, page) = get(&app, path).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(page["summary"]["exact"], 2);
    assert_eq!((&page["hits"][0]["id"], &page["hits"][1]["id"]), (&"c".into(), &"a/b".into()));
    // 河南也拍 is twelve bytes, 微短剧 nine.
    assert_eq!(page["hits"][0]["passages"][0]["marks"], json!([[12, 21]]));
    assert_eq!(page["facets"][0]["counts"].as_array().unwrap().len(), 2);
}

/// Two spellings of a name, and one of a number.
const NAMES: [&str; 3] = [
    r#"{"id":"one","body":"特朗普说要来。"}"#,
    r#"{"id":"other","body":"川普说不来。"}"#,
    r#"{"id":"number","body":"来了100000人。"}"#,
];

#[tokio::test]
async fn other_wordings_are_reported_and_can_be_chosen() {
    let app = Index::of(&NAMES, &Limits::default()).app();
    let trump = "/api/search?q=%E7%89%B9%E6%9C%97%E6%99%AE";
    let (_, page) = get(&app, trump).await;
    let other = json!([{"of": "特朗普", "text": "川普", "kind": "names", "articles": 1}]);
    assert_eq!(page["summary"]["expansions"], other);
    assert_eq!((&page["hits"][0]["id"], &page["hits"][1]["id"]), (&"one".into(), &"other".into()));
    assert_eq!(page["hits"][1]["via"], json!(["川普"]));
    for (choice, number) in
        [("all", 1), ("names", 1), ("names,none", 1), ("regional,numbers,learned", 0), ("none", 0)]
    {
        let (_, page) = get(&app, &format!("{trump}&expand={choice}")).await;
        let expansions = page["summary"]["expansions"].as_array().map_or(0, Vec::len);
        assert_eq!((expansions, &page["summary"]["exact"]), (number, &json!(1)), "{choice}");
    }
    let (_, page) = get(&app, &format!("{trump}&limit=1")).await;
    let cursor = page["next"].as_str().unwrap();
    let (status, problem) = get(&app, &format!("{trump}&cursor={cursor}&expand=none")).await;
    assert_eq!((status, &problem["code"]), (StatusCode::BAD_REQUEST, &"cursor".into()));
}

#[tokio::test]
async fn an_article_is_whole_and_marked_whatever_its_id() {
    let app = Index::small().app();
    let (status, page) = get(&app, "/api/articles/a%2Fb?q=%E5%87%BA%E6%B5%B7").await;
    assert_eq!((status, &page["article"]["id"]), (StatusCode::OK, &"a/b".into()));
    assert_eq!(page["body"]["marks"], json!([[9, 15]]));
    for path in ["/api/articles/%2e%2e%2fCURRENT", "/api/articles/nobody", "/../Cargo.toml"] {
        assert_eq!(get(&app, path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn trends_contexts_and_receipts_have_their_counts() {
    let app = Index::small().app();
    let query = "q=%E5%BE%AE%E7%9F%AD%E5%89%A7";
    let (_, trend) = get(&app, &format!("/api/trend?{query}")).await;
    assert_eq!(trend["periods"].as_array().unwrap().len(), 2);
    let (_, both) = get(&app, &format!("/api/trend?{query}&q=%E5%87%BA%E6%B5%B7&by=year")).await;
    let found = |at: usize| both["periods"][0]["series"][at]["found"].as_u64();
    assert_eq!((found(0), found(1)), (Some(2), Some(1)));
    assert_eq!(get(&app, &format!("/api/kwic?{query}")).await.1["summary"]["lines"], 2);
    let ids = get(&app, &format!("/api/receipt?{query}")).await.1["ids"].clone();
    assert_eq!(ids, json!(["a/b", "c"]));
    let (_, suggested) = get(&app, "/api/suggest?q=%E5%87%BA").await;
    let tag = json!({"kind": "tag", "text": "出海", "articles": 1});
    assert_eq!(suggested, json!([tag]));
    let (_, suggested) = get(&app, "/api/suggest?q=%E6%B2%B3%E5%8D%97").await;
    let title = json!({"kind": "title", "text": "河南", "articles": 1});
    assert_eq!(suggested, json!([title]));
    let (_, suggested) = get(&app, "/api/suggest?q=%E6%99%A8").await;
    assert_eq!((&suggested[0]["kind"], &suggested[0]["text"]), (&"source".into(), &"晨报".into()));
}

#[tokio::test]
async fn every_fault_of_a_request_has_its_answer() {
    let index = Index::small();
    let app = index.app();
    let long = "a".repeat(1001);
    for (path, code) in [
        ("/api/search?q=(a", "query"),
        (&format!("/api/search?q={long}"), "too-large"),
        ("/api/search?q=a&limit=101", "too-large"),
        ("/api/search?q=a&cursor=0", "cursor"),
        ("/api/search?q=a&since=soon", "date"),
        ("/api/search?q=a&page=2", "parameters"),
        ("/api/search?q=a&facets=title", "parameters"),
        ("/api/search?q=a&facets=", "parameters"),
        ("/api/search?q=a&facets=source,", "parameters"),
        ("/api/search?q=a&expand=synonyms", "parameters"),
        ("/api/export?q=a&fields=", "parameters"),
        ("/api/trend?q=a&by=hour", "parameters"),
        ("/api/kwic?q=a&width=1001", "too-large"),
        ("/api/articles/%ff", "id"),
        ("/api/search?q=%ff", "parameters"),
        ("/api/search?q=a&q=b", "parameters"),
        ("/api/search?q=a&exact=yes", "parameters"),
        (&format!("/api/search?q={}", "a%20".repeat(101)), "query-too-costly"),
        (&format!("/api/trend?{}", "q=a&".repeat(9)), "too-large"),
        ("/api/export?format=json&fields=id", "fields"),
        ("/api/export?format=ris&fields=id", "fields"),
        ("/api/export?exact=true&related=true", "related"),
        ("/api/export?qid=7", "qid"),
        ("/api/export?format=trec&qid=", "qid"),
        ("/api/export/size?format=docx", "parameters"),
        ("/api/feed?limit=101", "too-large"),
        ("/api/feed?q=(a", "query"),
        ("/api/feed?format=rss", "parameters"),
        ("/api/articles/c/citation?style=mla", "parameters"),
        ("/api/receipt/words?lang=fr", "parameters"),
    ] {
        let (status, problem) = get(&app, path).await;
        assert_eq!((status, &problem["code"]), (StatusCode::BAD_REQUEST, &code.into()), "{path}");
    }
    let (_, problem) = get(&app, "/api/search?q=a%20(b").await;
    assert_eq!(problem["span"], json!([2, 3]));
    assert_eq!(problem["reason"], "unclosed-bracket");
    let few = Limits { read: 1, ..Limits::default() };
    let (status, problem) = get(
        &router(Arc::clone(&index.live), few),
        "/api/kwic?sort=left&q=%E5%BE%AE%E7%9F%AD%E5%89%A7",
    )
    .await;
    assert_eq!((status, &problem["code"]), (StatusCode::BAD_REQUEST, &"too-many-articles".into()));
}

#[tokio::test]
async fn load_time_size_and_method_have_each_their_status() {
    let live = &Index::small().live;
    let full = Limits { workers: 0, waiting: 0, ..Limits::default() };
    let (status, problem) = get(&router(Arc::clone(live), full), "/api/search?q=a").await;
    assert_eq!((status, &problem["code"]), (StatusCode::TOO_MANY_REQUESTS, &"busy".into()));
    let late = Limits { time: Duration::ZERO, workers: 0, ..Limits::default() };
    let (status, problem) = get(&router(Arc::clone(live), late), "/api/search?q=a").await;
    assert_eq!((status, &problem["code"]), (StatusCode::SERVICE_UNAVAILABLE, &"slow".into()));
    let app = router(Arc::clone(live), Limits::default());
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
    let app = Index::small().app();
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
    let index = Index::small();
    let (app, live) = (index.app(), &index.live);
    let path = "/api/search?q=%E5%BE%AE%E7%9F%AD%E5%89%A7&exact=true";
    add(&index.dir(), &[r#"{"id":"d","body":"又一部微短剧。"}"#]);
    assert_eq!(get(&app, path).await.1["summary"]["exact"], 2);
    assert!(live.refresh().unwrap());
    assert_eq!(get(&app, path).await.1["summary"]["exact"], 3);
    assert!(!live.refresh().unwrap());
}
