//! How a query was read: in its canonical form, with the days it asks for, the parts that find
//! nothing, what is marked for it, and which parameter is to blame for a problem.

use axum::Router;
use axum::http::StatusCode;
use serde_json::{Value, json};
use xunwen_serve::Limits;

use crate::support::{Index, encoded, get};

const ARTICLES: [&str; 5] = [
    r#"{"id":"one","title":"特朗普来访","body":"特朗普说要来，川普是他的译名。","published_at":"2025-12-01"}"#,
    r#"{"id":"other","body":"川普说不来。下一句。","published_at":"2025-12-31"}"#,
    r#"{"id":"drone","title":"无人机","body":"这么快的无人机，为什么还送货？","published_at":"2025-11-30"}"#,
    r#"{"id":"old","title":"旧闻","body":"有一句很长的话没有标题，它要在第四十个字那里被切断，后面再说什么也看不到了，真的。","published_at":"2020-01-01"}"#,
    r#"{"id":"abstract","summary":"只有摘要。第二句。","body":"正文。"}"#,
];

fn app() -> Router {
    Index::of(&ARTICLES, &Limits::default()).app()
}

async fn search(app: &Router, q: &str, rest: &str) -> Value {
    let (status, page) = get(app, &format!("/api/search?q={}&{rest}", encoded(q))).await;
    assert_eq!(status, StatusCode::OK, "{q}: {page}");
    page
}

/// Returns the texts at the ranges of a marked text.
fn pieces(marked: &Value, ranges: &str) -> Vec<String> {
    let text = marked["text"].as_str().unwrap();
    let range = |range: &Value| {
        let [start, end] = [0, 1].map(|end| usize::try_from(range[end].as_u64().unwrap()).unwrap());
        text[start..end].to_owned()
    };
    marked[ranges].as_array().map_or(Vec::new(), |own| own.iter().map(range).collect())
}

#[tokio::test]
async fn a_summary_says_how_the_query_was_read_and_which_days_it_leaves() {
    let app = app();
    let summary = search(&app, "（特朗普　或　川普）且 日期:2025-12", "").await["summary"].take();
    assert_eq!(summary["read"], "(特朗普 OR 川普) date:2025-12");
    assert_eq!(summary["period"], json!({"since": "2025-12-01", "until": "2025-12-31"}));
    for (q, filter, expected) in [
        ("特朗普", "", Value::Null),
        ("特朗普 OR 日期:2025-12", "", Value::Null),
        ("特朗普", "since=2025-12-05", json!({"since": "2025-12-05", "until": null})),
        (
            "特朗普 日期:2025",
            "since=2025-12&until=2026-02",
            json!({"since": "2025-12-01", "until": "2025-12-31"}),
        ),
        ("日期:2025-12-09", "", json!({"since": "2025-12-09", "until": "2025-12-09"})),
        ("特朗普 日期:2025", "since=2026", Value::Null),
    ] {
        let summary = search(&app, q, filter).await["summary"].take();
        assert_eq!(summary["period"], expected, "{q} {filter}");
    }
    assert_eq!(search(&app, "", "").await["summary"]["read"], Value::Null);
}

#[tokio::test]
async fn what_finds_nothing_is_told_part_by_part() {
    let app = app();
    let query = "特朗普 AND “送货 上门” -川普";
    let page = search(&app, query, "").await;
    assert_eq!(
        page["summary"]["parts"],
        json!([
            {"text": "特朗普", "span": [0, 9], "articles": 1},
            {"text": "“送货 上门”", "span": [14, 33], "articles": 0},
            {"text": "-川普", "span": [34, 41], "articles": 3},
        ])
    );
    let page = search(&app, query, "since=2025-12").await;
    assert_eq!(page["summary"]["parts"][2]["articles"], 0);
    for (found, rest) in [("特朗普 川普", ""), ("送货上门", ""), ("送货上门 OR 空投", "")]
    {
        assert_eq!(search(&app, found, rest).await["summary"]["parts"], Value::Null, "{found}");
    }
}

#[tokio::test]
async fn other_wordings_are_marked_apart() {
    let app = app();
    let path = |id: &str, q: &str, rest: &str| format!("/api/articles/{id}?q={}{rest}", encoded(q));
    let (_, page) = get(&app, &path("one", "特朗普", "")).await;
    assert_eq!(pieces(&page["body"], "marks"), ["特朗普"]);
    assert_eq!(pieces(&page["body"], "others"), ["川普"]);
    assert_eq!(page["title"]["others"], json!([]));
    let (_, page) = get(&app, &path("one", "特朗普", "&expand=regional")).await;
    assert_eq!(page["body"]["others"], json!([]));
    let (_, page) = get(&app, &path("other", "特朗普", "")).await;
    assert_eq!(
        (pieces(&page["body"], "marks").len(), pieces(&page["body"], "others")),
        (0, vec!["川普".to_owned()])
    );
    let page = search(&app, "特朗普", "").await;
    let related = &page["hits"][1];
    assert_eq!((&related["id"], &related["via"]), (&json!("other"), &json!(["川普"])));
    let passage = &related["passages"][0];
    assert_eq!(
        (pieces(passage, "marks"), pieces(passage, "others")),
        (vec!["川普".to_owned()], vec!["川普".to_owned()])
    );
    assert_eq!(page["hits"][0]["title"]["others"], Value::Null);
}

