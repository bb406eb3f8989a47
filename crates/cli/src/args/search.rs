//! What can be typed to search.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args as ClapArgs, ValueEnum};
use xunwen_query::Expand;
use xunwen_wire::{Column, ExpandChoice};

use super::IndexDir;
use super::evidence::column;

/// Which articles are wanted, and how many.
#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct Selection {
    /// Leaves out the related tier
    #[arg(long)]
    pub(crate) exact: bool,
    /// The order of the exact tier
    #[arg(long, value_enum, default_value_t = Sort::Relevance, value_name = "ORDER")]
    pub(crate) sort: Sort,
    #[command(flatten)]
    pub(crate) wordings: Wordings,
    #[command(flatten)]
    pub(crate) bounds: Bounds,
}

/// Which other wordings of a query make an article related.
#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct Wordings {
    /// Other wordings that make an article related: `all`, `none`, or some of `regional`, `names`,
    /// `numbers`, `learned`, `feedback`
    ///
    /// `regional`: words that differ by region (软件, 軟體). `names`: names written differently (特朗普,
    /// 川普). `numbers`: numbers and dates of one value (10万, 十万, 100000). `learned`: what a keyword is
    /// called in the other language, as bilingual articles of the index have it. `feedback`: what the
    /// best related articles have in common, if several hold most of the query; it only ranks.
    /// Exact counts never change.
    #[arg(
        long = "expand",
        value_parser = wording(),
        value_name = "KIND,…",
        value_delimiter = ',',
        default_value = "all",
        hide_possible_values = true
    )]
    kinds: Vec<ExpandChoice>,
}

impl Wordings {
    /// Returns the choice.
    pub(crate) fn expand(&self) -> Expand {
        xunwen_wire::expand(&self.kinds)
    }
}

/// Reads the name of a choice of other wordings.
fn wording() -> impl TypedValueParser<Value = ExpandChoice> {
    PossibleValuesParser::new(ExpandChoice::ALL.map(ExpandChoice::name))
        .try_map(|name| ExpandChoice::named(&name).ok_or("no such kind"))
}

/// Which articles are asked about.
#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct Bounds {
    /// Only articles published on this day (month, year) or later
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<String>,
    /// Only articles published on this day (month, year) or before
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<String>,
    /// Only articles of this outlet: Hanzi, pinyin with or without spaces, or initials
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
}

#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct SearchOptions {
    /// Most hits to show, or `all`
    #[arg(short = 'n', long, value_name = "N", default_value = "10")]
    pub(crate) limit: Limit,
    /// Hits to pass over: `-n 10 --offset 10` is the second page
    #[arg(long, value_name = "N", default_value = "0")]
    pub(crate) offset: usize,
    /// Most characters of a passage
    #[arg(long, value_name = "CHARACTERS", default_value = "120")]
    pub(crate) width: NonZeroUsize,
    /// How hits are written
    #[arg(long, value_enum, default_value_t = SearchFormat::Text)]
    pub(crate) format: SearchFormat,
    /// What is written of each article, in this order, with `--format csv` or `jsonl-articles`
    #[arg(long, value_parser = column(), value_delimiter = ',', value_name = "FIELD,…")]
    pub(crate) fields: Vec<Column>,
    /// Also says which exact hits an index of dictionary words would have missed
    ///
    /// Such an index holds jieba's words and asks for the words of a keyword's own cut: anywhere in
    /// one field (which misses least), in a row, or in a row with guessed words (HMM), as jieba
    /// comes. Of more than 5,000 hits, always the same sample of 5,000 is looked at.
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
    /// Keywords, all of which must stand; see `xunwen help query`
    #[arg(required = true, value_name = "QUERY")]
    pub(crate) query: Vec<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct DemoArgs {
    #[command(flatten)]
    pub(crate) options: SearchOptions,
    /// Keywords, all of which must stand; see `xunwen help query`
    #[arg(value_name = "QUERY", default_value = "微短剧")]
    pub(crate) query: Vec<String>,
}

/// A number of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit(pub(crate) usize);

impl std::str::FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "all" => Ok(Self(usize::MAX)),
            number => number.parse().map(Self).map_err(|_| "not a number and not `all`".to_owned()),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sort {
    /// Best first; ties newer first
    Relevance,
    /// Newest first
    Newest,
    /// Oldest first
    Oldest,
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
    /// A TREC run; its scores fall with every rank, and are minus the rank where the order is that of
    /// dates
    Trec,
}
