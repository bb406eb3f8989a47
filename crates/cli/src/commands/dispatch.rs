//! From the command line to the command.

use std::process::ExitCode;

use clap::CommandFactory;

use super::{
    analyze, batch, compact, delete, demo, eval, explain, generations, help, index, inspect,
    keywords, kwic, peek, rebuild, replay, rollback, search, serve, trend, verify, watch, words,
    words_near,
};
use crate::args::{Args, Command};
use crate::failure::Failure;
use crate::streams::Streams;

/// Runs one command.
pub(crate) fn run(command: Command, streams: &mut Streams) -> Result<ExitCode, Failure> {
    match command {
        Command::Demo(args) => demo::run(&args, streams),
        Command::Index(args) => index::run(&args, streams),
        Command::Peek(args) => peek::run(&args, streams),
        Command::Rebuild(args) => rebuild::run(&args, streams),
        Command::Generations(args) => generations::run(&args, streams),
        Command::Rollback(args) => rollback::run(&args, streams),
        Command::Delete(args) => delete::run(&args, streams),
        Command::Compact(args) => compact::run(&args, streams),
        Command::Words(args) => words::run(&args, streams),
        Command::Verify(args) => verify::run(&args, streams),
        Command::Search(args) => search::run(&args, streams),
        Command::Explain(args) => explain::run(&args, streams),
        Command::Replay(args) => replay::run(&args, streams),
        Command::Trend(args) => trend::run(&args, streams),
        Command::Batch(args) => batch::run(&args, streams),
        Command::Watch(args) => watch::run(&args, streams),
        Command::Kwic(args) => kwic::run(&args, streams),
        Command::WordsNear(args) => words_near::run(&args, streams),
        Command::Keywords(args) => keywords::run(&args, streams),
        Command::Analyze(args) => analyze::run(&args, streams),
        Command::Inspect(args) => inspect::run(&args, streams),
        Command::Eval(args) => eval::run(&args, streams),
        Command::Serve(args) => serve::run(&args, streams),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Args::command(), "xunwen", &mut streams.out);
            streams.finish()
        }
        Command::Help { topic } => help::run(topic.as_deref(), streams),
    }
}
