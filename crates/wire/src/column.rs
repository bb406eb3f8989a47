//! Exported hits: chosen fields in a chosen order.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

use xunwen_query::{Answer, Error, Hit};

/// A field of an exported hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Its place among all hits, from 1.
    Rank,
    /// `exact` or `related`.
    Tier,
    /// Comparable within a tier and query only.
    Score,
    /// The article's id.
    Id,
    /// The headline.
    Title,
    /// The summary.
    Summary,
    /// The running text.
    Body,
    /// The outlet, as written.
    Source,
    /// When it was published.
    PublishedAt,
    /// Where it is on the web.
    Url,
    /// The tags.
    Tags,
    /// The language.
    Lang,
    /// The best passage, white space made single spaces.
    Passage,
}

impl Column {
    /// All there are.
    pub const ALL: [Self; 13] = [
        Self::Rank,
        Self::Tier,
        Self::Score,
        Self::Id,
        Self::Title,
        Self::Summary,
        Self::Body,
        Self::Source,
        Self::PublishedAt,
        Self::Url,
        Self::Tags,
        Self::Lang,
        Self::Passage,
    ];

    /// What a table has if nothing else is said.
    pub const TABLE: [Self; 9] = [
        Self::Rank,
        Self::Tier,
        Self::Score,
        Self::Id,
        Self::Title,
        Self::Source,
        Self::PublishedAt,
        Self::Url,
        Self::Passage,
    ];

    /// Returns its name in a header.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rank => "rank",
            Self::Tier => "tier",
            Self::Score => "score",
            Self::Id => "id",
            Self::Title => "title",
            Self::Summary => "summary",
            Self::Body => "body",
            Self::Source => "source",
            Self::PublishedAt => "published_at",
            Self::Url => "url",
            Self::Tags => "tags",
            Self::Lang => "lang",
            Self::Passage => "passage",
        }
    }

    /// Returns the column of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }

    /// Returns what a hit has there, as a cell of a table; tags are parted by `;`.
    #[must_use]
    pub fn cell(self, hit: &Hit) -> String {
        match self.value(hit) {
            Value::String(text) => text,
            Value::Null => String::new(),
            Value::Array(_) => hit.article.tags.join(";"),
            Value::Number(_) if self == Self::Score => hit.score.to_string(),
            other => other.to_string(),
        }
    }

    fn value(self, hit: &Hit) -> Value {
        let article = &hit.article;
        match self {
            Self::Rank => json!(hit.rank),
            Self::Tier => json!(hit.tier.name()),
            Self::Score => json!(hit.score),
            Self::Id => json!(article.id),
            Self::Title => json!(article.title),
            Self::Summary => json!(article.summary),
            Self::Body => json!(article.body),
            Self::Source => json!(article.source),
            Self::PublishedAt => json!(article.published_at.map(|time| time.to_string())),
            Self::Url => json!(article.url),
            Self::Tags => json!(article.tags),
            Self::Lang => json!(article.lang),
            Self::Passage => json!(passage(hit)),
        }
    }
}

/// A hit as one JSON object of chosen columns.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The hit.
    pub hit: &'a Hit,
    /// The columns, in their order.
    pub columns: &'a [Column],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.columns.len()))?;
        for column in self.columns {
            map.serialize_entry(column.name(), &column.value(self.hit))?;
        }
        map.end()
    }
}

/// Reads the hits of an answer with what `columns` need of them.
#[must_use]
pub fn exported<'a>(
    answer: &'a Answer<'_>,
    columns: &[Column],
) -> Box<dyn Iterator<Item = Result<Hit, Error>> + 'a> {
    if columns.contains(&Column::Passage) {
        Box::new(answer.hits())
    } else {
        Box::new(answer.bare_hits())
    }
}

/// Returns the first passage in one line.
fn passage(hit: &Hit) -> String {
    let text = hit.passages.first().map(|(_, passage)| passage.text.as_str()).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
