//! The tree of one record in SGML or XML, and the fields that it has.

use quick_xml::Reader;
use quick_xml::escape::{resolve_html5_entity, unescape_with};
use quick_xml::events::{BytesStart, Event};

use super::running_text::{joined, with_escaped_signs};
use crate::corpus::fields::RawFields;
use crate::corpus::options::Reading;
use crate::corpus::value::Value;

/// An element with what is in it.
#[derive(Clone, Debug, Default)]
pub(in crate::corpus) struct Tree {
    /// As written.
    pub(in crate::corpus) name: String,
    pub(in crate::corpus) attributes: Vec<(String, String)>,
    /// Its text, with a line for each paragraph.
    pub(in crate::corpus) text: String,
    pub(in crate::corpus) children: Vec<Self>,
    /// Where a paragraph begins that is not complete yet.
    paragraph: Option<usize>,
}

/// Elements that are paragraphs of a text.
const PARAGRAPHS: [&str; 17] = [
    "p",
    "para",
    "paragraph",
    "br",
    "div",
    "li",
    "ul",
    "ol",
    "tr",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "hr",
    "block",
];
/// Elements within a paragraph.
const WITHIN: [&str; 18] = [
    "s", "a", "b", "i", "u", "em", "strong", "span", "font", "img", "sub", "sup", "td", "th", "q",
    "big", "small", "center",
];
/// How deep elements are kept.
const DEEPEST: usize = 32;

impl Tree {
    /// Parses an element, however faulty it is; `None` if there is none.
    pub(in crate::corpus) fn parse(text: &str) -> Option<Self> {
        let text = with_escaped_signs(text);
        let mut reader = Reader::from_str(&text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        let mut stack: Vec<Self> = Vec::new();
        // What follows a fault that cannot be passed is lost, what is before it is not.
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Eof => break,
                Event::Start(tag) => open(&mut stack, &tag),
                Event::Empty(tag) => {
                    let count = stack.len();
                    open(&mut stack, &tag);
                    if stack.len() > count.max(1) {
                        pop(&mut stack);
                    }
                }
                Event::End(tag) => close(&mut stack, tag.name().as_ref()),
                Event::Text(text) => push(&mut stack, &text),
                Event::CData(text) => push(&mut stack, &text),
                Event::GeneralRef(name) => push(&mut stack, &character(&name)),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
        while stack.len() > 1 {
            pop(&mut stack);
        }
        let mut root = stack.pop()?;
        root.end_paragraph();
        Some(root)
    }

    /// Returns an attribute.
    pub(in crate::corpus) fn attribute(&self, name: &str) -> Option<&str> {
        let own = self.attributes.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        own.map(|(_, value)| value.as_str())
    }

    /// Returns the first child of a name, in any case.
    pub(in crate::corpus) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name.eq_ignore_ascii_case(name))
    }

    /// Returns the fields that its attributes and children are.
    pub(in crate::corpus) fn fields(self, reading: &Reading) -> RawFields {
        let mut fields = RawFields::default();
        for (name, value) in self.attributes {
            if !name.starts_with("xml") {
                fields.add(&name, Value::text(value), reading);
            }
        }
        if !self.text.trim().is_empty() {
            fields.add("text", Value::text(self.text), reading);
        }
        for (name, value) in grouped(self.children) {
            fields.add(field_name(&name, reading), value, reading);
        }
        fields
    }

    fn value(mut self) -> Value {
        /// Attributes that say all that an empty element has to say.
        const TELLING: [&str; 5] = ["href", "url", "term", "content", "value"];
        if !self.text.trim().is_empty() {
            return Value::text(std::mem::take(&mut self.text));
        }
        if !self.children.is_empty() {
            return Value::Object(grouped(self.children));
        }
        let told = TELLING.iter().find_map(|name| self.attribute(name));
        told.map_or(Value::Absent, |text| Value::text(text.to_owned()))
    }

    fn end_paragraph(&mut self) {
        if let Some(start) = self.paragraph.take() {
            let lines = self.text.split_off(start.min(self.text.len()));
            self.text.push_str(&joined(&lines));
        }
        self.text.truncate(self.text.trim_end_matches([' ', '\t']).len());
    }

    fn break_line(&mut self) {
        self.end_paragraph();
        if !self.text.trim_end().is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }
}

/// Returns named values; those of one name become a list.
fn grouped(children: Vec<Tree>) -> Vec<(String, Value)> {
    let mut grouped: Vec<(String, Value)> = Vec::new();
    for child in children {
        // `<field name="title">`, as in exports of databases.
        let own = child.attribute("name").filter(|_| is_generic(&child.name)).map(str::to_owned);
        let name = own.unwrap_or_else(|| child.name.clone());
        let value = child.value();
        if value.is_absent() {
            continue;
        }
        match grouped.iter_mut().find(|(own, _)| *own == name) {
            Some((_, Value::List(values))) => values.push(value),
            Some((_, first)) => *first = Value::List(vec![std::mem::take(first), value]),
            None => grouped.push((name, value)),
        }
    }
    grouped
}