#[tokio::test]
async fn a_question_marks_no_word_of_mere_grammar() {
    let app = app();
    let question = "无人机送货为什么这么快";
    let page = search(&app, question, "").await;
    let hit = page["hits"].as_array().unwrap().iter().find(|hit| hit["id"] == "drone").unwrap();
    assert_eq!(pieces(&hit["passages"][0], "marks"), ["无人机", "送货"]);
    let (_, page) = get(&app, &format!("/api/articles/drone?q={}", encoded(question))).await;
    assert_eq!(pieces(&page["body"], "marks"), ["无人机", "送货"]);
    // Where nothing else is asked for, it is marked.
    let (_, page) = get(&app, &format!("/api/articles/drone?q={}", encoded("为什么"))).await;
    assert_eq!(pieces(&page["body"], "marks"), ["为什么"]);
}

#[tokio::test]
async fn an_untitled_article_has_a_headline_of_its_own() {
    let app = app();
    let page = search(&app, "川普 说不来", "").await;
    assert_eq!(
        (&page["hits"][0]["id"], &page["hits"][0]["headline"]),
        (&json!("other"), &json!("川普说不来。"))
    );
    for q in ["", "下一句"] {
        let (_, page) = get(&app, &format!("/api/articles/other?q={}", encoded(q))).await;
        assert_eq!(page["headline"], "川普说不来。");
    }
    assert_eq!(get(&app, "/api/articles/abstract").await.1["headline"], "只有摘要。");
    assert_eq!(get(&app, "/api/articles/old").await.1["headline"], Value::Null);
}

#[tokio::test]
async fn periods_fit_what_is_found() {
    let app = app();
    for (q, by, periods) in [
        ("特朗普", "day", 1),
        ("川普", "day", 31),
        ("无人机 OR 川普", "day", 32),
        ("川普 OR 一句", "year", 6),
    ] {
        let (_, trend) = get(&app, &format!("/api/trend?by=auto&q={}", encoded(q))).await;
        let found = (&trend["summary"]["by"], trend["periods"].as_array().unwrap().len());
        assert_eq!(found, (&json!(by), periods), "{q}");
        assert_eq!(trend["summary"]["articles"], 5);
    }
    let (_, trend) =
        get(&app, &format!("/api/trend?by=quarter&since=2025&q={}", encoded("川普"))).await;
    assert_eq!(trend["periods"][0]["period"], "2025-Q4");
}

#[tokio::test]
async fn a_problem_names_the_parameter() {
    let app = app();
    for (path, field) in [
        ("/api/search?q=a&since=soon", json!("since")),
        ("/api/export?until=2025-13", json!("until")),
        ("/api/search?limit=many&q=a", json!("limit")),
        ("/api/search?q=a&limit=101", json!("limit")),
        ("/api/search?q=a&sort=best", json!("sort")),
        ("/api/search?q=a&facets=title", json!("facets")),
        ("/api/search?q=a&since=2025&since=2026", json!("since")),
        ("/api/search?q=a&unnamed=maybe", json!("unnamed")),
        ("/api/search?q=a&page=2", json!("page")),
        ("/api/search?q=(a", json!("q")),
        ("/api/keywords?q=a&against=(b", json!("against")),
        ("/api/trend?by=hour", json!("by")),
        ("/api/kwic?q=a&frequencies=up", json!("frequencies")),
        ("/api/collocates?q=a&window=101", json!("window")),
        ("/api/collocates?q=a&measure=mi", json!("measure")),
        ("/api/facet?by=outlet", json!("by")),
        ("/api/export?format=json&fields=id", json!("fields")),
        ("/api/articles/%ff", json!("id")),
        ("/api/search?q=%ff", Value::Null),
    ] {
        let (status, problem) = get(&app, path).await;
        assert_eq!(
            (status, &problem["field"]),
            (StatusCode::BAD_REQUEST, &field),
            "{path}: {problem}"
        );
    }
    let outlets = "source=a&".repeat(51);
    let (status, problem) = get(&app, &format!("/api/search?{outlets}")).await;
    assert_eq!((status, &problem["field"]), (StatusCode::BAD_REQUEST, &json!("source")));
}
