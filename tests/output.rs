//! What comes out: JSON, CSV, TREC, streams.

use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::World;

fn world() -> World {
    World::with_articles(&[
        json!({ "id": "a 1", "title": "微短剧", "body": "第一句。短剧，\"好\"。", "source": "河南日报",
                "published_at": "2025-12-30", "url": "https://news.example.com/a" }),
        json!({ "id": "b", "title": "竖屏短剧", "body": "别的。" }),
    ])
}

#[test]
fn json_lines_are_hits_and_a_summary() {
    let (hits, summary) = world().json(&["微短剧"]);
    assert_eq!(hits.len(), 2);
    let hit = &hits[0];
    assert_eq!(
        (&hit["rank"], &hit["tier"], &hit["id"]),
        (&json!(1), &json!("exact"), &json!("a 1"))
    );
    assert_eq!(hit["title"], json!({ "text": "微短剧", "marks": [[0, 9]] }));
    assert_eq!(hit["source"], "河南日报");
    assert_eq!(hit["published_at"], "2025-12-30");
    assert_eq!(hit["url"], "https://news.example.com/a");
    assert_eq!(
        hit["passages"],
        json!([{ "field": "body", "text": "第一句。短剧，\"好\"。", "marks": [] }])
    );
    assert!(hit["score"].as_f64().unwrap() > 0.0);
    assert_eq!(
        (&hits[1]["tier"], &hits[1]["source"], &hits[1]["url"]),
        (&json!("related"), &Value::Null, &Value::Null)
    );
    for (field, expected) in [
        ("query", json!("微短剧")),
        ("exact", json!(1)),
        ("related", json!(1)),
        ("returned", json!(2)),
        ("articles", json!(2)),
        ("generation", json!(1)),
    ] {
        assert_eq!(summary[field], expected, "{field}");
    }
    assert!(summary["elapsed_ms"].is_number());
}

#[test]
fn text_marks_matches_and_counts() {
    let world = world();
    let shown = world.run(&["search", "-i", "idx", "微短剧"]);
    let lines: Vec<&str> = shown.stdout.lines().collect();
    assert_eq!(lines[0], " 1. **微短剧**");
    assert_eq!(lines[1], "    河南日报 · 2025-12-30 · exact · https://news.example.com/a");
    assert_eq!(lines[2], "    第一句。短剧，\"好\"。");
    assert!(shown.stdout.contains("--- related: "), "{shown}");
    assert!(shown.stdout.contains("related by 短剧"), "{shown}");
    assert!(lines.last().unwrap().starts_with("1 exact, 1 related of 2 articles, "), "{shown}");
    assert!(!shown.stdout.contains('\u{1b}'), "no colour in a pipe");
}

#[test]
fn csv_has_a_header_and_quotes_what_must_be() {
    let shown = world().run(&["search", "-i", "idx", "微短剧", "--format", "csv"]);
    let mut lines = shown.stdout.lines();
    assert_eq!(lines.next(), Some("rank,tier,score,id,title,source,published_at,url,passage"));
    let first = lines.next().unwrap();
    assert!(first.starts_with("1,exact,"), "{shown}");
    assert!(first.ends_with(",a 1,微短剧,河南日报,2025-12-30,https://news.example.com/a,\"第一句。短剧，\"\"好\"\"。\""), "{shown}");
}

#[test]
fn excel_is_given_no_formula_and_programs_the_data() {
    let world = World::with_articles(&[
        json!({ "id": "=1+1", "title": "微短剧", "source": "@SUM(A1)", "body": "-微短剧" }),
    ]);
    let fields = ["--exact", "--fields", "id,title,source,body,score"];
    let table = |format| {
        let command = ["search", "-i", "idx", "微短剧", "--format", format];
        world.run(&[&command[..], &fields].concat()).stdout
    };
    let csv = table("csv");
    assert!(csv.starts_with("id,title,source,body,score\n=1+1,微短剧,@SUM(A1),-微短剧,"), "{csv}");
    let excel = table("excel");
    let beginning = "\u{feff}id,title,source,body,score\n'=1+1,微短剧,'@SUM(A1),'-微短剧,";
    assert!(excel.starts_with(beginning), "{excel}");
    for command in [
        &["kwic", "-i", "idx", "微短剧"][..],
        &["trend", "-i", "idx", "微短剧"],
        &["words-near", "-i", "idx", "微短剧"],
        &["keywords", "-i", "idx", "微短剧"],
        &["words", "discover", "-i", "idx"],
    ] {
        let [csv, excel] =
            ["csv", "excel"].map(|it| world.run(&[command, &["--format", it]].concat()).stdout);
        assert!(csv.contains(',') && !csv.starts_with('\u{feff}'), "{csv}");
        let excel = excel.strip_prefix('\u{feff}').unwrap();
        assert_eq!(excel.lines().next(), csv.lines().next());
        assert_eq!(excel.lines().count(), csv.lines().count());
    }
}

