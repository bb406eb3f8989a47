//! Where a query cannot be read.

use std::io::{self, Write};
use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use crate::terminal::shown;

/// Shows the query with carets under `span`; Han characters are two columns wide.
pub(super) fn write(query: &str, span: Range<usize>, err: &mut dyn Write) -> io::Result<()> {
    let before = in_one_line(query.get(..span.start).unwrap_or_default());
    let unread = in_one_line(query.get(span).unwrap_or_default());
    writeln!(err, "  {}", in_one_line(query))?;
    writeln!(err, "  {}{}", " ".repeat(before.width()), "^".repeat(unread.width().max(1)))
}

/// Returns `text` as the terminal shows it, in one line, so that its width is known.
fn in_one_line(text: &str) -> String {
    shown(&text.replace(['\n', '\r', '\t'], " "))
}
