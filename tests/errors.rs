//! Every error a user can cause: message, hint, exit status, and nothing lost.

use std::io::Write;
use std::process::{Child, Stdio};

use serde_json::json;

use crate::support::{Transcript, World};

fn world() -> World {
    World::with_articles(&[json!({ "id": "a", "title": "微短剧" })])
}

/// Checks that a run failed with exactly these two lines and printed no result.
#[track_caller]
fn assert_fails(shown: &Transcript, error: &str, hint: &str) {
    assert_eq!(shown.status, 2, "{shown}");
    assert_eq!(shown.stdout, "", "{shown}");
    assert_eq!(shown.stderr, format!("error: {error}\nhint: {hint}\n"));
}

/// Checks that the one article is found as before.
#[track_caller]
fn assert_intact(world: &World) {
    assert_eq!(world.exact_ids(&["微短剧"]), ["a"]);
}

const BUILD: &str = "build one with `xunwen index INPUT...`, or name another with `-i DIR`";

#[test]
fn no_index() {
    let world = World::new();
    for command in [&["search", "词"][..], &["inspect"], &["batch", "-"]] {
        let shown = world.run(command);
        assert_fails(&shown, "no index at index-data/built", BUILD);
    }
    std::fs::create_dir(world.path("empty")).unwrap();
    assert_fails(&world.run(&["search", "-i", "empty", "词"]), "no index at empty", BUILD);
}

#[test]
fn a_folder_that_is_no_index() {
    let world = World::new();
    std::fs::create_dir(world.path("photos")).unwrap();
    world.write("photos/cat.jpg", b"meow");
    world.write("a.jsonl", b"{\"id\":\"a\",\"title\":\"t\"}\n");
    let read = "name an index directory with `-i DIR`, or build one with `xunwen index INPUT...`";
    assert_fails(&world.run(&["search", "-i", "photos", "词"]), "photos is no index", read);
    let write = "name a new or empty directory with `-i DIR`";
    assert_fails(&world.run(&["index", "-i", "photos", "a.jsonl"]), "photos is no index", write);
    assert_eq!(std::fs::read_dir(world.path("photos")).unwrap().count(), 1);
    assert_fails(&world.run(&["search", "-i", "a.jsonl", "词"]), "a.jsonl is no index", read);
}

#[test]
fn another_fingerprint() {
    let world = world();
    world.write("words.txt", "微短剧\n".as_bytes());
    let shown = world.run(&["index", "-i", "idx", "--words", "words.txt", "articles.jsonl"]);
    assert_eq!(shown.status, 2, "{shown}");
    assert!(shown.stderr.starts_with("error: the index at idx has fingerprint 3-"), "{shown}");
    assert!(shown.stderr.contains(", this analysis has 3-"), "{shown}");
    assert!(shown.stderr.contains("\nhint: its terms would not be found; "), "{shown}");
    assert_eq!(shown.stderr.lines().count(), 2);
    assert_intact(&world);

    let path = world.path("idx/generations/000001/manifest.json");
    let manifest = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, manifest.replace("\"fingerprint\": \"3-", "\"fingerprint\": \"0-"))
        .unwrap();
    let shown = world.run(&["search", "-i", "idx", "词"]);
    assert_eq!((shown.status, shown.stderr.lines().count()), (2, 2), "{shown}");
    assert!(shown.stderr.contains("has fingerprint 0-"), "{shown}");

    std::fs::write(&path, manifest.replace("\"format\": 3", "\"format\": 99")).unwrap();
    let shown = world.run(&["search", "-i", "idx", "词"]);
    assert!(
        shown.stderr.contains("error: the index at idx has format 99, this program reads format 3"),
        "{shown}"
    );

    std::fs::write(&path, "not json").unwrap();
    let shown = world.run(&["search", "-i", "idx", "词"]);
    assert_eq!((shown.status, shown.stderr.lines().count()), (2, 2), "{shown}");
    assert!(shown.stderr.contains("manifest.json is damaged"), "{shown}");
}

#[test]
fn another_format_of_tantivys_files() {
    let world = world();
    let path = world.path("idx/generations/000001/manifest.json");
    let manifest = std::fs::read_to_string(&path).unwrap();
    // As an older program writes it, without a checksum.
    let (members, _) = manifest.rsplit_once(",\n  \"checksum\"").unwrap();
    let manifest = format!("{members}\n}}\n");
    let recorded = "\"tantivy_format\": 7";
    let hint = "`xunwen rebuild` makes it anew from its own articles; only a newer program reads a higher format";
    for found in [6, 8] {
        let other = manifest.replace(recorded, &format!("\"tantivy_format\": {found}"));
        assert_ne!(other, manifest);
        std::fs::write(&path, other).unwrap();
        let error = format!(
            "the index at idx has tantivy format {found}, this program reads tantivy format 7"
        );
        for command in [
            &["search", "-i", "idx", "微短剧"][..],
            &["verify", "-i", "idx"],
            &["index", "-i", "idx", "articles.jsonl"],
            &["delete", "-i", "idx", "a"],
        ] {
            assert_fails(&world.run(command), &error, hint);
        }
        let rebuilt = world.run(&["rebuild", "-i", "idx"]);
        if found > 7 {
            assert_fails(&rebuilt, &error, hint);
        } else {
            assert_eq!(rebuilt.status, 0, "{rebuilt}");
            assert_intact(&world);
            world.write("idx/CURRENT", b"000001\n");
        }
    }
    std::fs::write(&path, manifest).unwrap();
    assert_intact(&world);
}

