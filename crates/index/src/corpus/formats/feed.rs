//! Feeds: RSS and Atom, an article an item.

use std::io::{BufRead, Cursor, Read};
use std::sync::Arc;

use super::elements::{Elements, root};
use super::input_format::{Evidence, FormatError, InputFormat, Sample};
use super::tree::Tree;
use crate::corpus::content::Content;
use crate::corpus::encoding::utf8;
use crate::corpus::fields::RawFields;
use crate::corpus::names::ArticleField;
use crate::corpus::options::Reading;
use crate::corpus::parsed::Parsed;
use crate::corpus::record::{RawRecord, Record, Records, too_long};
use crate::corpus::value::Value;

pub(in crate::corpus) struct Feed;

/// What holds an article.
const RECORDS: [&str; 3] = ["item", "entry", "atom:entry"];

impl InputFormat for Feed {
    fn name(&self) -> &'static str {
        "feed"
    }

    fn about(&self) -> &'static str {
        "RSS and Atom: an article an item"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["rss", "atom", "rdf"]
    }

    fn is_never_empty(&self) -> bool {
        true
    }

    fn evidence(&self, sample: &Sample<'_>) -> Option<Evidence> {
        let (name, text) = root(sample.text?)?;
        match name.as_str() {
            "rss" => Evidence::new(95, "an RSS feed"),
            "rdf:rdf" if text.contains("purl.org/rss") => Evidence::new(95, "an RSS feed"),
            "feed" | "atom:feed" => Evidence::new(95, "an Atom feed"),
            _ => None,
        }
    }

    fn records(&self, content: Content, reading: &Arc<Reading>) -> Result<Records, FormatError> {
        let (head, text) = looked_at(content)?;
        let title: Option<Arc<str>> = title(&head).map(Arc::from);
        // The title of the feed is the outlet, unless the user has said what is.
        let title =
            title.filter(|_| !reading.map.iter().any(|map| map.field == ArticleField::Source));
        let names = RECORDS.map(str::to_owned).to_vec();
        let elements = Elements::new(text, names, true);
        Ok(Box::new(elements.map(move |element| {
            let element = element?;
            let title = title.clone();
            let raw = element.bytes.map(|bytes| Box::new(Item { bytes, title }) as Box<_>);
            Ok(Record::new(element.line, element.end, raw.ok_or_else(too_long)))
        })))
    }
}

/// Returns the beginning of a text, and all of it.
pub(super) fn looked_at(
    content: Content,
) -> Result<(String, Box<dyn BufRead + Send>), std::io::Error> {
    let mut text = content.buffered();
    let mut head = Vec::new();
    text.by_ref().take(Content::HEAD).read_to_end(&mut head)?;
    let shown = String::from_utf8_lossy(&head).into_owned();
    Ok((shown, Box::new(Cursor::new(head).chain(text))))
}

/// Returns the title of a feed, which stands before its first item.
fn title(head: &str) -> Option<String> {
    let (_, feed) = root(head)?;
    let starts = ["<item>", "<item ", "<entry>", "<entry ", "<image>"];
    let end = starts.iter().filter_map(|start| feed.find(start)).min().unwrap_or(feed.len());
    let tree = Tree::parse(&feed[..end])?;
    let title = tree.child("title").or_else(|| tree.child("channel")?.child("title"))?;
    Some(title.text.trim().to_owned()).filter(|title| !title.is_empty())
}

/// An item that is not parsed yet.
struct Item {
    bytes: Vec<u8>,
    /// Of the feed.
    title: Option<Arc<str>>,
}

impl RawRecord for Item {
    fn article(self: Box<Self>, reading: &Reading) -> Result<Parsed, String> {
        let tree = Tree::parse(utf8(&self.bytes)?).ok_or("no element")?;
        fields(tree, self.title.as_deref(), reading).article(reading)
    }
}

