//! Commands inside running text: do the subcommands and options they name exist?

use std::collections::HashMap;
use std::process::Command;
use std::sync::{LazyLock, Mutex};

/// Checks the spans of code that begin with `xunwen `: they name a command, and options it has.
pub(super) fn problems(text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let mut is_block = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            is_block = !is_block;
        } else if !is_block {
            let spans = line.split('`').skip(1).step_by(2);
            let wrong = spans.filter_map(|span| span.strip_prefix("xunwen ").and_then(problem));
            problems.extend(wrong.map(|problem| format!("{}: {problem}", index + 1)));
        }
    }
    problems
}

/// Returns what is wrong with the arguments of an inline command.
fn problem(arguments: &str) -> Option<String> {
    let words: Vec<&str> = arguments.split_whitespace().collect();
    let named =
        words.iter().take_while(|word| word.chars().all(|c| c == '-' || c.is_ascii_lowercase()));
    let named: Vec<&str> = named.copied().filter(|word| !word.starts_with('-')).collect();
    // The longest beginning that is a command: `words add`, `help query`, `search`.
    let help = (0..=named.len()).rev().find_map(|count| help_of(&named[..count]))?;
    if !named.is_empty() && help_of(&named[..1]).is_none() {
        return Some(format!("`xunwen {arguments}`: there is no such command"));
    }
    let options = words.iter().filter(|word| word.starts_with("--"));
    let mut unknown = options.filter(|option| !help.contains(option.split('=').next().unwrap()));
    unknown.next().map(|option| format!("`xunwen {arguments}`: there is no {option}"))
}

/// Returns the help of a command, if there is such a command.
fn help_of(command: &[&str]) -> Option<String> {
    static KNOWN: LazyLock<Mutex<HashMap<String, Option<String>>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().unwrap();
    known.entry(command.join(" ")).or_insert_with(|| ask(command)).clone()
}

fn ask(command: &[&str]) -> Option<String> {
    let mut program = Command::new(env!("CARGO_BIN_EXE_xunwen"));
    let output = program.args(command).arg("--help").output().unwrap();
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_command_or_an_option_that_does_not_exist_is_found() {
    assert_eq!(
        problems("`xunwen search 微短剧 --exact`, `xunwen words add`, `xunwen --version`"),
        [""; 0]
    );
    assert_eq!(problems("`xunwen serach`"), ["1: `xunwen serach`: there is no such command"]);
    assert_eq!(
        problems("\n`xunwen words add --bogus`"),
        ["2: `xunwen words add --bogus`: there is no --bogus"]
    );
}
