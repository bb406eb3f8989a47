//! SGML as corpora have it: `<doc>` after `<doc>`, as those of Sogou, TREC, NTCIR and Gigaword, and what
//! WikiExtractor writes.

use std::sync::Arc;

use xunwen_schema::Published;

use super::elements::{Element, Elements, root};
use super::input_format::{Evidence, FormatError, InputFormat, Sample};
use super::running_text::joined;
use super::tree::Tree;
use crate::corpus::content::Content;
use crate::corpus::encoding::utf8;
use crate::corpus::fields::RawFields;
use crate::corpus::options::Reading;
use crate::corpus::parsed::Parsed;
use crate::corpus::record::{RawRecord, Record, Records, too_long};
use crate::corpus::value::Value;

pub(in crate::corpus) struct Sgml;

/// What holds an article.
const RECORD: &str = "doc";

impl InputFormat for Sgml {
    fn name(&self) -> &'static str {
        "sgml"
    }

    fn about(&self) -> &'static str {
        "<doc> elements, as corpora of Sogou, TREC, NTCIR and Gigaword have them"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["sgml", "sgm", "dat"]
    }

    fn is_never_empty(&self) -> bool {
        true
    }

    fn evidence(&self, sample: &Sample<'_>) -> Option<Evidence> {
        let (name, text) = root(sample.text?)?;
        let is_inside = |name: &str| {
            let inner = text.split_once('>').and_then(|(_, inner)| root(inner));
            matches!(name, "docs" | "corpus" | "root" | "documents" | "collection" | "add")
                && inner.is_some_and(|(name, _)| name == RECORD)
        };
        (name == RECORD || is_inside(&name))
            .then(|| Evidence { weight: 90, reason: "<doc> elements".to_owned() })
    }

    fn records(&self, content: Content, _: &Arc<Reading>) -> Result<Records, FormatError> {
        let elements = Elements::new(content.buffered(), vec![RECORD.to_owned()], false);
        Ok(Box::new(elements.map(|element| element.map(|element| record(element, fields)))))
    }
}

/// Returns the fields of a tree.
pub(super) type Fields = fn(Tree, &Reading) -> RawFields;

/// Returns an element as a record.
pub(super) fn record(element: Element, fields: Fields) -> Record {
    let raw = element.bytes.map(|bytes| Box::new(ElementRecord { bytes, fields }) as Box<_>);
    Record::new(element.line, element.end, raw.ok_or_else(too_long))
}

struct ElementRecord {
    bytes: Vec<u8>,
    fields: Fields,
}

impl RawRecord for ElementRecord {
    fn article(self: Box<Self>, reading: &Reading) -> Result<Parsed, String> {
        let tree = Tree::parse(utf8(&self.bytes)?).ok_or("no element")?;
        (self.fields)(tree, reading).article(reading)
    }
}

fn fields(mut tree: Tree, reading: &Reading) -> RawFields {
    // Of the two, TREC means this one to be cited.
    if tree.child("docno").is_some() {
        tree.children.retain(|child| !child.name.eq_ignore_ascii_case("docid"));
    }
    let id = ["docno", "docid", "id"];
    let id = id.iter().find_map(|name| {
        let child = tree.child(name).map(|child| child.text.trim().to_owned());
        child.or_else(|| tree.attribute(name).map(str::to_owned))
    });
    let date = id.as_deref().and_then(date_in_id);
    without_repeated_title(&mut tree);
    with_dateline(&mut tree);
    let is_dated = tree.children.iter().any(|child| {
        let field = reading.name(&child.name).map(|name| name.field);
        field == Some(crate::corpus::names::ArticleField::PublishedAt)
    });
    let mut fields = tree.fields(reading);
    if let Some(date) = date.filter(|_| !is_dated) {
        fields.add("date", Value::Text(date), reading);
    }
    fields
}

