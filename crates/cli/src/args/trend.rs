//! The arguments of `xunwen trend`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::{Bounds, IndexDir, word};

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Counts the articles of the exact tier, and their share in 10,000 articles of the period that the\n\
    index holds under --since, --until and --source. A period of which it holds no article is a gap,\n\
    not a zero: `-`, an empty cell of CSV, `null` in JSON, a break of the line. Text has\n\
    one line for several gaps in a row; CSV and JSON have every period, so that their steps are even.\n\
    A few articles that are dated far from all others are named in a warning.\n\n\
    Examples:\n  \
    xunwen trend 微短剧\n  \
    xunwen trend 微短剧 短视频 --by year --chart trend.svg\n  \
    xunwen trend '人工智能 OR AI' '碳中和 -广告' --since 2020 --format csv > trend.csv"
)]
pub(crate) struct TrendArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// How long a period is
    #[arg(long, value_enum, default_value_t = By::Month, value_name = "UNIT")]
    pub(crate) by: By,
    #[command(flatten)]
    pub(crate) bounds: Bounds,
    /// How the counts are written
    #[arg(long, value_enum, default_value_t = TrendFormat::Text)]
    pub(crate) format: TrendFormat,
    /// Draws a chart, too; the file's name ends in `.svg`
    #[arg(long, value_name = "FILE.svg")]
    pub(crate) chart: Option<PathBuf>,
    /// Queries, each one argument; see `xunwen help query`
    #[arg(required = true, value_name = "QUERY", value_parser = word)]
    pub(crate) queries: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    Day,
    Month,
    Quarter,
    Year,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TrendFormat {
    /// For reading, with bars
    Text,
    /// A table with a header: a period a line, two columns a query
    Csv,
    /// The same for Excel: with a byte order mark, and an apostrophe before what would be a formula
    Excel,
    /// JSON Lines: a `period` a line, then a `summary`
    Json,
}
