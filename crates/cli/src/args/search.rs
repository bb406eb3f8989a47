//! The arguments of `xunwen search`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args as ClapArgs, ValueEnum};
use xunwen_wire::Column;

use super::{IndexDir, Limit, Selection, word};

#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct SearchOptions {
    /// Most hits to show, or `all`
    #[arg(short = 'n', long, value_name = "N", default_value = "10")]
    pub(crate) limit: Limit,
    /// Hits to skip: `-n 10 --offset 10` is the second page
    #[arg(long, value_name = "N", default_value = "0")]
    pub(crate) offset: usize,
    /// Most characters of a passage
    #[arg(long, value_name = "CHARACTERS", default_value = "120")]
    pub(crate) width: NonZeroUsize,
    /// How hits are written
    #[arg(long, value_enum, default_value_t = SearchFormat::Text)]
    pub(crate) format: SearchFormat,
    /// The fields written of each article, in this order, with `--format csv`, `excel` or `jsonl-articles`
    #[arg(long, value_parser = column(), value_delimiter = ',', value_name = "FIELD,…")]
    pub(crate) fields: Vec<Column>,
    /// Also reports which exact hits an index of dictionary words would have missed
    ///
    /// Such an index holds jieba's words and looks for those into which jieba cuts the keyword:
    /// anywhere in one field (which misses least), in a row, or in a row with guessed words (HMM,
    /// jieba's default). Of more than 5,000 hits, always the same sample of 5,000 is audited.
    #[arg(long)]
    pub(crate) audit: bool,
    /// Counts the whole exact tier by what its articles share; may be repeated
    #[arg(
        long = "facet",
        value_enum,
        value_name = "KIND",
        value_delimiter = ',',
        hide_possible_values = true
    )]
    pub(crate) facets: Vec<FacetBy>,
    #[command(flatten)]
    pub(crate) selection: Selection,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  \
    xunwen search 微短剧 河南 --since 2025\n  \
    xunwen search 微短剧 -n 0 --facet source --facet month    counts alone, without hits\n  \
    xunwen search 碳中和 --exact --audit              what a dictionary would have missed\n  \
    xunwen search 微短剧 -n all --exact --format csv --fields id,title,published_at\n  \
    xunwen search 微短剧 日期:最近30天 --receipt a.json  keep the answer; see `xunwen replay`")]
pub(crate) struct SearchArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    #[command(flatten)]
    pub(crate) options: SearchOptions,
    /// Writes a receipt of the exact tier, as JSON, for `xunwen replay`
    #[arg(long, value_name = "FILE")]
    pub(crate) receipt: Option<PathBuf>,
    /// Keywords, all of which must occur; see `xunwen help query`
    #[arg(required = true, value_name = "QUERY", value_parser = word)]
    pub(crate) query: Vec<String>,
}

/// Reads the name of a field of an exported hit.
fn column() -> impl TypedValueParser<Value = Column> {
    PossibleValuesParser::new(Column::ALL.map(Column::name))
        .try_map(|name| Column::named(&name).ok_or("no such field"))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FacetBy {
    Source,
    Year,
    Month,
    Day,
    Tag,
    Lang,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SearchFormat {
    /// For reading
    Text,
    /// JSON Lines: a `hit` a line, a `facet` a line, then a `summary`
    Json,
    /// The whole articles, as JSON Lines that `xunwen index` reads
    JsonlArticles,
    /// A table with a header
    Csv,
    /// The same for Excel: with a byte order mark, and an apostrophe before what would be a formula
    Excel,
    /// A TREC run; its scores fall with every rank, and are minus the rank where the order is that of
    /// dates
    Trec,
}
