//! Standing queries: each new article reported once to each query it answers, whatever happens.

/// Signatures, computed once more.
mod hmac;
/// A watch that is killed at random moments.
mod kills;
/// Who gets what is posted.
mod receiver;

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::support::whole::{ran_well, run_well};
use crate::support::{Transcript, World};
use receiver::{Receiver, SECRET};

const WATCH: [&str; 4] = ["watch", "-i", "idx", "queries.tsv"];

/// A world with an index of article `a`, and two queries.
fn world() -> World {
    let world = World::with_articles(&[json!({ "id": "a", "title": "微短剧出海" })]);
    queries(&world, "short\t微短剧\nsea\t出海\n");
    world
}

fn queries(world: &World, lines: &str) {
    world.write("queries.tsv", lines.as_bytes());
}

/// Adds an article to the index, or changes it.
fn add(world: &World, id: &str, title: &str) {
    world.write("more.jsonl", json!({ "id": id, "title": title }).to_string().as_bytes());
    run_well(world, &["index", "-i", "idx", "more.jsonl"]);
}

/// Watches, with more options; returns the queries and articles of the lines before the summary.
#[track_caller]
fn watch(world: &World, more: &[&str]) -> Vec<(String, String)> {
    let shown = ran_well(world, &[&WATCH[..], more].concat());
    assert_eq!(shown.stderr, "");
    let mut lines = lines(&shown.stdout);
    let summary = lines.pop().unwrap();
    assert_eq!(summary["type"], "summary");
    if !more.contains(&"--to") {
        assert_eq!(summary["data"]["new"], lines.len());
    }
    pairs(&lines)
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn pairs(lines: &[Value]) -> Vec<(String, String)> {
    let pair = |line: &Value| {
        assert_eq!(line["type"], "new");
        pair(&line["data"])
    };
    lines.iter().map(pair).collect()
}

/// Returns the query and the id of an article.
fn pair(article: &Value) -> (String, String) {
    let text = |name: &str| article[name].as_str().unwrap().to_owned();
    (text("qid"), text("id"))
}

fn pairs_of_file(world: &World, name: &str) -> Vec<(String, String)> {
    pairs(&lines(&std::fs::read_to_string(world.path(name)).unwrap()))
}

fn expected<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs.map(|(query, id)| (query.to_owned(), id.to_owned())).to_vec()
}

/// Checks that a run failed with these two lines and nothing else.
#[track_caller]
fn assert_fails(shown: &Transcript, error: &str, hint: &str) {
    assert_eq!(shown.status, 2, "{shown}");
    assert_eq!(shown.stdout, "", "{shown}");
    assert_eq!(shown.stderr, format!("error: {error}\nhint: {hint}\n"));
}

#[test]
fn what_is_new_is_reported_once_to_each_query_it_answers() {
    let world = world();
    assert_eq!(watch(&world, &[]), []);
    add(&world, "b", "微短剧走红");
    add(&world, "c", "微短剧再出海");
    assert_eq!(watch(&world, &[]), expected([("short", "b"), ("short", "c"), ("sea", "c")]));
    assert_eq!(watch(&world, &[]), []);
    // An article that changes is new to the queries that it did not answer before.
    add(&world, "b", "微短剧走红之后出海");
    assert_eq!(watch(&world, &[]), expected([("sea", "b")]));
    // One that was deleted and comes back is not.
    run_well(&world, &["delete", "-i", "idx", "c"]);
    assert_eq!(watch(&world, &[]), []);
    add(&world, "c", "微短剧再出海");
    assert_eq!(watch(&world, &[]), []);
    // What only is about the subject is no answer.
    add(&world, "d", "短剧市场");
    assert_eq!(watch(&world, &[]), []);
}

