//! The tools of assistants over HTTP: the same guards as those of the API.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;
use xunwen_serve::{Access, Hosts, KeyLimits, Keys, Limits, add_key, router, router_for};

use crate::support::{Index, get, get_bytes};

fn search(q: &str) -> Value {
    let params = json!({"name": "search", "arguments": {"q": q}});
    json!({"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": params})
}

fn to(host: &str) -> Builder {
    Request::post("/mcp")
        .header("host", host)
        .header("content-type", "application/json")
        .header("accept", "application/json, text/event-stream")
}

async fn sent(app: &Router, request: Builder, message: &Value) -> Response {
    app.clone().oneshot(request.body(Body::from(message.to_string())).unwrap()).await.unwrap()
}

async fn result(response: Response) -> Value {
    assert_eq!(response.status(), StatusCode::OK);
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    let message: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(message["id"], 7, "{message}");
    message["result"].clone()
}

#[tokio::test]
async fn a_tool_answers_as_the_api_does_and_cites_what_it_counts() {
    let app = Index::small().app();
    let answer = result(sent(&app, to("localhost"), &search("微短剧")).await).await;
    let found = &answer["structuredContent"];
    let (_, page) = get(&app, "/api/search?q=%E5%BE%AE%E7%9F%AD%E5%89%A7").await;
    assert_eq!((&found["hits"], &found["summary"]["exact"]), (&page["hits"], &json!(2)));
    let (_, receipt) = get(&app, "/api/receipt?q=%E5%BE%AE%E7%9F%AD%E5%89%A7").await;
    assert_eq!(found["receipts"][0]["digest"], receipt["digest"]);
    assert_eq!(found["receipts"][0]["ids"], Value::Null);
    // What it asks within is counted as what is asked from outside.
    let text = String::from_utf8(get_bytes(&app, "/metrics").await.1.to_vec()).unwrap();
    let line = r#"xunwen_responses_total{route="/api/search",method="GET",status="200"} 2"#;
    assert!(text.contains(line), "{text}");
}

#[tokio::test]
async fn the_limits_of_the_api_are_those_of_the_tools() {
    let index = Index::small();
    for (limits, code) in [
        (Limits { workers: 0, waiting: 0, ..Limits::default() }, "busy"),
        (Limits { cost: 0, ..Limits::default() }, "query-too-costly"),
    ] {
        let app = router(Arc::clone(&index.live), limits);
        let answer = result(sent(&app, to("localhost"), &search("微短剧")).await).await;
        assert_eq!(answer["isError"], true);
        assert_eq!(answer["structuredContent"]["problem"]["code"], code);
    }
    let app = index.app();
    let answer = result(sent(&app, to("localhost"), &search(&"a".repeat(1001))).await).await;
    assert_eq!(answer["structuredContent"]["problem"]["code"], "too-large");
    let large = sent(&app, to("localhost"), &search(&"a".repeat(64 << 10))).await;
    assert_eq!(large.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn tools_are_for_known_hosts_no_foreign_page_and_who_has_a_key() {
    let index = Index::small();
    let hosts = Hosts::of("127.0.0.1:7700".parse().unwrap(), &[]);
    let file = index.dir().with_extension("keys");
    let key = add_key(&file, "a", KeyLimits { per_minute: 2, exports_per_day: 0 }).unwrap();
    let keys = Some(Arc::new(Keys::open(&file).unwrap()));
    let access = Access { hosts, keys, ..Access::default() };
    let app = router_for(access, Arc::clone(&index.live), Limits::default());
    let keyed = |host: &str| to(host).header("authorization", format!("Bearer {key}"));
    let message = search("微短剧");
    let status = async |request: Builder| sent(&app, request, &message).await.status();
    assert_eq!(status(keyed("evil.example")).await, StatusCode::MISDIRECTED_REQUEST);
    assert_eq!(status(to("localhost")).await, StatusCode::UNAUTHORIZED);
    let foreign = keyed("localhost").header("origin", "https://evil.example");
    assert_eq!(status(foreign).await, StatusCode::FORBIDDEN);
    assert_eq!(status(keyed("localhost")).await, StatusCode::OK);
    assert_eq!(status(keyed("localhost")).await, StatusCode::TOO_MANY_REQUESTS);
    let open = index.app();
    let get = Request::get("/mcp").body(Body::empty()).unwrap();
    let response = open.oneshot(get).await.unwrap();
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(response.headers()["allow"], "POST");
}
