//! Whether files hold what was committed, before anything is copied from them.

use std::path::Path;

use tantivy::Index;
use xunwen_schema::{CommittedFiles, SegmentFiles};

use crate::error::Error;

/// Checks files of all segments of the last commit.
pub(super) fn check(
    dir: &Path,
    index: &Index,
    files: &CommittedFiles,
    which: SegmentFiles,
) -> Result<(), Error> {
    let segments = index.searchable_segment_metas();
    let segments = segments.map_err(|source| Error::tantivy(dir, source))?;
    Ok(segments.iter().try_for_each(|segment| files.check(segment, which))?)
}
