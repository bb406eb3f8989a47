//! What is around the answers: tags, compression, other origins, the description as a page, metrics.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::Response;
use http_body_util::BodyExt;
use tower::ServiceExt;
use xunwen_serve::{Access, Limits, router_for};

use crate::support::{Index, add, get, get_bytes, post};

async fn answer(app: &Router, request: axum::http::request::Builder) -> Response {
    app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

async fn length(response: Response) -> usize {
    response.into_body().collect().await.unwrap().to_bytes().len()
}

/// What the page loads: its files, as its own HTML and scripts name them, and what describes the API.
const KEPT: [&str; 6] =
    ["/", "/style.css", "/app.js", "/api/openapi.json", "/api/docs", "/api/docs.css"];

#[tokio::test]
async fn who_has_a_file_already_does_not_get_it_again() {
    let app = Index::small().app();
    for path in KEPT.into_iter().chain(["/api/index"]) {
        let first = answer(&app, Request::get(path)).await;
        assert_eq!(first.status(), StatusCode::OK, "{path}");
        let tag = first.headers()["etag"].clone();
        assert_eq!(first.headers()["cache-control"], "no-cache", "{path}");
        assert!(length(first).await > 0);
        for known in [tag.to_str().unwrap(), "*", &format!("\"a\", {}", tag.to_str().unwrap())] {
            let again = answer(&app, Request::get(path).header("if-none-match", known)).await;
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{path} {known}");
            assert_eq!(again.headers()["etag"], tag, "{path}");
            assert!(!again.headers().contains_key("content-length"), "{path}");
            assert_eq!(length(again).await, 0, "{path}");
        }
        let other = answer(&app, Request::get(path).header("if-none-match", "\"other\"")).await;
        assert_eq!(other.status(), StatusCode::OK, "{path}");
        let head = answer(&app, Request::head(path)).await;
        assert_eq!((head.status(), &head.headers()["etag"]), (StatusCode::OK, &tag), "{path}");
    }
}

#[tokio::test]
async fn the_tag_of_the_index_changes_with_it() {
    let index = Index::small();
    let app = index.app();
    let tag = answer(&app, Request::get("/api/index")).await.headers()["etag"].clone();
    add(&index.dir(), &[r#"{"id":"d","body":"又一部微短剧。"}"#]);
    assert!(index.live.refresh().unwrap());
    let request = Request::get("/api/index").header("if-none-match", tag.clone());
    let changed = answer(&app, request).await;
    assert_eq!(changed.status(), StatusCode::OK);
    assert_ne!(changed.headers()["etag"], tag);
}

#[tokio::test]
async fn answers_are_compressed_as_the_client_can_read_them() {
    let app = Index::small().app();
    for path in KEPT {
        let whole = length(answer(&app, Request::get(path)).await).await;
        for form in ["gzip", "br", "zstd"] {
            let request = Request::get(path).header("accept-encoding", form);
            let response = answer(&app, request).await;
            assert_eq!(response.headers()["content-encoding"], form, "{path}");
            assert!(response.headers().contains_key("etag"), "{path}");
            assert!(length(response).await < whole, "{path}");
        }
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap())
}

#[tokio::test]
async fn pages_of_named_origins_may_read_the_api_and_no_others() {
    let index = Index::small();
    let origins = vec!["https://news.example.org".parse().unwrap()];
    let access = Access { origins, ..Access::default() };
    let app = router_for(access, Arc::clone(&index.live), Limits::default());
    let allowed = "access-control-allow-origin";
    for (path, origin, expected) in [
        ("/api/search?q=a", "https://news.example.org", Some("https://news.example.org")),
        ("/api/search?q=(", "https://news.example.org", Some("https://news.example.org")),
        ("/api/health", "https://news.example.org", Some("https://news.example.org")),
        ("/api/search?q=a", "https://evil.example", None),
        ("/api/search?q=a", "http://news.example.org", None),
        ("/", "https://news.example.org", None),
        ("/metrics", "https://news.example.org", None),
    ] {
        let response = answer(&app, Request::get(path).header("origin", origin)).await;
        assert_eq!(header(response.headers(), allowed), expected, "{path} {origin}");
        let policy = header(response.headers(), "cross-origin-resource-policy");
        assert_eq!(policy, Some("same-origin"));
    }
    let asked = Request::options("/api/batch")
        .header("origin", "https://news.example.org")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization,content-type");
    let response = answer(&app, asked).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header(response.headers(), "access-control-allow-methods"), Some("GET,POST"));
    let headers = header(response.headers(), "access-control-allow-headers");
    assert_eq!(headers, Some("authorization,content-type"));

    let request = Request::get("/api/search?q=a").header("origin", "https://news.example.org");
    let closed = answer(&index.app(), request).await;
    assert_eq!(header(closed.headers(), allowed), None, "nobody is named");
}

#[tokio::test]
async fn the_description_is_also_a_page_whose_examples_can_be_asked() {
    let app = Index::small().app();
    let (status, page) = get_bytes(&app, "/api/docs").await;
    assert_eq!(status, StatusCode::OK);
    let page = String::from_utf8(page.to_vec()).unwrap();
    assert!(!page.contains("<script") && !page.contains(" style=") && !page.contains("<style"));
    for path in ["/api/search", "/api/batch", "/api/explain/{id}", "/metrics"] {
        assert!(page.contains(&format!("<section id=\"{path}\">")), "{path}");
    }
    assert!(page.contains("at most 1000 characters"));
    // Relative to the page, so that it works below any path.
    let links = page.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let links: Vec<String> = links.map(|link| link.replace("&amp;", "&")).collect();
    assert!(links.iter().all(|link| !link.starts_with('/') && !link.contains("://")), "{links:?}");
    let asked: Vec<&String> =
        links.iter().filter(|link| !link.starts_with(['#', '.', 'd'])).collect();
    assert!(asked.len() > 8, "{asked:?}");
    for link in asked {
        // The example names an article of the sample.
        let link = link.replace("/s001", "/c");
        let status = get_bytes(&app, &format!("/api/{link}")).await.0;
        assert_eq!(status, StatusCode::OK, "{link}");
    }
    for anchor in links.iter().filter_map(|link| link.strip_prefix('#')) {
        assert!(page.contains(&format!("id=\"{anchor}\"")), "{anchor}");
    }
}

#[tokio::test]
async fn the_bodies_shown_as_examples_are_answered() {
    let app = Index::small().app();
    let description = get(&app, "/api/openapi.json").await.1;
    for path in ["/api/batch", "/api/replay"] {
        let content = &description["paths"][path]["post"]["requestBody"]["content"];
        let example = &content["application/json"]["example"];
        let (status, answer) = post(&app, path, example).await;
        assert_eq!(status, StatusCode::OK, "{path}: {answer}");
    }
}

#[tokio::test]
async fn responses_are_counted_by_route_method_and_status() {
    let app = Index::small().app();
    for path in ["/api/articles/c", "/api/articles/a%2Fb", "/api/articles/nobody", "/no", "/nor"] {
        get_bytes(&app, path).await;
    }
    answer(&app, Request::builder().method("BREW").uri("/api/search")).await;
    let text = String::from_utf8(get_bytes(&app, "/metrics").await.1.to_vec()).unwrap();
    for line in [
        r#"xunwen_responses_total{route="/api/articles/{id}",method="GET",status="200"} 2"#,
        r#"xunwen_responses_total{route="/api/articles/{id}",method="GET",status="404"} 1"#,
        r#"xunwen_responses_total{route="none",method="GET",status="404"} 2"#,
        r#"xunwen_responses_total{route="/api/search",method="other",status="405"} 1"#,
        r#"xunwen_response_seconds_count{route="/api/articles/{id}"} 3"#,
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
}
