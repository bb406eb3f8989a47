//! The arguments of `xunwen peek`.

use clap::Args as ClapArgs;

use super::{Format, ReadingArgs};

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Of each file it says format, encoding and why, how many articles and rejects it has, what was noticed,\n\
    and shows the first three articles as they would be indexed. Nothing is written.\n\n\
    Examples:\n  \
    xunwen peek news.csv\n  \
    xunwen peek --map body=文章内容 export.xlsx"
)]
pub(crate) struct PeekArgs {
    /// Files, folders or glob patterns; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}