#[test]
fn the_line_of_an_article_shows_what_matched() {
    let world = world();
    watch(&world, &[]);
    let article = json!({ "id": "b", "title": "微短剧", "body": "出海。", "source": "人民日报",
        "published_at": "2025-12-30", "url": "https://a.cn/b" });
    world.write("more.jsonl", article.to_string().as_bytes());
    run_well(&world, &["index", "-i", "idx", "more.jsonl"]);
    let shown = lines(&ran_well(&world, &WATCH).stdout);
    let of_short = json!({ "type": "new", "data": {
        "qid": "short", "query": "微短剧", "id": "b",
        "title": { "text": "微短剧", "marks": [[0, 9]] },
        "source": "人民日报", "published_at": "2025-12-30", "url": "https://a.cn/b",
        "passages": [{ "field": "body", "text": "出海。", "marks": [] }],
    } });
    let of_sea = json!([{ "field": "body", "text": "出海。", "marks": [[0, 6]] }]);
    assert_eq!((&shown[0], &shown[1]["data"]["passages"]), (&of_short, &of_sea));
    let mut summary = shown[2].clone();
    assert!(summary["data"]["elapsed_ms"].take().is_number());
    let summed = json!({ "type": "summary", "data": { "queries": 2, "begun": 0, "new": 2,
        "delivered": 0, "waiting": 0, "articles": 2, "generation": 1, "elapsed_ms": null } });
    assert_eq!(summary, summed);
}

#[test]
fn a_query_is_its_id_and_its_text() {
    let world = world();
    assert_eq!(watch(&world, &["--from-start"]), expected([("short", "a"), ("sea", "a")]));
    assert_eq!(watch(&world, &["--from-start"]), []);
    add(&world, "b", "微短剧出海");
    // `sea` has another text and starts anew, `short` has another id, and `third` is new.
    queries(&world, "sea\t微短剧\nshorter\t微短剧\nthird\t出海\n");
    assert_eq!(watch(&world, &[]), []);
    // Those that were in between not in the file were forgotten.
    queries(&world, "sea\t出海\nshort\t微短剧\n");
    assert_eq!(watch(&world, &[]), []);
    add(&world, "c", "出海");
    assert_eq!(watch(&world, &[]), expected([("sea", "c")]));
    assert_eq!(std::fs::read_dir(world.path("queries.tsv.watch/known")).unwrap().count(), 2);
}

#[test]
fn lines_are_appended_and_what_others_do_to_the_file_is_left() {
    let world = world();
    let to = |more: &[&str]| watch(&world, &[&["--to", "new.jsonl"], more].concat());
    to(&["--from-start"]);
    assert_eq!(pairs_of_file(&world, "new.jsonl"), expected([("short", "a"), ("sea", "a")]));
    add(&world, "b", "出海");
    to(&[]);
    to(&[]);
    let all = [("short", "a"), ("sea", "a"), ("sea", "b")];
    assert_eq!(pairs_of_file(&world, "new.jsonl"), expected(all));
    // Moved away, as `logrotate` does, and appended to.
    std::fs::rename(world.path("new.jsonl"), world.path("old.jsonl")).unwrap();
    world.write("new.jsonl", b"a note\n");
    add(&world, "c", "出海");
    to(&[]);
    let held = std::fs::read_to_string(world.path("new.jsonl")).unwrap();
    assert!(held.starts_with("a note\n{\"type\":\"new\""), "{held}");
    assert_eq!(held.lines().count(), 2);
    assert_eq!(pairs_of_file(&world, "old.jsonl"), expected(all));
    assert_fails(
        &world.run(&[&WATCH[..], &["--to", "/dev/null"]].concat()),
        "/dev/null is no regular file",
        "name a regular file with `--to FILE`, or leave it out and use `>`",
    );
}

