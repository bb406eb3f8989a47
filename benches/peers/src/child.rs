//! Child processes: one that indexes, or one that answers line by line.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::outcome::Outcome;

/// How often the memory of a program is sampled.
const SAMPLING: Duration = Duration::from_millis(20);

/// What an indexing run cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    pub(crate) seconds: f64,
    /// The peak resident memory of the program and its children, in bytes.
    pub(crate) peak: u64,
}

/// Runs a program to its end; its standard error goes to `log`.
pub(crate) fn run(command: &mut Command, log: &Path) -> Outcome<Cost> {
    let start = Instant::now();
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(File::create(log)?);
    let mut child = command.spawn()?;
    let mut peak = 0;
    let status = loop {
        peak = peak.max(peak_memory(child.id()));
        match child.try_wait()? {
            Some(status) => break status,
            None => sleep(SAMPLING),
        }
    };
    let seconds = start.elapsed().as_secs_f64();
    if !status.success() {
        return Err(format!("{command:?}: {status}, see {}", log.display()).into());
    }
    Ok(Cost { seconds, peak })
}

/// Returns the peak resident memory so far of a process and its children, in bytes.
fn peak_memory(process: u32) -> u64 {
    let read = |name: &str| fs::read_to_string(format!("/proc/{process}/{name}"));
    let status = read("status").unwrap_or_default();
    let kib = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = kib.and_then(|rest| rest.trim().strip_suffix(" kB")?.parse().ok()).unwrap_or(0);
    let children = read(&format!("task/{process}/children")).unwrap_or_default();
    let children = children.split_ascii_whitespace().filter_map(|child| child.parse().ok());
    kib * 1024 + children.map(peak_memory).sum::<u64>()
}

/// A program that answers lines.
#[derive(Debug)]
pub(crate) struct Session {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
    answer: String,
}

impl Session {
    pub(crate) fn start(command: &mut Command, log: &Path) -> Outcome<Self> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(File::create(log)?);
        let mut child = command.spawn()?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (questions, answers) = pipes.ok_or("a program without pipes")?;
        Ok(Self { child, questions, answers: BufReader::new(answers), answer: String::new() })
    }

    /// Sends a line; returns the answer and the time of the round trip.
    pub(crate) fn ask(&mut self, line: &str) -> Outcome<(&str, Duration)> {
        let question = format!("{line}\n");
        self.answer.clear();
        let start = Instant::now();
        self.questions.write_all(question.as_bytes())?;
        self.answers.read_line(&mut self.answer)?;
        let elapsed = start.elapsed();
        if !self.answer.ends_with('\n') {
            return Err(format!("no answer to {line}").into());
        }
        Ok((self.answer.trim_end(), elapsed))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // A session only reads an index, so nothing is lost.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
