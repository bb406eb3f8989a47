//! The arguments of `xunwen rollback`.

use clap::Args as ClapArgs;

use super::IndexDir;

#[derive(Debug, ClapArgs)]
pub(crate) struct RollbackArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// The generation to make live [default: the one that was live before, or the newest if none is live]
    #[arg(value_name = "NUMBER")]
    pub(crate) number: Option<u64>,
}
