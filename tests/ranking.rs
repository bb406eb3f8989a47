//! The order of the related tier.

use serde_json::{Value, json};

use crate::support::World;

const QUESTION: &str = "地铁十号线 开通运营 吗";

/// `near` and `far` have the same parts of the question, and as much other text; but in `far` they
/// are 100 characters apart, and far from the beginning in both.
fn apart() -> World {
    let fill = |characters: usize| {
        "甲乙丙丁戊己庚辛壬癸".chars().cycle().take(characters).collect::<String>()
    };
    let (first, last) = ("地铁十号线", "开通运营");
    let near = format!("{}，{first}，{last}，{}", fill(120), fill(100));
    let far = format!("{}，{first}，{}，{last}", fill(120), fill(100));
    World::with_articles(&[
        json!({ "id": "near", "body": near, "published_at": "2024-01-01" }),
        json!({ "id": "far", "body": far, "published_at": "2025-01-01" }),
        json!({ "id": "other", "body": fill(200), "published_at": "2025-01-01" }),
    ])
}

/// Two articles answer the question and have 盾构 in common. Of the other two, which are alike else,
/// one has it too, and the other is newer.
fn alike() -> World {
    let article =
        |id: &str, body: &str, date: &str| json!({ "id": id, "body": body, "published_at": date });
    let mut articles = vec![
        article("a", "地铁十号线今日开通运营，由盾构挖成。", "2024-01-01"),
        article("b", "盾构挖了三年，地铁十号线终于开通运营。", "2024-01-02"),
        article("same", "地铁十号线，开通，盾构。", "2024-01-03"),
        article("newer", "地铁十号线，开通，彩票。", "2024-01-04"),
        article("lottery", "彩票开奖，盾牌。", "2024-01-05"),
    ];
    // What every third article has is held to be common.
    articles.extend((0..9).map(|day| article(&day.to_string(), "天气晴朗。", "2024-01-05")));
    World::with_articles(&articles)
}

fn ids(world: &World, arguments: &[&str]) -> Vec<String> {
    let (hits, _) = world.json(arguments);
    hits.iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
}

fn explain(world: &World, id: &str, arguments: &[&str]) -> Value {
    let shown = world.run(&[&["explain", "-i", "idx", "--format", "json", id], arguments].concat());
    serde_json::from_str(&shown.stdout).unwrap_or_else(|_| panic!("{shown}"))
}

/// Returns the parts of a score that are called `text`, after seeing that all add up to `score`.
fn parts(explained: &Value, score: &Value, text: &str) -> Vec<Value> {
    let parts = explained["parts"].as_array().unwrap();
    let sum: f64 = parts.iter().map(|part| part["contribution"].as_f64().unwrap()).sum();
    assert!((sum - score.as_f64().unwrap()).abs() < 1e-4, "{sum} {score} {explained}");
    parts.iter().filter(|part| part["text"] == text).cloned().collect()
}

#[test]
fn keywords_close_together_come_first() {
    let world = apart();
    let query = [QUESTION, "--expand", "none"];
    assert_eq!(ids(&world, &query), ["near", "far"]);
    let (hits, _) = world.json(&query);
    // 地铁 铁十 十号 号线 and 开通 通运 运营; in `far` the first four are the most.
    for (hit, units) in hits.iter().zip([7, 4]) {
        let explained = explain(&world, hit["id"].as_str().unwrap(), &query);
        let window = parts(&explained, &hit["score"], "within 80 characters");
        assert_eq!(window.len(), 1, "{explained}");
        assert_eq!(window[0]["occurrences"], units, "{explained}");
        let product = window[0]["idf"].as_f64().unwrap() * window[0]["weight"].as_f64().unwrap();
        assert!((window[0]["contribution"].as_f64().unwrap() - product).abs() < 1e-4);
        assert!(parts(&explained, &hit["score"], "at the beginning").is_empty(), "{explained}");
    }
}

#[test]
fn what_the_best_have_in_common_tells_others_apart() {
    let world = alike();
    assert_eq!(ids(&world, &[QUESTION, "--expand", "none"])[2..], ["newer", "same"]);
    assert_eq!(ids(&world, &[QUESTION])[2..], ["same", "newer"]);
    let (hits, _) = world.json(&[QUESTION]);
    let explained = explain(&world, "same", &[QUESTION]);
    let shared = parts(&explained, &hits[2]["score"], "盾构");
    assert_eq!(shared.len(), 1, "{explained}");
    assert_eq!(shared[0]["feedback"], true, "{explained}");
    let shown = world.run(&["explain", "-i", "idx", "same", QUESTION]);
    assert!(
        shown.stdout.contains("盾构 in body: 1 of 9 terms") && shown.stdout.contains("by feedback"),
        "{shown}"
    );
}

#[test]
fn a_query_found_somewhere_needs_no_feedback() {
    let world = alike();
    let explained = explain(&world, "same", &["地铁十号线今日"]);
    assert_eq!(explained["tier"], "related", "{explained}");
    let parts = explained["parts"].as_array().unwrap();
    assert!(parts.iter().all(|part| part["feedback"] == false), "{explained}");
}
