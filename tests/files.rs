//! Files as people have them: the ways in which articles were lost or misread without a word.

use serde_json::{Value, json};

use crate::support::{Transcript, World};

/// Writes a file, indexes it, and returns the transcript.
fn indexed(world: &World, name: &str, text: &str, options: &[&str]) -> Transcript {
    world.write(name, text.as_bytes());
    world.run(&[&["index", "-i", "idx", name], options].concat())
}

/// Returns the articles of the index that have a word, as they are stored.
fn stored(world: &World, word: &str) -> Vec<Value> {
    let format = ["search", "-i", "idx", word, "--exact", "--format", "jsonl-articles"];
    let shown = world.run(&format);
    shown.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn one_line_of_source_and_time_does_not_make_a_table_a_search_page() {
    let world = World::new();
    let mut table = "title,body\n".to_owned();
    for number in 0..100 {
        table.push_str(&format!("标题{number},正文写在这里。\n"));
        if number == 50 {
            table.push_str("转载,新华社 · 2025-12-30\n");
        }
    }
    let shown = indexed(&world, "news.csv", &table, &["--verbose"]);
    assert!(shown.stderr.contains("101 added"), "{shown}");
    assert!(shown.stderr.contains("news.csv: csv in utf-8"), "{shown}");
}

#[test]
fn a_lone_quote_costs_one_row_at_most() {
    let world = World::new();
    let rows = "id\ttitle\tbody\n1\t甲\t他说\"好\n2\t乙\t第一行\\n第二行\n3\t丙\t末\"尾\n";
    let shown = indexed(&world, "dump.tsv", rows, &[]);
    assert!(shown.stderr.contains("3 added") && !shown.stderr.contains("rejected"), "{shown}");
    assert_eq!(stored(&world, "第二行")[0]["body"], "第一行\n第二行");

    let world = World::new();
    let rows: String = (0..50).map(|row| format!("{row},标题{row},正文\n")).collect();
    let table = format!("id,title,body\nx,\"没有合上,正文\n{rows}");
    let shown = indexed(&world, "news.csv", &table, &[]);
    let (first, _) = shown.stderr.split_once(' ').unwrap();
    assert!(first.parse::<u32>().unwrap() >= 50, "{shown}");
}

#[test]
fn files_that_are_passed_over_are_told_by_their_endings() {
    let world = World::new();
    std::fs::create_dir(world.path("news")).unwrap();
    world.write("news/a.jsonl", "{\"title\":\"好\"}\n".as_bytes());
    for number in 0..500 {
        world.write(&format!("news/{number:03}.pdf"), b"%PDF-1.7\n1 0 obj");
    }
    world.write("news/x.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF");
    let shown = world.run(&["index", "-i", "idx", "news"]);
    assert_eq!((shown.status, shown.stderr.lines().count()), (0, 4), "{shown}");
    assert!(
        shown.stderr.contains("500 files ending in .pdf, the first is news/000.pdf: "),
        "{shown}"
    );
    let strict = world.run(&["index", "-i", "new", "--strict", "news"]);
    assert_eq!(strict.status, 2, "{strict}");
}

#[test]
fn an_empty_job_fails_and_a_rebuild_never_loses_an_index() {
    let world = World::new();
    std::fs::create_dir(world.path("news")).unwrap();
    let lines: String =
        (0..20).map(|n| format!("{{\"id\":\"{n}\",\"title\":\"好{n}\"}}\n")).collect();
    world.write("news/a.jsonl", lines.as_bytes());
    assert_eq!(world.run(&["index", "-i", "idx", "news"]).status, 0);
    let holds = |count: u64| {
        let shown = world.run(&["inspect", "-i", "idx", "--format", "json"]);
        let facts: Value = serde_json::from_str(&shown.stdout).unwrap();
        assert_eq!(facts["articles"], count, "{shown}");
    };
    for unreadable in [&b"\0\0\0\0"[..], b"{\"id\":\"a\"}\n", b""] {
        world.write("news/a.jsonl", unreadable);
        let shown = world.run(&["rebuild", "-i", "idx", "news"]);
        assert_eq!((shown.status, shown.stderr.lines().count()), (2, 2), "{shown}");
        holds(20);
        assert_eq!(world.run(&["index", "-i", "other", "news"]).status, 2);
    }
    let half: String = lines.lines().take(10).map(|line| format!("{line}\n")).collect();
    world.write("news/a.jsonl", half.as_bytes());
    let shown = world.run(&["rebuild", "-i", "idx", "news"]);
    assert!(shown.status == 2 && shown.stderr.contains("`--allow-shrink`"), "{shown}");
    holds(20);
    assert_eq!(world.run(&["rebuild", "-i", "idx", "--allow-shrink", "news"]).status, 0);
    holds(10);
}

#[test]
fn an_id_that_comes_again_with_another_article_is_told() {
    let world = World::new();
    world.write("mon.csv", "id,title\n1,周一的新闻\n2,周一的又一条\n".as_bytes());
    world.write("tue.csv", "id,title\n1,周二的新闻\n2,周二的又一条\n".as_bytes());
    let both = ["mon.csv", "tue.csv"];
    let shown = world.run(&[&["index", "-i", "idx"], &both[..]].concat());
    assert!(shown.status == 0 && shown.stderr.contains("2 articles"), "{shown}");
    assert!(shown.stderr.contains("--id-prefix"), "{shown}");
    let strict = world.run(&[&["index", "-i", "strict", "--strict"], &both[..]].concat());
    assert_eq!(strict.status, 2, "{strict}");
    let apart = world.run(&[&["index", "-i", "apart", "--id-prefix", "file"], &both[..]].concat());
    assert!(apart.stderr.contains("4 added"), "{apart}");

    let urls = "title,url\n甲,无\n乙,无\n丙,javascript:void(0)\n丁,javascript:void(0)\n";
    let shown = indexed(&World::new(), "urls.csv", urls, &[]);
    assert!(shown.stderr.contains("4 added"), "{shown}");
}

#[test]
fn large_numbers_are_ids_as_they_are_written() {
    let world = World::new();
    let lines = "{\"id\":18446744073709551617,\"title\":\"好甲\"}\n{\"id\":18446744073709551618,\"title\":\"好乙\"}\n{\"id\":1e3,\"title\":\"好丙\"}\n";
    let shown = indexed(&world, "ids.jsonl", lines, &[]);
    assert!(shown.stderr.contains("3 added"), "{shown}");
    let mut ids = world.exact_ids(&["好"]);
    ids.sort();
    assert_eq!(ids[..2], ["18446744073709551617", "18446744073709551618"]);
}

#[test]
fn articles_within_an_envelope_are_found() {
    let articles = json!([{ "title": "好甲", "body": "一" }, { "title": "好乙", "body": "二" }]);
    let sources: Vec<Value> =
        articles.as_array().unwrap().iter().map(|own| json!({ "_source": own })).collect();
    for envelope in [
        json!({ "title": "每日新闻", "items": articles }),
        json!({ "code": 0, "data": articles }),
        json!({ "code": 0, "data": { "articles": articles, "total": 2 } }),
        json!({ "took": 3, "hits": { "total": 2, "hits": sources } }),
        json!({ "numFound": 2, "docs": articles }),
    ] {
        let world = World::new();
        let shown = indexed(&world, "answer.json", &envelope.to_string(), &[]);
        assert!(shown.stderr.contains("2 added"), "{envelope}\n{shown}");
        assert_eq!(stored(&world, "好").len(), 2, "{envelope}");
    }
}

#[test]
fn fields_under_other_names_are_taken_or_told() {
    let long = "郑州的微短剧产业近年来发展很快。".repeat(20);
    for name in ["content", "正文", "內容", "Article_Text", "新闻内容", "full-text", "maintext"]
    {
        let world = World::new();
        let line = json!({ "title": "好", name: long, "发布日期": "2023-07-05", "媒体": "示例报" });
        let shown = indexed(&world, "news.jsonl", &format!("{line}\n"), &[]);
        assert_eq!(shown.status, 0, "{shown}");
        let found = &stored(&world, "微短剧")[0];
        let kept = [&found["body"], &found["source"], &found["published_at"]];
        assert_eq!(kept, [&json!(long), &json!("示例报"), &json!("2023-07-05")], "{name}");
    }
    let world = World::new();
    let line = json!({ "title": "好", "body": "短的正文。", "qwerty": long, "asdf": "2023-07-05" });
    let shown = indexed(&world, "news.jsonl", &format!("{line}\n"), &[]);
    assert!(shown.stderr.contains("`--map body=qwerty`"), "{shown}");
    assert!(shown.stderr.contains("`--map published_at=asdf`"), "{shown}");
    let line = json!({ "title": "好", "qwerty": long });
    let shown = indexed(&world, "longest.jsonl", &format!("{line}\n"), &[]);
    assert!(shown.stderr.contains("`qwerty`, is taken as the body of 1 article"), "{shown}");

    let shown = indexed(
        &world,
        "a.tsv",
        "体育\t冠军赛\n",
        &["--columns", "label,text", "--map", "body=text"],
    );
    assert!(shown.stderr.contains("1 added"), "{shown}");
    assert_eq!(stored(&world, "冠军赛")[0]["body"], "冠军赛");
}

#[test]
fn values_are_what_a_reader_would_see() {
    let world = World::new();
    let shown = indexed(&world, "mac.csv", "id,title\ra,好甲\rb,好乙\r", &[]);
    assert!(shown.stderr.contains("2 added"), "{shown}");
    let lines = [
        json!({ "id": "html", "title": "网页", "body": "<p>第一段&nbsp;A&amp;B。</p><p>第二段</p>" }),
        json!({ "id": "list", "title": "数组", "body": ["一段。", "又一段。"], "source": { "name": "示例报" } }),
        json!({ "id": "lang", "title": "微短剧走进图书馆", "summary": "Core views - a growing market." }),
        json!({ "id": "none", "title": "空值", "source": "无", "body": null }),
    ];
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let shown = indexed(&world, "values.jsonl", &lines, &[]);
    assert!(shown.stderr.contains("4 added"), "{shown}");
    assert_eq!(stored(&world, "网页")[0]["body"], "第一段 A&B。\n第二段");
    let list = &stored(&world, "数组")[0];
    assert_eq!((&list["body"], &list["source"]), (&json!("一段。\n又一段。"), &json!("示例报")));
    assert_eq!(stored(&world, "图书馆")[0]["lang"], "zh");
    assert!(stored(&world, "空值")[0].get("source").is_none_or(Value::is_null));
    let nan = "{\"id\":\"nan\",\"title\":\"浮点\",\"source\":NaN}\n";
    let shown = indexed(&world, "nan.jsonl", nan, &[]);
    assert!(shown.stderr.contains("1 added"), "{shown}");
}

#[test]
fn an_article_whose_date_cannot_be_read_stays_and_is_counted() {
    let world = World::new();
    let rows = "id,title,时间\na,好甲,某年某月\nb,好乙,二〇二三年七月五日\nc,好丙,07-05 10:11\nd,好丁,2023070510\n";
    let shown = indexed(&world, "news.csv", rows, &[]);
    assert!(shown.stderr.contains("4 added"), "{shown}");
    assert!(shown.stderr.contains("have a date that cannot be read"), "{shown}");
    assert_eq!(stored(&world, "好乙")[0]["published_at"], "2023-07-05");
    for undated in ["好甲", "好丙"] {
        assert!(stored(&world, undated)[0].get("published_at").is_none_or(Value::is_null));
    }
    let shown = indexed(&world, "news.csv", rows, &["--year", "2023"]);
    assert_eq!(shown.status, 0, "{shown}");
    assert_eq!(stored(&world, "好丙")[0]["published_at"], "2023-07-05T10:11:00+08:00");
}
