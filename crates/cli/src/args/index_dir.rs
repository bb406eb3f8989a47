//! Where the index is.

use std::path::PathBuf;

use clap::Args as ClapArgs;

/// Where the index is.
#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct IndexDir {
    /// The index directory
    #[arg(
        short = 'i',
        long = "index",
        value_name = "DIR",
        env = "XUNWEN_INDEX",
        hide_env_values = true,
        default_value = "index-data/built"
    )]
    pub(crate) dir: PathBuf,
}
