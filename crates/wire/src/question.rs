//! What a question says, as parameters and files name it.

use serde::{Deserialize, Serialize};
use xunwen_query::{Expand, ExpansionKind};

/// How hits are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// By score; ties newer first.
    #[default]
    Relevance,
    /// Newest first; articles without a date last.
    Newest,
    /// Oldest first; articles without a date last.
    Oldest,
}

/// How lines are ordered; ties go by the article's id, then by place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum LineOrder {
    /// By the text to the left, read backwards from the keyword: folded, without white space.
    Left,
    /// By the text to the right, likewise.
    Right,
    /// Newest first; articles without a date last.
    #[default]
    Date,
}

/// By what articles are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum FacetKind {
    /// The outlet, under all its names.
    Source,
    /// The year of publication, in China's time.
    Year,
    /// The month of publication, in China's time.
    Month,
    /// The day of publication, in China's time.
    Day,
    /// The tags, as written; an article counts for each of its tags.
    Tag,
    /// The language.
    Lang,
}

/// A unit of China's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum CalendarUnit {
    /// `2025-12-30`.
    Day,
    /// `2025-12`.
    Month,
    /// `2025-Q4`.
    Quarter,
    /// `2025`.
    Year,
}

/// Other wordings of a query, as `xunwen search --expand` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum ExpandChoice {
    /// Every kind.
    All,
    /// None; beside others it says nothing.
    None,
    /// Words that differ by region.
    Regional,
    /// Names that are written differently.
    Names,
    /// Numbers and dates of one value.
    Numbers,
    /// What a keyword is called in the other language, as bilingual articles have it.
    Learned,
    /// What the best related articles have in common; it only ranks.
    Feedback,
}

impl ExpandChoice {
    /// All there are.
    pub const ALL: [Self; 7] = [
        Self::All,
        Self::None,
        Self::Regional,
        Self::Names,
        Self::Numbers,
        Self::Learned,
        Self::Feedback,
    ];

    /// Returns its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::None => "none",
            Self::Regional => "regional",
            Self::Names => "names",
            Self::Numbers => "numbers",
            Self::Learned => "learned",
            Self::Feedback => "feedback",
        }
    }

    /// Returns the choice of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|wording| wording.name() == name)
    }

    fn kinds(self) -> &'static [ExpansionKind] {
        match self {
            Self::All => &ExpansionKind::ALL,
            Self::None => &[],
            Self::Regional => &[ExpansionKind::Regional],
            Self::Names => &[ExpansionKind::Names],
            Self::Numbers => &[ExpansionKind::Numbers],
            Self::Learned => &[ExpansionKind::Learned],
            Self::Feedback => &[ExpansionKind::Feedback],
        }
    }
}

/// Returns the kinds of other wordings that are chosen; `none` beside others says nothing.
#[must_use]
pub fn expand(chosen: &[ExpandChoice]) -> Expand {
    let kinds: Vec<ExpansionKind> =
        chosen.iter().flat_map(|wording| wording.kinds()).copied().collect();
    Expand::only(&kinds)
}

impl From<Order> for xunwen_query::Order {
    fn from(named: Order) -> Self {
        match named {
            Order::Relevance => Self::Relevance,
            Order::Newest => Self::Newest,
            Order::Oldest => Self::Oldest,
        }
    }
}

impl From<xunwen_query::Order> for Order {
    fn from(order: xunwen_query::Order) -> Self {
        match order {
            xunwen_query::Order::Relevance => Self::Relevance,
            xunwen_query::Order::Newest => Self::Newest,
            xunwen_query::Order::Oldest => Self::Oldest,
        }
    }
}

impl From<LineOrder> for xunwen_query::corpus::LineOrder {
    fn from(named: LineOrder) -> Self {
        match named {
            LineOrder::Left => Self::Left,
            LineOrder::Right => Self::Right,
            LineOrder::Date => Self::Date,
        }
    }
}

impl From<FacetKind> for xunwen_query::corpus::FacetKind {
    fn from(named: FacetKind) -> Self {
        match named {
            FacetKind::Source => Self::Source,
            FacetKind::Year => Self::Year,
            FacetKind::Month => Self::Month,
            FacetKind::Day => Self::Day,
            FacetKind::Tag => Self::Tag,
            FacetKind::Lang => Self::Lang,
        }
    }
}

impl From<CalendarUnit> for xunwen_query::corpus::CalendarUnit {
    fn from(named: CalendarUnit) -> Self {
        match named {
            CalendarUnit::Day => Self::Day,
            CalendarUnit::Month => Self::Month,
            CalendarUnit::Quarter => Self::Quarter,
            CalendarUnit::Year => Self::Year,
        }
    }
}
