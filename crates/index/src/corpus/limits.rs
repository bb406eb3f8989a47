//! The most that a field of an article may hold. A record beyond a limit is rejected.
//!
//! The limits are far above what news has. They keep one record from costing as much as a thousand:
//! ids, addresses, outlets, tags and languages become keys of dictionaries, which the index library
//! drops silently above 65,530 bytes, and the text of an article is read as a whole by every search
//! that shows it.

use xunwen_schema::Article;

/// Bytes of an id or an address, of UTF-8. An address may serve as the id, so they are alike; RFC 9110
/// asks for 8,000 at least.
const ID: usize = 8_192;
/// Bytes of a headline.
const TITLE: usize = 65_536;
/// Bytes of a summary.
const SUMMARY: usize = 1_048_576;
/// Bytes of a body: about five million Han characters.
const BODY: usize = 16_777_216;
/// Bytes of the name of an outlet, and of a tag.
const NAME: usize = 1_024;
/// Tags of an article.
const TAGS: usize = 1_000;
/// Bytes of a language code.
const LANG: usize = 64;

/// Checks an article against the limits; an error is the reason to reject the record.
pub(super) fn check(article: &Article) -> Result<(), String> {
    let Article { id, title, body, summary, source, url, tags, lang, published_at: _ } = article;
    let text = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let longest_tag = tags.iter().map(String::len).max().unwrap_or(0);
    let fields = [
        ("id", id.len(), ID),
        ("title", title.len(), TITLE),
        ("body", body.len(), BODY),
        ("summary", summary.len(), SUMMARY),
        ("source", text(source), NAME),
        ("url", text(url), ID),
        ("lang", text(lang), LANG),
    ];
    if let Some((name, length, most)) = fields.into_iter().find(|(_, length, most)| length > most) {
        return Err(format!("field `{name}` has {length} bytes, {most} are the most"));
    }
    if longest_tag > NAME {
        return Err(format!("a tag has {longest_tag} bytes, {NAME} are the most"));
    }
    if tags.len() > TAGS {
        return Err(format!("{} tags, {TAGS} are the most", tags.len()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use xunwen_schema::Article;

    use crate::corpus::json::fields;
    use crate::corpus::options::Reading;

    fn article(json: &str) -> Result<Article, String> {
        let reading = Reading::default();
        fields(json, &reading)?.article(&reading).map(|parsed| parsed.article)
    }

    /// Returns the reason why a record is rejected whose field `name` has `bytes` bytes, if it is.
    fn reason(name: &str, bytes: usize) -> Option<String> {
        let mut record = json!({ "id": "a", "title": "好" });
        let begun = if name == "url" { "https://example.com/" } else { "" };
        record[name] = format!("{begun}{}", "x".repeat(bytes - begun.len())).into();
        article(&record.to_string()).err()
    }

    #[test]
    fn a_field_at_its_limit_is_taken_and_one_byte_more_is_rejected() {
        let table = [
            ("id", 8_192),
            ("url", 8_192),
            ("title", 65_536),
            ("summary", 1_048_576),
            ("body", 16_777_216),
            ("source", 1_024),
            ("lang", 64),
        ];
        for (name, most) in table {
            assert_eq!(reason(name, most), None, "{name}");
            let expected = format!("field `{name}` has {} bytes, {most} are the most", most + 1);
            assert_eq!(reason(name, most + 1), Some(expected));
        }
        assert_eq!(reason("tags", 1_024), None);
        assert_eq!(reason("tags", 1_025).unwrap(), "a tag has 1025 bytes, 1024 are the most");
    }

    #[test]
    fn an_article_has_a_thousand_tags_at_most() {
        let tagged = |count: usize| {
            let tags: Vec<String> = (0..count).map(|tag| tag.to_string()).collect();
            article(&json!({ "title": "好", "tags": tags }).to_string())
        };
        assert_eq!(tagged(1_000).unwrap().tags.len(), 1_000);
        assert_eq!(tagged(1_001).unwrap_err(), "1001 tags, 1000 are the most");
    }

    #[test]
    fn an_id_made_from_an_address_has_the_limit_of_the_address() {
        let record =
            json!({ "title": "好", "url": format!("https://{}", "x".repeat(8_184)) }).to_string();
        assert_eq!(article(&record).unwrap().id.len(), 8_192);
    }
}
