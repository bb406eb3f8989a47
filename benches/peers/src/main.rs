//! Measures xunwen beside other engines: the same articles, the same queries, in one session.
//!
//! ```text
//! corpora -articles-> articles.jsonl -peer, child-> indexes ─┐
//!            └─draw, truth-> queries with counts ────────────┴─measure-> results -report-> Markdown
//! ```
//!
//! Every engine is a program that is called in the same way ([`peer`]) and answers lines as the
//! engines of search-benchmark-game do. That of xunwen is part of this one ([`xunwen`]).
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a measurement reports its progress")]

mod args;
mod articles;
mod child;
mod compare;
mod disk;
mod draw;
mod grow;
mod measure;
mod outcome;
mod peer;
mod queries;
mod random;
mod report;
mod results;
mod synthesize;
mod truth;
mod xunwen;

/// A second implementation of laws 1 and 2 of the analysis, by which a scan of all articles counts.
/// The file is a link to the judge of the tests.
#[allow(dead_code, reason = "the tests need more of the judge than this does")]
#[allow(clippy::unwrap_used, reason = "it was written for tests")]
mod judge;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
// Where `judge` looks for it.
use peer::project;

fn main() -> ExitCode {
    let done = match Args::parse().command {
        Command::Compare(args) => compare::run(&args),
        Command::Grow(args) => grow::run(&args),
        Command::Synthesize(args) => synthesize::run(&args),
        Command::Xunwen(args) => xunwen::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}
