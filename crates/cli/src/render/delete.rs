//! What was deleted, or would be.

use std::io::{self, Write};
use std::path::Path;

use xunwen_index::Deleted;

use super::numbers::counted;

/// Says what was deleted.
pub(crate) fn deleted(deleted: &Deleted, dir: &Path, err: &mut dyn Write) -> io::Result<()> {
    let Deleted { deleted, missing, articles, generation } = *deleted;
    write!(err, "{} deleted", counted(deleted, "article", "articles"))?;
    if missing > 0 {
        write!(err, ", {} unknown", counted(missing, "id", "ids"))?;
    }
    let articles = counted(articles, "article", "articles");
    writeln!(err, "; {} holds {articles}, generation {generation}", dir.display())
}

/// Says what would be deleted.
pub(crate) fn would_delete(count: usize, err: &mut dyn Write) -> io::Result<()> {
    writeln!(err, "{} would be deleted", counted(count as u64, "article", "articles"))
}
