//! Outlets: several at once, none, and one under all its names.

use axum::Router;
use axum::http::StatusCode;
use serde_json::{Value, json};
use xunwen_query::evidence::Receipt as ReceiptData;
use xunwen_serve::Limits;
use xunwen_wire::Receipt;

use crate::support::{Index, encoded, get};

/// Six articles of three outlets, one of them under two names, and one of none.
const ARTICLES: [&str; 7] = [
    r#"{"id":"a","title":"短剧","source":"搜狐财经","published_at":"2025-12-01"}"#,
    r#"{"id":"b","title":"短剧","source":"Sou Hu Cai Jing","published_at":"2025-12-02"}"#,
    r#"{"id":"c","title":"短剧","source":"Sou Hu Cai Jing","published_at":"2025-12-03"}"#,
    r#"{"id":"d","title":"短剧","source":"新华社","published_at":"2025-12-04"}"#,
    r#"{"id":"e","title":"短剧","source":"人民日报","published_at":"2025-12-05"}"#,
    r#"{"id":"f","title":"短剧","published_at":"2025-12-06"}"#,
    r#"{"id":"g","title":"秋粮","source":"人民日报","published_at":"2025-12-07"}"#,
];

fn app() -> Router {
    Index::of(&ARTICLES, &Limits::default()).app()
}

/// Returns the answer to a question about 短剧.
async fn asked(app: &Router, path: &str, filter: &str) -> Value {
    let (status, answer) = get(app, &format!("{path}?q={}&{filter}", encoded("短剧"))).await;
    assert_eq!(status, StatusCode::OK, "{path} {filter}: {answer}");
    answer
}

