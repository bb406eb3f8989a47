//! Batches: many queries in one request.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::support::{Index, get, post};

#[tokio::test]
async fn each_query_of_a_batch_is_answered_as_a_search_would_answer_it() {
    let app = Index::small().app();
    let queries = json!([{"id": "one", "q": "微短剧"}, {"id": "two", "q": "出海"}]);
    let body = json!({"queries": queries, "sort": "newest", "exact": true, "since": "2025-03"});
    let (status, page) = post(&app, "/api/batch", &body).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    let answers = page["answers"].as_array().unwrap();
    assert_eq!(answers.len(), 2);
    let same = [("%E5%BE%AE%E7%9F%AD%E5%89%A7", 2), ("%E5%87%BA%E6%B5%B7", 1)];
    for ((answer, id), (q, exact)) in answers.iter().zip(["one", "two"]).zip(same) {
        let path = format!("/api/search?q={q}&sort=newest&exact=true&since=2025-03");
        let (_, alone) = get(&app, &path).await;
        assert_eq!((&answer["id"], &answer["summary"]["exact"]), (&json!(id), &json!(exact)));
        let mut hits = answer["hits"].clone();
        for hit in hits.as_array_mut().unwrap() {
            assert_eq!(hit.as_object_mut().unwrap().remove("qid"), Some(json!(id)));
        }
        assert_eq!(hits, alone["hits"], "{id}");
    }
}

#[tokio::test]
async fn a_query_that_cannot_be_read_leaves_the_others_their_answers() {
    let app = Index::small().app();
    let queries = json!([{"id": "bad", "q": "a (b"}, {"id": "good", "q": "河南"}]);
    let (status, page) = post(&app, "/api/batch", &json!({"queries": queries})).await;
    assert_eq!(status, StatusCode::OK);
    let [bad, good] = [&page["answers"][0], &page["answers"][1]];
    assert_eq!(
        (&bad["problem"]["code"], &bad["problem"]["span"]),
        (&json!("query"), &json!([2, 3]))
    );
    assert_eq!((&bad["hits"], &bad["summary"]), (&json!([]), &Value::Null));
    assert_eq!((&good["summary"]["exact"], &good["problem"]), (&json!(1), &Value::Null));
}

#[tokio::test]
async fn a_batch_can_be_json_lines() {
    let app = Index::small().app();
    let queries = json!([{"id": "1", "q": "微短剧"}, {"id": "2", "q": "(" }]);
    let body = json!({"queries": queries, "format": "jsonl", "limit": 1});
    let request = Request::post("/api/batch").header("content-type", "application/json");
    let request = request.body(Body::from(body.to_string())).unwrap();
    let response = app.oneshot(request).await.unwrap();
    assert_eq!(response.headers()["content-type"], "application/x-ndjson");
    let text = response.into_body().collect().await.unwrap().to_bytes();
    let lines = text.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    let lines: Vec<Value> = lines.map(|line| serde_json::from_slice(line).unwrap()).collect();
    let kinds: Vec<(&Value, &Value)> =
        lines.iter().map(|line| (&line["type"], &line["data"]["qid"])).collect();
    let [hit, summary, problem] = ["hit", "summary", "problem"].map(Value::from);
    let [first, second] = ["1", "2"].map(Value::from);
    assert_eq!(kinds, [(&hit, &first), (&summary, &first), (&problem, &second)]);
    assert_eq!((&lines[1]["data"]["exact"], &lines[2]["data"]["status"]), (&json!(2), &json!(400)));
}

#[tokio::test]
async fn a_batch_is_refused_whole_for_what_is_wrong_with_all_of_it() {
    let app = Index::small().app();
    let named = |id: &str| json!({"id": id, "q": "a"});
    let many: Vec<Value> = (0..101).map(|number| named(&number.to_string())).collect();
    for (body, code) in [
        (json!({"queries": []}), "body"),
        (json!({}), "body"),
        (json!([]), "body"),
        (json!({"queries": [named("a")], "page": 2}), "body"),
        (json!({"queries": [{"id": "a", "q": "a", "limit": 3}]}), "body"),
        (json!({"queries": [named("a"), named("a")]}), "body"),
        (json!({"queries": [named("")]}), "body"),
        (json!({"queries": [named("a")], "expand": []}), "body"),
        (json!({"queries": [named(&"a".repeat(101))]}), "too-large"),
        (json!({"queries": [{"id": "a", "q": "a".repeat(1001)}]}), "too-large"),
        (json!({"queries": many}), "too-large"),
        (json!({"queries": [named("a")], "limit": 101}), "too-large"),
        (json!({"queries": [named("a")], "width": 1001}), "too-large"),
        (json!({"queries": [named("a")], "since": "soon"}), "date"),
    ] {
        let (status, problem) = post(&app, "/api/batch", &body).await;
        assert_eq!((status, &problem["code"]), (StatusCode::BAD_REQUEST, &code.into()), "{body}");
    }
}
