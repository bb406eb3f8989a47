//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Measures xunwen beside other engines.
#[derive(Debug, Parser)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Index the same articles and ask the same queries with all engines
    Compare(CompareArgs),
    /// Measure xunwen on synthetic corpora of several sizes
    Grow(GrowArgs),
    /// Make articles by recombining the sentences of real ones
    Synthesize(SynthesizeArgs),
    /// Act as one of the engines: `index ARTICLES DIR THREADS` or `search DIR`
    Xunwen(XunwenArgs),
}

/// The articles and queries of a measurement.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Material {
    /// Articles, in any format that `xunwen index` reads
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    pub(crate) docs: Vec<String>,
    /// Questions, one a line as `id<TAB>question`; without them, sentences of the articles
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(crate) questions: Vec<PathBuf>,
    /// The number of queries of each class
    #[arg(long, default_value_t = 200)]
    pub(crate) queries: usize,
    /// The seed by which queries are drawn
    #[arg(long, default_value_t = 20_261_125)]
    pub(crate) seed: u64,
    /// The number of threads that index
    #[arg(long, default_value_t = 2)]
    pub(crate) threads: usize,
    /// Timed rounds of each query, after two that are not timed
    #[arg(long, default_value_t = 5)]
    pub(crate) rounds: usize,
    /// The folder of installed peers and built indexes
    #[arg(long, default_value = "target/peers", value_name = "DIR")]
    pub(crate) cache: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CompareArgs {
    #[command(flatten)]
    pub(crate) material: Material,
    /// The engines to measure; by default all that are installed
    #[arg(long, num_args = 1.., value_name = "NAME")]
    pub(crate) peers: Vec<String>,
    /// How often the faster engines index the articles
    #[arg(long, default_value_t = 3)]
    pub(crate) index_rounds: usize,
    /// Search the indexes of the previous run
    #[arg(long)]
    pub(crate) keep_indexes: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct GrowArgs {
    #[command(flatten)]
    pub(crate) material: Material,
    /// The number of articles of each corpus
    #[arg(long, num_args = 1.., default_values_t = [100_000, 1_000_000], value_name = "N")]
    pub(crate) sizes: Vec<u64>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct SynthesizeArgs {
    /// Articles to take sentences from, in any format that `xunwen index` reads
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    pub(crate) docs: Vec<String>,
    /// The number of articles to make
    #[arg(long, value_name = "N")]
    pub(crate) articles: u64,
    /// The seed; equal seeds make equal articles
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// The output: JSON Lines, compressed with zstd
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(crate) struct XunwenArgs {
    /// Answer as `xunwen search` does: with the related tier, its count, and passages
    #[arg(long)]
    pub(crate) page: bool,
    #[command(subcommand)]
    pub(crate) what: XunwenCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum XunwenCommand {
    /// Index a file of articles
    Index { articles: String, dir: PathBuf, threads: std::num::NonZeroUsize },
    /// Answer `COMMAND<TAB>query` lines
    Search { dir: PathBuf },
}
