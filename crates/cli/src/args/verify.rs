//! The arguments of `xunwen verify`.

use clap::Args as ClapArgs;

use super::{Format, IndexDir};

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Checks the checksums of all files, the number of articles, and a sample of up to 500 articles: each\n\
    must be found by its id and by pieces of its own texts.\n\n\
    Exit status: 0 the index is sound, 2 it is not, or cannot be read."
)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// How the findings are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}
