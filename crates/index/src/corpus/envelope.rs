//! Envelopes: objects that are no article, but have a list of articles somewhere in them, as answers of
//! programs and exports of databases do.

use super::names::ArticleField;
use super::options::Reading;
use super::value::Value;

/// The members of an object.
pub(super) type Members = Vec<(String, Value)>;

/// How deep a list may lie: `{"data": {"result": {"list": […]}}}`.
const DEEPEST: usize = 4;

/// Returns whether an object is an envelope.
pub(super) fn is_envelope(members: &Members, reading: &Reading) -> bool {
    !has(members, ArticleField::Body, reading) && find(members, reading, 0).is_some()
}

/// Returns the articles of an envelope, or the object itself if it is none.
pub(super) fn opened(mut members: Members, reading: &Reading) -> Vec<Members> {
    if has(&members, ArticleField::Body, reading) {
        return vec![members];
    }
    let Some(path) = find(&members, reading, 0) else { return vec![members] };
    let Some((last, outer)) = path.split_last() else { return vec![members] };
    let mut inside = &mut members;
    for place in outer {
        match &mut inside[*place].1 {
            Value::Object(inner) => inside = inner,
            _ => return Vec::new(),
        }
    }
    let Value::List(articles) = std::mem::take(&mut inside[*last].1) else { return Vec::new() };
    let objects = articles.into_iter().filter_map(|article| match article {
        Value::Object(members) => Some(members),
        _ => None,
    });
    objects.collect()
}

/// Returns the way to the list of articles: places among the members.
fn find(members: &Members, reading: &Reading, depth: usize) -> Option<Vec<usize>> {
    let is_article = is_article(members, reading);
    let list = members.iter().position(|(name, value)| {
        let Value::List(values) = value else { return false };
        let objects = values.iter().filter_map(|value| match value {
            Value::Object(members) => Some(members),
            _ => None,
        });
        let is_text = reading.name(name).is_some_and(|name| name.field == ArticleField::Body);
        let mut first = objects.take(5).peekable();
        first.peek().is_some()
            && first.all(|object| {
                let has_body = has_inside(object, ArticleField::Body, reading);
                let has_title = has_inside(object, ArticleField::Title, reading);
                has_title && (has_body || !is_article) || (has_body && !is_text && !is_article)
            })
    });
    if let Some(list) = list {
        return Some(vec![list]);
    }
    if depth == DEEPEST {
        return None;
    }
    members.iter().enumerate().find_map(|(place, (_, value))| {
        let Value::Object(inner) = value else { return None };
        let mut path = find(inner, reading, depth + 1)?;
        path.insert(0, place);
        Some(path)
    })
}

/// Returns whether an object has a text of a field.
fn has(members: &Members, field: ArticleField, reading: &Reading) -> bool {
    members.iter().any(|(name, value)| {
        let is_text = match value {
            Value::Text(_) => !value.is_absent(),
            Value::List(values) => values.iter().any(|value| matches!(value, Value::Text(_))),
            _ => false,
        };
        is_text && reading.name(name).is_some_and(|name| name.field == field)
    })
}

/// Returns whether an object, or one in it, has a text of a field.
fn has_inside(members: &Members, field: ArticleField, reading: &Reading) -> bool {
    let inner = |value: &Value| match value {
        Value::Object(inner) => has(inner, field, reading),
        Value::List(values) => {
            // Paragraphs are objects.
            field == ArticleField::Body
                && values.iter().any(
                    |value| matches!(value, Value::Object(inner) if has(inner, field, reading)),
                )
        }
        _ => false,
    };
    has(members, field, reading) || members.iter().any(|(_, value)| inner(value))
}

/// Where the list of articles of an envelope is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ListPlace {
    /// The place of its `[`.
    pub(super) start: usize,
    /// The objects around it.
    pub(super) depth: usize,
}

/// Returns where the list of articles of an envelope begins, whose object is not at its end in `head`.
pub(super) fn list_in(head: &str, reading: &Reading) -> Option<ListPlace> {
    let lists = head
        .match_indices('[')
        .take(50)
        .map(|(start, _)| ListPlace { start, depth: depth_of(&head[..start]) });
    lists.into_iter().find(|place| {
        let rest = &head[place.start + 1..];
        let first = rest.trim_start();
        if !first.starts_with('{') || !(1..=DEEPEST).contains(&place.depth) {
            return false;
        }
        let mut values = serde_json::Deserializer::from_str(first).into_iter::<serde_json::Value>();
        let Some(Ok(object)) = values.next() else { return false };
        let Ok(members) = super::json::members(&object.to_string()) else { return false };
        let has_title = has_inside(&members, ArticleField::Title, reading);
        let has_body = has_inside(&members, ArticleField::Body, reading);
        match around(head, *place) {
            // A list beside the text of an article, such as comments.
            Some(outer) if has(&outer, ArticleField::Body, reading) => false,
            Some(outer) if is_article(&outer, reading) => has_title && has_body,
            _ => has_title || has_body,
        }
    })
}

/// Returns the members before a list.
fn around(head: &str, list: ListPlace) -> Option<Members> {
    let before = head.get(..list.start)?.trim_start_matches('\u{feff}');
    super::json::members(&format!("{before}null{}", "}".repeat(list.depth))).ok()
}

/// Returns whether an object is an article even if it has no body.
fn is_article(members: &Members, reading: &Reading) -> bool {
    has(members, ArticleField::Title, reading)
        && (has(members, ArticleField::Summary, reading)
            || has(members, ArticleField::PublishedAt, reading))
}

/// Returns how many objects are open at the end of a text.
fn depth_of(text: &str) -> usize {
    let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
    for c in text.chars() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = in_string,
            '"' => in_string = !in_string,
            '{' if !in_string => depth += 1,
            '}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth
}
