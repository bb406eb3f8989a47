//! What a query means: tiers, orders, filters, pages, odd input.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{World, ids};

fn article(id: &str, title: &str, body: &str, date: &str) -> Value {
    json!({ "id": id, "title": title, "body": body, "published_at": date, "source": "河南日报" })
}

#[test]
fn full_width_and_traditional_are_as_good_as_half_width_and_simplified() {
    let world = World::with_articles(&[
        article("full", "", "２０２４年的軟體產業", "2025-01-01"),
        article("half", "", "2024年的软体产业", "2025-01-02"),
        article("other", "", "2024 年,软件产业", "2025-01-03"),
    ]);
    assert_eq!(world.exact_ids(&["２０２４年"]), ["full", "half", "other"]);
    assert_eq!(world.exact_ids(&["2024年"]), ["full", "half", "other"]);
    // 体 is not 件: folding goes character by character, not word by word.
    assert_eq!(world.exact_ids(&["軟體產業"]), ["full", "half"]);
    assert_eq!(world.exact_ids(&["软件产业"]), ["other"]);
}

#[test]
fn operators_work_in_both_widths() {
    let world = World::with_articles(&[
        article("henan", "微短剧在河南", "", "2025-01-01"),
        article("zhengzhou", "微短剧在郑州", "含广告。", "2025-01-02"),
        article("shanghai", "微短剧在上海", "新质生产力", "2025-01-03"),
        article("none", "别的事", "新质，生产力", "2025-01-04"),
    ]);
    for query in
        ["微短剧　河南", "微短剧 河南", "微短剧 AND 河南", "微短剧 ＡＮＤ 河南", "微短剧 且 河南"]
    {
        assert_eq!(world.exact_ids(&[query]), ["henan"], "{query}");
    }
    for query in ["（河南 OR 郑州） 微短剧", "(河南 或 郑州) 微短剧", "（河南 ＯＲ 郑州）微短剧"]
    {
        assert_eq!(world.exact_ids(&[query]), ["henan", "zhengzhou"], "{query}");
    }
    assert_eq!(world.exact_ids(&["微短剧 -广告"]), ["henan", "shanghai"]);
    assert_eq!(world.exact_ids(&["微短剧", "-广告"]), ["henan", "shanghai"]);
    assert_eq!(world.exact_ids(&["微短剧 －广告"]), ["henan", "shanghai"]);
    for query in ["“新质生产力”", "「新质生产力」", "\"新质生产力\"", "新质生产力"]
    {
        assert_eq!(world.exact_ids(&[query]), ["shanghai"], "{query}");
    }
}

#[test]
fn odd_queries_are_answered() {
    let world = World::with_articles(&[
        article("a", "剧变", "一剧一城", "2025-01-01"),
        article("b", "", "戏曲", "2025-01-02"),
        article("c", "", "长，江。北京，人", "2025-01-02"),
    ]);
    assert_eq!(world.exact_ids(&["剧"]), ["a"]);
    assert_eq!(world.exact_ids(&["长、江"]), ["c"]);
    assert_eq!(world.exact_ids(&["北京！人"]), ["c"]);
    assert!(world.exact_ids(&["长江"]).is_empty());
    for nothing in ["", "   ", "！？。", "，"] {
        let shown = world.run(&["search", "-i", "idx", "--format", "json", nothing]);
        assert_eq!(shown.status, 1, "{nothing:?}: {shown}");
        assert!(shown.stdout.contains("\"exact\":0"), "{shown}");
    }
    let long = "微短剧与河南".repeat(1_667);
    let shown = world.run(&["search", "-i", "idx", &long]);
    assert_eq!(shown.status, 1, "{shown}");
    let long_words = "微短剧 河南 ".repeat(1_250);
    assert_eq!(world.run(&["search", "-i", "idx", &long_words]).status, 1);
}

#[test]
fn a_negation_is_kept_to_by_both_tiers() {
    let world = World::with_articles(&[
        article("one", "竖屏短剧", "出海", "2025-01-01"),
        article("two", "竖屏短剧", "广告", "2025-01-01"),
    ]);
    let (hits, _) = world.json(&["竖屏短剧新作 -广告"]);
    assert_eq!(ids(&hits), ["one"]);
    assert_eq!(hits[0]["tier"], "related");
}

#[test]
fn related_hits_say_which_terms_they_hold() {
    let world = World::with_articles(&[article("one", "竖屏短剧出海", "drones", "2025-01-01")]);
    let (hits, summary) = world.json(&["微短剧 drone"]);
    assert_eq!(summary["exact"], 0);
    assert_eq!(summary["related"], 1);
    assert_eq!(hits[0]["matched"], json!(["短剧", "drone"]));
}

