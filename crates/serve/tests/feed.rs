//! Feeds, read back by parsers that did not write them.

use std::process::Command;

use axum::Router;
use axum::http::StatusCode;
use feed_rs::model::Feed;
use serde_json::{Value, json};
use xunwen_serve::Limits;

use crate::support::{Index, add, ask, project, skipped};

const ARTICLES: [&str; 4] = [
    r#"{"id":"old","title":"<script>1</script>微短剧 & <","body":"出海的\u0000\u000b微短剧。","summary":"摘要 & 要点","source":"晨报","published_at":"2025-03-01","url":"https://news.example.com/?a=1&b=2","tags":["出海","a\"b"],"lang":"zh"}"#,
    r#"{"id":"新","body":"河南也拍微短剧。","published_at":"2025-04-01T23:30:00Z"}"#,
    r#"{"id":"undated","title":"没有日期的微短剧"}"#,
    r#"{"id":"other","title":"丰收","published_at":"2025-05-01"}"#,
];
/// 微短剧.
const PATH: &str = "/api/feed?q=%E5%BE%AE%E7%9F%AD%E5%89%A7";
const HOST: (&str, &str) = ("host", "localhost:7700");

fn app() -> Router {
    Index::of(&ARTICLES, &Limits::default()).app()
}

async fn bytes(app: &Router, path: &str) -> Vec<u8> {
    let (status, _, bytes) = ask(app, path, &[HOST]).await;
    assert_eq!(status, StatusCode::OK, "{path}");
    bytes.to_vec()
}

async fn feed(app: &Router, path: &str) -> Feed {
    read(&bytes(app, path).await)
}

/// Reads a feed as it is: the parser would take tags out of texts, as a reader of feeds must.
fn read(bytes: &[u8]) -> Feed {
    feed_rs::parser::Builder::new().sanitize_content(false).build().parse(bytes).unwrap()
}

#[tokio::test]
async fn both_formats_have_the_newest_exact_articles() {
    let app = app();
    for format in ["atom", "json"] {
        let feed = feed(&app, &format!("{PATH}&format={format}")).await;
        assert_eq!(feed.title.unwrap().content, "微短剧 - 寻闻");
        let times: Vec<String> =
            feed.entries.iter().map(|it| it.published.unwrap().to_rfc3339()).collect();
        // Midnight in China, where a day is all that is known.
        assert_eq!(times, ["2025-04-01T23:30:00+00:00", "2025-02-28T16:00:00+00:00"], "{format}");
        let old = &feed.entries[1];
        assert_eq!(old.title.as_ref().unwrap().content, "<script>1</script>微短剧 & <");
        assert_eq!(old.summary.as_ref().unwrap().content, "摘要 & 要点");
        assert_eq!(old.authors[0].name.as_deref(), Some("晨报"));
        assert_eq!(old.links[0].href, "https://news.example.com/?a=1&b=2");
        let tags: Vec<&str> = old.categories.iter().map(|it| it.term.as_str()).collect();
        assert_eq!(tags, ["出海", "a\"b"]);
        let new = &feed.entries[0];
        assert_eq!(new.content.as_ref().unwrap().body.as_deref(), Some("河南也拍微短剧。"));
        assert_eq!(new.links[0].href, "http://localhost:7700/?article=%E6%96%B0");
    }
}

#[tokio::test]
async fn a_feed_says_where_it_and_its_search_are() {
    let app = app();
    let page =
        "http://localhost:7700/?q=%E5%BE%AE%E7%9F%AD%E5%89%A7&since=2025&sort=newest&exact=true";
    let path = format!("{PATH}&since=2025");
    let atom = feed(&app, &path).await;
    let links: Vec<_> =
        atom.links.iter().map(|it| (it.rel.as_deref().unwrap(), &*it.href)).collect();
    let own = format!("http://localhost:7700{path}");
    assert_eq!(links, [("self", own.as_str()), ("alternate", page)]);
    let path = format!("{path}&format=json");
    let json: Value = serde_json::from_slice(&bytes(&app, &path).await).unwrap();
    assert_eq!(json["feed_url"], format!("http://localhost:7700{path}"));
    assert_eq!(json["home_page_url"], page);
}

