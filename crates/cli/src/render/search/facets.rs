//! Facets for reading.

use std::io;

use unicode_width::UnicodeWidthStr;
use xunwen_query::corpus::Facet;

use crate::render::columns::in_columns;
use crate::render::style::{Pen, QUIET};
use crate::terminal::Screen;

/// Most values shown of a facet.
const MOST_SHOWN: usize = 20;
/// Most columns of a value.
const WIDEST: usize = 40;

/// Writes a small table: a value a line, and the articles that have none.
pub(super) fn facet_text(facet: &Facet, pen: &Pen, out: &mut dyn Screen) -> io::Result<()> {
    let rows = rows(facet);
    let width = rows.iter().map(|(name, _)| name.width()).max().unwrap_or(0).min(WIDEST);
    let width = width.max(facet.kind.name().len());
    let head = format!("{}  articles", in_columns(facet.kind.name(), width));
    pen.line(out, &head, QUIET)?;
    for (name, articles) in &rows {
        let articles = articles.map(|count| format!("  {count:>8}")).unwrap_or_default();
        writeln!(out, "{}", format!("{}{articles}", in_columns(name, width)).trim_end())?;
    }
    writeln!(out)
}

/// Returns the rows of a facet; of more values than are shown, only their number.
fn rows(facet: &Facet) -> Vec<(String, Option<u64>)> {
    let shown = facet.counts.iter().take(MOST_SHOWN);
    let mut rows: Vec<(String, Option<u64>)> =
        shown.map(|count| (count.name.clone(), Some(count.articles))).collect();
    if let Some(more @ 1..) = facet.counts.len().checked_sub(MOST_SHOWN) {
        rows.push((format!("({more} more)"), None));
    }
    if facet.without > 0 || rows.is_empty() {
        rows.push(("(without)".to_owned(), Some(facet.without)));
    }
    rows
}