#[test]
fn trec_scores_fall_with_every_rank_and_exact_come_before_related() {
    let world = world();
    world.write("queries.tsv", "q1\t微短剧\nq2\t（不是一个查询\nq3\t没有\n".as_bytes());
    let shown = world.run(&["batch", "-i", "idx", "queries.tsv"]);
    assert_eq!(shown.status, 0, "{shown}");
    let rows: Vec<Vec<&str>> = shown.stdout.lines().map(|line| line.split(' ').collect()).collect();
    assert!(
        rows.iter().all(|row| row.len() == 6 && row[1] == "Q0" && row[5] == "xunwen"),
        "{shown}"
    );
    let of_first: Vec<_> = rows.iter().filter(|row| row[0] == "q1").collect();
    assert_eq!((of_first[0][2], of_first[0][3]), ("a_1", "1"));
    assert_eq!((of_first[1][2], of_first[1][3]), ("b", "2"));
    let scores: Vec<f64> = of_first.iter().map(|row| row[4].parse().unwrap()).collect();
    assert!(scores[0] > scores[1]);
}

/// Returns the ids of a TREC run as a program reads it that sorts by score, in single precision.
fn by_score(run: &str) -> Vec<String> {
    let columns = run.lines().map(|line| line.split(' ').collect::<Vec<_>>());
    let mut rows: Vec<(f32, String)> =
        columns.map(|row| (row[4].parse().unwrap(), row[2].to_owned())).collect();
    rows.sort_by(|left, right| right.0.total_cmp(&left.0));
    assert!(rows.windows(2).all(|pair| pair[0].0 > pair[1].0), "{run}");
    rows.into_iter().map(|(_, id)| id).collect()
}

#[test]
fn trec_scores_of_a_date_order_are_short_and_keep_the_order_across_tiers_and_pages() {
    let world = World::with_sample();
    world.write("queries.tsv", "q\t微短剧\n".as_bytes());
    for sort in ["newest", "oldest"] {
        let (hits, summary) = world.json(&["微短剧", "--sort", sort, "-n", "all"]);
        let expected: Vec<&str> = hits.iter().map(|hit| hit["id"].as_str().unwrap()).collect();
        let exact = summary["exact"].as_u64().unwrap() as usize;
        assert!(exact > 10 && expected.len() > exact, "both tiers have hits");
        let search = ["search", "-i", "idx", "微短剧", "--sort", sort, "--format", "trec"];
        let all = world.run(&[&search[..], &["-n", "all"]].concat()).stdout;
        assert_eq!(by_score(&all), expected, "{sort}");
        assert!(all.lines().all(|line| line.split(' ').nth(4).unwrap().len() < 10), "{all}");
        let batch = ["batch", "-i", "idx", "queries.tsv", "--sort", sort, "-n", "all"];
        assert_eq!(by_score(&world.run(&batch).stdout), expected, "{sort}");
        let pages = (0..expected.len()).step_by(7).map(|offset| {
            world.run(&[&search[..], &["-n", "7", "--offset", &offset.to_string()]].concat()).stdout
        });
        assert_eq!(pages.collect::<String>(), all, "{sort}");
        // An order by date has no score in JSON.
        let scores = hits[..exact].iter().map(|hit| &hit["score"]);
        assert!(scores.clone().all(|score| *score == json!(0.0)), "{scores:?}");
    }
    let filtered = world.run(&["search", "-i", "idx", "日期:2025", "-n", "30", "--format", "trec"]);
    assert_eq!(by_score(&filtered.stdout).len(), 30);
    assert!(filtered.stdout.lines().nth(29).unwrap().ends_with(" 30 -30 xunwen"), "{filtered}");
}

