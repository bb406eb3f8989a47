//! Bodies of requests: who reads one, and how large it may be.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;
use tower::ServiceExt;

use crate::support::{Index, get, post};

async fn status(app: &Router, request: Request<Body>) -> StatusCode {
    app.clone().oneshot(request).await.unwrap().status()
}

#[tokio::test]
async fn a_body_has_a_limit_whether_or_not_it_is_read() {
    let app = Index::small().app();
    for (path, most) in [("/api/batch", 64 << 10), ("/api/replay", 4 << 20)] {
        for (size, expected) in
            [(most, StatusCode::BAD_REQUEST), (most + 1, StatusCode::PAYLOAD_TOO_LARGE)]
        {
            let request = Request::post(path).header("content-type", "application/json");
            let request = request.body(Body::from(" ".repeat(size))).unwrap();
            assert_eq!(status(&app, request).await, expected, "{path} {size}");
        }
    }
    for (size, expected) in
        [(64 << 10, StatusCode::OK), ((64 << 10) + 1, StatusCode::PAYLOAD_TOO_LARGE)]
    {
        let request = Request::get("/api/health").body(Body::from(" ".repeat(size))).unwrap();
        assert_eq!(status(&app, request).await, expected, "{size}");
    }
}

#[tokio::test]
async fn a_body_is_json_and_says_so() {
    let app = Index::small().app();
    for path in ["/api/batch", "/api/replay"] {
        for form in ["text/plain", "application/x-www-form-urlencoded", ""] {
            let request = Request::post(path).header("content-type", form);
            let request = request.body(Body::from("{}")).unwrap();
            let status = status(&app, request).await;
            assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{path} {form}");
        }
        let (status, problem) = post(&app, path, &json!("微短剧")).await;
        assert_eq!((status, &problem["code"]), (StatusCode::BAD_REQUEST, &"body".into()));
    }
}

#[tokio::test]
async fn a_path_names_the_methods_that_it_has() {
    let app = Index::small().app();
    for (path, allowed) in [
        ("/api/batch", "POST"),
        ("/api/replay", "POST"),
        ("/api/search", "GET,HEAD"),
        ("/", "GET,HEAD"),
    ] {
        let request = Request::delete(path).body(Body::empty()).unwrap();
        let response = app.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(response.headers()["allow"], allowed, "{path}");
    }
    assert_eq!(get(&app, "/api/batch").await.0, StatusCode::METHOD_NOT_ALLOWED);
}
