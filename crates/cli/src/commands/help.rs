//! `xunwen help`: the commands, one command, the query language, what it counts, or the formats of inputs.

use std::process::ExitCode;

use clap::CommandFactory;

use crate::args::Args;
use crate::failure::{Failure, Misuse};
use crate::streams::Streams;

pub(super) fn run(topic: Option<&str>, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let mut command = Args::command();
    command.build();
    let help = match topic {
        Some("query") => xunwen_language::LANGUAGE.to_owned(),
        Some("occurrence") => xunwen_language::OCCURRENCE.to_owned(),
        Some("input") => xunwen_index::input_guide().to_owned(),
        None => command.render_long_help().to_string(),
        Some(name) => match command.find_subcommand_mut(name) {
            Some(found) => found.render_long_help().to_string(),
            None => return Err(Misuse::Topic(name.to_owned()).into()),
        },
    };
    writeln!(streams.out, "{}", help.trim_end())?;
    streams.finish()
}
