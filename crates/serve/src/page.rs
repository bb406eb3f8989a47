//! The page: files that are part of the program.
//!
//! The scripts are modules of their own in the sources; they are sent as one, so that a first visit needs three
//! requests and the second one. The names of all but the page itself have a digest of their content, so browsers
//! keep them for good.

use std::sync::LazyLock;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use xxhash_rust::xxh3::xxh3_64;

/// A file of the page.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) path: String,
    form: &'static str,
    content: String,
    /// Whether the path changes with the content.
    is_immutable: bool,
}

/// The scripts, each after those that it imports.
const SCRIPTS: [(&str, &str); 28] = [
    ("./storage.js", include_str!("page/storage.js")),
    ("./text.js", include_str!("page/text.js")),
    ("./words-zh.js", include_str!("page/words-zh.js")),
    ("./words-en.js", include_str!("page/words-en.js")),
    ("./dom.js", include_str!("page/dom.js")),
    ("./state.js", include_str!("page/state.js")),
    ("./api.js", include_str!("page/api.js")),
    ("./problem.js", include_str!("page/problem.js")),
    ("./panel.js", include_str!("page/panel.js")),
    ("./sheet.js", include_str!("page/sheet.js")),
    ("./files.js", include_str!("page/files.js")),
    ("./structure.js", include_str!("page/structure.js")),
    ("./filters.js", include_str!("page/filters.js")),
    ("./outlets.js", include_str!("page/outlets.js")),
    ("./hits.js", include_str!("page/hits.js")),
    ("./reader.js", include_str!("page/reader.js")),
    ("./timeline.js", include_str!("page/timeline.js")),
    ("./kwic.js", include_str!("page/kwic.js")),
    ("./chart.js", include_str!("page/chart.js")),
    ("./trend.js", include_str!("page/trend.js")),
    ("./vocabulary.js", include_str!("page/vocabulary.js")),
    ("./sources.js", include_str!("page/sources.js")),
    ("./exports.js", include_str!("page/exports.js")),
    ("./cite.js", include_str!("page/cite.js")),
    ("./saved.js", include_str!("page/saved.js")),
    ("./guide.js", include_str!("page/guide.js")),
    ("./suggest.js", include_str!("page/suggest.js")),
    ("./app.js", include_str!("page/app.js")),
];

/// All files of the page.
pub(crate) static FILES: LazyLock<[File; 4]> = LazyLock::new(|| {
    let script = hashed("js", "text/javascript; charset=utf-8", joined(&SCRIPTS));
    let style = hashed("css", "text/css; charset=utf-8", include_str!("page/style.css").to_owned());
    let icon = hashed("svg", "image/svg+xml", include_str!("page/favicon.svg").to_owned());
    let page = [("{script}", &script), ("{style}", &style), ("{icon}", &icon)]
        .iter()
        .fold(include_str!("page/index.html").to_owned(), |page, (name, file)| {
            page.replace(name, file.path.trim_start_matches('/'))
        });
    let form = "text/html; charset=utf-8";
    let page = File { path: "/".to_owned(), form, content: page, is_immutable: false };
    [page, script, style, icon]
});

fn hashed(ending: &str, form: &'static str, content: String) -> File {
    let path = format!("/page-{:016x}.{ending}", xxh3_64(content.as_bytes()));
    File { path, form, content, is_immutable: true }
}

/// Joins modules into one script, each a function of its own that leaves what it exports in a table, from which
/// those after it take what they import. In the sources, an import is a line of its own.
fn joined(scripts: &[(&str, &str)]) -> String {
    let modules = scripts.iter().map(|(name, script)| {
        let lines = script.lines().filter(|line| !line.starts_with("//"));
        let exports = lines.clone().filter_map(|line| declared(line.strip_prefix("export ")?));
        let exports: Vec<&str> = exports.collect();
        let body: Vec<String> = lines.map(plain).collect();
        let (body, exports) = (body.join("\n"), exports.join(", "));
        format!("(() => {{\n{body}\nmodules[\"{name}\"] = {{ {exports} }};\n}})();\n")
    });
    std::iter::once("const modules = {};\n".to_owned()).chain(modules).collect()
}

/// Returns a line of a module as it stands within the function: an import takes from the table.
fn plain(line: &str) -> String {
    let import = line.strip_prefix("import ").and_then(|rest| rest.split_once(" from "));
    match import {
        Some((names, from)) => format!("const {names} = modules[{}];", from.trim_end_matches(';')),
        None => line.strip_prefix("export ").unwrap_or(line).to_owned(),
    }
}

/// Returns the name that a line declares.
fn declared(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("async ").unwrap_or(line);
    let kinds = ["function ", "const ", "let ", "class "];
    let name = kinds.iter().find_map(|kind| rest.strip_prefix(kind))?;
    name.split(|sign: char| !sign.is_alphanumeric() && sign != '_').next()
}

/// Returns a file of the page.
pub(crate) async fn answer(file: &'static File) -> Response {
    let keep = if file.is_immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [(header::CONTENT_TYPE, file.form), (header::CACHE_CONTROL, keep)];
    (headers, file.content.as_str()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_become_functions_with_a_table_of_what_they_export() {
        let scripts = [
            (
                "./a.js",
                "// A.\nexport const one = 1;\nexport async function two() {\n  return one;\n}",
            ),
            ("./b.js", "import { one, two } from \"./a.js\";\ntwo(one);"),
        ];
        let expected = "const modules = {};\n\
            (() => {\nconst one = 1;\nasync function two() {\n  return one;\n}\n\
            modules[\"./a.js\"] = { one, two };\n})();\n\
            (() => {\nconst { one, two } = modules[\"./a.js\"];\ntwo(one);\n\
            modules[\"./b.js\"] = {  };\n})();\n";
        assert_eq!(joined(&scripts), expected);
    }

    #[test]
    fn every_script_comes_after_those_it_imports() {
        let mut before = Vec::new();
        for (name, script) in SCRIPTS {
            for line in script.lines().filter(|line| line.starts_with("import ")) {
                let from = line.split('"').nth(1).unwrap();
                assert!(before.contains(&from), "{name}: {line}");
            }
            before.push(name);
        }
    }
}
