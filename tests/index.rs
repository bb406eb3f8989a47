//! Articles in: formats, updates, rejects.

use std::io::Write;

use serde_json::Value;

use crate::support::{World, ids, shared};

const LINES: &str = "{\"id\":\"a\",\"title\":\"微短剧\"}\n{\"id\":\"b\",\"title\":\"预制菜\"}\n";

fn articles(world: &World) -> u64 {
    let shown = world.run(&["inspect", "-i", "idx", "--format", "json"]);
    let facts: Value = serde_json::from_str(&shown.stdout).unwrap();
    facts["articles"].as_u64().unwrap()
}

#[test]
fn an_article_of_the_same_id_takes_the_place_of_the_old_one() {
    let world = World::new();
    world.write("one.jsonl", LINES.as_bytes());
    world.write(
        "two.jsonl",
        "{\"id\":\"a\",\"title\":\"元宇宙\"}\n{\"id\":\"c\",\"title\":\"村超\"}\n".as_bytes(),
    );
    assert!(
        world
            .run(&["index", "-i", "idx", "one.jsonl"])
            .stderr
            .contains("2 added, 0 updated, 0 unchanged")
    );
    assert!(
        world
            .run(&["index", "-i", "idx", "one.jsonl"])
            .stderr
            .contains("0 added, 0 updated, 2 unchanged")
    );
    assert!(
        world
            .run(&["index", "-i", "idx", "two.jsonl"])
            .stderr
            .contains("1 added, 1 updated, 0 unchanged")
    );
    assert_eq!(articles(&world), 3);
    assert!(world.exact_ids(&["微短剧"]).is_empty());
    assert_eq!(world.exact_ids(&["元宇宙"]), ["a"]);
}

#[test]
fn the_last_of_several_articles_of_one_id_stays() {
    let world = World::new();
    world.write("all.jsonl", "{\"id\":\"a\",\"title\":\"一\"}\n{\"id\":\"a\",\"title\":\"二\"}\n{\"id\":\"a\",\"title\":\"一\"}\n".as_bytes());
    let built = world.run(&["index", "-i", "idx", "all.jsonl"]);
    assert!(built.stderr.contains("1 added, 2 updated, 0 unchanged"), "{built}");
    assert_eq!(articles(&world), 1);
    assert_eq!(world.exact_ids(&["一"]), ["a"]);
}

#[test]
fn every_format_and_compression_gives_the_same_articles() {
    let world = World::new();
    let array = "[{\"id\":\"a\",\"title\":\"微短剧\"},\n {\"id\":\"b\",\"headline\":\"预制菜\"}]";
    let csv = "id,title\na,微短剧\nb,预制菜\n";
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(LINES.as_bytes()).unwrap();
    world.write("lines.jsonl", LINES.as_bytes());
    world.write("lines.jsonl.gz", &gzip.finish().unwrap());
    world.write("lines.jsonl.zst", &zstd::encode_all(LINES.as_bytes(), 3).unwrap());
    world.write("array.json", array.as_bytes());
    world.write("table.csv", csv.as_bytes());
    world.write("table.tsv", csv.replace(',', "\t").as_bytes());
    for input in
        ["lines.jsonl", "lines.jsonl.gz", "lines.jsonl.zst", "array.json", "table.csv", "table.tsv"]
    {
        let built = world.run(&["index", "-i", input.split('.').next_back().unwrap(), input]);
        assert!(built.stderr.contains("2 added"), "{input}: {built}");
    }
    let built = world.run_with_input(&["index", "-i", "idx", "-"], LINES.as_bytes());
    assert!(built.stderr.contains("2 added"), "{built}");
    assert_eq!(world.exact_ids(&["预制菜"]), ["b"]);
}

