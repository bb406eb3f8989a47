//! Pages of one answer while articles are added.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use serde_json::Value;
use xunwen_serve::{Limits, Live, router};

use crate::support::{Index, add, get};

/// Articles that contain the same word, each longer than the one before, so that all scores differ.
fn articles(numbers: impl Iterator<Item = usize>) -> Vec<String> {
    let article = |number: usize| {
        let (day, rest) = (number % 28 + 1, "别的话。".repeat(number));
        format!(r#"{{"id":"{number}","body":"微短剧。{rest}","published_at":"2025-03-{day:02}"}}"#)
    };
    numbers.map(article).collect()
}

fn ids(page: &Value) -> Vec<String> {
    let hits = page["hits"].as_array().unwrap();
    hits.iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
}

async fn page(app: &Router, question: &str, cursor: Option<&str>) -> Value {
    let cursor = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
    let (status, page) = get(app, &format!("/api/search?{question}{cursor}")).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    page
}

#[tokio::test]
async fn pages_share_no_article_and_skip_none_while_articles_are_added() {
    for order in ["relevance", "newest", "oldest"] {
        let index = Index::of(&articles(0..25), &Limits::default());
        let app = index.app();
        let question = format!("q=%E5%BE%AE%E7%9F%AD%E5%89%A7&sort={order}");
        let all = ids(&page(&app, &format!("{question}&limit=100"), None).await);
        let (mut seen, mut cursor, mut added) = (Vec::new(), None, 100);
        loop {
            let page = page(&app, &format!("{question}&limit=7"), cursor.as_deref()).await;
            assert_eq!(page["summary"]["exact"], 25);
            seen.extend(ids(&page));
            let Some(next) = page["next"].as_str() else { break };
            cursor = Some(next.to_owned());
            // Shorter and longer, newer and older articles, and one that replaces another.
            add(&index.dir(), &articles((added..added + 9).chain([added % 25])));
            added += 9;
            assert!(index.live.refresh().unwrap());
        }
        assert_eq!((seen.len(), &seen), (25, &all), "{order}");
        let today = page(&app, &question, None).await;
        assert_eq!(today["summary"]["exact"], 25 + 3 * 9);
    }
}

/// Articles with a word once, twice, three times and so on, and each place where it is: id and byte.
fn repeated(numbers: std::ops::Range<usize>) -> (Vec<String>, BTreeSet<(String, u64)>) {
    let mut places = BTreeSet::new();
    let article = |number: usize| {
        let body = "又说微短剧，".repeat(number % 5 + 1) + &"别的。".repeat(number);
        let found = body.match_indices("微短剧");
        places.extend(found.map(|(at, _)| (number.to_string(), at as u64)));
        let day = number % 28 + 1;
        format!(r#"{{"id":"{number}","body":"{body}","published_at":"2025-03-{day:02}"}}"#)
    };
    (numbers.map(article).collect(), places)
}

fn places(page: &Value) -> Vec<(String, u64)> {
    let lines = page["lines"].as_array().unwrap().iter();
    let place =
        |line: &Value| (line["id"].as_str().unwrap().to_owned(), line["span"][0].as_u64().unwrap());
    lines.map(place).collect()
}

#[tokio::test]
async fn pages_of_contexts_share_no_line_and_skip_none_while_articles_are_added() {
    for order in ["date", "left", "right"] {
        let (articles, expected) = repeated(0..23);
        let index = Index::of(&articles, &Limits::default());
        let app = index.app();
        let question = format!("/api/kwic?q=%E5%BE%AE%E7%9F%AD%E5%89%A7&sort={order}");
        let whole = places(&get(&app, &format!("{question}&limit=100")).await.1);
        let (mut seen, mut pages, mut cursor, mut added) = (Vec::new(), 0, String::new(), 100);
        loop {
            let (status, page) = get(&app, &format!("{question}&limit=7{cursor}")).await;
            assert_eq!(status, StatusCode::OK, "{page}");
            assert_eq!(page["summary"]["lines"], expected.len(), "{order}");
            assert_eq!(page["summary"]["returned"], page["lines"].as_array().unwrap().len());
            seen.extend(places(&page));
            pages += 1;
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
            add(&index.dir(), &repeated(added..added + 2).0);
            added += 2;
            assert!(index.live.refresh().unwrap());
        }
        assert_eq!(seen, whole, "{order}");
        assert_eq!((seen.len(), pages), (expected.len(), expected.len().div_ceil(7)));
        assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), expected, "{order}");
    }
}

