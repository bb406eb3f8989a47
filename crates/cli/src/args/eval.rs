//! The arguments of `xunwen eval`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};
use xunwen_eval::Metric;

use super::Format;

#[derive(Debug, ClapArgs)]
pub(crate) struct EvalArgs {
    #[command(subcommand)]
    pub(crate) command: EvalCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum EvalCommand {
    /// Indexes query sets, answers their queries, and compares the figures with others
    Sets(EvalSetsArgs),
    /// Evaluates a TREC run, or compares it with another
    Runs(EvalRunsArgs),
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "A set is a folder with `queries.tsv` (`id<TAB>query` a line), `qrels.txt` (TREC) and its articles in\n\
    `docs.*`, or in --docs, and has the name of its folder. In the same run, by the same scorer, two plain\n\
    rankings are measured: `words`, of dictionary words alone, and `pairs`, of pairs of characters alone.\n\
    p is that of a paired randomisation test against them.\n\n\
    Example:\n  \
    xunwen eval sets sets/news sets/titles --docs titles.jsonl --baseline index-data/baselines.toml"
)]
pub(crate) struct EvalSetsArgs {
    /// The folders
    #[arg(required = true, value_name = "FOLDER")]
    pub(crate) folders: Vec<PathBuf>,
    /// The articles of sets that have none
    #[arg(long, value_name = "FILE")]
    pub(crate) docs: Option<PathBuf>,
    /// Index and answer the sets on a cluster, http://HOST:9200/NAME: each as NAME-SET; no plain rankings
    #[arg(short = 'i', long = "index", value_name = "ADDRESS")]
    pub(crate) cluster: Option<String>,
    /// Figures of other systems, in TOML
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Metrics, as ir_measures names them
    #[arg(long, value_name = "METRIC,…", value_delimiter = ',', default_value = "nDCG@10,R@100")]
    pub(crate) metrics: Vec<Metric>,
    /// Writes each ranking as a TREC run, FOLDER/SET.SYSTEM.run
    #[arg(long, value_name = "FOLDER")]
    pub(crate) runs: Option<PathBuf>,
    /// How the figures are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  \
    xunwen eval runs qrels.txt new.run --per-query\n  \
    xunwen eval runs qrels.txt new.run --base old.run")]
pub(crate) struct EvalRunsArgs {
    /// Judgements, TREC
    #[arg(value_name = "QRELS")]
    pub(crate) qrels: PathBuf,
    /// The run, TREC
    #[arg(value_name = "RUN")]
    pub(crate) run: PathBuf,
    /// Another run that it is compared with
    #[arg(long, value_name = "RUN")]
    pub(crate) base: Option<PathBuf>,
    /// Metrics, as ir_measures names them
    #[arg(
        long,
        value_name = "METRIC,…",
        value_delimiter = ',',
        default_value = "nDCG@10,RR@10,AP,P@10,R@100"
    )]
    pub(crate) metrics: Vec<Metric>,
    /// Also writes the values of each query; of a comparison, all that changed instead of ten
    #[arg(long)]
    pub(crate) per_query: bool,
    /// How the figures are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}