/// Starts a writer that waits for its input with the lock in its hands; returns it, and how the
/// lock names it.
fn waiting_writer(world: &World) -> (Child, String) {
    let mut command = world.command(&["index", "-i", "idx", "-"]);
    let writer = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let process = format!("process {} on ", writer.id());
    let mut holder = String::new();
    while !(holder.starts_with(&process) && holder.ends_with('\n')) {
        std::thread::yield_now();
        holder = std::fs::read_to_string(world.path("idx/LOCK")).unwrap_or_default();
    }
    (writer, holder.trim_end().to_owned())
}

#[test]
fn a_second_writer() {
    let world = world();
    let (mut first, holder) = waiting_writer(&world);
    let mut input = first.stdin.take().unwrap();
    input.write_all(b"{\"id\":\"b\",\"title\":\"x\"}\n").unwrap();
    let second = world.run(&["index", "-i", "idx", "articles.jsonl"]);
    let hint = "wait until it has finished, or choose another directory with `-i DIR`";
    assert_fails(&second, &format!("the index at idx is being written by {holder}"), hint);
    assert_intact(&world);
    drop(input);
    assert!(first.wait().unwrap().success());
    assert_eq!(world.run(&["index", "-i", "idx", "articles.jsonl"]).status, 0);
}

#[test]
fn a_writer_that_was_killed_leaves_no_lock() {
    let world = world();
    let (mut first, _) = waiting_writer(&world);
    first.kill().unwrap();
    first.wait().unwrap();
    assert_intact(&world);
    assert_eq!(world.run(&["index", "-i", "idx", "articles.jsonl"]).status, 0);
    assert_intact(&world);
}

#[test]
fn an_unreadable_file() {
    let world = world();
    let shown = world.run(&["index", "-i", "idx", "missing.jsonl"]);
    assert_eq!((shown.status, shown.stderr.lines().count()), (2, 2), "{shown}");
    assert!(shown.stderr.starts_with("error: no input matches missing.jsonl\n"), "{shown}");
    assert_intact(&world);
    let fresh = world.run(&["index", "-i", "new", "articles.jsonl", "missing.jsonl"]);
    assert_eq!(fresh.status, 2, "{fresh}");
    assert!(!world.path("new").exists(), "nothing is begun when an input is missing");
}

#[test]
fn a_binary_file() {
    let world = world();
    world.write("cat.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01");
    let shown = world.run(&["index", "-i", "idx", "articles.jsonl", "cat.jpg"]);
    assert_eq!((shown.status, shown.stderr.lines().count()), (2, 2), "{shown}");
    assert!(
        shown.stderr.starts_with("error: cat.jpg is a picture, film or sound, which is not read\n"),
        "{shown}"
    );
    assert_intact(&world);
}

#[test]
fn a_truncated_archive() {
    let world = world();
    let lines: String =
        (0..20_000).map(|n| format!("{{\"id\":\"n{n}\",\"title\":\"第{n}条新闻\"}}\n")).collect();
    let whole = zstd::encode_all(lines.as_bytes(), 3).unwrap();
    world.write("cut.jsonl.zst", &whole[..whole.len() / 2]);
    let shown = world.run(&["index", "-i", "idx", "cut.jsonl.zst"]);
    assert_eq!((shown.status, shown.stderr.lines().count()), (2, 2), "{shown}");
    assert!(shown.stderr.starts_with("error: cut.jsonl.zst is cut off"), "{shown}");
    assert_eq!(world.json(&["新闻"]).1["articles"], 1);
    assert_intact(&world);
    let fresh = world.run(&["index", "-i", "new", "cut.jsonl.zst"]);
    assert_eq!(fresh.status, 2, "{fresh}");
    assert_fails(&world.run(&["search", "-i", "new", "词"]), "no index at new", BUILD);
    world.write("whole.jsonl.zst", &whole);
    assert!(world.run(&["index", "-i", "new", "whole.jsonl.zst"]).stderr.contains("20000 added"));
}

