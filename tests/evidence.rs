//! Answers one can cite: audits, receipts, explanations, exports.

use serde_json::{Value, json};

use crate::support::World;

fn world() -> World {
    World::with_articles(&[
        json!({ "id": "a", "title": "微短剧出海", "body": "微短剧走红。河南的竖屏微短剧也走红了，今年要出海。\n\n郑州另有新剧。",
                "source": "河南日报", "published_at": "2025-12-30", "lang": "zh", "tags": ["文娱"] }),
        json!({ "id": "b", "title": "短剧", "body": "短剧与长剧，都在郑州。", "source": "人民日报",
                "published_at": "2025-11-01" }),
        json!({ "id": "c", "title": "其中国内经济", "body": "别的事。" }),
    ])
}

fn json_of(world: &World, arguments: &[&str]) -> (Value, i32) {
    let shown = world.run(arguments);
    (serde_json::from_str(&shown.stdout).unwrap_or_else(|_| panic!("{shown}")), shown.status)
}

fn explain(world: &World, id: &str, query: &[&str]) -> (Value, i32) {
    json_of(world, &[&["explain", "-i", "idx", "--format", "json", id], query].concat())
}

/// Checks that exactly one condition fails, and what the article has instead.
#[track_caller]
fn assert_unmet(world: &World, id: &str, query: &[&str], clause: &str, instead: Value) {
    let (explained, _) = explain(world, id, query);
    assert_eq!(explained["unmet"], json!([{ "clause": clause, "instead": instead }]), "{query:?}");
    assert_ne!(explained["tier"], "exact", "{query:?}");
}

#[test]
fn a_miss_names_the_failing_clause_and_what_the_article_has() {
    let world = world();
    let miss = |id: &str, query: &[&str], clause: &str, instead: Value| {
        assert_unmet(&world, id, query, clause, instead);
    };
    miss(
        "a",
        &["微短剧", "微短剧大会"],
        "微短剧大会",
        json!({ "longest_part": "微短剧", "words": ["短剧"] }),
    );
    miss("c", &["国内", "足球"], "足球", json!({ "longest_part": null, "words": [] }));
    miss("a", &["标题:河南"], "title:河南", json!({ "fields": ["body"] }));
    miss("a", &["导语:郑州"], "lead:郑州", json!({ "fields": ["body"] }));
    miss("a", &["微短剧", "日期:2025-11"], "date:2025-11", json!({ "published_at": "2025-12-30" }));
    miss("c", &["经济", "日期:2025"], "date:2025", json!({ "published_at": null }));
    miss("a", &["微短剧", "来源:人民日报"], "source:人民日报", json!({ "values": ["河南日报"] }));
    miss("a", &["微短剧", "标签:财经"], "tag:财经", json!({ "values": ["文娱"] }));
    miss(
        "b",
        &["短剧", "-郑州"],
        "-郑州",
        json!({ "places": [{ "field": "body", "text": "短剧与长剧，都在郑州" }] }),
    );
    miss(
        "a",
        &["河南", "近/5字", "出海"],
        "河南 near/5 出海",
        json!({ "smallest": 14, "reversed": null, "missing": [] }),
    );
    miss(
        "a",
        &["标题:(出海", "先/5字", "微短剧)"],
        "title:(出海 before/5 微短剧)",
        json!({ "smallest": null, "reversed": 0, "missing": [] }),
    );
    miss(
        "a",
        &["河南", "同段", "新剧"],
        "河南 near/paragraph 新剧",
        json!({ "unit": "paragraph", "missing": [] }),
    );
    miss(
        "b",
        &["短剧", "同句", "河南"],
        "短剧 near/sentence 河南",
        json!({ "unit": "sentence", "missing": ["河南"] }),
    );
    miss("a", &["至少4", "微短剧"], "atleast4 微短剧", json!({ "count": 3 }));
}

