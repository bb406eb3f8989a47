//! Exports: whole answers, in the formats of the command line.

use axum::http::StatusCode;
use serde_json::{Value, json};
use xunwen_serve::Limits;

use crate::support::{HOSTILE, Index, PLAIN, Running, get_bytes};

const QUERY: &str = "q=%E5%BE%AE%E7%9F%AD%E5%89%A7&sort=newest";

async fn lines(index: &Index, rest: &str) -> Vec<String> {
    let (status, bytes) = get_bytes(&index.app(), &format!("/api/export?{QUERY}{rest}")).await;
    assert_eq!(status, StatusCode::OK);
    String::from_utf8(bytes.to_vec()).unwrap().lines().map(str::to_owned).collect()
}

fn read(line: &str) -> Value {
    serde_json::from_str(line).unwrap()
}

#[tokio::test]
async fn whole_articles_are_written_as_they_came() {
    let lines = lines(&Index::small(), "").await;
    for (line, given) in lines.iter().zip([PLAIN, HOSTILE]) {
        let (written, given) = (read(line), read(given));
        for (name, value) in given.as_object().unwrap() {
            // What is no address is no article's address.
            let is_address = name != "url" || !value.as_str().unwrap().starts_with("javascript:");
            let expected = if is_address { value } else { &Value::Null };
            assert_eq!(&written[name], expected, "{name}");
        }
    }
    assert_eq!(lines.len(), 2);
}

#[tokio::test]
async fn chosen_fields_are_written_in_their_order() {
    let index = Index::small();
    let rows = lines(&index, "&fields=published_at,id").await;
    assert_eq!(rows[0], r#"{"published_at":"2025-04-01","id":"c"}"#);
    let table = lines(&index, "&format=csv&fields=rank,id,title,tags,url").await;
    assert_eq!(table[0], "rank,id,title,tags,url");
    assert_eq!(table[1], "1,c,河南,,");
    assert_eq!(table[2], "2,a/b,<script>alert(1)</script>短剧 <,出海,");
    let excel = lines(&index, "&format=excel&fields=rank,id").await;
    assert_eq!(excel, ["\u{feff}rank,id", "1,c", "2,a/b"]);
    let hits = lines(&index, "&format=json").await;
    assert_eq!(
        (&read(&hits[0])["type"], &read(&hits[0])["data"]["id"]),
        (&json!("hit"), &json!("c"))
    );
    let summary = &read(&hits[2])["data"];
    assert_eq!((&summary["exact"], &summary["returned"]), (&json!(2), &json!(2)));
}

#[tokio::test]
async fn the_summary_of_an_export_has_the_other_wordings() {
    let articles = [r#"{"id":"a","body":"特朗普要来。"}"#, r#"{"id":"b","body":"川普不来。"}"#];
    let app = Index::of(&articles, &Limits::default()).app();
    let path = "/api/export?q=%E7%89%B9%E6%9C%97%E6%99%AE&format=json&related=true";
    for (choice, expected) in [("", Some("川普")), ("&expand=none", None)] {
        let bytes = get_bytes(&app, &format!("{path}{choice}")).await.1;
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let summary = read(text.lines().last().unwrap());
        assert_eq!(summary["data"]["expansions"][0]["text"].as_str(), expected, "{summary}");
    }
}

#[tokio::test]
async fn an_empty_answer_is_an_answer_too() {
    let index = Index::small();
    let (status, bytes) =
        get_bytes(&index.app(), "/api/export?q=%E6%97%A0%E4%BA%BA&exact=true").await;
    assert_eq!((status, bytes.len()), (StatusCode::OK, 0));
}

/// More text than socket buffers hold.
fn heavy() -> Vec<String> {
    let text = "微短剧出海，".repeat(6_000);
    (0..200).map(|number| format!(r#"{{"id":"{number}","body":"{text}{number}"}}"#)).collect()
}

#[tokio::test]
async fn an_export_that_nobody_reads_waits_and_its_place_is_free_once_the_client_is_gone() {
    let limits = Limits { exports: 1, ..Limits::default() };
    let index = Index::of(&heavy(), &limits);
    let server = Running::start(index.live.clone(), limits).await;
    let request = format!("GET /api/export?{QUERY} HTTP/1.1\r\nhost: x\r\n\r\n");
    let first = server.send(request.as_bytes()).await;
    first.readable().await.unwrap();
    assert_eq!(server.ask(&format!("/api/export?{QUERY}")).await.0, 429);
    assert_eq!(server.ask(&format!("/api/search?{QUERY}")).await.0, 200);
    drop(first);
    while server.ask(&format!("/api/export?{QUERY}&fields=id")).await.0 != 200 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_client_that_takes_nothing_is_cut_off() {
    let stall_time = std::time::Duration::from_millis(100);
    let limits = Limits { exports: 1, stall_time, ..Limits::default() };
    let index = Index::of(&heavy(), &limits);
    let server = Running::start(index.live.clone(), limits).await;
    let request = format!("GET /api/export?{QUERY} HTTP/1.1\r\nhost: x\r\n\r\n");
    let stalled = server.send(request.as_bytes()).await;
    stalled.readable().await.unwrap();
    while server.ask(&format!("/api/export?{QUERY}&fields=id")).await.0 != 200 {
        tokio::task::yield_now().await;
    }
    drop(stalled);
}
