//! The documents of the repository, executed: every command they show, and what it prints.
//!
//! A document is a page, read from top to bottom. Its commands run one after another in one shell,
//! in a folder of their own that holds nothing but `index-data/sample`, so a command sees the files,
//! indexes and servers of those above it. `xunwen` is the program under test.
//!
//! * A `console` block shows commands after `$ `, each followed by its output; a line `…` stands for
//!   lines left out. An `sh` block shows commands alone, and their output is not compared.
//! * Output is compared literally, except for what differs from run to run; see [`compare`].
//! * A command that cannot run here must be on the list [`page::NOT_RUN`], with the reason.
//!   Fences of an unknown language are refused, so no command can hide in one.
//!
//! `XUNWEN_DOCUMENTS=write cargo test -p xunwen-cli --test main -- documents::` puts today's output
//! into the documents. Read the difference before you commit it.
//!
//! `trycmd` and `snapbox` were considered: they run one program without a shell, so there are no
//! pipes, no server in the background, and no state that one block leaves to the next.

/// Expected and actual output, and what may differ between them.
mod compare;
/// Commands inside running text: do the subcommands and options they name exist?
mod inline;
/// Links between documents.
mod links;
/// Files and types that the map of the code names.
mod names;
/// The commands of a document, in the order of the page.
mod page;
/// One shell a document.
mod shell;
/// The runner itself: it must notice what is wrong.
mod spoilt;

use std::path::{Path, PathBuf};

use compare::Days;
use page::Shown;
use shell::Output;

use crate::cluster::cluster;
use crate::support::project;

macro_rules! documents {
    ($($name:ident: $path:literal,)+) => {
        const DOCUMENTS: &[&str] = &[$($path),+];
        $(
            #[test]
            fn $name() {
                check($path);
            }
        )+
    };
}

documents! {
    the_readme: "README.md",
    the_benchmarks: "benches/README.md",
    the_map_of_the_code: "crates/README.md",
    the_guide: "crates/cli/GUIDE.md",
    the_cluster: "crates/cluster/README.md",
    the_figures_of_ir_measures: "crates/eval/tests-data/README.md",
    the_inputs_and_jobs: "crates/index/README.md",
    the_query_language: "crates/language/src/language.md",
    what_counts_as_an_occurrence: "crates/language/src/occurrence.md",
    the_python_package: "crates/python/README.md",
    the_contract: "crates/schema/README.md",
    the_server: "crates/serve/README.md",
    the_standing_queries: "crates/watch/README.md",
    the_data: "index-data/README.md",
    the_expansions: "index-data/expansions/README.md",
    the_sample: "index-data/sample/README.md",
    the_kept_index: "tests/fixtures/analysis-3/README.md",
    the_kept_index_of_the_analysis_before: "tests/fixtures/format-3/README.md",
    the_fuzz_targets: "tests/fuzz/README.md",
}

/// Runs a document of the repository.
#[track_caller]
fn check(path: &str) {
    let text = std::fs::read_to_string(project(path)).unwrap();
    if text.contains(shell::CLUSTER) && cluster().is_none() {
        return;
    }
    let mut checked = run(&text);
    checked.problems.extend(links::problems(path, &text));
    if !checked.problems.is_empty() && std::env::var("XUNWEN_DOCUMENTS").is_ok_and(|v| v == "write")
    {
        std::fs::write(project(path), checked.rewritten).unwrap();
    }
    let problems: String = checked.problems.iter().map(|p| format!("{path}:{p}\n")).collect();
    assert!(problems.is_empty(), "\n{problems}");
}

/// What running a document has shown.
struct Checked {
    /// Each begins with the line of the document it is about.
    problems: Vec<String>,
    /// The document, with the actual output in place of what differs from it.
    rewritten: String,
}

/// Runs the commands of a document and compares what they print.
fn run(text: &str) -> Checked {
    let page = page::read(text);
    let commands: Vec<&Shown> = page.commands.iter().filter(|shown| shown.runs()).collect();
    let ran = shell::run(&commands);
    let mut problems = page.problems;
    problems.extend(inline::problems(text));
    let mut lines: Vec<&str> = text.lines().collect();
    // From the last to the first, so that lines keep their numbers while those below are replaced.
    for (shown, output) in commands.iter().zip(&ran.outputs).rev() {
        if let Some(problem) = shown.problem(output, &ran.days) {
            problems.push(problem);
            let kept = if shown.output.is_some() { output.text.as_str() } else { "" };
            lines.splice(shown.output_lines(), kept.lines());
        }
    }
    if let Some(shown) = commands.get(ran.outputs.len()) {
        problems.push(format!("{}: the shell ended in `{}`", shown.line, shown.command));
    }
    problems.sort_by_key(|problem| {
        problem.split(':').next().and_then(|line| line.parse::<usize>().ok())
    });
    Checked { problems, rewritten: lines.join("\n") + "\n" }
}

impl Shown {
    /// Returns how the output of this command differs from what the document shows.
    fn problem(&self, output: &Output, days: &Days) -> Option<String> {
        let Self { line, command, .. } = self;
        let Some(expected) = &self.output else {
            let Output { text, status } = output;
            return (*status != 0)
                .then(|| format!("{line}: `{command}` ends with {status}\n{text}"));
        };
        let actual: Vec<&str> = output.text.lines().collect();
        let difference = compare::difference(expected, &actual, days)?;
        let line = self.output_lines().start + difference.line;
        Some(format!("{line}: of `{command}`\n{}", difference.text))
    }
}

#[test]
fn every_document_is_executed() {
    let mut found = Vec::new();
    markdown_in(&project(""), &mut found);
    let root = project("");
    let mut found: Vec<_> =
        found.iter().map(|path| path.strip_prefix(&root).unwrap().to_str().unwrap()).collect();
    found.sort_unstable();
    let mut listed = DOCUMENTS.to_vec();
    listed.sort_unstable();
    assert_eq!(found, listed, "every document needs a line in `documents!`");
}

fn markdown_in(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir()
            && !path.is_symlink()
            && !name.starts_with('.')
            && !["target", "built"].contains(&name)
        {
            markdown_in(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

#[test]
fn no_exemption_is_left_over() {
    let pages = DOCUMENTS.iter().map(|path| std::fs::read_to_string(project(path)).unwrap());
    let commands: Vec<_> = pages.flat_map(|text| page::read(&text).commands).collect();
    for (beginning, reason) in page::NOT_RUN {
        let is_used = commands.iter().any(|shown| shown.command.starts_with(beginning));
        assert!(is_used, "no document shows `{beginning}` ({reason})");
    }
}

#[test]
fn the_readme_is_short() {
    let length = std::fs::metadata(project("README.md")).unwrap().len();
    assert!(
        length <= 9_000,
        "README.md has {length} bytes; details belong beside what they describe"
    );
}
