//! Searches that a signal ends: whole lines, and the exit status of the signal.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::World;
use crate::support::whole::articles;

/// More lines than the pipe holds that nobody reads: the program waits in the middle of them.
const COPIES: usize = 6;

#[test]
fn a_signal_ends_a_search_between_two_lines() {
    let articles = articles(COPIES);
    let world = World::with_articles(&articles);
    let all = ["search", "-i", "idx", "日期:2000..2030", "-n", "all", "--format", "json"];
    let whole = world.run(&all);
    assert_eq!((whole.status, whole.stdout.lines().count()), (0, articles.len() + 1));
    for (signal, status) in [("-INT", 130), ("-TERM", 143)] {
        let mut command = world.command(&all);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut told = String::new();
        lines.read_line(&mut told).unwrap();
        let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        lines.read_to_string(&mut told).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(status));
        assert!(told.ends_with('\n'), "half a line");
        let hits = told.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let hits = hits.filter(|line| line["type"] == "hit").count();
        assert!((1..articles.len()).contains(&hits), "{hits} of {}", articles.len());
        assert!(whole.stdout.starts_with(&told), "what was written is what it always is");
    }
}
