//! What merging all segments did.

use std::io::{self, Write};
use std::path::Path;

use xunwen_index::Compacted;

use super::numbers::counted;

/// Says what compacting did.
pub(crate) fn compacted(done: &Compacted, dir: &Path, err: &mut dyn Write) -> io::Result<()> {
    let (segments_before, segments_after) = done.segments;
    let (bytes_before, bytes_after) = done.bytes;
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    writeln!(
        err,
        "{}: {} -> {}, {:.1} MB -> {:.1} MB",
        dir.display(),
        counted(segments_before as u64, "segment", "segments"),
        segments_after,
        megabytes(bytes_before),
        megabytes(bytes_after)
    )
}
