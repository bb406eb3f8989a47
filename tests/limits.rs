//! The limits of inputs: what is too much is told, and nothing keeps a job from hearing a signal.

use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::World;

/// How soon a job hears a signal at the latest; here it shares its processor with other tests.
const SOON: Duration = Duration::from_secs(20);

/// Indexes `record` beside an article and returns why it was rejected.
fn rejected(record: &Value) -> String {
    let world = World::new();
    let text = format!("{record}\n{}\n", json!({ "id": "b", "title": "微短剧" }));
    world.write("news.jsonl", text.as_bytes());
    // Twice: what has a key that the index drops would be there twice.
    for _ in 0..2 {
        let shown = world.run(&["index", "-i", "idx", "news.jsonl"]);
        assert_eq!(shown.status, 0, "{shown}");
        assert!(shown.stderr.contains("warning: 1 record rejected, listed in idx/rejects.tsv"));
        assert!(shown.stderr.contains("idx holds 1 article, "), "{shown}");
    }
    assert_eq!(world.exact_ids(&["微短剧"]), ["b"]);
    let list = std::fs::read_to_string(world.path("idx/rejects.tsv")).unwrap();
    let line = list.lines().nth(1).unwrap();
    line.strip_prefix("news.jsonl\t1\t").unwrap_or_else(|| panic!("{line}")).to_owned()
}

#[test]
fn a_field_beyond_its_limit_is_told_and_nothing_is_doubled() {
    let long = |count: usize| "重".repeat(count);
    let table = [
        (
            json!({ "id": "a".repeat(70_000), "title": "微短剧" }),
            "field `id` has 70000 bytes, 8192 are the most",
        ),
        (
            json!({ "url": format!("https://{}", "a".repeat(69_992)), "title": "微短剧" }),
            "field `id` has 70000 bytes, 8192 are the most",
        ),
        (
            json!({ "id": "a", "title": "微短剧", "source": long(400_000) }),
            "field `source` has 1200000 bytes, 1024 are the most",
        ),
        (
            json!({ "id": "a", "title": "微短剧", "tags": [long(30_000)] }),
            "a tag has 90000 bytes, 1024 are the most",
        ),
        (
            json!({ "id": "a", "title": "微短剧", "lang": "z".repeat(70_000) }),
            "field `lang` has 70000 bytes, 64 are the most",
        ),
    ];
    for (record, reason) in table {
        assert_eq!(rejected(&record), reason);
    }
}

#[test]
fn fields_at_their_limits_are_kept_whole_and_found_once() {
    let world = World::new();
    let id = "a".repeat(8_192);
    let article = json!({
        "id": id, "title": "微短剧", "source": "重".repeat(341), "url": format!("https://{}", "u".repeat(8_184)),
        "tags": ["t".repeat(1_024)], "lang": "z".repeat(64),
    });
    world.write("news.jsonl", format!("{article}\n").as_bytes());
    for outcome in ["1 added, 0 updated, 0 unchanged", "0 added, 0 updated, 1 unchanged"] {
        let shown = world.run(&["index", "-i", "idx", "news.jsonl"]);
        assert!(shown.stderr.starts_with(outcome), "{shown}");
    }
    let source = "重".repeat(341);
    assert_eq!(world.exact_ids(&["微短剧", "--source", &source]), [id.as_str()]);
    assert_eq!(world.exact_ids(&["微短剧", &format!("标签:{}", "t".repeat(1_024))]), [id.as_str()]);
    let shown = world.run(&["delete", "-i", "idx", &id]);
    assert!(shown.status == 0 && shown.stderr.starts_with("1 article deleted"), "{shown}");
}

/// Starts a job on standard input, and lets it read a megabyte of `blank`.
fn reading(world: &World, format: &str, blank: &str) -> Child {
    let mut command = world.command(&["index", "-i", "idx", "--input-format", format, "-"]);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let input = child.stdin.as_mut().unwrap();
    // A table without a header is none.
    input.write_all(if format == "csv" { b"title,body\n" } else { b"" }).unwrap();
    // More than a pipe holds: when it is written, the job is reading.
    input.write_all(blank.repeat(1 << 20).as_bytes()).unwrap();
    child
}

/// Returns the exit status of a job after a signal, and how long that took.
fn ended(child: &mut Child, signal: &str) -> (Option<i32>, Duration) {
    let start = Instant::now();
    let id = child.id().to_string();
    assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
    while child.try_wait().unwrap().is_none() && start.elapsed() < 3 * SOON {
        thread::sleep(Duration::from_millis(10));
    }
    let status = child.try_wait().unwrap();
    drop(child.kill());
    (status.and_then(|status| status.code()), start.elapsed())
}

#[test]
fn a_job_that_skips_blanks_without_end_hears_a_signal() {
    for format in ["jsonl", "json", "csv", "search-page"] {
        let world = World::new();
        let mut child = reading(&world, format, "\n");
        let mut input = child.stdin.take().unwrap();
        let feeding = thread::spawn(move || while input.write_all(&[b'\n'; 1 << 16]).is_ok() {});
        let (status, time) = ended(&mut child, "-TERM");
        feeding.join().unwrap();
        assert!(status == Some(143) && time < SOON, "{format}: {status:?} after {time:?}");
    }
}

#[test]
fn a_job_that_waits_for_a_silent_pipe_hears_a_signal() {
    for (format, signal, expected) in [("jsonl", "-INT", 130), ("csv", "-TERM", 143)] {
        let world = World::new();
        let mut child = reading(&world, format, "\n");
        let (status, time) = ended(&mut child, signal);
        assert!(status == Some(expected) && time < SOON, "{format}: {status:?} after {time:?}");
    }
}