#[tokio::test]
async fn a_cursor_of_contexts_is_of_one_question_and_its_state() {
    let limits = Limits { states: 1, ..Limits::default() };
    let index = Index::of(&repeated(0..8).0, &limits);
    let app = router(Arc::clone(&index.live), limits);
    let question = "/api/kwic?q=%E5%BE%AE%E7%9F%AD%E5%89%A7&limit=3";
    let first = get(&app, question).await.1;
    let next = first["next"].as_str().unwrap();
    let second = get(&app, &format!("{question}&cursor={next}")).await.1;
    let back = second["previous"].as_str().unwrap();
    assert_eq!(places(&get(&app, &format!("{question}&cursor={back}")).await.1), places(&first));
    let deep = format!("{}{:016x}", &next[..48], Limits::LINES + 1);
    let search = get(&app, "/api/search?q=%E5%BE%AE%E7%9F%AD%E5%89%A7&limit=1").await.1;
    let foreign = search["next"].as_str().unwrap().to_owned();
    for (asked, code) in [
        (format!("{question}&sort=left&cursor={next}"), "cursor"),
        (format!("{question}&since=2025&cursor={next}"), "cursor"),
        (format!("{question}&cursor={foreign}"), "cursor"),
        (format!("{question}&cursor={deep}"), "too-deep"),
    ] {
        let (status, problem) = get(&app, &asked).await;
        assert_eq!((status, &problem["code"]), (StatusCode::BAD_REQUEST, &code.into()), "{asked}");
    }
    for added in [100, 101] {
        add(&index.dir(), &repeated(added..added + 1).0);
        assert!(index.live.refresh().unwrap());
    }
    let (status, problem) = get(&app, &format!("{question}&cursor={next}")).await;
    assert_eq!((status, &problem["code"]), (StatusCode::GONE, &"cursor-gone".into()));
}

#[tokio::test]
async fn previous_leads_back_through_the_same_pages() {
    let index = Index::of(&articles(0..12), &Limits::default());
    let app = index.app();
    let question = "q=%E5%BE%AE%E7%9F%AD%E5%89%A7&limit=5";
    let first = page(&app, question, None).await;
    assert_eq!(first["previous"], Value::Null);
    let second = page(&app, question, first["next"].as_str()).await;
    let third = page(&app, question, second["next"].as_str()).await;
    assert_eq!((ids(&third).len(), &third["next"]), (2, &Value::Null));
    assert_eq!(ids(&page(&app, question, third["previous"].as_str()).await), ids(&second));
    assert_eq!(ids(&page(&app, question, second["previous"].as_str()).await), ids(&first));
    assert_eq!(second["hits"][0]["rank"], 6);
}

#[tokio::test]
async fn a_cursor_is_of_one_question_and_outlives_the_process_but_not_its_state() {
    let limits = Limits { states: 2, page_time: Duration::from_secs(3600), ..Limits::default() };
    let index = Index::of(&articles(0..12), &limits);
    let app = router(Arc::clone(&index.live), limits);
    let question = "q=%E5%BE%AE%E7%9F%AD%E5%89%A7&limit=5";
    let first = page(&app, question, None).await;
    let next = first["next"].as_str().unwrap();

    let other = format!("/api/search?q=%E6%B2%B3%E5%8D%97&cursor={next}");
    let (status, problem) = get(&app, &other).await;
    assert_eq!((status, &problem["code"]), (StatusCode::BAD_REQUEST, &"cursor".into()));

    let again = Arc::new(Live::open(&index.dir(), &limits).unwrap());
    let second = ids(&page(&router(again, limits), question, Some(next)).await);
    assert_eq!(second, ids(&page(&app, question, Some(next)).await));

    for added in [100, 101] {
        assert_eq!(ids(&page(&app, question, Some(next)).await), second);
        add(&index.dir(), &articles(added..added + 1));
        assert!(index.live.refresh().unwrap());
    }
    index.live.refresh().unwrap();
    let (status, problem) = get(&app, &format!("/api/search?{question}&cursor={next}")).await;
    assert_eq!((status, &problem["code"]), (StatusCode::GONE, &"cursor-gone".into()));
}