#[test]
fn the_parts_of_a_score_add_up_to_the_score_of_the_search() {
    let world = world();
    for query in [
        &["微短剧"][..],
        &["微短剧^3", "出海"],
        &["标题:短*", "郑州"],
        &["微短剧", "河南", "-长剧"],
        &["短剧"],
    ] {
        let (hits, _) = world.json(query);
        assert!(!hits.is_empty(), "{query:?}");
        for hit in hits {
            let (explained, status) = explain(&world, hit["id"].as_str().unwrap(), query);
            assert_eq!((status, &explained["tier"]), (0, &hit["tier"]), "{query:?}");
            let parts = explained["parts"].as_array().unwrap();
            let sum: f64 = parts.iter().map(|part| part["contribution"].as_f64().unwrap()).sum();
            let score = hit["score"].as_f64().unwrap();
            assert!((sum - score).abs() < 1e-4, "{query:?}: {sum} {score} {explained}");
            assert!((explained["score"].as_f64().unwrap() - score).abs() < 1e-4);
        }
    }
}

#[test]
fn explanations_are_readable_and_unknown_articles_an_error() {
    let world = world();
    let shown = world.run(&["explain", "-i", "idx", "c", "经济", "日期:2025"]);
    assert_eq!(shown.status, 1);
    assert_eq!(
        shown.stdout,
        "c  其中国内经济\nnot found\nnot exact, for want of\n  date:2025: the article has no date\n"
    );
    let shown = world.run(&["explain", "-i", "idx", "nobody", "经济"]);
    assert_eq!((shown.status, shown.stdout.as_str()), (2, ""));
    assert_eq!(
        shown.stderr,
        "error: no article has the id \"nobody\"\nhint: `xunwen search QUERY --format csv` shows ids\n"
    );
}

#[test]
fn an_audit_names_what_a_dictionary_index_would_have_missed() {
    let world = world();
    let shown =
        world.run(&["search", "-i", "idx", "中国", "--exact", "--audit", "--format", "json"]);
    let lines: Vec<Value> =
        shown.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let audit = &lines[lines.len() - 2];
    assert_eq!(audit["type"], "audit");
    let audit = &audit["data"];
    assert_eq!((&audit["exact"], &audit["audited"]), (&json!(1), &json!(1)));
    // jieba cuts the title as 其中 | 国内 | 经济: 中国 is no word of it, in no reading.
    assert_eq!(audit["missed"], json!({ "anywhere": 1, "in_a_row": 1, "guessed": 1 }));
    assert_eq!(audit["articles"][0]["id"], "c");
    assert_eq!(audit["articles"][0]["cut"], json!(["其中", "国内"]));
    assert_eq!(audit["literals"][0]["words"], json!(["中国"]));

    let shown = world.run(&["search", "-i", "idx", "郑州", "--exact", "--audit"]);
    assert!(shown.stdout.contains("      0 (0.0%) anywhere: "), "{shown}");
    let shown = world.run(&["search", "-i", "idx", "郑州", "--audit", "--format", "csv"]);
    assert_eq!((shown.status, shown.stdout.as_str()), (2, ""), "{shown}");
}

#[test]
fn a_receipt_replays_as_equal_and_names_what_came_and_went() {
    let world = world();
    let asked = world.run(&["search", "-i", "idx", "微短剧 OR 短剧", "--receipt", "r.json"]);
    assert_eq!(asked.status, 0, "{asked}");
    let (same, status) = json_of(&world, &["replay", "-i", "idx", "r.json", "--format", "json"]);
    assert_eq!((status, &same["same"], &same["same_index"]), (0, &json!(true), &json!(true)));

    let changed = json!({ "id": "b", "title": "长剧", "body": "别的。" });
    let added = json!({ "id": "d", "title": "新的短剧" });
    world.write("more.jsonl", format!("{changed}\n{added}\n").as_bytes());
    assert_eq!(world.run(&["index", "-i", "idx", "more.jsonl"]).status, 0);
    let (other, status) = json_of(&world, &["replay", "-i", "idx", "r.json", "--format", "json"]);
    assert_eq!((status, &other["same"]), (1, &json!(false)));
    assert_eq!(other["came"], json!([{ "id": "d", "title": "新的短剧" }]));
    assert_eq!(other["gone"], json!([{ "id": "b", "title": "长剧" }]));
    let shown = world.run(&["replay", "-i", "idx", "r.json"]);
    assert!(shown.stdout.contains("\n+ d  新的短剧\n- b  长剧\n"), "{shown}");
}