#[test]
fn a_strict_job_ends_at_the_first_bad_record() {
    let world = world();
    world.write("bad.jsonl", b"{\"id\":\"b\",\"title\":\"x\"}\n{broken\n");
    let shown = world.run(&["index", "-i", "idx", "--strict", "bad.jsonl"]);
    assert_eq!((shown.status, shown.stderr.lines().count()), (2, 2), "{shown}");
    assert!(shown.stderr.starts_with("error: bad.jsonl:2: "), "{shown}");
    assert_eq!(world.json(&["微短剧"]).1["articles"], 1);
}

#[test]
fn an_unknown_date() {
    let world = world();
    let hint = "write a day, month or year: 2025-12-30, 2025-12, 2025, 2025年12月30日";
    for date in ["soon", "2025-02-30", "2025-13"] {
        let shown = world.run(&["search", "-i", "idx", "微短剧", "--since", date]);
        assert_fails(&shown, &format!("unknown date {date:?}"), hint);
    }
}

#[test]
fn a_query_that_cannot_be_read_shows_the_place() {
    let world = world();
    let shown = world.run(&["search", "-i", "idx", "微短剧 （河南 OR"]);
    assert_eq!(shown.status, 2, "{shown}");
    let lines: Vec<&str> = shown.stderr.lines().collect();
    assert_eq!(lines[0], "  微短剧 （河南 OR");
    assert!(lines[1].trim_start().starts_with('^'), "{shown}");
    assert!(lines[2].starts_with("error: cannot read the query: expected "), "{shown}");
    assert_eq!(lines[3], "hint: see `xunwen help query`; quotes make anything plain text");
}

#[test]
fn a_bad_line_of_a_batch_is_reported_and_the_others_are_answered() {
    let world = world();
    // The third line is GB18030 of 中国, the sixth writes the id of the first in a TREC run.
    let lines: [&[u8]; 8] = [
        "\u{feff}q 1\t微短剧\r\n".as_bytes(),
        b"no tab\n",
        b"q3\t\xd6\xd0\xb9\xfa\n",
        b"\n",
        b" \tno id\n",
        "q_1\t短剧\n".as_bytes(),
        "q7\t微短剧 OR\n".as_bytes(),
        "q8\t短剧".as_bytes(),
    ];
    world.write("queries.tsv", &lines.concat());
    let shown = world.run(&["batch", "-i", "idx", "queries.tsv"]);
    let answered: Vec<&str> =
        shown.stdout.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!((answered, shown.status), (vec!["q_1", "q7", "q8"], 2), "{shown}");
    let reported: Vec<&str> = shown.stderr.lines().collect();
    let expected = [
        "warning: queries.tsv:2: not `id<TAB>query`; not answered",
        "warning: queries.tsv:3: not UTF-8; not answered",
        "warning: queries.tsv:5: not `id<TAB>query`; not answered",
        "warning: queries.tsv:6: the id \"q_1\" is that of line 1, too; not answered",
    ];
    assert_eq!(reported[..4], expected, "{shown}");
    assert!(reported[4].starts_with("warning: queries.tsv:7: "), "{shown}");
    assert_eq!(
        reported[5..],
        ["error: not answered: 4 of 7 lines of queries.tsv", QUERY_LINES],
        "{shown}"
    );
}

const QUERY_LINES: &str = "hint: write an id of its own, a tab and the query on each line, in UTF-8: the warnings above name the lines";

#[test]
fn a_gate_with_a_bad_line_lets_no_generation_through() {
    let world = world();
    world.write("queries.tsv", b"q1\tGPT\nno tab\n");
    let shown = world.run(&["rebuild", "-i", "idx", "--gate", "queries.tsv"]);
    assert_eq!((shown.status, shown.stdout.as_str()), (2, ""), "{shown}");
    let end = format!("error: not answered: 1 of 2 lines of queries.tsv\n{QUERY_LINES}\n");
    assert!(shown.stderr.ends_with(&end), "{shown}");
    assert_eq!(world.json(&["微短剧"]).1["generation"], 1);
}

#[test]
fn a_word_list_of_another_form() {
    let world = world();
    world.write("words.txt", "微短剧\n字\n".as_bytes());
    let shown = world.run(&["index", "-i", "new", "--words", "words.txt", "articles.jsonl"]);
    assert_eq!((shown.status, shown.stderr.lines().count()), (2, 2), "{shown}");
    assert!(
        shown.stderr.starts_with("error: words.txt: line 2 of the word list is not "),
        "{shown}"
    );
    assert!(!world.path("new").exists());
}

