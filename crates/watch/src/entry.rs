//! Entries of a feed, as the state keeps them.

use serde::{Deserialize, Serialize};
use xunwen_query::Hit;
use xunwen_schema::{Article, Published};
use xunwen_wire::{Marked, NewArticle, Passage};
use xxhash_rust::xxh3::xxh3_128;

use crate::standing_query::StandingQuery;

/// An article that was reported, as a feed shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// The same for the same article and query, wherever they meet.
    pub(crate) id: String,
    pub(crate) qid: String,
    pub(crate) query: String,
    pub(crate) title: String,
    pub(crate) url: Option<String>,
    pub(crate) source: Option<String>,
    /// As RFC 3339, with a time of day.
    pub(crate) published: Option<String>,
    /// When it was reported, likewise.
    pub(crate) updated: String,
    /// Its passages as HTML, with what matched marked.
    pub(crate) html: String,
}

impl Entry {
    /// Returns the entry of an article that is reported to `query` at `now`.
    pub(crate) fn of(hit: &Hit, query: &StandingQuery, now: i64) -> Self {
        let Article { id, title, url, source, published_at, .. } = &hit.article;
        let shown = NewArticle::of(hit, &query.id, &query.text);
        Self {
            id: uuid(xxh3_128(format!("{}\t{id}", query.key()).as_bytes())),
            qid: query.id.clone(),
            query: query.text.clone(),
            title: if title.is_empty() { id.clone() } else { title.clone() },
            url: url.clone().filter(|url| is_web(url)),
            source: source.clone(),
            published: published_at.map(|published| rfc3339(published.seconds())),
            updated: rfc3339(now),
            html: html(&shown.passages),
        }
    }
}

/// Returns a time as feeds have it: never a day alone.
pub(crate) fn rfc3339(seconds: i64) -> String {
    Published::from_seconds(seconds, true).to_string()
}

/// Returns a hash as an address of its own: a UUID of version 8, whose bits mean what one likes.
pub(crate) fn uuid(hash: u128) -> String {
    let bits = hash & !(0xf << 76 | 0b11 << 62) | 8 << 76 | 0b10 << 62;
    let hex = format!("{bits:032x}");
    let part = |range| hex.get(range).unwrap_or_default();
    let parts = [part(0..8), part(8..12), part(12..16), part(16..20), part(20..32)];
    format!("urn:uuid:{}", parts.join("-"))
}

/// Returns whether a reader may follow `url`: an article must not bring an address that runs something.
fn is_web(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    lower.starts_with("http://") || lower.starts_with("https://")
}

fn html(passages: &[Passage<'_>]) -> String {
    passages.iter().map(|passage| format!("<p>{}</p>", marked(&passage.marked))).collect()
}

fn marked(text: &Marked<'_>) -> String {
    let mut html = String::new();
    let mut done = 0;
    let mut put = |range: std::ops::Range<usize>, is_marked: bool| {
        let piece = quick_xml::escape::escape(text.text.get(range).unwrap_or_default());
        let (begin, end) = if is_marked { ("<mark>", "</mark>") } else { ("", "") };
        html.extend([begin, &piece, end]);
    };
    for &[start, end] in &text.marks {
        put(done..start, false);
        put(start..end, true);
        done = end;
    }
    put(done..text.text.len(), false);
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_elements_and_nothing_else_does() {
        let text = "a<b>微短剧&b";
        let shown = marked(&Marked { text, marks: vec![[1, 2], [4, 13]] });
        assert_eq!(shown, "a<mark>&lt;</mark>b&gt;<mark>微短剧</mark>&amp;b");
    }

    #[test]
    fn an_id_is_a_uuid_that_says_its_version() {
        assert_eq!(uuid(0), "urn:uuid:00000000-0000-8000-8000-000000000000");
        assert_eq!(uuid(u128::MAX), "urn:uuid:ffffffff-ffff-8fff-bfff-ffffffffffff");
    }

    #[test]
    fn only_pages_are_linked_to() {
        assert!(is_web("https://a.cn/1") && is_web("HTTP://a.cn"));
        assert!(!is_web("javascript:alert(1)") && !is_web("//a.cn") && !is_web(""));
    }
}
