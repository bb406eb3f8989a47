//! How results are written.

use clap::ValueEnum;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading
    Text,
    /// One JSON object
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// For reading
    Text,
    /// A table with a header
    Csv,
    /// The same for Excel: with a byte order mark, and an apostrophe before what would be a formula
    Excel,
    /// JSON Lines: an object a line, then a `summary`
    Json,
}