#[test]
fn arguments_that_make_no_sense() {
    let world = world();
    for arguments in [
        &["search"][..],
        &["search", "-n", "many", "x"],
        &["index"],
        &["nonsense"],
        &["search", "x", "--exct"],
    ] {
        let shown = world.run(arguments);
        assert_eq!((shown.status, shown.stdout.as_str()), (2, ""), "{shown}");
        assert!(shown.stderr.starts_with("error: "), "{shown}");
        assert_eq!(shown.stderr.lines().count(), 2, "{shown}");
    }
}

#[test]
fn a_period_that_ends_before_it_begins() {
    let world = world();
    let shown = world.run(&["search", "-i", "idx", "微短剧", "--since", "2026", "--until", "2025"]);
    assert_fails(
        &shown,
        "`--since` is after `--until`: nothing lies between",
        "give the earlier date to `--since`; both days are included",
    );
    assert_eq!(world.run(&["search", "-i", "idx", "微短剧", "--width", "0"]).status, 2);
}

#[test]
fn facets_that_cannot_be_counted_or_written() {
    let world = world();
    let shown = world.run(&["search", "-i", "idx", "微短剧", "--facet", "author"]);
    assert_eq!((shown.status, shown.stdout.as_str()), (2, ""), "{shown}");
    assert!(shown.stderr.contains("invalid value 'author' for '--facet <KIND>'"), "{shown}");
    assert!(shown.stderr.contains("[possible values: source, year, month, day, tag, lang]"));
    let shown = world.run(&["search", "-i", "idx", "微短剧", "--facet=tag", "--format=csv"]);
    assert_fails(
        &shown,
        "facets are written as text and JSON only",
        "give `--format text` or `--format json`, or leave out `--facet`",
    );
}

#[test]
fn charts_that_cannot_be_drawn() {
    let world = world();
    let shown = world.run(&["trend", "-i", "idx", "微短剧", "--chart", "trend.png"]);
    assert_fails(
        &shown,
        "charts are drawn as SVG only: trend.png",
        "name a file that ends in .svg: browsers show it with the fonts they have, and `rsvg-convert` makes it a PNG",
    );
    let shown = world.run(&["trend", "-i", "idx", "微短剧", "--chart", "no/folder/trend.svg"]);
    assert_eq!(shown.status, 2, "{shown}");
    assert!(shown.stderr.starts_with("error: cannot write no/folder/trend.svg: "), "{shown}");
    assert!(
        shown
            .stderr
            .ends_with("\nhint: check that the folder is there and that you may write to it\n"),
        "{shown}"
    );
    let shown = world.run(&["trend", "-i", "idx", "微短剧", "（短剧"]);
    assert_eq!((shown.status, shown.stdout.as_str()), (2, ""), "{shown}");
    assert!(shown.stderr.contains("error: cannot read the query"), "{shown}");
}

#[test]
fn a_damaged_file_of_the_index_is_told_in_two_lines() {
    let world = world();
    let generation = world.path("idx/generations/000001");
    for entry in std::fs::read_dir(generation).unwrap() {
        let path = entry.unwrap().path();
        let is_of_segment = path.extension().is_some_and(|it| {
            ["idx", "pos", "term", "fast", "fieldnorm", "store"].iter().any(|end| it == *end)
        });
        if !is_of_segment {
            continue;
        }
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, &whole[..5]).unwrap();
        let shown = world.run(&["search", "-i", "idx", "微短剧"]);
        assert_eq!(shown.status, 2, "{path:?}: {shown}");
        assert_eq!(shown.stderr.lines().count(), 2, "{path:?}: {shown}");
        assert!(shown.stderr.starts_with("error: "), "{path:?}: {shown}");
        std::fs::write(&path, whole).unwrap();
    }
    assert_intact(&world);
}

#[test]
fn more_threads_than_memory() {
    let world = world();
    let shown = world.run(&["index", "-i", "idx", "--threads", "99999", "articles.jsonl"]);
    assert_fails(
        &shown,
        "99999 threads need 2145746 MiB of memory, 1536 MiB are allowed",
        "give more with `--memory`, in MiB, or leave out `--threads` to have as many as fit",
    );
}

#[test]
fn a_damaged_name_of_the_live_generation() {
    let world = world();
    let hint = "`xunwen generations` lists the generations, `xunwen rollback NUMBER` makes one live; or build afresh: `xunwen index -i NEW_DIR INPUT...`";
    for (name, reason) in [
        (&b"\xff\xfe"[..], "it is no text"),
        (b"", "no generation is called \"\""),
        (b"one", "no generation is called \"one\""),
    ] {
        world.write("idx/CURRENT", name);
        for command in
            [&["search", "-i", "idx", "词"][..], &["index", "-i", "idx", "articles.jsonl"]]
        {
            let shown = world.run(command);
            assert_fails(&shown, &format!("idx/CURRENT is damaged: {reason}"), hint);
        }
    }
    world.write("idx/CURRENT", b"000001\n");
    assert_intact(&world);
}