#[test]
fn a_feed_holds_the_newest_articles() {
    let world = world();
    let feed = |more: &[&str]| {
        ran_well(&world, &[&WATCH[..], &["--format", "atom"], more].concat()).stdout
    };
    let ids = |feed: &str| feed.matches("<entry>").count();
    assert_eq!(ids(&feed(&["--from-start"])), 2);
    add(&world, "b", "出海<1>&");
    let shown = feed(&["--entries", "2"]);
    assert_eq!(ids(&shown), 2);
    assert!(shown.contains("<title>出海&lt;1&gt;&amp;</title>"), "{shown}");
    assert!(shown.contains("<category term=\"sea\" label=\"出海\"/>"), "{shown}");
    assert!(shown.find("出海&lt;").unwrap() < shown.find("微短剧出海").unwrap(), "{shown}");
    // A file is the same feed, also when it was lost.
    for _ in 0..2 {
        let told = feed(&["--entries", "2", "--to", "feed.xml"]);
        assert_eq!(lines(&told)[0]["data"]["new"], 0);
        assert_eq!(std::fs::read_to_string(world.path("feed.xml")).unwrap(), shown);
        std::fs::remove_file(world.path("feed.xml")).unwrap();
    }
    assert_fails(
        &world.run(&[&WATCH[..], &["--format", "atom", "--follow"]].concat()),
        "a feed that is followed, or is not all there is to write, needs a file",
        "name it with `--to FILE`",
    );
}

