//! The text in values: of lists, of objects, and of one text that holds several.

use xunwen_schema::characters::is_han;

use super::value::Value;

/// How deep values within values are looked into.
pub(super) const DEEPEST: usize = 4;

/// Returns the text that a value is or holds: paragraphs of a list are joined by line ends.
pub(super) fn text_in(value: &Value) -> Option<String> {
    text_at(value, 0)
}

fn text_at(value: &Value, depth: usize) -> Option<String> {
    /// Members that hold the text of an object, such as a paragraph.
    const MEMBERS: [&str; 12] = [
        "text",
        "content",
        "内容",
        "body",
        "value",
        "rendered",
        "html",
        "paragraph",
        "plain",
        "name",
        "#text",
        "@value",
    ];
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Number(number) => Some(number.clone()),
        Value::List(values) if depth < DEEPEST => {
            let texts: Vec<String> =
                values.iter().filter_map(|value| text_at(value, depth + 1)).collect();
            (!texts.is_empty()).then(|| texts.join("\n"))
        }
        Value::Object(_) if depth < DEEPEST => {
            MEMBERS.iter().find_map(|name| text_at(value.member(name)?, depth + 1))
        }
        _ => None,
    }
}

/// Returns the name of the outlet that an object describes.
pub(super) fn outlet_in(value: &Value) -> Option<String> {
    const MEMBERS: [&str; 7] = ["name", "title", "名称", "site_name", "domain", "text", "id"];
    MEMBERS.iter().find_map(|name| text_in(value.member(name)?))
}

pub(super) fn add_tags(value: &Value, tags: &mut Vec<String>, depth: usize) {
    match value {
        Value::Text(text) if depth == 0 => tags.extend(split_tags(text)),
        Value::Text(text) => tags.extend(Some(trimmed(text.clone())).filter(|tag| !tag.is_empty())),
        Value::Number(number) => tags.push(number.clone()),
        Value::List(values) if depth < DEEPEST => {
            values.iter().for_each(|value| add_tags(value, tags, depth + 1));
        }
        Value::Object(_) => {
            const MEMBERS: [&str; 7] = ["name", "term", "tag", "label", "title", "text", "value"];
            tags.extend(MEMBERS.iter().find_map(|name| text_in(value.member(name)?)));
        }
        _ => {}
    }
}

/// Returns whether a text is the address of something on the web.
pub(super) fn is_address(text: &str) -> bool {
    let text = text.trim();
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    let is_scheme = |scheme: &str| {
        !scheme.is_empty() && scheme.len() < 12 && scheme.chars().all(|c| c.is_ascii_alphanumeric())
    };
    (scheme.is_some_and(is_scheme) || text.starts_with("//")) && !text.contains(char::is_whitespace)
}

/// Splits at commas, semicolons and bars, or at white space if there are none of them and the text has
/// Han characters.
pub(super) fn split_tags(text: &str) -> Vec<String> {
    let is_mark = |c: char| matches!(c, ',' | '，' | '、' | ';' | '；' | '|' | '｜');
    let by_space = !text.contains(is_mark) && text.contains(is_han);
    let tags = text.split(|c: char| is_mark(c) || (by_space && c.is_whitespace()));
    tags.map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

/// Returns a text without white space around it.
pub(super) fn trimmed(text: String) -> String {
    let inner = text.trim();
    if inner.len() == text.len() { text } else { inner.to_owned() }
}
