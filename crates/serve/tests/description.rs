//! The OpenAPI document: it agrees with what the server does.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use serde_json::Value;
use xunwen_serve::Limits;

use crate::support::{Index, get};

async fn description() -> Value {
    let (status, description) = get(&Index::small().app(), "/api/openapi.json").await;
    assert_eq!(status, StatusCode::OK);
    description
}

fn parameter<'a>(description: &'a Value, path: &str, name: &str) -> &'a Value {
    let parameters = description["paths"][path]["get"]["parameters"].as_array().unwrap();
    parameters.iter().find(|parameter| parameter["name"] == name).unwrap()
}

#[tokio::test]
async fn every_path_is_described_and_answers() {
    let description = description().await;
    let app = Index::small().app();
    let paths = description["paths"].as_object().unwrap();
    let named: BTreeSet<&str> = paths.keys().map(String::as_str).collect();
    let all = [
        "/api/articles/{id}",
        "/api/explain/{id}",
        "/api/export",
        "/api/health",
        "/api/index",
        "/api/kwic",
        "/api/receipt",
        "/api/search",
        "/api/suggest",
        "/api/trend",
        "/metrics",
    ];
    let posted = ["/api/batch", "/api/replay"];
    assert_eq!(named, all.into_iter().chain(posted).collect());
    for path in posted {
        assert_eq!(get(&app, path).await.0, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        let described = paths[path]["post"]["responses"].as_object().unwrap();
        for status in ["200", "400", "413", "415", "429", "503"] {
            assert!(described.contains_key(status), "{path}: {status}");
        }
    }
    for path in all {
        let status = get(&app, &path.replace("{id}", "c")).await.0;
        assert_eq!(status, StatusCode::OK, "{path}");
        let described = paths[path]["get"]["responses"].as_object().unwrap();
        for status in ["200", "400", "413", "429", "503"] {
            assert!(described.contains_key(status), "{path}: {status}");
        }
    }
}

#[tokio::test]
async fn the_limits_are_those_that_hold() {
    let description = description().await;
    let limit = |path, name, of: &str| parameter(&description, path, name)["schema"][of].as_u64();
    for path in ["/api/search", "/api/kwic", "/api/export", "/api/receipt", "/api/articles/{id}"] {
        assert_eq!(limit(path, "q", "maxLength"), Some(Limits::QUERY as u64), "{path}");
    }
    assert_eq!(limit("/api/search", "limit", "maximum"), Some(Limits::PAGE as u64));
    assert_eq!(limit("/api/search", "width", "maximum"), Some(Limits::WIDTH as u64));
    assert_eq!(limit("/api/search", "source", "maxLength"), Some(Limits::NAME as u64));
    assert_eq!(limit("/api/suggest", "q", "maxLength"), Some(Limits::NAME as u64));
    assert_eq!(limit("/api/trend", "q", "maxItems"), Some(Limits::SERIES as u64));
    let batch = &description["components"]["schemas"]["BatchParams"]["properties"];
    assert_eq!(batch["queries"]["maxItems"].as_u64(), Some(Limits::BATCH as u64));
    assert_eq!(batch["limit"]["maximum"].as_u64(), Some(Limits::PAGE as u64));
    assert_eq!(batch["width"]["maximum"].as_u64(), Some(Limits::WIDTH as u64));
    let query = &description["components"]["schemas"]["BatchQuery"]["properties"]["q"];
    assert_eq!(query["maxLength"].as_u64(), Some(Limits::QUERY as u64));
    let expand = &parameter(&description, "/api/search", "expand")["schema"];
    let choices = ["all", "none", "regional", "names", "numbers", "learned", "feedback"];
    assert_eq!(expand["items"]["enum"], serde_json::json!(choices), "{expand}");
    assert_eq!((&expand["minItems"], &expand["default"]), (&1.into(), &serde_json::json!(["all"])));
    let sort = &parameter(&description, "/api/search", "sort")["schema"];
    assert_eq!(sort["enum"], serde_json::json!(["relevance", "newest", "oldest"]), "{sort}");
}
