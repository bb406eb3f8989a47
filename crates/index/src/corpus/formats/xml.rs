//! XML: the element that holds articles is found by what is in it.

use std::collections::HashMap;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::elements::{Elements, root};
use super::feed::looked_at;
use super::input_format::{Evidence, FormatError, InputFormat, Sample};
use super::sgml::record;
use super::tree::Tree;
use crate::corpus::content::Content;
use crate::corpus::fields::RawFields;
use crate::corpus::names::ArticleField;
use crate::corpus::options::Reading;
use crate::corpus::record::Records;
use crate::corpus::value::Value;

pub(in crate::corpus) struct Xml;

impl InputFormat for Xml {
    fn name(&self) -> &'static str {
        "xml"
    }

    fn about(&self) -> &'static str {
        "XML, with an element an article"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["xml"]
    }

    fn is_never_empty(&self) -> bool {
        true
    }

    fn evidence(&self, sample: &Sample<'_>) -> Option<Evidence> {
        let text = sample.text?;
        let (name, _) = root(text)?;
        let record = article_element(text, sample.reading)?;
        let is_declared = text.trim_start_matches('\u{feff}').trim_start().starts_with("<?xml");
        let is_named = is_declared || sample.has_ending(self.endings());
        let weight = if name == "html" {
            30
        } else if is_named {
            75
        } else {
            55
        };
        Evidence::new(weight, format!("XML with <{record}> elements"))
    }

    fn records(&self, content: Content, reading: &Arc<Reading>) -> Result<Records, FormatError> {
        let (head, text) = looked_at(content)?;
        // Without an article in sight, what is there is one, or is rejected.
        let name = article_element(&head, reading);
        let name = name.or_else(|| root(&head).map(|(name, _)| name)).unwrap_or_default();
        let elements = Elements::new(text, vec![name], true);
        Ok(Box::new(elements.map(|element| element.map(|element| record(element, fields)))))
    }
}

/// Returns the name of the elements that are articles: those with a title, a text, and most else that
/// articles have. Of equal ones, the outer.
fn article_element(text: &str, reading: &Reading) -> Option<String> {
    /// Elements that are looked at.
    const MOST: usize = 5_000;
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut path: Vec<String> = Vec::new();
    // What is in each: which fields, how deep it lies, and when it came.
    let mut found: HashMap<String, (Vec<ArticleField>, usize)> = HashMap::new();
    let mut note = |path: &[String], name: &str, own: Option<&str>| {
        let field = reading.name(own.unwrap_or(name)).or_else(|| known(name));
        let (Some(parent), Some(field)) = (path.last(), field) else { return };
        let entry = found.entry(parent.clone()).or_insert_with(|| (Vec::new(), path.len()));
        if !entry.0.contains(&field.field) {
            entry.0.push(field.field);
        }
    };
    for _ in 0..MOST {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                let name = tag.name().as_ref().to_owned();
                let mut own = tag.html_attributes();
                let own = own.with_checks(false).flatten().find(|own| own.key.as_ref() == "name");
                let own = own.map(|own| own.value.into_owned());
                note(&path, &name, own.as_deref());
                path.push(name);
            }
            Ok(Event::End(_)) => _ = path.pop(),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    let is_article = |fields: &[ArticleField]| {
        let has = |field| fields.contains(&field);
        has(ArticleField::Body) || (has(ArticleField::Title) && fields.len() > 1)
    };
    let articles = found.into_iter().filter(|(_, (fields, _))| is_article(fields));
    let best = articles.min_by_key(|(name, (fields, depth))| {
        let has_title = fields.contains(&ArticleField::Title);
        (!has_title, std::cmp::Reverse(fields.len()), *depth, name.clone())
    });
    best.map(|(name, _)| name.to_ascii_lowercase())
}

/// Returns the field that a name of NITF and NewsML stands for.
fn known(name: &str) -> Option<crate::corpus::names::Name> {
    let local = name.rsplit(':').next().unwrap_or(name);
    crate::corpus::names::Name::parse(local).filter(|_| local.len() != name.len())
}

/// Returns the fields of an article; those of NITF lie deeper than others.
fn fields(tree: Tree, reading: &Reading) -> RawFields {
    if tree.name.eq_ignore_ascii_case("nitf") { nitf(&tree, reading) } else { tree.fields(reading) }
}

fn nitf(tree: &Tree, reading: &Reading) -> RawFields {
    let text = |path: &[&str]| {
        let found = path.iter().try_fold(tree, |tree, name| tree.child(name));
        found.map(|found| found.text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let attribute = |path: &[&str], name: &str| {
        let found = path.iter().try_fold(tree, |tree, name| tree.child(name));
        found.and_then(|found| found.attribute(name)).map(str::to_owned)
    };
    let title = text(&["body", "body.head", "hedline", "hl1"]).or_else(|| text(&["head", "title"]));
    let found = [
        ("title", title),
        ("body", text(&["body", "body.content"])),
        ("summary", text(&["body", "body.head", "abstract"])),
        ("date", attribute(&["head", "docdata", "date.issue"], "norm")),
        ("id", attribute(&["head", "docdata", "doc-id"], "id-string")),
        ("source", attribute(&["head", "pubdata"], "name")),
    ];
    let mut fields = RawFields::default();
    for (name, value) in found {
        fields.add(name, value.map_or(Value::Absent, Value::text), reading);
    }
    fields
}

#[cfg(test)]
mod tests {
    use xunwen_schema::Article;

    use super::*;

    fn element(text: &str) -> Option<String> {
        article_element(text, &Reading::default())
    }

    fn article(text: &str) -> Article {
        let reading = Reading::default();
        fields(Tree::parse(text).unwrap(), &reading).article(&reading).unwrap().article
    }

    #[test]
    fn the_element_of_articles_is_found_by_its_contents() {
        let articles = "<?xml version='1.0'?><articles><title>合集</title><article><title>题</title>\
            <date>2024-03-18</date><content>文</content></article><article>";
        assert_eq!(element(articles).as_deref(), Some("article"));
        let rows = "<database><table><row><field name='title'>题</field><field name='content'>文</field></row>";
        assert_eq!(element(rows).as_deref(), Some("row"));
        let dump = "<mediawiki><page><title>题</title><id>1</id><revision><text>文</text></revision></page>";
        assert_eq!(element(dump).as_deref(), Some("page"));
        assert_eq!(element("<svg><g><path d='1'/></g></svg>"), None);
    }

    #[test]
    fn an_article_may_lie_deeper() {
        let found =
            article("<page><title>题</title><id>1</id><revision><text>文</text></revision></page>");
        assert_eq!(
            (found.id.as_str(), found.title.as_str(), found.body.as_str()),
            ("1", "题", "文")
        );
    }

    #[test]
    fn nitf_is_read() {
        let found = article(
            "<nitf><head><title>简题</title><docdata><doc-id id-string='7'/><date.issue norm='20240318T193000'/>\
             </docdata><pubdata name='青屿日报'/></head><body><body.head><hedline><hl1>题</hl1></hedline>\
             </body.head><body.content><p>一</p><p>二</p></body.content></body></nitf>",
        );
        assert_eq!(
            (found.id.as_str(), found.title.as_str(), found.body.as_str()),
            ("7", "题", "一\n二")
        );
        assert_eq!(found.source.as_deref(), Some("青屿日报"));
        assert_eq!(found.published_at.unwrap().to_string(), "2024-03-18T19:30:00+08:00");
    }
}
