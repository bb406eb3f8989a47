//! What browsers read to search here.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::{Index, ask};

#[tokio::test]
async fn a_browser_learns_how_to_search_here() {
    let app = Index::small().app();
    let host = [("host", "news.example.org"), ("x-forwarded-proto", "https")];
    let (status, headers, bytes) = ask(&app, "/opensearch.xml", &host).await;
    assert_eq!(status, StatusCode::OK);
    let form = headers["content-type"].to_str().unwrap();
    assert!(form.starts_with("application/opensearchdescription+xml"), "{form}");
    let text = std::str::from_utf8(&bytes).unwrap();
    for template in [
        r#"type="text/html" template="https://news.example.org/?q={searchTerms}""#,
        r#"template="https://news.example.org/api/suggest/browser?q={searchTerms}""#,
        r#"type="application/atom+xml" template="https://news.example.org/api/feed?format=atom&amp;q={searchTerms}""#,
    ] {
        assert!(text.contains(template), "{template}");
    }
    let mut reader = quick_xml::Reader::from_str(text);
    let mut urls = 0;
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Empty(tag) if tag.name().as_ref() == "Url" => urls += 1,
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(urls, 4);
}

#[tokio::test]
async fn suggestions_are_given_as_browsers_read_them() {
    let app = Index::small().app();
    // 河南.
    let (status, headers, bytes) =
        ask(&app, "/api/suggest/browser?q=%E6%B2%B3%E5%8D%97", &[]).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers["content-type"], "application/x-suggestions+json");
    assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), json!(["河南", ["河南"]]));
    let (_, _, bytes) = ask(&app, "/api/suggest/browser", &[]).await;
    assert_eq!(bytes, r#"["",[]]"#);
}
