//! What can be typed for jobs that write an index.

use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use xunwen_index::Format as InputFormat;

use super::IndexDir;

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Input formats: JSON Lines, a JSON array, CSV or TSV with a header, a copied news search page;\n\
    each plain, .gz or .zst, recognised by content; see `xunwen help input`.\n\n\
    A job that was cut short, even by SIGKILL, goes on where it committed last when the same command\n\
    is given again. Exit status: 0 done, 2 error, 130 or 143 ended by SIGINT or SIGTERM."
)]
pub(crate) struct IndexArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// Files, folders or glob patterns; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
    #[command(flatten)]
    pub(crate) job: JobArgs,
}

/// How a job reads and writes.
#[derive(Debug, ClapArgs)]
pub(crate) struct JobArgs {
    /// The format of all inputs, instead of recognising it
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input_format: Option<InputFormat>,
    /// Words that the dictionary lacks, in jieba's format: `word [frequency] [tag]` a line
    #[arg(long, value_name = "FILE")]
    pub(crate) words: Option<PathBuf>,
    /// Ends at the first bad record instead of listing it in the reject file
    #[arg(long)]
    pub(crate) strict: bool,
    /// Threads that analyse and index [default: as many as there are processors]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
    /// Memory for the whole job, in MiB; two thirds of it for postings not yet on disk
    #[arg(long, value_name = "MIB", default_value = "1536", value_parser = clap::value_parser!(u32).range(32..=65_536))]
    pub(crate) memory: u32,
    /// The most articles between two commits: a job that is killed loses no more work than these
    #[arg(long, value_name = "N", default_value = "250000")]
    pub(crate) commit_every: NonZeroU32,
    /// How progress, warnings and errors are told on standard error
    #[arg(long, value_enum, default_value_t = ProgressFormat::Text, value_name = "FORMAT")]
    pub(crate) progress: ProgressFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProgressFormat {
    /// For reading; with a bar on a terminal
    Text,
    /// JSON Lines: an event a line; the last is the report, which standard output gets, too
    Json,
}
