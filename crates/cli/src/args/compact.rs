//! The arguments of `xunwen compact`.

use clap::Args as ClapArgs;

use super::IndexDir;

#[derive(Debug, ClapArgs)]
pub(crate) struct CompactArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
}
