//! Floors: what may need what, arrows only downwards.

use std::collections::BTreeSet;
use std::path::Path;

use super::arrows::Arrow;

/// Floors from the top down. Nothing needs what is on its own floor, or above it.
pub(super) type Floors = [&'static [&'static str]];

/// The crates of the project. What people start, then what answers, then what both sides share.
pub(super) const CRATES: &Floors = &[
    &["cli", "peers", "python"],
    &["serve", "watch"],
    &["wire", "cluster"],
    &["query", "index", "eval"],
    &["language"],
    &["schema"],
];

/// The files and folders of `crates/query/src`.
pub(super) const QUERY: &Floors = &[
    &["lib"],
    &["evidence", "corpus"],
    &["engine"],
    &["highlight", "expansion"],
    &["ranking"],
    &["matching"],
    &["index"],
    &["request"],
];

/// The files and folders of `crates/index/src`.
pub(super) const INDEX: &Floors = &[
    &["lib"],
    &["job"],
    &["directory"],
    &["writer", "sample"],
    &["segment", "options", "event", "guide"],
    &["error"],
    &["corpus"],
];

/// Describes the arrows that do not go down, and the ends of arrows that are on no floor.
pub(super) fn upward<'a>(
    floors: &Floors,
    arrows: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> BTreeSet<String> {
    let floor = |name| floors.iter().position(|names| names.contains(&name));
    let mut found = BTreeSet::new();
    for (from, to) in arrows.into_iter().filter(|(from, to)| from != to) {
        match (floor(from), floor(to)) {
            (None, _) => found.insert(format!("{from} is on no floor")),
            (_, None) => found.insert(format!("{to} is on no floor")),
            (Some(upper), Some(lower)) if upper < lower => false,
            _ => found.insert(format!("{from} needs {to}, which is no floor below")),
        };
    }
    found
}

/// Returns the crates of the project that one needs, by its manifest; not those of its tests.
pub(super) fn needed(manifest: &str) -> Vec<String> {
    let manifest: toml::Table = manifest.parse().unwrap();
    let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table);
    let names = dependencies.into_iter().flat_map(toml::Table::keys);
    names.filter_map(|name| Some(name.strip_prefix("xunwen-")?.to_owned())).collect()
}

/// Returns the file or folder beside `lib.rs` in which a source file lies: `matching`, `request`.
pub(super) fn entry(file: &str) -> &str {
    let first = Path::new(file).iter().next().and_then(|name| name.to_str());
    first.unwrap_or(file).trim_end_matches(".rs")
}

/// Describes the imports that do not go down, with their lines.
pub(super) fn upward_imports(floors: &Floors, arrows: &[Arrow]) -> Vec<String> {
    let mut found = Vec::new();
    for Arrow { from, to, line, path } in arrows {
        for reason in upward(floors, [(entry(from), entry(to))]) {
            found.push(format!("{from}:{line} imports {path} of {to}: {reason}"));
        }
    }
    found
}