#[test]
fn folders_and_patterns_name_many_files() {
    let world = World::new();
    std::fs::create_dir(world.path("news")).unwrap();
    for name in ["1", "2", "3"] {
        world.write(
            &format!("news/{name}.jsonl"),
            format!("{{\"id\":\"{name}\",\"title\":\"新闻\"}}\n").as_bytes(),
        );
    }
    assert!(world.run(&["index", "-i", "folder", "news"]).stderr.contains("3 added"));
    assert!(world.run(&["index", "-i", "pattern", "news/[12].jsonl"]).stderr.contains("2 added"));
}

#[test]
fn bad_records_are_listed_and_the_job_goes_on() {
    let world = World::new();
    let mut lines = b"{\"id\":\"a\",\"title\":\"\xe5\xa5\xbd\"}\n{\"id\":\"b\",\"title\":\"\xff\xfe\"}\n{broken\n".to_vec();
    lines.extend(b"{\"id\":\"c\",\"title\":\"good\"}\n");
    world.write("bad.jsonl", &lines);
    let built = world.run(&["index", "-i", "idx", "bad.jsonl"]);
    assert_eq!(built.status, 0, "{built}");
    assert!(
        built.stderr.contains("warning: 2 records rejected, listed in idx/rejects.tsv"),
        "{built}"
    );
    assert_eq!(articles(&world), 2);
    let listed = std::fs::read_to_string(world.path("idx/rejects.tsv")).unwrap();
    let columns: Vec<Vec<&str>> = listed.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(columns[0], ["input", "line", "reason"]);
    assert_eq!((columns[1][0], columns[1][1]), ("bad.jsonl", "2"));
    assert_eq!((columns[2][0], columns[2][1]), ("bad.jsonl", "3"));
    assert_eq!(columns.len(), 3);
}

#[test]
fn a_word_list_enters_the_index() {
    let world = World::new();
    world.write("words.txt", "新质生产力\n".as_bytes());
    world.write("one.jsonl", "{\"id\":\"a\",\"title\":\"发展新质生产力\"}\n".as_bytes());
    assert_eq!(world.run(&["index", "-i", "idx", "--words", "words.txt", "one.jsonl"]).status, 0);
    let facts: Value =
        serde_json::from_str(&world.run(&["inspect", "-i", "idx", "--format", "json"]).stdout)
            .unwrap();
    assert_eq!(facts["user_words"], 1);
    // Later runs take the index's own words.
    assert_eq!(world.run(&["index", "-i", "idx", "one.jsonl"]).status, 0);
    let (hits, _) = world.json(&["新质生产力的作用"]);
    assert_eq!(hits[0]["matched"][0], "新质生产力");
}

#[test]
fn a_copied_search_page_gives_its_articles() {
    let Some(page) = shared("corpus/search-page.txt") else { return };
    let world = World::new();
    let built = world.run(&["index", "-i", "idx", page.to_str().unwrap()]);
    assert!(built.stderr.contains("10 added"), "{built}");
    let (hits, _) = world.json(&["新华社新闻信息中心", "--exact"]);
    assert_eq!(hits.len(), 1);
    assert_eq!(hits[0]["title"]["text"], "郑州微短剧出海计划发布");
    assert_eq!(hits[0]["source"], "Zheng Zhou Ri Bao");
    assert_eq!(hits[0]["published_at"], "2025-12-24T00:44:00+08:00");
    let hanzi = world.exact_ids(&["", "--source", "河南日报"]);
    assert_eq!(hanzi.len(), 2);
    assert_eq!(hanzi, world.exact_ids(&["", "--source", "He Nan Ri Bao"]));
    let (all, _) = world.json(&["", "--since", "2025", "-n", "all"]);
    assert_eq!(all.len(), 10);
    for hit in &all {
        assert!(
            !hit["title"]["text"].as_str().unwrap().is_empty() && !hit["source"].is_null(),
            "{hit}"
        );
        assert!(!hit["passages"][0]["text"].as_str().unwrap().is_empty(), "{hit}");
    }
    assert_eq!(ids(&all).len(), 10);
}
