//! The arguments of `xunwen delete`.

use clap::Args as ClapArgs;

use super::{Bounds, IndexDir};

#[derive(Debug, ClapArgs)]
#[command(after_help = "Exit status: 0 deleted, 1 there was nothing to delete, 2 error.\n\n\
    Examples:\n  \
    xunwen delete n1 n2\n  \
    xunwen delete --query 标签:测试 --dry-run\n  \
    xunwen delete --until 2015")]
pub(crate) struct DeleteArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// The ids of articles
    #[arg(value_name = "ID")]
    pub(crate) ids: Vec<String>,
    /// The exact tier of this query; see `xunwen help query`
    #[arg(long, value_name = "QUERY")]
    pub(crate) query: Option<String>,
    #[command(flatten)]
    pub(crate) bounds: Bounds,
    /// Only reports how many would be deleted
    #[arg(long)]
    pub(crate) dry_run: bool,
}
