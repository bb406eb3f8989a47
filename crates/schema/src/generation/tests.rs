use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::index_dir::MANIFEST;

/// Creates an index directory whose live generation has a new manifest, modified by `change`.
fn index(change: impl FnOnce(&mut Value)) -> TempDir {
    let dir = TempDir::new().unwrap();
    let index_dir = IndexDir::new(dir.path());
    let folder = index_dir.generation(1);
    fs::create_dir_all(&folder).unwrap();
    let mut manifest = serde_json::to_value(Manifest::new(&Analyzer::new())).unwrap();
    change(&mut manifest);
    fs::write(folder.join(MANIFEST), manifest.to_string()).unwrap();
    index_dir.switch_to(1).unwrap().confirmed().unwrap();
    dir
}

/// Returns the format of tantivy's files that was refused.
fn refused<T>(result: Result<T, OpenError>) -> Option<u32> {
    match result {
        Err(OpenError::TantivyFormat { found, expected: 7, .. }) => Some(found),
        _ => None,
    }
}

#[test]
fn a_manifest_records_the_format_of_tantivys_files() {
    let dir = index(|manifest| assert_eq!(manifest["tantivy_format"], 7));
    assert_eq!(Generation::open(dir.path()).unwrap().manifest.tantivy_format, 7);
}

#[test]
fn a_manifest_that_records_no_format_of_tantivys_files_means_7() {
    let dir = index(|manifest| {
        manifest.as_object_mut().unwrap().remove("tantivy_format").unwrap();
    });
    assert_eq!(Generation::open(dir.path()).unwrap().manifest.tantivy_format, 7);
}

#[test]
fn another_format_of_tantivys_files_is_not_searched() {
    for (format, is_readable) in [(3, false), (4, true), (6, true), (8, false), (99, false)] {
        let dir = index(|manifest| manifest["tantivy_format"] = json!(format));
        let dir = dir.path();
        assert_eq!(refused(Generation::open(dir)), Some(format));
        let generation = Generation::read(dir, 1);
        assert_eq!(generation.is_ok(), is_readable, "tantivy reads 4 to 7");
        match generation {
            Ok(generation) => {
                assert_eq!(refused(generation.check_tantivy_format(dir)), Some(format));
            }
            error => assert_eq!(refused(error), Some(format)),
        }
    }
}
