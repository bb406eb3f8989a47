//! The commands of a document, in the order of the page.

use std::ops::Range;

/// Commands that cannot run in a test: how they begin, and why.
pub(super) const NOT_RUN: &[(&str, &str)] = &[
    ("cargo ", "builds the project; `.ci/run` tries those of the README"),
    ("apt-get ", "changes the machine"),
    ("pip install ", "changes the machine"),
    ("benches/peers/run ", "needs news that is not in the repository, and other engines"),
    ("xunwen eval sets ", "needs judged queries that are not in the repository"),
    ("hyperfine ", "measures an index of news that is not in the repository"),
    ("wrk ", "puts a minute of load on a server"),
    ("python3 crates/serve/load/slow.py ", "puts a minute of load on a server"),
    ("rustup ", "changes the machine"),
    ("tests/fuzz/run ", "needs a nightly compiler, and takes as long as it is told"),
    ("schemathesis ", "needs a program from PyPI"),
    ("python3 generate.py", "made figures that are in the repository"),
    ("parallel ", "needs GNU parallel; a test starts the same processes itself"),
    ("sbatch ", "needs Slurm"),
    ("ir_measures ", "needs a program from PyPI"),
];

/// Fences whose blocks show no command. What is in Python is run by `.ci/python`.
const SILENT: [&str; 3] = ["text", "json", "python"];

/// How the README runs the program from a checkout; here it is on `PATH`.
const FROM_CHECKOUT: &str = "cargo run --release -- ";

/// A command and, in a `console` block, what it prints.
#[derive(Debug)]
pub(super) struct Shown {
    /// The line of the document that the command begins on, from 1.
    pub(super) line: usize,
    pub(super) command: String,
    pub(super) output: Option<Vec<String>>,
}

impl Shown {
    /// Returns whether the command is to be run.
    pub(super) fn runs(&self) -> bool {
        self.command.starts_with(FROM_CHECKOUT)
            || !NOT_RUN.iter().any(|(beginning, _)| self.command.starts_with(beginning))
    }

    /// Returns the command as the shell gets it.
    pub(super) fn in_shell(&self) -> String {
        self.command.replacen(FROM_CHECKOUT, "xunwen ", 1)
    }

    fn continues(&mut self, line: &str) {
        self.command.push('\n');
        self.command.push_str(line);
    }

    /// Returns which lines of the document show the output, from 0; none if it is not shown.
    pub(super) fn output_lines(&self) -> Range<usize> {
        let start = self.line + self.command.lines().count() - 1;
        start..start + self.output.as_ref().map_or(0, Vec::len)
    }
}

/// The commands of a document, and what cannot be read in it.
#[derive(Default)]
pub(super) struct Page {
    pub(super) commands: Vec<Shown>,
    pub(super) problems: Vec<String>,
}

/// Reads the blocks of a document.
pub(super) fn read(text: &str) -> Page {
    let mut page = Page::default();
    let mut language = None;
    let mut before = "";
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        match (language, line.trim_start().strip_prefix("```")) {
            (None, Some(named)) => language = Some(page.opened(number, named)),
            (Some(_), Some(_)) => language = None,
            (Some("console"), None) => page.transcript(number, line),
            (Some("sh"), None) => page.script(number, line),
            (Some(_), None) => {}
            (None, None) if line.starts_with("    ") && before.is_empty() => {
                page.problems.push(format!("{number}: indented code; use a fence"));
            }
            (None, None) => {}
        }
        before = line;
    }
    page
}

impl Page {
    fn opened<'a>(&mut self, line: usize, language: &'a str) -> &'a str {
        if !["console", "sh"].contains(&language) && !SILENT.contains(&language) {
            self.problems.push(format!("{line}: a fence of unknown language {language:?}"));
        }
        language
    }

    fn transcript(&mut self, number: usize, line: &str) {
        if let Some(command) = line.strip_prefix("$ ") {
            let command = command.to_owned();
            self.commands.push(Shown { line: number, command, output: Some(Vec::new()) });
            return;
        }
        match self.commands.last_mut() {
            Some(last) if last.command.ends_with('\\') => last.continues(line),
            Some(last) if last.output_lines().end + 1 == number => {
                last.output.get_or_insert_default().push(line.to_owned());
            }
            _ => self.problems.push(format!("{number}: output without a command (`$ …`)")),
        }
    }

    fn script(&mut self, number: usize, line: &str) {
        match self.commands.last_mut() {
            Some(last) if last.command.ends_with('\\') => last.continues(line),
            _ => self.commands.push(Shown { line: number, command: line.to_owned(), output: None }),
        }
    }
}