fn fields(mut tree: Tree, title: Option<&str>, reading: &Reading) -> RawFields {
    let is_link = |tree: &Tree| matches!(tree.name.as_str(), "link" | "atom:link");
    let link = address(tree.children.iter().filter(|child| is_link(child)));
    // Comments, and pictures, are no article.
    tree.children.retain(|child| {
        !is_link(child) && !matches!(child.name.as_str(), "comments" | "enclosure" | "author")
    });
    let has_source = tree.child("source").is_some();
    let is_body = |child: &Tree| {
        let field = reading.name(&child.name).map(|name| name.field);
        field == Some(ArticleField::Body)
            && !(child.text.trim().is_empty() && child.children.is_empty())
    };
    if !tree.children.iter().any(is_body) {
        // Most feeds put the whole text there.
        let texts = tree.children.iter_mut();
        let texts = texts.filter(|child| matches!(child.name.as_str(), "description" | "summary"));
        if let Some(text) = texts.into_iter().next() {
            text.name = "content".to_owned();
        }
    }
    tree.attributes.clear();
    tree.text.clear();
    let mut fields = tree.fields(reading);
    if let Some(link) = link {
        fields.add("link", Value::text(link), reading);
    }
    if let Some(title) = title.filter(|_| !has_source) {
        fields.add("source", Value::text(title.to_owned()), reading);
    }
    fields
}

/// Returns the address of the article among the links of an item: of the page, not of its comments.
fn address<'t>(links: impl Iterator<Item = &'t Tree>) -> Option<String> {
    let mut best: Option<(u8, String)> = None;
    for link in links {
        let text = Some(link.text.trim()).filter(|text| !text.is_empty());
        let Some(target) = text.or_else(|| link.attribute("href")) else { continue };
        let rank = match link.attribute("rel") {
            None | Some("alternate") => 0,
            Some("self") => 1,
            Some(_) => 2,
        };
        if best.as_ref().is_none_or(|(own, _)| rank < *own) {
            best = Some((rank, target.trim().to_owned()));
        }
    }
    best.filter(|(rank, _)| *rank < 2).map(|(_, target)| target)
}

#[cfg(test)]
mod tests {
    use xunwen_schema::Article;

    use super::*;

    fn article(text: &str) -> Article {
        let reading = Reading::default();
        fields(Tree::parse(text).unwrap(), Some("滚动"), &reading)
            .article(&reading)
            .unwrap()
            .article
    }

    #[test]
    fn an_item_of_rss_is_an_article() {
        let found = article(
            "<item><title>题</title><link>https://x/1</link><description><![CDATA[<p>一</p><p>二</p>]]>\
             </description><pubDate>Mon, 18 Mar 2024 19:30:00 +0800</pubDate><guid>g1</guid>\
             <category>财经</category><category>海岛</category></item>",
        );
        assert_eq!(
            (found.id.as_str(), found.title.as_str(), found.body.as_str()),
            ("g1", "题", "一\n二")
        );
        assert_eq!(found.url.as_deref(), Some("https://x/1"));
        assert_eq!(found.published_at.unwrap().to_string(), "2024-03-18T19:30:00+08:00");
        assert_eq!(found.tags, ["财经", "海岛"]);
        assert_eq!(found.source.as_deref(), Some("滚动"));
    }

    #[test]
    fn the_content_is_the_body_and_the_description_the_summary() {
        let found = article(
            "<item><title>题</title><description>提要</description>\
             <content:encoded>&lt;p&gt;正文&lt;/p&gt;</content:encoded></item>",
        );
        assert_eq!((found.body.as_str(), found.summary.as_str()), ("正文", "提要"));
    }

    #[test]
    fn an_entry_of_atom_is_an_article() {
        let found = article(
            "<entry><title type=\"html\">题</title><link rel=\"self\" href=\"https://x/self\"/>\
             <link rel=\"enclosure\" href=\"https://x/p.jpg\"/><link href=\"https://x/1\"/><id>tag:x:1</id>\
             <published>2024-04-02T07:40:00+08:00</published><updated>2024-05-02T07:40:00Z</updated>\
             <author><name>阿青</name></author><category term=\"教育\"/><content type=\"xhtml\">\
             <div xmlns=\"http://www.w3.org/1999/xhtml\"><p>一</p><p>二</p></div></content></entry>",
        );
        assert_eq!(
            (found.id.as_str(), found.title.as_str(), found.body.as_str()),
            ("tag:x:1", "题", "一\n二")
        );
        assert_eq!(found.url.as_deref(), Some("https://x/1"));
        assert_eq!(found.published_at.unwrap().to_string(), "2024-04-02T07:40:00+08:00");
        assert_eq!(found.tags, ["教育"]);
    }

    #[test]
    fn a_feed_has_a_title() {
        let rss =
            "<?xml version='1.0'?><rss><channel><title>滚动</title><item><title>题</title></item>";
        assert_eq!(title(rss).as_deref(), Some("滚动"));
        assert_eq!(title("<feed xmlns='x'><title>晚报</title><entry>").as_deref(), Some("晚报"));
        assert_eq!(title("<rss><channel><item><title>题</title>"), None);
    }
}
