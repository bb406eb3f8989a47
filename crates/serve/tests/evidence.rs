//! Explanations, and receipts asked again.

use std::sync::Arc;

use axum::http::StatusCode;
use serde_json::{Value, json};
use xunwen_serve::{Limits, router};

use crate::support::{Index, add, get, post};

const DRAMA: &str = "q=%E5%BE%AE%E7%9F%AD%E5%89%A7";

#[tokio::test]
async fn an_article_is_explained_whether_or_not_it_is_found() {
    let app = Index::small().app();
    let (status, found) = get(&app, &format!("/api/explain/a%2Fb?{DRAMA}")).await;
    assert_eq!(
        (status, &found["id"], &found["tier"]),
        (StatusCode::OK, &json!("a/b"), &json!("exact"))
    );
    let parts = found["parts"].as_array().unwrap();
    let sum: f64 = parts.iter().map(|part| part["contribution"].as_f64().unwrap()).sum();
    assert!(sum > 0.0 && (sum - found["score"].as_f64().unwrap()).abs() < 1e-3, "{found}");
    let (_, page) = get(&app, &format!("/api/search?{DRAMA}")).await;
    let hits = page["hits"].as_array().unwrap();
    let hit = hits.iter().find(|hit| hit["id"] == "a/b").unwrap();
    assert_eq!(found["score"], hit["score"]);

    // 河南 is in the other article only.
    let (_, missed) = get(&app, "/api/explain/a%2Fb?q=%E6%B2%B3%E5%8D%97&expand=none").await;
    assert_eq!((&missed["tier"], &missed["unmet"][0]["clause"]), (&Value::Null, &json!("河南")));
}

#[tokio::test]
async fn an_explanation_needs_an_article_and_a_query() {
    let app = Index::small().app();
    for (path, status, code) in [
        ("/api/explain/nobody?q=a", StatusCode::NOT_FOUND, "no-article"),
        ("/api/explain/%ff?q=a", StatusCode::BAD_REQUEST, "id"),
        ("/api/explain/c?q=(", StatusCode::BAD_REQUEST, "query"),
        ("/api/explain/c?q=a&expand=synonyms", StatusCode::BAD_REQUEST, "parameters"),
        ("/api/explain/c?q=a&sort=newest", StatusCode::BAD_REQUEST, "parameters"),
    ] {
        let (answered, problem) = get(&app, path).await;
        assert_eq!((answered, &problem["code"]), (status, &code.into()), "{path}");
    }
}

#[tokio::test]
async fn a_receipt_that_is_asked_again_tells_what_came_and_went() {
    let index = Index::small();
    let app = index.app();
    let (_, receipt) = get(&app, &format!("/api/receipt?{DRAMA}")).await;
    let (status, replay) = post(&app, "/api/replay", &receipt).await;
    assert_eq!((status, &replay["same"]), (StatusCode::OK, &json!(true)), "{replay}");
    assert_eq!((&replay["then"]["exact"], &replay["now"]["exact"]), (&json!(2), &json!(2)));
    assert_eq!(replay["then"]["digest"], replay["now"]["digest"]);

    let changed =
        [r#"{"id":"d","title":"又一部","body":"微短剧。"}"#, r#"{"id":"c","body":"河南。"}"#];
    add(&index.dir(), &changed);
    assert!(index.live.refresh().unwrap());
    let (_, replay) = post(&app, "/api/replay", &receipt).await;
    assert_eq!((&replay["same"], &replay["same_index"]), (&json!(false), &json!(true)));
    assert_eq!(replay["came"], json!([{"id": "d", "title": "又一部"}]));
    assert_eq!(replay["gone"][0]["id"], "c");
}

#[tokio::test]
async fn a_receipt_that_was_altered_is_refused() {
    let index = Index::small();
    let app = index.app();
    let (_, receipt) = get(&app, &format!("/api/receipt?{DRAMA}")).await;
    let altered = |name: &str, value: Value| {
        let mut altered = receipt.clone();
        altered[name] = value;
        altered
    };
    for (name, value, code) in [
        ("ids", json!(["a/b"]), "receipt"),
        ("exact", json!(3), "receipt"),
        ("receipt", json!(2), "receipt"),
        ("answered_at", json!("soon"), "receipt"),
        ("since", json!("soon"), "receipt"),
        ("query", json!("(微短剧"), "query"),
        ("query", json!("a ".repeat(101)), "query-too-costly"),
        ("source", json!("a".repeat(101)), "too-large"),
        ("order", json!("random"), "body"),
    ] {
        let (status, problem) = post(&app, "/api/replay", &altered(name, value)).await;
        assert_eq!((status, &problem["code"]), (StatusCode::BAD_REQUEST, &code.into()), "{name}");
    }
    let none = Limits { exports: 0, ..Limits::default() };
    let app = router(Arc::clone(&index.live), none);
    assert_eq!(post(&app, "/api/replay", &receipt).await.0, StatusCode::TOO_MANY_REQUESTS);
}
