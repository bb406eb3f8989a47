//! Hyphens that begin a keyword or a number, and no option.
//!
//! clap takes every argument with a hyphen in front for an option. In arguments that are queries, a
//! hyphen before a character with which no option begins is kept from it by a stand-in, and put back
//! when the argument is read.

use std::convert::Infallible;
use std::ffi::OsString;

use clap::Command;

/// Stands in for a hyphen; Unicode has set it aside, so that no text has it.
const STAND_IN: char = '\u{fdd0}';

/// The commands whose arguments are queries.
const QUERIES: [&str; 7] = ["search", "demo", "explain", "trend", "kwic", "words-near", "keywords"];

/// Returns the arguments of a process, which `command` describes, with a stand-in for each hyphen that begins no option.
pub(super) fn guarded(arguments: Vec<OsString>, command: &Command) -> Vec<OsString> {
    let name = arguments.get(1).and_then(|name| name.to_str()).unwrap_or_default();
    let Some(command) = command.find_subcommand(name).filter(|_| QUERIES.contains(&name)) else {
        return arguments;
    };
    let plain = arguments.iter().position(|argument| argument == "--").unwrap_or(arguments.len());
    let guard = |at: usize| {
        let text = arguments[at].to_str().filter(|text| at < plain && is_keyword(text))?;
        let is_value =
            arguments[at - 1].to_str().is_some_and(|option| takes_value(command, option));
        (!is_value).then(|| OsString::from(text.replacen('-', &STAND_IN.to_string(), 1)))
    };
    (0..arguments.len()).map(|at| guard(at).unwrap_or_else(|| arguments[at].clone())).collect()
}

/// Reads an argument, its hyphen put back.
pub(super) fn word(argument: &str) -> Result<String, Infallible> {
    Ok(argument
        .strip_prefix(STAND_IN)
        .map_or_else(|| argument.to_owned(), |rest| format!("-{rest}")))
}

fn is_keyword(argument: &str) -> bool {
    let next = argument.strip_prefix('-').and_then(|rest| rest.chars().next());
    next.is_some_and(|c| !c.is_ascii_alphabetic() && c != '-')
}

/// Returns true if the argument after `option` is its value.
fn takes_value(command: &Command, option: &str) -> bool {
    let is_named = |argument: &clap::Arg| match option.strip_prefix("--") {
        Some(long) => argument.get_long() == Some(long),
        None => {
            let short = option.strip_prefix('-').and_then(|short| short.chars().next_back());
            short.is_some() && argument.get_short() == short
        }
    };
    command.get_arguments().any(|it| it.get_action().takes_values() && is_named(it))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::args::Args;

    fn of(line: &str) -> Vec<String> {
        let guarded = guarded(line.split(' ').map(OsString::from).collect(), &Args::command());
        guarded.into_iter().map(|it| it.into_string().unwrap()).collect()
    }

    #[test]
    fn hyphens_of_keywords_are_guarded_and_those_of_options_are_not() {
        let line = "xunwen search -3.2% -n 5 -广告 --exact -\"a -x --y - -- -4";
        let guarded = of(line);
        let changed: Vec<_> = guarded.iter().filter(|it| it.starts_with(STAND_IN)).collect();
        assert_eq!(changed, ["\u{fdd0}3.2%", "\u{fdd0}广告", "\u{fdd0}\"a"]);
        let words: Vec<String> = guarded.iter().map(|it| word(it).unwrap()).collect();
        assert_eq!(words.join(" "), line);
    }

    #[test]
    fn values_of_options_and_other_commands_are_left_alone() {
        for line in
            ["xunwen search x -n -3 --since -4 -i -5", "xunwen inspect -3", "xunwen", "x -3"]
        {
            assert_eq!(of(line).join(" "), line);
        }
    }
}
