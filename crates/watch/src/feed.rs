//! The newest articles as an Atom feed (RFC 4287).

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::entry::Entry;
use crate::state::Record;

type Xml = Writer<Vec<u8>>;

/// Returns the feed of what a state has reported, newest first.
pub(crate) fn feed(record: &Record) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let feed = xml.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
    feed.write_inner_content(|xml| {
        let newest = record.feed.back().map_or(&record.begun, |entry| &entry.updated);
        put(xml, "id", &format!("urn:uuid:{}", record.id))?;
        put(xml, "title", "xunwen watch")?;
        put(xml, "updated", newest)?;
        put(xml, "generator", concat!("xunwen ", env!("CARGO_PKG_VERSION")))?;
        // A feed has an author if an entry has none.
        name(xml, "xunwen")?;
        record.feed.iter().rev().try_for_each(|entry| put_entry(xml, entry))
    })?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn put_entry(xml: &mut Xml, entry: &Entry) -> io::Result<()> {
    xml.create_element("entry").write_inner_content(|xml| {
        put(xml, "id", &entry.id)?;
        put(xml, "title", &entry.title)?;
        put(xml, "updated", &entry.updated)?;
        if let Some(published) = &entry.published {
            put(xml, "published", published)?;
        }
        if let Some(url) = &entry.url {
            let url = clean(url);
            xml.create_element("link").with_attribute(("href", url.as_str())).write_empty()?;
        }
        if let Some(source) = &entry.source {
            name(xml, source)?;
        }
        let (qid, query) = (clean(&entry.qid), clean(&entry.query));
        let category = xml.create_element("category");
        category
            .with_attribute(("term", qid.as_str()))
            .with_attribute(("label", query.as_str()))
            .write_empty()?;
        let content = xml.create_element("content").with_attribute(("type", "html"));
        content.write_text_content(BytesText::new(&clean(&entry.html)))?;
        Ok(())
    })?;
    Ok(())
}

fn name(xml: &mut Xml, text: &str) -> io::Result<()> {
    xml.create_element("author").write_inner_content(|xml| put(xml, "name", text))?;
    Ok(())
}

fn put(xml: &mut Xml, element: &str, text: &str) -> io::Result<()> {
    xml.create_element(element).write_text_content(BytesText::new(&clean(text)))?;
    Ok(())
}

/// Returns `text` without the characters that XML cannot hold, however they are written.
fn clean(text: &str) -> String {
    let is_allowed = |&c: &char| {
        matches!(c, '\t' | '\n' | '\r') || c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    text.chars().filter(is_allowed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_has_what_readers_need_and_nothing_breaks_it() {
        let entry = |id: &str, title: &str, published: Option<&str>| Entry {
            id: id.to_owned(),
            qid: "q<1>".to_owned(),
            query: "\"微短剧\" & 出海".to_owned(),
            title: title.to_owned(),
            url: published.map(|_| "https://a.cn/?a=1&b=2".to_owned()),
            source: published.map(|_| "人民日报".to_owned()),
            published: published.map(str::to_owned),
            updated: "2025-12-24T00:44:00+08:00".to_owned(),
            html: "<p>a<mark>&lt;</mark></p>".to_owned(),
        };
        let record = Record {
            id: "0-1".to_owned(),
            begun: "2025-01-01T00:00:00+08:00".to_owned(),
            feed: [
                entry("urn:uuid:1", "a\u{0}\u{8}b", None),
                entry("urn:uuid:2", "好<b>", Some("2025-12-23T00:00:00+08:00")),
            ]
            .into(),
            ..Record::default()
        };
        let expected = r#"<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
 <id>urn:uuid:0-1</id>
 <title>xunwen watch</title>
 <updated>2025-12-24T00:44:00+08:00</updated>
 <generator>xunwen VERSION</generator>
 <author>
  <name>xunwen</name>
 </author>
 <entry>
  <id>urn:uuid:2</id>
  <title>好&lt;b&gt;</title>
  <updated>2025-12-24T00:44:00+08:00</updated>
  <published>2025-12-23T00:00:00+08:00</published>
  <link href="https://a.cn/?a=1&amp;b=2"/>
  <author>
   <name>人民日报</name>
  </author>
  <category term="q&lt;1&gt;" label="&quot;微短剧&quot; &amp; 出海"/>
  <content type="html">&lt;p&gt;a&lt;mark&gt;&amp;lt;&lt;/mark&gt;&lt;/p&gt;</content>
 </entry>
 <entry>
  <id>urn:uuid:1</id>
  <title>ab</title>
  <updated>2025-12-24T00:44:00+08:00</updated>
  <category term="q&lt;1&gt;" label="&quot;微短剧&quot; &amp; 出海"/>
  <content type="html">&lt;p&gt;a&lt;mark&gt;&amp;lt;&lt;/mark&gt;&lt;/p&gt;</content>
 </entry>
</feed>
"#;
        let expected = expected.replace("VERSION", env!("CARGO_PKG_VERSION"));
        assert_eq!(String::from_utf8(feed(&record).unwrap()).unwrap(), expected);
    }
}
