//! `xunwen`: search Chinese news from the command line.

mod args;
mod commands;
mod failure;
mod log;
mod panics;
mod progress;
mod query_file;
mod render;
mod signals;
mod streams;
mod terminal;

use std::process::ExitCode;

use failure::{Failure, Misuse};
use streams::Streams;

fn main() -> ExitCode {
    let mut streams = Streams::of_process();
    match panics::caught(|| run(&mut streams)) {
        Ok(code) => code,
        Err(failure) => failure.report(&mut streams.err),
    }
}

fn run(streams: &mut Streams) -> Result<ExitCode, Failure> {
    match args::Args::of_process() {
        Ok(args) => commands::run(args.command, streams),
        Err(error) if error.use_stderr() => Err(Misuse::of(&error).into()),
        // Help and version, which were asked for.
        Err(error) => {
            let help = error.render();
            if streams.look.colour {
                streams.out.own(&help.ansi().to_string())?;
            } else {
                streams.out.own(&help.to_string())?;
            }
            streams.finish()
        }
    }
}