#[test]
fn a_batch_as_json_names_each_query() {
    let world = world();
    let shown = world.run_with_input(
        &["batch", "-i", "idx", "-", "--format", "json"],
        "q1\t微短剧\nq2\t短剧\n".as_bytes(),
    );
    let lines: Vec<Value> =
        shown.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let summaries: Vec<_> = lines.iter().filter(|line| line["type"] == "summary").collect();
    assert_eq!(summaries.len(), 2);
    assert_eq!(
        (&summaries[1]["data"]["qid"], &summaries[1]["data"]["exact"]),
        (&json!("q2"), &json!(2))
    );
}

#[test]
fn a_batch_is_asked_at_the_same_present_as_a_search() {
    let world = world();
    // 20,000 days reach back to the seventies, from whatever day the test runs on.
    let query = "微短剧 日期:最近20000天";
    let (_, of_search) = world.json(&["--exact", query]);
    assert_eq!(of_search["exact"], 1);
    let shown = world.run_with_input(
        &["batch", "-i", "idx", "-", "--format", "json"],
        format!("q1\t{query}\n").as_bytes(),
    );
    let last: Value = serde_json::from_str(shown.stdout.lines().last().unwrap()).unwrap();
    assert_eq!(last["data"]["exact"], of_search["exact"], "{shown}");
}

#[test]
fn whole_articles_can_be_indexed_again() {
    let world = world();
    let exported =
        world.run(&["search", "-i", "idx", "短剧", "-n", "all", "--format", "jsonl-articles"]);
    assert_eq!(exported.stdout.matches(r#""tier":""#).count(), 2, "{exported}");
    world.write("export.jsonl", exported.stdout.as_bytes());
    let again = world.run(&["index", "-i", "idx", "export.jsonl"]);
    assert!(again.stderr.contains("0 added, 0 updated, 2 unchanged"), "{again}");
    // Its tier is no field, and nothing is said of that.
    assert!(!again.stderr.contains("tier"), "{again}");
}

#[test]
fn results_and_the_rest_go_to_different_streams() {
    let world = world();
    let built = world.run(&["index", "-i", "idx", "articles.jsonl"]);
    assert_eq!(built.stdout, "");
    let found = world.run(&["search", "-i", "idx", "微短剧"]);
    assert_eq!(found.stderr, "");
}

#[test]
fn nothing_found_is_exit_status_1() {
    let shown = world().run(&["search", "-i", "idx", "--exact", "量子"]);
    assert_eq!((shown.status, shown.stderr.as_str()), (1, ""), "{shown}");
}

#[test]
fn the_index_may_be_named_by_the_environment() {
    let world = world();
    let output = world.command(&["inspect"]).env("XUNWEN_INDEX", "idx").output().unwrap();
    assert!(output.status.success());
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let world = World::with_sample();
    let mut child = world
        .command(&["search", "-i", "idx", "的", "-n", "all", "--format", "jsonl-articles"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn analyze_shows_folding_atoms_and_terms() {
    let world = World::new();
    let shown = world.run(&["analyze", "Ａ股漲6.96億"]);
    assert!(shown.stdout.contains("folded  a股涨6.96亿\n"), "{shown}");
    assert!(shown.stdout.contains("atoms   a | 股 | 涨 | 6.96 | 亿\n"), "{shown}");
    let shown = world.run(&["analyze", "--format", "json", "Ａ股"]);
    let analysis: Value = serde_json::from_str(&shown.stdout).unwrap();
    assert_eq!(
        analysis["laws"][1],
        json!({ "law": "2a", "rule": "a character", "span": [3, 6], "position": 1 })
    );
    assert_eq!(
        analysis["terms"][1],
        json!({ "term": "a股", "kind": "word", "position": 0, "span": [0, 6] })
    );
}

#[test]
fn help_names_the_query_language_and_every_command() {
    let world = World::new();
    let help = world.run(&["help"]);
    for command in
        ["demo", "index", "search", "trend", "batch", "analyze", "inspect", "completions"]
    {
        assert!(help.stdout.contains(&format!("\n  {command}")), "{command}: {help}");
        assert_eq!(world.run(&["help", command]).status, 0);
    }
    assert!(world.run(&["help", "query"]).stdout.starts_with("# The query language"));
    assert!(world.run(&["completions", "bash"]).stdout.contains("xunwen"));
}
