//! The names of a generation's files.

use std::path::Path;

/// The last commit: the segments, and the checksums of their files.
pub(crate) const META: &str = "meta.json";
/// The files that a writer may remove once no commit has them.
pub(super) const MANAGED: &str = ".managed.json";
/// The files that every segment has.
const EXTENSIONS: [&str; 6] = ["fast", "fieldnorm", "idx", "pos", "store", "term"];

/// Returns whether `path` is the file of the last commit.
pub(crate) fn is_meta(path: &Path) -> bool {
    path.as_os_str() == META
}

/// Returns whether `path` is the file of the writer's own list.
pub(super) fn is_managed(path: &Path) -> bool {
    path.as_os_str() == MANAGED
}

/// Returns the files of the segment called `id`, whose deleted documents were recorded by commit
/// `deletes`, if it has any.
pub(super) fn segment_files(id: &str, deletes: Option<u64>) -> Vec<String> {
    let own = EXTENSIONS.iter().map(|extension| format!("{id}.{extension}"));
    own.chain(deletes.map(|commit| format!("{id}.{commit}.del"))).collect()
}