#[test]
fn dates_order_and_filter() {
    let world = World::with_articles(&[
        article("day", "新闻", "", "2025-12-30"),
        article("early", "新闻", "", "2025-12-30 00:01"),
        article("late", "新闻", "", "2025-12-30T23:59:59+08:00"),
        article("before", "新闻", "", "2025-12-29 23:59"),
        json!({ "id": "undated", "title": "新闻" }),
    ]);
    let sorted = |order: &str| ids(&world.json(&["新闻", "--sort", order]).0);
    assert_eq!(sorted("newest"), ["late", "early", "day", "before", "undated"]);
    assert_eq!(sorted("oldest"), ["before", "day", "early", "late", "undated"]);
    assert_eq!(world.exact_ids(&["新闻", "--since", "2025-12-30"]), ["day", "early", "late"]);
    assert_eq!(world.exact_ids(&["新闻", "--until", "2025-12-29"]), ["before"]);
    assert_eq!(
        world.exact_ids(&["新闻", "--since", "2025年12月", "--until", "2025"]),
        ["before", "day", "early", "late"]
    );
    assert_eq!(world.exact_ids(&["日期:2025-12-29 新闻"]), ["before"]);
}

#[test]
fn ties_go_to_the_newer_then_to_the_smaller_id() {
    let world = World::with_articles(&[
        article("b", "同一句话", "", "2025-01-01"),
        article("a", "同一句话", "", "2025-01-01"),
        article("c", "同一句话", "", "2025-01-02"),
    ]);
    assert_eq!(ids(&world.json(&["同一句话"]).0), ["c", "a", "b"]);
}

#[test]
fn an_outlet_is_found_in_all_its_spellings() {
    let mut lines = Vec::new();
    for (id, source) in [("hanzi", "河南日报"), ("pinyin", "He Nan Ri Bao"), ("other", "湖南日报")]
    {
        lines.push(json!({ "id": id, "title": "新闻", "source": source }));
    }
    let world = World::with_articles(&lines);
    for source in ["河南日报", "He Nan Ri Bao", "henanribao", "hnrb"] {
        let expected: &[&str] =
            if source == "hnrb" { &["hanzi", "other", "pinyin"] } else { &["hanzi", "pinyin"] };
        assert_eq!(world.exact_ids(&["新闻", "--source", source]), expected, "{source}");
        assert_eq!(
            world.exact_ids(&["", "--source", source]),
            expected,
            "a filter is a question of its own"
        );
        assert_eq!(world.exact_ids(&[&format!("来源:\"{source}\" 新闻")]), expected, "{source}");
    }
}

#[test]
fn pages_share_no_article_and_lose_none() {
    let world = World::with_sample();
    for query in ["微短剧", "的", "河南 OR 经济", "RCEP对出口企业有什么影响？"] {
        let whole = ids(&world.json(&[query, "-n", "all"]).0);
        let mut paged = Vec::new();
        while paged.len() < whole.len() {
            let (hits, _) = world.json(&[query, "-n", "7", "--offset", &paged.len().to_string()]);
            assert!(!hits.is_empty(), "{query}: {} of {}", paged.len(), whole.len());
            paged.extend(ids(&hits));
        }
        assert_eq!(paged, whole, "{query}");
        assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), whole.len(), "{query}");
    }
}

#[test]
fn threads_change_no_answer() {
    let world = World::new();
    let sample = crate::support::project("index-data/sample/articles.jsonl");
    for threads in ["1", "4"] {
        let built =
            world.run(&["index", "-i", threads, "--threads", threads, sample.to_str().unwrap()]);
        assert_eq!(built.status, 0, "{built}");
    }
    for query in ["微短剧", "经济 增长", "人工智能会怎样改变医院？"] {
        let answer = |index: &str| {
            world.run(&["search", "-i", index, query, "-n", "all", "--format", "csv"]).stdout
        };
        assert_eq!(answer("1"), answer("4"), "{query}");
    }
}

#[test]
fn what_looks_like_the_syntax_of_another_system_is_noted() {
    let world = World::with_articles(&[
        json!({ "id": "a", "title": "微短剧出海", "body": "下降3.2%。" }),
        json!({ "id": "b", "title": "新质生产力", "body": "新，生产力" }),
    ]);
    let said = "note: `–出海` is searched as text; to exclude a keyword, write a hyphen: `-出海`\n";
    let shown = world.run(&["search", "-i", "idx", "微短剧 –出海", "--exact", "--format", "trec"]);
    assert_eq!(shown.stderr, said, "{shown}");
    assert!(shown.stdout.starts_with("1 Q0 a 1 "), "{shown}");
    let shown = world.run(&["search", "-i", "idx", "微短剧 –出海", "--exact", "--format", "json"]);
    let summary: Value = serde_json::from_str(shown.stdout.lines().last().unwrap()).unwrap();
    let notes = summary["data"]["notes"].as_array().unwrap();
    assert_eq!((&notes[0]["name"], notes.len()), (&json!("dash-before-keyword"), 1));
    // Three characters of three bytes and a space come before it.
    assert_eq!((&notes[0]["span"], &notes[0]["found"]), (&json!([10, 19]), &json!("–出海")));
    // A minus sign needs no quotes, on the command line too.
    let shown = world.run(&["search", "-i", "idx", "-3.2%", "--exact", "--format", "trec"]);
    assert!(shown.stderr.starts_with("note: ") && shown.stdout.starts_with("1 Q0 a 1 "), "{shown}");
    assert_eq!(world.exact_ids(&["新*生产力"]), ["b"]);
    assert!(
        world.exact_ids(&["新?生产力"]) == ["b"] && world.exact_ids(&["新??生产力"]).is_empty()
    );
    let shown = world.run(&["search", "-i", "idx", "！？"]);
    assert_eq!((shown.status, shown.stderr.lines().count()), (1, 1), "{shown}");
}
