//! Unattended jobs: cut short, resumed, reported as JSON.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::support::{Transcript, World};

/// A world with `news.jsonl`, of this many articles.
fn world(articles: usize) -> World {
    let world = World::new();
    let lines: String = (0..articles)
        .map(|n| {
            format!("{{\"id\":\"n{n}\",\"title\":\"第{n}条新闻\",\"body\":\"微短剧出海。\"}}\n")
        })
        .collect();
    world.write("news.jsonl", lines.as_bytes());
    world
}

const JOB: [&str; 8] =
    ["index", "-i", "idx", "--commit-every", "100", "--progress", "json", "news.jsonl"];

/// Starts a job and waits until it has reported `event`.
fn at_event(
    world: &World,
    arguments: &[&str],
    event: &str,
) -> (Child, BufReader<impl std::io::Read>) {
    let mut command = world.command(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut events = BufReader::new(child.stderr.take().unwrap());
    let beginning = format!("{{\"type\":\"{event}\"");
    let mut line = String::new();
    while !line.starts_with(&beginning) {
        line.clear();
        assert!(events.read_line(&mut line).unwrap() > 0, "the job ended without {event}");
    }
    (child, events)
}

fn send(child: &Child, signal: &str) {
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

fn articles(world: &World) -> u64 {
    let shown = world.run(&["inspect", "-i", "idx", "--format", "json"]);
    serde_json::from_str::<Value>(&shown.stdout).unwrap()["articles"].as_u64().unwrap()
}

/// Returns the events of a run, each `{"type":…,"data":…}`.
fn events(shown: &Transcript) -> Vec<(String, Value)> {
    let event = |line: &str| {
        let mut event: Value = serde_json::from_str(line).unwrap();
        (event["type"].as_str().unwrap().to_owned(), event["data"].take())
    };
    shown.stderr.lines().map(event).collect()
}

#[test]
fn a_signal_ends_a_job_after_its_batch_and_the_same_command_resumes() {
    for (signal, status) in [("-INT", 130), ("-TERM", 143)] {
        let world = world(20_000);
        let (mut child, mut rest) = at_event(&world, &JOB, "committed");
        send(&child, signal);
        let mut told = String::new();
        std::io::Read::read_to_string(&mut rest, &mut told).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(status), "{told}");
        let last: Value = serde_json::from_str(told.lines().last().unwrap()).unwrap();
        assert_eq!((&last["type"], &last["data"]["interrupted"]), (&"report".into(), &true.into()));
        let committed = last["data"]["articles"].as_u64().unwrap();
        assert!((100..20_000).contains(&committed), "{last}");
        assert_eq!(world.run(&["search", "-i", "idx", "新闻"]).status, 2, "half an index is live");
        let again = world.run(&JOB);
        let events = events(&again);
        assert_eq!(events[0].0, "resumed", "{again}");
        assert_eq!(events[0].1["articles"], committed);
        assert_eq!(events.last().unwrap().1["added"], 20_000);
        assert_eq!(articles(&world), 20_000);
    }
}

#[test]
fn a_job_that_waits_for_its_input_ends_with_one_signal_or_two() {
    for signals in [1, 2] {
        let world = world(0);
        let arguments = ["index", "-i", "idx", "--commit-every", "1", "--progress", "json", "-"];
        let mut command = world.command(&arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(b"{\"id\":\"a\",\"title\":\"x\"}\n").unwrap();
        while !world.path("idx/LOCK").exists() {
            std::thread::yield_now();
        }
        for _ in 0..signals {
            send(&child, "-INT");
        }
        // The pipe stays open: nothing but the signals ends the job.
        assert_eq!(child.wait().unwrap().code(), Some(130));
        drop(input);
    }
}

#[test]
fn a_killed_job_goes_on_and_says_where() {
    let world = world(20_000);
    let (mut child, _) = at_event(&world, &JOB, "committed");
    child.kill().unwrap();
    child.wait().unwrap();
    let again = world.run(&["index", "-i", "idx", "--commit-every", "100", "news.jsonl"]);
    assert_eq!(again.status, 0, "{again}");
    let lines: Vec<&str> = again.stderr.lines().collect();
    assert!(lines[0].starts_with("resuming after record "), "{again}");
    assert!(lines[0].ends_with(" articles were read before"), "{again}");
    assert!(lines[1].starts_with("20000 added, 0 updated, 0 unchanged: "), "{again}");
    assert_eq!(articles(&world), 20_000);
    let third = world.run(&["index", "-i", "idx", "news.jsonl"]);
    assert!(third.stderr.starts_with("0 added, 0 updated, 20000 unchanged: "), "{third}");
}

#[test]
fn a_job_that_is_killed_while_it_updates_goes_on_too() {
    let world = world(10);
    assert_eq!(world.run(&["index", "-i", "idx", "news.jsonl"]).status, 0);
    let lines: String =
        (0..20_000).map(|n| format!("{{\"id\":\"n{n}\",\"title\":\"新的第{n}条\"}}\n")).collect();
    world.write("news.jsonl", lines.as_bytes());
    let (mut child, _) = at_event(&world, &JOB, "committed");
    child.kill().unwrap();
    child.wait().unwrap();
    let again = world.run(&JOB);
    let told = events(&again);
    assert_eq!(told[0].0, "resumed", "{again}");
    let report = &told.last().unwrap().1;
    assert_eq!((&report["added"], &report["updated"]), (&19_990.into(), &10.into()));
    assert_eq!(articles(&world), 20_000);
}

#[test]
fn an_input_that_has_changed_is_named() {
    let world = world(20_000);
    let (mut child, _) = at_event(&world, &JOB, "committed");
    child.kill().unwrap();
    child.wait().unwrap();
    world.write("news.jsonl", "{\"id\":\"a\",\"title\":\"别的\"}\n".as_bytes());
    let again = world.run(&["index", "-i", "idx", "news.jsonl"]);
    let warning = "warning: news.jsonl has changed since the job was cut short, which begins again";
    assert_eq!(again.stderr.lines().next(), Some(warning), "{again}");
    assert_eq!(articles(&world), 1);
}

#[test]
fn a_program_is_told_in_json() {
    let world = world(1_000);
    let mut bad = std::fs::read(world.path("news.jsonl")).unwrap();
    bad.extend(b"{broken\n");
    world.write("news.jsonl", &bad);
    let shown = world.run(&JOB);
    assert_eq!(shown.status, 0, "{shown}");
    let told = events(&shown);
    let kinds: Vec<&str> = told.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds[kinds.len() - 3..], ["merging", "switched", "report"], "{shown}");
    assert!(kinds.contains(&"progress") && kinds.contains(&"committed"), "{shown}");
    let report = &told.last().unwrap().1;
    for (name, value) in [
        ("generation", 1),
        ("articles", 1_000),
        ("added", 1_000),
        ("updated", 0),
        ("rejected", 1),
        ("bytes", bad.len() as u64),
    ] {
        assert_eq!(report[name], value, "{name}: {shown}");
    }
    assert!(report["seconds"].as_f64().unwrap() > 0.0 && report["commits"].as_u64() > Some(5));
    assert_eq!(report["reject_file"], "idx/rejects.tsv");
    assert_eq!(shown.stdout.lines().count(), 1);
    assert_eq!(Some(shown.stdout.trim_end()), shown.stderr.lines().last());

    let failed = world.run(&["index", "-i", "idx", "--progress", "json", "missing.jsonl"]);
    assert_eq!((failed.status, failed.stdout.as_str()), (2, ""), "{failed}");
    let told = events(&failed);
    assert_eq!((told.len(), told[0].0.as_str()), (1, "error"));
    assert_eq!(told[0].1["error"], "no input matches missing.jsonl");
    assert!(told[0].1["hint"].as_str().unwrap().starts_with("check the name"));
}

#[test]
fn a_file_that_nobody_named_and_that_is_no_corpus_is_passed_over() {
    let world = World::new();
    std::fs::create_dir(world.path("news")).unwrap();
    world.write("news/a.jsonl", b"{\"id\":\"a\",\"title\":\"x\"}\n");
    world.write("news/b.pdf", b"%PDF-1.7\n1 0 obj");
    world.write("news/c.json", b"\0\0\0");
    world.write("news/d.json", b"\0\0\0\0");
    for (index, input) in [("folder", "news"), ("pattern", "news/*")] {
        let shown = world.run(&["index", "-i", index, input]);
        assert_eq!(shown.status, 0, "{shown}");
        let lines: Vec<&str> = shown.stderr.lines().collect();
        assert!(lines[0].starts_with("1 added"), "{shown}");
        let told = [
            "warning: passed over: 2 files ending in .json, the first is news/c.json: no text, and no format that is known",
            "warning: passed over: news/b.pdf: a PDF document is not read: convert it to text, with `pdftotext` for example",
        ];
        assert_eq!(lines[1..3], told, "{shown}");
    }
    let named = world.run(&["index", "-i", "idx", "news/a.jsonl", "news/b.pdf"]);
    assert_eq!(named.status, 2, "{named}");
    let error = "error: news/b.pdf is a PDF document, which is not read\n";
    assert!(named.stderr.starts_with(error), "{named}");
}
