//! Exported hits: chosen fields in a chosen order.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};
use xunwen_query::{Answer, Hit};

use crate::args::Column;

/// Reads the hits of an answer with what `columns` need of them.
pub(super) fn hits<'a>(
    answer: &'a Answer<'_>,
    columns: &[Column],
) -> Box<dyn Iterator<Item = Result<Hit, xunwen_query::Error>> + 'a> {
    if columns.contains(&Column::Passage) {
        Box::new(answer.hits())
    } else {
        Box::new(answer.bare_hits())
    }
}

impl Column {
    /// Returns its name in a header.
    pub(super) fn name(self) -> &'static str {
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

    /// Returns what a hit has there.
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

    /// Returns what a hit has there, as a cell of a table; tags are parted by `;`.
    pub(super) fn cell(self, hit: &Hit) -> String {
        match self.value(hit) {
            Value::String(text) => text,
            Value::Null => String::new(),
            Value::Array(_) => hit.article.tags.join(";"),
            Value::Number(_) if self == Self::Score => hit.score.to_string(),
            other => other.to_string(),
        }
    }
}

/// A hit as one JSON object.
pub(super) struct Row<'a> {
    pub(super) hit: &'a Hit,
    pub(super) columns: &'a [Column],
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

/// Returns the first passage in one line.
fn passage(hit: &Hit) -> String {
    let text = hit.passages.first().map(|(_, passage)| passage.text.as_str()).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
