//! Whole articles.

use serde::Serialize;
use xunwen_query::Hit;

/// A whole article, in the fields that `xunwen index` reads.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Article<'a> {
    /// Its id.
    pub id: &'a str,
    /// The headline.
    pub title: &'a str,
    /// The running text.
    pub body: &'a str,
    /// The summary.
    pub summary: &'a str,
    /// The outlet, as written.
    pub source: Option<&'a str>,
    /// When it was published: a day, or a time with its zone.
    pub published_at: Option<String>,
    /// Where it is on the web.
    pub url: Option<&'a str>,
    /// The tags.
    pub tags: &'a [String],
    /// The language, such as `zh`.
    pub lang: Option<&'a str>,
    /// Of an answer: `exact` or `related`. It is no field of an article, and `xunwen index` passes
    /// over it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<&'static str>,
}

impl<'a> Article<'a> {
    /// Returns the wire form of `article`.
    #[must_use]
    pub fn of(article: &'a xunwen_schema::Article) -> Self {
        Self {
            id: &article.id,
            title: &article.title,
            body: &article.body,
            summary: &article.summary,
            source: article.source.as_deref(),
            published_at: article.published_at.map(|published| published.to_string()),
            url: article.url.as_deref(),
            tags: &article.tags,
            lang: article.lang.as_deref(),
            tier: None,
        }
    }

    /// Returns the wire form of the article of a hit, with its tier.
    #[must_use]
    pub fn of_hit(hit: &'a Hit) -> Self {
        Self { tier: Some(hit.tier.name()), ..Self::of(&hit.article) }
    }
}
