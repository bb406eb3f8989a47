//! The exact tier of a query, which several commands read.

use clap::Args as ClapArgs;

use super::{Bounds, IndexDir, TableFormat, word};

/// The articles that a command is about: the exact tier of a query.
#[derive(Debug, ClapArgs)]
pub(crate) struct Tier {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    #[command(flatten)]
    pub(crate) bounds: Bounds,
    /// How the result is written
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub(crate) format: TableFormat,
    /// Keywords, all of which must occur; see `xunwen help query`
    #[arg(required = true, value_name = "QUERY", value_parser = word)]
    pub(crate) query: Vec<String>,
}
