//! The arguments of `xunwen kwic`.

use clap::{Args as ClapArgs, ValueEnum};

use super::{Limit, Tier};

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Each occurrence in title, summary or body is one line, in the text's own characters; white space is\n\
    shown as single spaces, and not at all between Han characters.\n\n\
    Examples:\n  \
    xunwen kwic 碳中和                           newest first, 100 lines\n  \
    xunwen kwic 碳中和 --sort right --width 10   what follows, alike beside alike\n  \
    xunwen kwic '标题:微短剧 出海' --since 2025   in the title only\n  \
    xunwen kwic 碳中和 -n all --format csv > lines.csv"
)]
pub(crate) struct KwicArgs {
    #[command(flatten)]
    pub(crate) tier: Tier,
    /// Most characters on each side of the keyword
    #[arg(long, value_name = "CHARACTERS", default_value_t = 20)]
    pub(crate) width: usize,
    /// The order of the lines
    #[arg(long, value_enum, default_value_t = LineSort::Date, value_name = "ORDER")]
    pub(crate) sort: LineSort,
    /// Most lines to show, or `all`
    #[arg(short = 'n', long, value_name = "N", default_value = "100")]
    pub(crate) limit: Limit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LineSort {
    /// By the text to the left, read backwards from the keyword
    Left,
    /// By the text to the right
    Right,
    /// Newest first
    Date,
}