#[tokio::test]
async fn ids_are_those_of_articles_whatever_found_them() {
    let app = app();
    let ids = |feed: Feed| feed.entries.into_iter().map(|entry| entry.id).collect::<Vec<_>>();
    let of_query = ids(feed(&app, PATH).await);
    let of_source = ids(feed(&app, "/api/feed?source=%E6%99%A8%E6%8A%A5&format=json").await);
    assert_eq!(of_source, of_query[1..]);
    assert_eq!(ids(feed(&app, &format!("{PATH}&limit=1")).await), of_query[..1]);
    let (_, _, elsewhere) = ask(&app, PATH, &[("host", "news.example.org")]).await;
    assert_eq!(ids(read(&elsewhere)), of_query);
}

#[tokio::test]
async fn a_feed_without_articles_is_a_feed() {
    let app = app();
    let empty = feed(&app, "/api/feed?q=%E6%97%A0%E4%BA%BA").await;
    assert!(empty.entries.is_empty());
    // The newest article of the index.
    assert_eq!(empty.updated.unwrap().to_rfc3339(), "2025-04-30T16:00:00+00:00");
    let bare = Index::of(&[r#"{"id":"a","body":"丰收。"}"#], &Limits::default()).app();
    assert_eq!(feed(&bare, PATH).await.updated.unwrap().timestamp(), 0);
}

#[tokio::test]
async fn what_a_client_knows_is_not_sent_again() {
    let index = Index::of(&ARTICLES, &Limits::default());
    let app = index.app();
    let (_, headers, _) = ask(&app, PATH, &[HOST]).await;
    assert_eq!(headers["content-type"], "application/atom+xml; charset=utf-8");
    let [tag, time] =
        ["etag", "last-modified"].map(|name| headers[name].to_str().unwrap().to_owned());
    let status = async |name: &str, value: &str| {
        let (status, headers, bytes) = ask(&app, PATH, &[HOST, (name, value)]).await;
        assert_eq!(
            (status == StatusCode::NOT_MODIFIED, bytes.is_empty()),
            (bytes.is_empty(), status == StatusCode::NOT_MODIFIED)
        );
        assert!(headers.contains_key("etag"));
        status.as_u16()
    };
    for (name, value, expected) in [
        ("if-none-match", tag.as_str(), 304),
        ("if-none-match", &format!("\"x\", {}", tag.trim_start_matches("W/")), 304),
        ("if-none-match", "*", 304),
        ("if-none-match", "W/\"0\"", 200),
        ("if-modified-since", &time, 304),
        ("if-modified-since", "Sat, 01 Jan 2000 00:00:00 GMT", 200),
        ("if-modified-since", "yesterday", 200),
    ] {
        assert_eq!(status(name, value).await, expected, "{name}: {value}");
    }
    let stale = [HOST, ("if-none-match", "W/\"0\""), ("if-modified-since", &time)];
    assert_eq!(ask(&app, PATH, &stale).await.0, StatusCode::OK, "the tag decides");
    add(&index.dir(), &[r#"{"id":"d","body":"又一部微短剧。","published_at":"2025-06-01"}"#]);
    index.live.refresh().unwrap();
    assert_eq!(status("if-none-match", &tag).await, 200);
}

#[tokio::test]
async fn feeds_are_valid_by_the_judges_of_python() {
    let Ok(python) = std::env::var("XUNWEN_TEST_PYTHON") else {
        return skipped("XUNWEN_TEST_PYTHON names no Python with feedparser and jsonschema");
    };
    let app = app();
    let folder = tempfile::tempdir().unwrap();
    for query in [PATH, "/api/feed?q=%E6%97%A0%E4%BA%BA"] {
        for format in ["atom", "json"] {
            let file = folder.path().join(format);
            let path = format!("{query}&format={format}");
            std::fs::write(&file, bytes(&app, &path).await).unwrap();
        }
        let script = project("tests/feeds.py");
        let judged = Command::new(&python).arg(script).arg(folder.path()).output().unwrap();
        let said = String::from_utf8_lossy(&judged.stderr);
        assert!(judged.status.success(), "{said}");
        let said: Value = serde_json::from_slice(&judged.stdout).unwrap();
        let expected = if query == PATH { 2 } else { 0 };
        assert_eq!(said, json!({ "atom": expected, "json": expected }));
    }
}
