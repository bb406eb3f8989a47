//! JSON Feed 1.1 (<https://jsonfeed.org/version/1.1>).

use serde_json::{Map, Value, json};

use super::content::{Entry, Feed};

/// Returns a feed in JSON.
pub(crate) fn json_feed(feed: &Feed<'_>) -> Vec<u8> {
    let mut json = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title(),
    });
    // Addresses are absolute or not there.
    if !feed.origin.is_empty() {
        json["home_page_url"] = json!(feed.page());
        json["feed_url"] = json!(feed.address());
    }
    json["items"] = feed.entries.iter().map(|entry| item(feed, entry)).collect();
    json.to_string().into_bytes()
}

fn item(feed: &Feed<'_>, entry: &Entry<'_>) -> Value {
    let mut item = Map::new();
    let mut set = |name: &str, value: Value| drop(item.insert(name.to_owned(), value));
    set("id", json!(entry.id()));
    let link = feed.link(entry);
    if !link.starts_with('/') {
        set("url", json!(link));
    }
    if !entry.title().is_empty() {
        set("title", json!(entry.title()));
    }
    set("content_text", json!(entry.text()));
    if let Some(summary) = entry.summary() {
        set("summary", json!(summary));
    }
    set("date_published", json!(entry.time()));
    if let Some(outlet) = entry.outlet() {
        set("authors", json!([{ "name": outlet }]));
    }
    let tags = entry.tags();
    if !tags.is_empty() {
        set("tags", json!(tags));
    }
    if let Some(lang) = entry.lang() {
        set("language", json!(lang));
    }
    Value::Object(item)
}
