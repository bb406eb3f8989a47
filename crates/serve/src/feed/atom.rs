//! Atom (RFC 4287).

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::content::{Entry, Feed};

type Xml = Writer<Vec<u8>>;

/// Returns a feed in Atom. Its articles are text; nothing in them is markup.
///
/// # Errors
///
/// None that occur: memory is written to.
pub(crate) fn atom(feed: &Feed<'_>) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let root = xml.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
    root.write_inner_content(|xml| inner(feed, xml))?;
    Ok(xml.into_inner())
}

fn inner(feed: &Feed<'_>, xml: &mut Xml) -> io::Result<()> {
    text(xml, "id", &feed.id())?;
    text(xml, "title", &feed.title())?;
    text(xml, "updated", &feed.updated())?;
    link(xml, "self", "application/atom+xml", &feed.address())?;
    link(xml, "alternate", "text/html", &feed.page())?;
    // Whoever put it together; of an article without an outlet nobody knows more.
    author(xml, "寻闻 xunwen")?;
    text(xml, "generator", "xunwen")?;
    feed.entries.iter().try_for_each(|one| {
        xml.create_element("entry").write_inner_content(|xml| entry(feed, one, xml)).map(drop)
    })
}

fn entry(feed: &Feed<'_>, entry: &Entry<'_>, xml: &mut Xml) -> io::Result<()> {
    let time = entry.time();
    text(xml, "id", &entry.id())?;
    text(xml, "title", entry.title())?;
    text(xml, "updated", &time)?;
    text(xml, "published", &time)?;
    link(xml, "alternate", "text/html", &feed.link(entry))?;
    if let Some(outlet) = entry.outlet() {
        author(xml, outlet)?;
    }
    for tag in entry.tags() {
        xml.create_element("category").with_attribute(("term", &*allowed(tag))).write_empty()?;
    }
    if let Some(summary) = entry.summary() {
        text(xml, "summary", summary)?;
    }
    text(xml, "content", entry.text())
}

fn author(xml: &mut Xml, name: &str) -> io::Result<()> {
    xml.create_element("author").write_inner_content(|xml| text(xml, "name", name)).map(drop)
}

fn text(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&allowed(text))).map(drop)
}

fn link(xml: &mut Xml, relation: &str, form: &str, address: &str) -> io::Result<()> {
    let attributes = [("rel", relation), ("type", form), ("href", &*allowed(address))];
    xml.create_element("link").with_attributes(attributes).write_empty().map(drop)
}

/// Returns a text without the characters that XML cannot hold, escaped or not.
fn allowed(text: &str) -> String {
    let is_allowed = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(is_allowed).collect()
}
