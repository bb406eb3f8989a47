//! What a feed says, in whatever format.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use xunwen_schema::{Article, Published};
use xxhash_rust::xxh3::xxh3_128;

/// A feed: the newest articles that answer a question.
#[derive(Debug)]
pub(crate) struct Feed<'a> {
    /// Scheme and host of the server, or nothing.
    pub(crate) origin: &'a str,
    /// The path and parameters of the feed itself.
    pub(crate) target: &'a str,
    /// The parameters of the question, as the page reads them.
    pub(crate) parameters: &'a str,
    /// What was asked, in words; may be empty.
    pub(crate) words: &'a str,
    /// The time of the newest article, in the feed or else in the index.
    pub(crate) updated: Option<Published>,
    pub(crate) entries: Vec<Entry<'a>>,
}

/// An article in a feed.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    article: &'a Article,
    pub(crate) published: Published,
}

impl Feed<'_> {
    pub(crate) fn id(&self) -> String {
        uuid("feed", self.parameters)
    }

    pub(crate) fn title(&self) -> String {
        match self.words {
            "" => "寻闻".to_owned(),
            words => format!("{words} - 寻闻"),
        }
    }

    /// Returns its own address.
    pub(crate) fn address(&self) -> String {
        format!("{}{}", self.origin, self.target)
    }

    /// Returns the address of the page with the same search.
    pub(crate) fn page(&self) -> String {
        format!("{}/?{}", self.origin, self.parameters)
    }

    /// Returns when it last changed: with nothing in it, at the beginning of time.
    pub(crate) fn updated(&self) -> String {
        time(self.updated.unwrap_or(Published::from_seconds(0, true)))
    }

    /// Returns where an article is read: where it was published, else on the page.
    pub(crate) fn link(&self, entry: &Entry<'_>) -> String {
        let url = entry.article.url.as_deref().unwrap_or_default();
        if url.starts_with("https://") || url.starts_with("http://") {
            return url.to_owned();
        }
        let id = utf8_percent_encode(&entry.article.id, NON_ALPHANUMERIC);
        format!("{}/?article={id}", self.origin)
    }
}

impl<'a> Entry<'a> {
    /// Returns the entry of an article, unless it has no date.
    pub(crate) fn of(article: &'a Article) -> Option<Self> {
        article.published_at.map(|published| Self { article, published })
    }

    pub(crate) fn id(&self) -> String {
        uuid("article", &self.article.id)
    }

    pub(crate) fn title(&self) -> &'a str {
        self.article.title.trim()
    }

    pub(crate) fn text(&self) -> &'a str {
        &self.article.body
    }

    pub(crate) fn summary(&self) -> Option<&'a str> {
        Some(self.article.summary.as_str()).filter(|summary| !summary.is_empty())
    }

    pub(crate) fn outlet(&self) -> Option<&'a str> {
        self.article.source.as_deref()
    }

    /// Returns the tags, each once.
    pub(crate) fn tags(&self) -> Vec<&'a str> {
        let mut tags: Vec<&str> = Vec::new();
        for tag in &self.article.tags {
            if !tags.contains(&tag.as_str()) {
                tags.push(tag);
            }
        }
        tags
    }

    pub(crate) fn lang(&self) -> Option<&'a str> {
        self.article.lang.as_deref()
    }

    pub(crate) fn time(&self) -> String {
        time(self.published)
    }
}

/// Returns a time as RFC 3339 writes it: a day begins at midnight in China.
fn time(time: Published) -> String {
    Published::from_seconds(time.seconds(), true).to_string()
}

/// Returns a name for ever: a UUID of version 8 (RFC 9562), made of a digest.
fn uuid(kind: &str, text: &str) -> String {
    let digest = xxh3_128(format!("{kind}\n{text}").as_bytes());
    let version = 0x8_u128 << 76 | 0b10_u128 << 62;
    let digest = digest & !(0xf_u128 << 76 | 0b11_u128 << 62) | version;
    let hex = format!("{digest:032x}");
    format!(
        "urn:uuid:{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_uuids_of_version_8() {
        let [article, feed] = ["article", "feed"].map(|kind| uuid(kind, "s001"));
        assert_ne!(article, feed);
        assert_eq!(article, uuid("article", "s001"));
        for id in [article, feed] {
            let parts: Vec<&str> = id.strip_prefix("urn:uuid:").unwrap().split('-').collect();
            assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
            assert!(
                parts[2].starts_with('8') && parts[3].starts_with(['8', '9', 'a', 'b']),
                "{id}"
            );
        }
    }

    #[test]
    fn days_begin_at_midnight() {
        for (written, expected) in [
            ("2025-12-30", "2025-12-30T00:00:00+08:00"),
            ("2025-12-30T16:40:00Z", "2025-12-31T00:40:00+08:00"),
        ] {
            assert_eq!(time(Published::parse(written).unwrap()), expected);
        }
    }
}
