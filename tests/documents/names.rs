//! The map of the code: the files and types that it names exist.

use std::path::Path;

use crate::support::project;

/// Returns the paths and types of `crates/README.md` that do not exist.
fn missing(text: &str) -> Vec<String> {
    let sources = sources(&project("crates"));
    let prose = text.split("```").step_by(2);
    let spans = prose.flat_map(|prose| prose.split('`').skip(1).step_by(2));
    let wrong = |span: &&str| {
        (is_path(span) && !is_there(span)) || (is_type(span) && !sources.contains(*span))
    };
    spans.filter(wrong).map(str::to_owned).collect()
}

fn is_path(span: &str) -> bool {
    span.contains('/') && !span.contains([' ', ':'])
}

/// Paths are those of the repository, or leave out `crates/` or `crates/CRATE/src/`.
fn is_there(path: &str) -> bool {
    let (name, rest) = path.split_once('/').unwrap_or((path, ""));
    [path.to_owned(), format!("crates/{path}"), format!("crates/{name}/src/{rest}")]
        .iter()
        .any(|path| project(path).exists())
}

/// Returns whether a span is the name of a type, such as `Job`.
fn is_type(span: &str) -> bool {
    let is_capital = span.starts_with(|c: char| c.is_ascii_uppercase());
    is_capital
        && span.chars().all(char::is_alphanumeric)
        && span.chars().any(|c| c.is_ascii_lowercase())
}

fn sources(folder: &Path) -> String {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let texts = paths.filter(|path| !path.is_symlink()).map(|path| {
        if path.is_dir() {
            return sources(&path);
        }
        let is_source = path.extension().is_some_and(|extension| extension == "rs");
        if is_source { std::fs::read_to_string(path).unwrap() } else { String::new() }
    });
    texts.collect()
}

#[test]
fn the_map_of_the_code_names_what_exists() {
    let text = std::fs::read_to_string(project("crates/README.md")).unwrap();
    assert_eq!(missing(&text), [""; 0]);
}

#[test]
fn a_name_that_does_not_exist_is_found() {
    let text =
        "`Job` of `index/jab`, `query/lib.rs`, `tests/main.rs`: `Jab`, `schema/lob.rs`, `a b/c`";
    assert_eq!(missing(text), ["index/jab", "Jab", "schema/lob.rs"]);
}