fn ids(page: &Value) -> String {
    page["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_filter_takes_several_outlets_and_those_without() {
    let app = app();
    let (xinhua, souhu) = (encoded("新华社"), "Sou+Hu+Cai+Jing");
    for (filter, expected) in [
        (String::new(), "abcdef"),
        (format!("source={xinhua}"), "d"),
        (format!("source={xinhua}&source={souhu}"), "abcd"),
        (format!("source=xhs&source={souhu}&since=2025-12-02"), "bcd"),
        ("unnamed=true".to_owned(), "f"),
        (format!("unnamed=true&source={xinhua}"), "df"),
        (format!("source=&source={xinhua}"), "d"),
        ("unnamed=false".to_owned(), "abcdef"),
        ("source=nobody".to_owned(), ""),
    ] {
        let page = asked(&app, "/api/search", &format!("sort=oldest&exact=true&{filter}")).await;
        assert_eq!(ids(&page), expected, "{filter}");
        let trend = asked(&app, "/api/trend", &filter).await;
        let found = &trend["summary"]["queries"][0]["found"];
        assert_eq!(found, expected.len(), "{filter}");
        let lines = asked(&app, "/api/kwic", &filter).await;
        assert_eq!(lines["summary"]["lines"], expected.len(), "{filter}");
    }
}

#[tokio::test]
async fn a_cursor_is_of_the_outlets_it_was_given_for() {
    let app = app();
    let outlets = format!("source={}&source=sou+hu+cai+jing", encoded("新华社"));
    let first = asked(&app, "/api/search", &format!("{outlets}&sort=oldest&limit=3")).await;
    let cursor = first["next"].as_str().unwrap();
    let rest = format!("sort=oldest&limit=3&cursor={cursor}");
    assert_eq!(ids(&asked(&app, "/api/search", &format!("{outlets}&{rest}")).await), "d");
    for other in ["", "&unnamed=true", "&source=e"] {
        let path = format!("/api/search?q={}&{rest}", encoded("短剧"));
        let path = if other.is_empty() { path } else { format!("{path}&{outlets}{other}") };
        let (status, problem) = get(&app, &path).await;
        assert_eq!((status, &problem["field"]), (StatusCode::BAD_REQUEST, &json!("cursor")));
    }
}

#[tokio::test]
async fn a_receipt_remembers_all_outlets() {
    let app = app();
    for (filter, version, source, sources, expected) in [
        ("source=xhs", 1, json!("xhs"), Value::Null, "d"),
        ("source=xhs&source=rmrb", 2, Value::Null, json!(["xhs", "rmrb"]), "de"),
        ("source=xhs&unnamed=true", 2, Value::Null, json!(["xhs"]), "df"),
    ] {
        let written = asked(&app, "/api/receipt", filter).await;
        assert_eq!(written["ids"].as_array().unwrap().len(), expected.len(), "{filter}");
        let names = (&written["source"], &written["sources"], &written["receipt"]);
        assert_eq!(names, (&source, &sources, &json!(version)), "{filter}");
        let receipt: Receipt = serde_json::from_value(written).unwrap();
        let filter = ReceiptData::from(receipt).request().unwrap().filter;
        assert_eq!(filter.sources.len() + usize::from(filter.unnamed), expected.len());
    }
}

#[tokio::test]
async fn an_outlet_is_counted_under_all_its_names_as_the_filter_finds_it() {
    let app = app();
    let page = asked(&app, "/api/search", "facets=source").await;
    let facet = &page["facets"][0];
    assert_eq!(
        facet["counts"],
        json!([
            {"name": "搜狐财经", "articles": 3, "also": ["Sou Hu Cai Jing"]},
            {"name": "人民日报", "articles": 1},
            {"name": "新华社", "articles": 1},
        ])
    );
    assert_eq!(
        (&facet["without"], &facet["others"]),
        (&json!(1), &json!({"values": 0, "articles": 0}))
    );
    for count in facet["counts"].as_array().unwrap() {
        let filter = format!("source={}", encoded(count["name"].as_str().unwrap()));
        let found = asked(&app, "/api/search", &filter).await;
        assert_eq!(found["summary"]["exact"], count["articles"], "{filter}");
    }
}

#[tokio::test]
async fn a_facet_says_what_it_has_cut() {
    let article = |number: usize| {
        format!(r#"{{"id":"{number}","title":"短剧","source":"报{}"}}"#, number.min(119))
    };
    let articles: Vec<String> = (0..130).map(article).collect();
    let app = Index::of(&articles, &Limits::default()).app();
    let page = asked(&app, "/api/search", "facets=source").await;
    let facet = &page["facets"][0];
    assert_eq!(facet["counts"].as_array().unwrap().len(), 100);
    // The first has 11 articles, and 99 more have one each.
    assert_eq!(facet["counts"][0], json!({"name": "报119", "articles": 11}));
    assert_eq!(facet["others"], json!({"values": 20, "articles": 20}));
}

#[tokio::test]
async fn values_are_sought_among_all() {
    let app = app();
    let facet = |query: String| {
        let app = app.clone();
        async move {
            let (status, facet) = get(&app, &format!("/api/facet?{query}")).await;
            assert_eq!(status, StatusCode::OK, "{query}: {facet}");
            facet
        }
    };
    let names = |facet: &Value| -> Vec<(String, u64)> {
        let counts = facet["counts"].as_array().unwrap().iter();
        let count = |it: &Value| {
            (it["name"].as_str().unwrap().to_owned(), it["articles"].as_u64().unwrap())
        };
        counts.map(count).collect()
    };
    let people = [("人民日报".to_owned(), 2)];
    for like in ["人民", "人民日報", "rmrb", "renmin", "Ren Min"] {
        let found = facet(format!("by=source&like={}", encoded(like))).await;
        assert_eq!(names(&found), people, "{like}");
    }
    let found = facet(format!("like={}&q={}", encoded("人"), encoded("短剧"))).await;
    assert_eq!(names(&found), [("人民日报".to_owned(), 1)]);
    let found = facet("limit=1".to_owned()).await;
    assert_eq!(names(&found), [("搜狐财经".to_owned(), 3)]);
    assert_eq!(
        (&found["others"], &found["without"]),
        (&json!({"values": 2, "articles": 3}), &json!(1))
    );
    assert_eq!(names(&facet("like=hu+cai".to_owned()).await), [("搜狐财经".to_owned(), 3)]);
    assert_eq!(names(&facet("by=month&since=2026".to_owned()).await), []);
}