#[test]
fn the_last_days_of_a_receipt_are_those_before_it() {
    let world = world();
    let asked = world.run(&[
        "search",
        "-i",
        "idx",
        "微短剧 日期:最近30天",
        "--exact",
        "--receipt",
        "r.json",
    ]);
    assert!(asked.status < 2, "{asked}");
    // As if it had been asked on the last day of 2025: then, article a was found.
    let text = std::fs::read_to_string(world.path("r.json")).unwrap();
    let mut receipt: Value = serde_json::from_str(&text).unwrap();
    receipt["answered_at"] = json!("2025-12-31T12:00:00+08:00");
    world.write("r.json", receipt.to_string().as_bytes());
    let (replay, _) = json_of(&world, &["replay", "-i", "idx", "r.json", "--format", "json"]);
    assert_eq!(replay["came"][0]["id"], "a");
}

#[test]
fn a_receipt_that_is_none_or_was_altered_is_refused() {
    let world = world();
    world.write("none.json", b"{}");
    let shown = world.run(&["replay", "-i", "idx", "none.json"]);
    assert_eq!((shown.status, shown.stderr.lines().count()), (2, 2), "{shown}");
    assert!(shown.stderr.starts_with("error: none.json is no receipt: missing field"), "{shown}");
    assert_eq!(world.run(&["search", "-i", "idx", "短剧", "--receipt", "r.json"]).status, 0);
    let text = std::fs::read_to_string(world.path("r.json")).unwrap();
    world.write("r.json", text.replace("\"a\"", "\"z\"").as_bytes());
    let shown = world.run(&["replay", "-i", "idx", "r.json"]);
    assert_eq!(shown.status, 2, "{shown}");
    assert!(shown.stderr.contains("cannot be replayed: the ids do not have the digest"), "{shown}");
}

#[test]
fn a_replay_says_that_the_index_is_another() {
    let world = world();
    assert_eq!(world.run(&["search", "-i", "idx", "短剧", "--receipt", "r.json"]).status, 0);
    world.write("words.txt", "微短剧\n".as_bytes());
    let built = world.run(&["index", "-i", "other", "--words", "words.txt", "articles.jsonl"]);
    assert_eq!(built.status, 0, "{built}");
    let shown = world.run(&["replay", "-i", "other", "r.json"]);
    assert!(shown.stdout.contains("another one: fingerprint 3-"), "{shown}");
}

#[test]
fn an_export_has_the_chosen_fields_in_their_order() {
    let world = world();
    let search = |arguments: &[&str]| {
        world.run(
            &[&["search", "-i", "idx", "短剧", "-n", "all", "--sort", "newest"], arguments]
                .concat(),
        )
    };
    let shown = search(&["--format", "csv", "--fields", "published_at,id,tags"]);
    assert_eq!(shown.stdout, "published_at,id,tags\n2025-12-30,a,文娱\n2025-11-01,b,\n");
    let shown = search(&["--format", "jsonl-articles", "--fields", "title,id,source"]);
    assert_eq!(
        shown.stdout,
        "{\"title\":\"微短剧出海\",\"id\":\"a\",\"source\":\"河南日报\"}\n{\"title\":\"短剧\",\"id\":\"b\",\"source\":\"人民日报\"}\n"
    );
    let shown = search(&["--format", "csv", "--fields", "id,headline"]);
    assert_eq!((shown.status, shown.stdout.as_str()), (2, ""));
    assert!(shown.stderr.contains("invalid value 'headline' for '--fields"), "{shown}");
    assert!(shown.stderr.contains("published_at"), "{shown}");
    let shown = search(&["--fields", "id"]);
    assert_eq!((shown.status, shown.stderr.lines().count()), (2, 2), "{shown}");
}
