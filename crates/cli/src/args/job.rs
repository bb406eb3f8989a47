//! How a job reads, writes and reports: the options of `xunwen index` and `xunwen rebuild`.

use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::ReadingArgs;

/// How a job reads and writes.
#[derive(Debug, ClapArgs)]
pub(crate) struct JobArgs {
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    /// Says what each file was taken for
    #[arg(long, short)]
    pub(crate) verbose: bool,
    /// Words that the dictionary lacks, in jieba's format: `word [frequency] [tag]` a line
    #[arg(long, value_name = "FILE")]
    pub(crate) words: Option<PathBuf>,
    /// Stops at the first bad record, file that is not read, or id that comes again with another article
    #[arg(long)]
    pub(crate) strict: bool,
    /// Threads that analyse and index [default: as many as there are processors]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
    /// Memory for the whole job, in MiB; two thirds of it for postings not yet on disk
    #[arg(long, value_name = "MIB", default_value = "1536", value_parser = clap::value_parser!(u32).range(32..=65_536))]
    pub(crate) memory: u32,
    /// Most articles between two commits: a job that is killed loses at most the work on these
    #[arg(long, value_name = "N", default_value = "250000")]
    pub(crate) commit_every: NonZeroU32,
    /// How progress, warnings and errors are written to standard error
    #[arg(long, value_enum, default_value_t = ProgressFormat::Text, value_name = "FORMAT")]
    pub(crate) progress: ProgressFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProgressFormat {
    /// For reading; with a bar on a terminal
    Text,
    /// JSON Lines: one event a line; the last is the report, which also goes to standard output
    Json,
}
