//! Which articles are wanted, in which order, and how many.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args as ClapArgs, ValueEnum};
use xunwen_query::Expand;
use xunwen_wire::ExpandChoice;

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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sort {
    /// Best first; ties newer first
    Relevance,
    /// Newest first
    Newest,
    /// Oldest first
    Oldest,
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
