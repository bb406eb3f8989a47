//! The arguments of `xunwen rebuild`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::{ClusterArgs, IndexDir, JobArgs};

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Without INPUT, the stored articles of the live generation are indexed again, for example after a\n\
    change of words or with a program of another analysis. Readers keep the old generation until the new\n\
    one is complete and checked. A rebuild that was cut short, even by SIGKILL, resumes when the same\n\
    command is given again.\n\n\
    Exit status: 0 done, 2 error or refused by the gate, 130 or 143 ended by SIGINT or SIGTERM.\n\n\
    Examples:\n  \
    xunwen rebuild --words words.txt --keep 2\n  \
    xunwen rebuild news/ --gate queries.tsv --max-change 5%"
)]
pub(crate) struct RebuildArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// Files, folders or glob patterns [default: the stored articles]
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
    /// Makes the new generation live although the inputs have less than nine tenths of the articles
    #[arg(long)]
    pub(crate) allow_shrink: bool,
    #[command(flatten)]
    pub(crate) job: JobArgs,
    #[command(flatten)]
    pub(crate) cluster: ClusterArgs,
    /// Generations that stay, the new one and those live before it [default: all]
    #[arg(long, value_name = "N")]
    pub(crate) keep: Option<NonZeroUsize>,
    /// Asks both generations these queries, `id<TAB>query` a line, and shows what changes
    #[arg(long, value_name = "QUERIES.tsv")]
    pub(crate) gate: Option<PathBuf>,
    /// How much the answers may change for the new generation to become live: of the first 10 hits,
    /// or of the exact count, whichever changes more; the mean over all queries
    #[arg(long, value_name = "PERCENT", default_value = "5%", requires = "gate")]
    pub(crate) max_change: Percent,
}

/// A share, written in percent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Percent(pub(crate) f64);

impl std::str::FromStr for Percent {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = text.strip_suffix(['%', '％']).unwrap_or(text).trim().parse::<f64>();
        let share = number.ok().filter(|number| (0.0..=100.0).contains(number));
        share.map(|number| Self(number / 100.0)).ok_or_else(|| "not from 0% to 100%".to_owned())
    }
}
