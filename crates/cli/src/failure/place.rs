//! Where a query cannot be read.

use std::io::{self, Write};
use std::ops::Range;

use unicode_width::UnicodeWidthStr;

/// Shows the query with carets under `span`; Han characters are two columns wide.
pub(super) fn write(query: &str, span: Range<usize>, err: &mut dyn Write) -> io::Result<()> {
    let before = query.get(..span.start).unwrap_or_default();
    let unread = query.get(span).unwrap_or_default();
    writeln!(err, "  {}", query.replace(['\n', '\r', '\t'], " "))?;
    writeln!(err, "  {}{}", " ".repeat(before.width()), "^".repeat(unread.width().max(1)))
}
