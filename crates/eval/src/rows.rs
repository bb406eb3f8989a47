//! Lines of columns, as TREC writes judgements and runs.

use std::fs;
use std::path::Path;

use crate::Error;

/// Returns the text of a file.
pub(crate) fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|source| Error::Unreadable { path: path.to_owned(), source })
}

/// Returns the number and the `N` columns of each line that is not blank.
pub(crate) fn rows<'t, const N: usize>(
    text: &'t str,
    path: &'t Path,
) -> impl Iterator<Item = Result<(usize, [&'t str; N]), Error>> {
    (1..)
        .zip(text.lines())
        .filter(|(_, row)| !row.trim().is_empty())
        .map(|(line, row)| Ok((line, columns(row, line, path)?)))
}

fn columns<'t, const N: usize>(
    row: &'t str,
    line: usize,
    path: &Path,
) -> Result<[&'t str; N], Error> {
    let columns: Vec<&str> = row.split_whitespace().collect();
    columns.try_into().map_err(|columns: Vec<&str>| Error::Columns {
        path: path.to_owned(),
        line,
        found: columns.len(),
        expected: N,
    })
}
