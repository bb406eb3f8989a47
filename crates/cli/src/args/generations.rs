//! The arguments of `xunwen generations`.

use std::num::NonZeroUsize;

use clap::Args as ClapArgs;

use super::{Format, IndexDir};

#[derive(Debug, ClapArgs)]
pub(crate) struct GenerationsArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// Removes all but the live one and those live before it, N in all
    #[arg(long, value_name = "N")]
    pub(crate) keep: Option<NonZeroUsize>,
    /// How they are listed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}
