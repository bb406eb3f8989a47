//! The arguments of `xunwen batch`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::{IndexDir, Limit, Selection};

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "A line that is not UTF-8, is not `id<TAB>query`, or repeats an id is reported with its number and its\n\
    reason; the others are answered. What is not a query of the language is searched literally, with a\n\
    warning.\n\n\
    Exit status: 0 all lines were answered, 2 some were not, or error."
)]
pub(crate) struct BatchArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// The queries, `id<TAB>query` a line; `-` is standard input
    #[arg(value_name = "QUERIES.tsv")]
    pub(crate) queries: PathBuf,
    /// Most hits of a query, or `all`
    #[arg(short = 'n', long, value_name = "N", default_value = "1000")]
    pub(crate) limit: Limit,
    /// How hits are written
    #[arg(long, value_enum, default_value_t = BatchFormat::Trec)]
    pub(crate) format: BatchFormat,
    #[command(flatten)]
    pub(crate) selection: Selection,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum BatchFormat {
    /// A TREC run; its scores fall with every rank, and are minus the rank where the order is that of
    /// dates
    Trec,
    /// JSON Lines: for each query its `hit`s, then a `summary`
    Json,
}
