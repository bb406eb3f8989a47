//! `xunwen`: search Chinese news from the command line.

mod args;
mod commands;
mod failure;
mod panics;
mod progress;
mod render;
mod streams;

use std::process::ExitCode;

fn main() -> ExitCode {
    let args = args::Args::of_process();
    let mut streams = streams::Streams::of_process();
    match panics::caught(|| commands::run(args.command, &mut streams)) {
        Ok(code) => code,
        Err(failure) => failure.report(&mut streams.err),
    }
}
