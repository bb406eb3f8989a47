//! The arguments of `xunwen demo`.

use clap::Args as ClapArgs;

use super::{SearchOptions, word};

#[derive(Debug, ClapArgs)]
pub(crate) struct DemoArgs {
    #[command(flatten)]
    pub(crate) options: SearchOptions,
    /// Keywords, all of which must occur; see `xunwen help query`
    #[arg(value_name = "QUERY", default_value = "微短剧", value_parser = word)]
    pub(crate) query: Vec<String>,
}