fn is_generic(name: &str) -> bool {
    const NAMES: [&str; 8] = ["field", "str", "arr", "date", "column", "meta", "property", "int"];
    NAMES.contains(&name)
}

/// Returns the name that the field of an element has: without its prefix, unless that says that it is
/// something else.
fn field_name<'n>(name: &'n str, reading: &Reading) -> &'n str {
    const OTHERS: [&str; 10] =
        ["media", "itunes", "atom", "atom10", "wfw", "slash", "thr", "georss", "sy", "feedburner"];
    match name.split_once(':') {
        Some((prefix, local)) if reading.name(name).is_none() && !OTHERS.contains(&prefix) => local,
        _ => name,
    }
}

fn open(stack: &mut Vec<Tree>, tag: &BytesStart<'_>) {
    let name = tag.name().as_ref().to_owned();
    let depth = stack.len();
    if let Some(top) = stack.last_mut() {
        let lower = name.to_ascii_lowercase();
        if PARAGRAPHS.contains(&lower.as_str()) {
            top.break_line();
            top.paragraph = (lower == "p").then_some(top.text.len());
            return;
        }
        let is_within = WITHIN.contains(&lower.as_str()) || !top.text.trim().is_empty();
        if is_within || depth >= DEEPEST {
            return;
        }
    }
    let mut attributes = tag.html_attributes();
    let attributes = attributes.with_checks(false).flatten().map(|attribute| {
        let value = attribute.value.as_ref();
        let value = unescape_with(value, resolve_html5_entity).map(|value| value.into_owned());
        (attribute.key.as_ref().to_owned(), value.unwrap_or_else(|_| attribute.value.to_string()))
    });
    stack.push(Tree { name: name.clone(), attributes: attributes.collect(), ..Tree::default() });
}

/// Ends the innermost element of a name, and those in it whose ends are missing.
fn close(stack: &mut Vec<Tree>, name: &str) {
    let Some(top) = stack.last_mut() else { return };
    if PARAGRAPHS.contains(&name.to_ascii_lowercase().as_str()) {
        top.break_line();
        return;
    }
    let found = stack.iter().rposition(|own| own.name.eq_ignore_ascii_case(name));
    // The root is ended by the end of the text.
    while stack.len() > found.unwrap_or(usize::MAX).max(1) {
        pop(stack);
    }
}

fn pop(stack: &mut Vec<Tree>) {
    if let Some(mut done) = stack.pop() {
        done.end_paragraph();
        if let Some(parent) = stack.last_mut() {
            parent.children.push(done);
        }
    }
}

fn push(stack: &mut [Tree], text: &str) {
    if let Some(top) = stack.last_mut() {
        let is_between = top.text.is_empty() || top.text.ends_with('\n');
        if !is_between || !text.trim().is_empty() {
            top.text.push_str(text);
        }
    }
}

/// Returns what `&name;` stands for; as written, if that is not known.
fn character(name: &str) -> String {
    let reference = format!("&{name};");
    let known = unescape_with(&reference, resolve_html5_entity).map(|text| text.into_owned());
    known.unwrap_or(reference)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn child(text: &str, name: &str) -> String {
        Tree::parse(text).unwrap().child(name).unwrap().text.clone()
    }

    #[test]
    fn entities_and_faults_are_read() {
        assert_eq!(child("<doc><url>https://x/?a=0&b=2</url></doc>", "url"), "https://x/?a=0&b=2");
        assert_eq!(
            child("<doc><t>A&amp;B&mdash;&#20013; 1 < 2 &未知;</t></doc>", "t"),
            "A&B—中 1 < 2 &未知;"
        );
        assert_eq!(child("<doc><t><![CDATA[<p>一</p>]]></t></doc>", "t"), "<p>一</p>");
        assert_eq!(child("<doc><t>一<u>二</doc>", "T"), "一二");
        assert_eq!(child("<doc><t>一</x></t><v>二</v></doc>", "v"), "二");
    }

    #[test]
    fn paragraphs_are_lines_and_their_lines_are_joined() {
        let text = "<DOC><TEXT>\n<P>\n第一段，\n有两行。\n</P>\n<P>\nTwo\nlines\n</P></TEXT></DOC>";
        assert_eq!(child(text, "text").trim(), "第一段，有两行。\nTwo lines");
        let unclosed = "<DOC><TEXT><P>一<P>二<br>三</TEXT></DOC>";
        assert_eq!(child(unclosed, "text"), "一\n二\n三");
    }

    #[test]
    fn fields_are_attributes_children_and_named_fields() {
        let text = "<row id='7'><field name='title'>题</field><category>一</category>\
            <category term='二'/><dc:date>2024-03-18</dc:date><content>文</content></row>";
        let found = Tree::parse(text).unwrap().fields(&Reading::default());
        let article = found.article(&Reading::default()).unwrap().article;
        assert_eq!((article.id.as_str(), article.title.as_str()), ("7", "题"));
        assert_eq!(article.body, "文");
        assert_eq!(article.tags, ["一", "二"]);
        assert_eq!(article.published_at.unwrap().to_string(), "2024-03-18");
    }
}
