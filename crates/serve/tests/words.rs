//! Words in statistics: near keywords, of the articles found, and right beside keywords.

use std::sync::Arc;

use axum::http::StatusCode;
use serde_json::json;
use xunwen_serve::{Limits, router};

use crate::support::{Index, encoded, get};

const ARTICLES: [&str; 4] = [
    r#"{"id":"a","body":"上海短剧出海。上海短剧很多。","source":"晨报"}"#,
    r#"{"id":"b","body":"北京短剧出海，短剧。","source":"晨报"}"#,
    r#"{"id":"c","body":"上海天气很好。","source":"晚报"}"#,
    r#"{"id":"d","body":"北京天气很好。","source":"晚报"}"#,
];

#[tokio::test]
async fn words_near_keywords_and_of_articles_are_told() {
    let app = Index::of(&ARTICLES, &Limits::default()).app();
    let q = encoded("短剧");
    let (status, page) = get(&app, &format!("/api/collocates?q={q}&window=2&limit=1")).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    // 出海 stands after 短剧 twice, and nowhere else.
    let word = &page["words"][0];
    assert_eq!(
        (&word["word"], &word["observed"], &word["everywhere"]),
        (&json!("出海"), &json!(2), &json!(2))
    );
    let summary = &page["summary"];
    assert_eq!(
        (&summary["places"], &summary["exact"], &summary["returned"]),
        (&json!(4), &json!(2), &json!(1))
    );
    let (status, page) = get(&app, &format!("/api/keywords?q={q}&limit=5")).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    let word = &page["words"][0];
    assert_eq!(
        (&word["word"], &word["hits"], &word["elsewhere"]),
        (&json!("出海"), &json!(2), &json!(0))
    );
    assert_eq!((&page["summary"]["exact"], &page["summary"]["against"]), (&json!(2), &json!(2)));
    let against = encoded("天气 北京");
    let (_, page) = get(&app, &format!("/api/keywords?q={q}&against={against}")).await;
    assert_eq!(page["summary"]["against"], 1);
    let (_, page) = get(&app, &format!("/api/collocates?q={q}&source={}", encoded("晚报"))).await;
    assert_eq!((&page["words"], &page["summary"]["places"]), (&json!([]), &json!(0)));
}

#[tokio::test]
async fn neighbours_are_counted_over_all_lines() {
    let index = Index::of(&ARTICLES, &Limits::default());
    let app = index.app();
    let q = encoded("短剧");
    let (_, page) = get(&app, &format!("/api/kwic?q={q}&limit=1&frequencies=left")).await;
    // The fourth place follows a comma.
    let left = json!({
        "side": "left",
        "words": [{"word": "上海", "lines": 2}, {"word": "北京", "lines": 1}],
        "lines": 4,
    });
    assert_eq!(page["frequencies"], left);
    let (_, page) = get(&app, &format!("/api/kwic?q={q}&frequencies=right")).await;
    assert_eq!(page["frequencies"]["words"][0], json!({"word": "出海", "lines": 2}));
    assert_eq!(get(&app, &format!("/api/kwic?q={q}")).await.1["frequencies"], json!(null));
    // Only so many articles are read.
    let few = Limits { read: 1, ..Limits::default() };
    let few = router(Arc::clone(&index.live), few);
    let (_, page) = get(&few, &format!("/api/kwic?q={q}&frequencies=left")).await;
    assert_eq!((&page["frequencies"]["lines"], &page["summary"]["lines"]), (&json!(2), &json!(4)));
    let (status, problem) = get(&few, &format!("/api/collocates?q={q}")).await;
    assert_eq!((status, &problem["code"]), (StatusCode::BAD_REQUEST, &json!("too-many-articles")));
}
