//! The order of the house: no circle of imports in a crate, and arrows only downwards.

/// Which file imports from which.
mod arrows;
/// Circles among files.
mod circles;
/// What may need what.
mod layers;
/// The paths that code mentions.
mod mentions;
/// The oldest Rust that builds the workspace.
mod rust_version;
/// The modules of a crate.
mod tree;
/// The checker tried on trees made up for it.
mod trials;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::project;

use arrows::arrows;
use circles::circles;
use layers::{CRATES, INDEX, QUERY, entry, needed, upward, upward_imports};
use tree::{Files, offered};

#[test]
fn no_file_needs_one_that_needs_it() {
    let mut found = Vec::new();
    for folder in crates() {
        for circle in circles(&arrows(&files(&folder.join("src")))) {
            found.push(format!("{}: {circle}", name(&folder)));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn crates_need_only_those_on_floors_below() {
    for folder in crates() {
        let needed = needed(&fs::read_to_string(folder.join("Cargo.toml")).unwrap());
        let arrows = needed.iter().map(|needed| (name(&folder), needed.as_str()));
        let found = upward(CRATES, arrows);
        assert!(found.is_empty(), "{found:?}");
    }
}

#[test]
fn the_layers_of_query_need_only_those_below() {
    let files = files(&project("crates/query/src"));
    let found = upward_imports(QUERY, &arrows(&files));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_layers_of_index_need_only_those_below() {
    let files = files(&project("crates/index/src"));
    let found = upward_imports(INDEX, &arrows(&files));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn few_names_are_at_the_root_of_query() {
    let names = offered(&fs::read_to_string(project("crates/query/src/lib.rs")).unwrap());
    assert!(names.len() <= 20, "{} names: {}", names.len(), names.join(", "));
}

#[test]
fn the_layers_of_query_are_few() {
    let files = files(&project("crates/query/src"));
    let mut entries: BTreeSet<&str> = files.keys().map(|file| entry(file)).collect();
    entries.remove("lib");
    assert!(entries.len() <= 9, "{entries:?}");
}

/// What changes a file or folder of the system.
const CHANGES: [&str; 11] = [
    "OpenOptions",
    "File::options",
    "fs::File::create",
    "fs::copy",
    "fs::create_dir",
    "fs::remove_",
    "fs::rename",
    "fs::write",
    "set_len",
    "sync_all",
    "sync_data",
];

#[test]
fn files_of_an_index_are_changed_through_one_module() {
    // Syncing early, which nothing relies on, changes no file.
    let is_allowed = |name: &str| name.starts_with("durable/") || name == "segment/writeback.rs";
    let mut found = Vec::new();
    for folder in ["crates/schema/src", "crates/index/src"] {
        for (name, text) in files(&project(folder)) {
            let code = text.split("#[cfg(test)]").next().unwrap();
            let changes = CHANGES.iter().any(|change| code.contains(change));
            let creates = code.contains("fs::File;") && code.contains("File::create(");
            if (changes || creates) && !is_allowed(&name) && !name.contains("tests") {
                found.push(format!("{folder}/{name}"));
            }
        }
    }
    assert!(found.is_empty(), "use xunwen_schema::durable in {}", found.join(", "));
}

/// Returns the folders of all crates.
fn crates() -> Vec<PathBuf> {
    let listed = fs::read_dir(project("crates")).unwrap().map(|entry| entry.unwrap().path());
    let listed = listed.filter(|path| path.join("Cargo.toml").exists());
    let mut crates: Vec<PathBuf> = listed.chain([project("benches/peers")]).collect();
    crates.sort();
    crates
}

fn name(folder: &Path) -> &str {
    folder.file_name().unwrap().to_str().unwrap()
}

/// Reads all source files below a folder.
fn files(src: &Path) -> Files {
    let mut files = Files::new();
    let mut folders = vec![src.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let name = path.strip_prefix(src).unwrap().to_str().unwrap().to_owned();
                files.insert(name, fs::read_to_string(path).unwrap());
            }
        }
    }
    files
}