/// Returns the date in an id such as `XIN_CMN_20040101.0001`.
fn date_in_id(id: &str) -> Option<String> {
    const DIGITS: usize = 8;
    let day = id.rsplit('_').next()?.split('.').next()?;
    let is_day = day.len() == DIGITS && day.bytes().all(|byte| byte.is_ascii_digit());
    let is_day = is_day && id.contains('_') && id.contains('.') && Published::parse(day).is_some();
    is_day.then(|| day.to_owned())
}

/// Removes the title from the beginning of the text, where WikiExtractor puts it.
fn without_repeated_title(tree: &mut Tree) {
    let Some(title) = tree.attribute("title").map(str::trim).filter(|title| !title.is_empty())
    else {
        return;
    };
    let rest = tree.text.trim_start().strip_prefix(title).filter(|rest| rest.starts_with('\n'));
    if let Some(rest) = rest.filter(|rest| !rest.trim().is_empty()) {
        tree.text = rest.trim_start().to_owned();
    }
}

/// Puts the line of place and day before the text that it belongs to.
fn with_dateline(tree: &mut Tree) {
    let line = tree.child("dateline").map(|line| joined(&line.text));
    let Some(line) = line.filter(|line| !line.trim().is_empty()) else { return };
    let texts = tree.children.iter_mut();
    if let Some(text) = texts.into_iter().find(|child| child.name.eq_ignore_ascii_case("text")) {
        text.text = format!("{}\n{}", line.trim(), text.text.trim_start());
        tree.children.retain(|child| !child.name.eq_ignore_ascii_case("dateline"));
    }
}

#[cfg(test)]
mod tests {
    use xunwen_schema::Article;

    use super::*;

    fn article(text: &str) -> Article {
        let reading = Reading::default();
        fields(Tree::parse(text).unwrap(), &reading).article(&reading).unwrap().article
    }

    #[test]
    fn newswire_has_its_date_in_its_id() {
        let found = article(
            "<DOC id=\"QYW_CMN_20240310.0001\" type=story >\n<HEADLINE>\n潮汐表\n</HEADLINE>\n<DATELINE>\n\
             青屿３月１０日电\n</DATELINE>\n<TEXT>\n<P>\n第一\n段。\n</P>\n<P>\n第二段。\n</P>\n</TEXT>\n</DOC>",
        );
        assert_eq!(found.id, "QYW_CMN_20240310.0001");
        assert_eq!(found.title, "潮汐表");
        assert_eq!(found.body, "青屿３月１０日电\n第一段。\n第二段。");
        assert_eq!(found.published_at.unwrap().to_string(), "2024-03-10");
    }

    #[test]
    fn retrieval_collections_are_read() {
        let found = article(
            "<DOC><DOCID> QY001.BFW (  1) </DOCID><DOCNO> QY001-1 </DOCNO><DATE> 1991-01-02 </DATE>\
             <HL> 题 </HL><TEXT><p><s> 一。 </s><s> 二。 </s></p><p><s>三。</s></p></TEXT></DOC>",
        );
        assert_eq!((found.id.as_str(), found.title.as_str()), ("QY001-1", "题"));
        assert_eq!(found.published_at.unwrap().to_string(), "1991-01-02");
        assert!(found.body.starts_with("一。") && found.body.ends_with("\n三。"), "{}", found.body);
    }

    #[test]
    fn pages_of_an_encyclopedia_have_their_title_once() {
        let found = article(
            "<doc id=\"10\" url=\"https://x/?curid=10\" title=\"码头\">\n码头\n\n正文。\n</doc>",
        );
        assert_eq!(
            (found.id.as_str(), found.title.as_str(), found.body.as_str()),
            ("10", "码头", "正文。")
        );
        assert_eq!(found.url.unwrap(), "https://x/?curid=10");
    }

    #[test]
    fn only_ids_of_newswire_have_dates() {
        assert_eq!(date_in_id("XIN_CMN_20040101.0001").as_deref(), Some("20040101"));
        for id in ["20040101", "XIN_20049901.1", "98590b97-349130", "a_b.c"] {
            assert_eq!(date_in_id(id), None, "{id}");
        }
    }
}
