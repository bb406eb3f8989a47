//! One news article, as plain data.

use crate::date::Published;

/// One news article: what a corpus yields, an index stores and a hit returns.
///
/// Absent text is the empty string; absent facts are `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// Unique name of the article; adding another article of the same id replaces it.
    pub id: String,
    /// Headline, searched and shown first.
    pub title: String,
    /// Full text.
    pub body: String,
    /// Abstract or key points, often in another language than the body.
    pub summary: String,
    /// Name of the outlet as the corpus spells it: `河南日报` or `He Nan Ri Bao`.
    pub source: Option<String>,
    /// When it was published.
    pub published_at: Option<Published>,
    /// Where it was published.
    pub url: Option<String>,
    /// Editors' keywords.
    pub tags: Vec<String>,
    /// Language code, such as `zh` or `en`.
    pub lang: Option<String>,
}

impl Article {
    /// Returns how many bytes of UTF-8 its title, body and summary have.
    #[must_use]
    pub fn text_bytes(&self) -> usize {
        self.title.len() + self.body.len() + self.summary.len()
    }
}
