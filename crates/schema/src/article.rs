//! One news article, as plain data.

use crate::date::Published;

/// One news article: what a corpus yields, an index stores and a hit returns.
///
/// Missing text is the empty string; other missing values are `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// Unique id; adding another article with the same id replaces this one.
    pub id: String,
    /// Headline.
    pub title: String,
    /// Full text.
    pub body: String,
    /// Abstract or key points, often in a language other than the body's.
    pub summary: String,
    /// Name of the outlet as spelled in the corpus: `河南日报` or `He Nan Ri Bao`.
    pub source: Option<String>,
    /// Time of publication.
    pub published_at: Option<Published>,
    /// Address of the page.
    pub url: Option<String>,
    /// Editors' keywords.
    pub tags: Vec<String>,
    /// Language code, such as `zh` or `en`.
    pub lang: Option<String>,
}

/// A text of an article that is analysed and searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextField {
    /// [`Article::title`].
    Title,
    /// [`Article::summary`].
    Summary,
    /// [`Article::body`].
    Body,
}

impl TextField {
    /// All texts of an article, in the order of [`Article::texts`].
    pub const ALL: [Self; 3] = [Self::Title, Self::Summary, Self::Body];
}

impl Article {
    /// Returns the texts that are analysed and searched: title, summary, body.
    #[must_use]
    pub fn texts(&self) -> [(TextField, &str); 3] {
        TextField::ALL.map(|field| (field, self.text(field)))
    }

    /// Returns one of its texts.
    #[must_use]
    pub fn text(&self, field: TextField) -> &str {
        match field {
            TextField::Title => &self.title,
            TextField::Summary => &self.summary,
            TextField::Body => &self.body,
        }
    }

    /// Returns the length of its title, body and summary, in bytes of UTF-8.
    #[must_use]
    pub fn text_bytes(&self) -> usize {
        self.texts().iter().map(|(_, text)| text.len()).sum()
    }
}
