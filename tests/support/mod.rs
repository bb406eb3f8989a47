//! Worlds, transcripts, and the data that may be beside the project.

mod dice;
pub(crate) mod judge;
pub(crate) mod pty;
pub(crate) mod whole;

use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) use dice::Dice;

/// A folder of its own, and the program to run in it.
pub(crate) struct World {
    folder: TempDir,
}

/// What a run of the program printed and returned.
#[must_use]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Transcript {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) status: i32,
}

impl World {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// A world whose index `idx` holds these articles, given as JSON Lines.
    pub(crate) fn with_articles(lines: &[Value]) -> Self {
        let world = Self::new();
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        world.write("articles.jsonl", text.as_bytes());
        let built = world.run(&["index", "-i", "idx", "articles.jsonl"]);
        assert_eq!(built.status, 0, "{built}");
        world
    }

    /// A world whose index `idx` holds the sample.
    pub(crate) fn with_sample() -> Self {
        let world = Self::new();
        let sample = project("index-data/sample/articles.jsonl");
        let built = world.run(&["index", "-i", "idx", sample.to_str().unwrap()]);
        assert_eq!(built.status, 0, "{built}");
        world
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xunwen"));
        command
            .current_dir(self.folder.path())
            .args(arguments)
            .env_remove("XUNWEN_INDEX")
            .env_remove("NO_COLOR");
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Transcript {
        self.run_with_input(arguments, b"")
    }

    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Transcript {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A program that does not read its input may have ended before all is written.
        drop(child.stdin.take().unwrap().write_all(input));
        let output = child.wait_with_output().unwrap();
        Transcript {
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            status: output.status.code().unwrap_or(-1),
        }
    }

    /// Searches `idx` and returns the lines of the JSON output: hits and the summary.
    pub(crate) fn json(&self, arguments: &[&str]) -> (Vec<Value>, Value) {
        let all = [&["search", "-i", "idx", "--format", "json"], arguments].concat();
        let transcript = self.run(&all);
        assert!(transcript.status < 2, "{transcript}");
        let mut lines: Vec<Value> =
            transcript.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let summary = lines.pop().unwrap();
        assert_eq!(summary["type"], "summary");
        (lines.into_iter().map(|mut hit| hit["data"].take()).collect(), summary["data"].clone())
    }

    /// Returns the sorted ids of the exact tier of a query on `idx`.
    pub(crate) fn exact_ids(&self, arguments: &[&str]) -> Vec<String> {
        let (hits, summary) = self.json(&[&["--exact", "-n", "all"], arguments].concat());
        assert_eq!(summary["exact"], hits.len());
        let mut ids = ids(&hits);
        ids.sort();
        ids
    }
}

/// Returns the ids of hits, in their order.
pub(crate) fn ids(hits: &[Value]) -> Vec<String> {
    hits.iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
}

impl fmt::Display for Transcript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}--- stderr ---\n{}[exit {}]", self.stdout, self.stderr, self.status)
    }
}

impl fmt::Debug for Transcript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// Returns how many times a program is to be killed: as `XUNWEN_KILLS` says, or as usual.
pub(crate) fn kills(usual: usize) -> usize {
    std::env::var("XUNWEN_KILLS").ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}

/// Returns a path in the project.
pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join(path)
}

/// Returns a file of the data beside the project, or says that the test is skipped.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let file = project("../shared").join(path);
    if !file.exists() {
        skipped(&format!("{path} is not beside the project"));
        return None;
    }
    Some(file)
}

/// Says which test cannot run here, and why.
///
/// It writes past the harness, which hides what a passing test prints: `.ci/run` counts the lines.
pub(crate) fn skipped(reason: &str) {
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    std::io::stderr().write_all(format!("skipped: {test}: {reason}\n").as_bytes()).unwrap();
}
