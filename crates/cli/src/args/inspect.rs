//! The arguments of `xunwen inspect`.

use clap::Args as ClapArgs;

use super::{Format, IndexDir};

#[derive(Debug, ClapArgs)]
pub(crate) struct InspectArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// How the facts are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}
