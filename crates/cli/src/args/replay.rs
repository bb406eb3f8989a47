//! The arguments of `xunwen replay`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::{Format, IndexDir};

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Exit status: 0 the same articles are found, 1 some came or went, 2 error.\n\
    `日期:最近30天` means the 30 days before the receipt, not before today.\n\n\
    Example:\n  \
    xunwen search 微短剧 --receipt a.json && xunwen replay a.json"
)]
pub(crate) struct ReplayArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// The receipt that `xunwen search --receipt FILE` wrote
    #[arg(value_name = "FILE")]
    pub(crate) receipt: PathBuf,
    /// How the comparison is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}