#[test]
fn what_is_posted_is_signed_and_waits_until_it_is_accepted() {
    let (world, receiver) = (world(), Receiver::listen());
    let post = |fails: usize| {
        receiver.fail_once_in(fails);
        let arguments = [&WATCH[..], &["--post", &receiver.url]].concat();
        let output = world.command(&arguments).env("XUNWEN_WATCH_SECRET", SECRET).output().unwrap();
        let summary = lines(&String::from_utf8(output.stdout).unwrap()).pop().unwrap();
        (output.status.code(), summary["data"].clone(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(post(0).0, Some(0));
    add(&world, "b", "出海");
    let (status, summary, told) = post(1);
    assert_eq!((status, &summary["new"], &summary["waiting"]), (Some(2), &1.into(), &1.into()));
    assert!(told.starts_with("error: 127.0.0.1 "), "{told}");
    assert!(told.ends_with(
        "deliveries that wait: 1\nhint: look at the receiver: the same command posts them again, each under the id it has\n"
    ), "{told}");
    let (status, summary, told) = post(0);
    assert_eq!((status, told.as_str()), (Some(0), ""));
    assert_eq!((&summary["new"], &summary["delivered"]), (&0.into(), &1.into()));
    let ids = receiver.ids();
    assert!(ids.len() == 6 && ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert_eq!(receiver.articles(), expected([("sea", "b")]));
    post(0);
    assert_eq!(receiver.ids().len(), 6);
}

#[test]
fn what_cannot_be_posted_is_told_before_anything_is_done() {
    let world = world();
    let post = |more: &[&str]| {
        let arguments = [&WATCH[..], more].concat();
        let output = world.command(&arguments).env_remove("XUNWEN_WATCH_SECRET").output().unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    world.write("empty", b"\n");
    let none = "error: `--post` signs what it sends, and there is no secret\nhint: set XUNWEN_WATCH_SECRET, or name a file that holds it with `--secret-file FILE`\n";
    assert_eq!(post(&["--post", "http://localhost/"]), none);
    assert_eq!(post(&["--post", "http://localhost/", "--secret-file", "empty"]), none);
    world.write("secret", b"s\n");
    let address = "error: \"localhost/hook\" is no address to post to\nhint: write it as https://HOST/PATH or http://HOST/PATH\n";
    assert_eq!(post(&["--post", "localhost/hook", "--secret-file", "secret"]), address);
    assert!(!world.path("queries.tsv.watch").exists());
}

#[test]
fn a_wrong_line_is_named_and_nothing_is_done() {
    let world = world();
    let hint = "write an id of its own, a tab and a query on each line, in UTF-8, as `xunwen help query` says; nothing is done yet";
    for (text, error) in [
        ("a\t微短剧\n\nno tab\n", "queries.tsv:3: not `id<TAB>query`"),
        ("a\t微短剧\na\t出海\n", "queries.tsv:2: the id \"a\" is that of line 1, too"),
        ("a\t微短剧\nb\t(出海\nno tab\n", "queries.tsv:2: the query: expected a closing bracket"),
    ] {
        queries(&world, text);
        assert_fails(&world.run(&WATCH), error, hint);
        add(&world, "a", "微短剧出海");
        let job = ["index", "-i", "other", "articles.jsonl", "--watch", "queries.tsv"];
        assert_fails(&world.run(&job), error, hint);
    }
    queries(&world, "\n");
    let none = "write an id, a tab and a query on a line; nothing is done yet";
    assert_fails(&world.run(&WATCH), "queries.tsv has no query", none);
    assert!(!world.path("queries.tsv.watch").exists() && !world.path("other").exists());
    assert_fails(
        &world.run_with_input(&["watch", "-i", "idx", "-"], "a\t微短剧\n".as_bytes()),
        "the state of a watch has no place beside standard input",
        "name a folder for it with `--state DIR`",
    );
}

#[test]
fn an_index_may_be_empty_but_not_missing() {
    let world = world();
    run_well(&world, &["delete", "-i", "idx", "a"]);
    assert_eq!(watch(&world, &[]), []);
    add(&world, "b", "出海");
    assert_eq!(watch(&world, &[]), expected([("sea", "b")]));
    let missing = "build one with `xunwen index INPUT...`, or name another with `-i DIR`";
    let state = ["watch", "-i", "none", "queries.tsv", "--state", "fresh"];
    assert_fails(&world.run(&state), "no index at none", missing);
    assert!(!world.path("fresh").exists());
    for (command, name) in [
        (&["watch", "queries.tsv"][..], "watch"),
        (&["index", "articles.jsonl", "--watch", "queries.tsv"], "index --watch"),
    ] {
        let error =
            format!("`xunwen {name}` works on the files of a directory, which a cluster has not");
        let hint = "name a directory with `-i DIR`; crates/cluster/README.md says what a cluster can do instead";
        let place = ["-i", "http://127.0.0.1:1/news"];
        assert_fails(&world.run(&[command, &place].concat()), &error, hint);
    }
}

#[test]
fn a_job_can_watch_when_it_is_done() {
    let world = world();
    let job = |file: &str, more: &[&str]| {
        let job = ["index", "-i", "idx", file, "--watch", "queries.tsv"];
        ran_well(&world, &[&job, more].concat()).stdout
    };
    let first = lines(&job("articles.jsonl", &[]));
    assert_eq!((first.len(), &first[0]["data"]["begun"]), (1, &2.into()));
    world.write("b.jsonl", json!({ "id": "b", "title": "出海" }).to_string().as_bytes());
    assert_eq!(lines(&job("b.jsonl", &["--to", "new.jsonl"]))[0]["data"]["new"], 1);
    assert_eq!(pairs_of_file(&world, "new.jsonl"), expected([("sea", "b")]));
    let shown = world.run(&["index", "-i", "idx", "b.jsonl", "--to", "new.jsonl"]);
    assert!(shown.status == 2 && shown.stderr.contains("--watch"), "{shown}");
}

#[test]
fn one_that_follows_reports_each_change_and_has_the_state_alone() {
    let world = world();
    let mut command = world.command(&[&WATCH[..], &["--follow"]].concat());
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = || {
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        serde_json::from_str::<Value>(&line).unwrap()
    };
    assert_eq!(line()["data"]["begun"], 2);
    let refused = world.run(&WATCH);
    let begins =
        format!("error: the state at queries.tsv.watch is used by process {} on ", child.id());
    let hint = "\nhint: wait until it has ended, or name another folder with `--state DIR`\n";
    assert!(refused.stderr.starts_with(&begins) && refused.stderr.ends_with(hint), "{refused}");
    for (id, new) in [("b", "出海"), ("c", "出海记")] {
        add(&world, id, new);
        assert_eq!(pairs(&[line()]), expected([("sea", id)]));
        assert_eq!(line()["data"]["new"], 1);
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(watch(&world, &[]), []);
}

#[test]
fn a_reader_that_goes_away_has_not_got_it() {
    let world = world();
    watch(&world, &[]);
    add(&world, "b", "出海");
    let mut command = world.command(&WATCH);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
    assert_eq!(watch(&world, &[]), expected([("sea", "b")]));
}
