//! What merging all segments did.

use std::io::{self, Write};
use std::path::Path;

use xunwen_index::Compacted;

use super::numbers::counted;

/// Says what compacting did.
pub(crate) fn compacted(done: &Compacted, dir: &Path, err: &mut dyn Write) -> io::Result<()> {
    let (segments, bytes) = (done.segments, done.bytes);
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    writeln!(
        err,
        "{}: {} -> {}, {:.1} MB -> {:.1} MB",
        dir.display(),
        counted(segments.0 as u64, "segment", "segments"),
        segments.1,
        megabytes(bytes.0),
        megabytes(bytes.1)
    )
}
