//! What a page says about itself in JSON-LD.

use scraper::Html;

use super::select::select;
use crate::corpus::json;
use crate::corpus::value::Value;

/// How deep articles are looked for.
const DEEPEST: usize = 4;

/// Returns what the page says about its article, by the canonical names of fields.
pub(super) fn article(html: &Html) -> Vec<(&'static str, Value)> {
    for script in select(html, "script[type='application/ld+json']") {
        let text: String = script.text().collect();
        let Some(value) = parse(&text) else { continue };
        if let Some(article) = find(&value, DEEPEST) {
            return fields(article);
        }
    }
    Vec::new()
}

/// Parses JSON, in which many pages have line ends in the middle of strings, or a comment around.
fn parse(text: &str) -> Option<Value> {
    let text = text.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[");
    let text = text.trim_end_matches("-->").trim_end_matches("//]]>").trim();
    let text = text.trim_end_matches(';');
    let repaired = || text.replace(|c: char| c.is_control(), " ");
    json::parse(text).or_else(|_| json::parse(&repaired())).ok()
}

/// Returns the first object that is an article.
fn find(value: &Value, depth: usize) -> Option<&Value> {
    match value {
        _ if depth == 0 => None,
        Value::List(values) => values.iter().find_map(|value| find(value, depth - 1)),
        Value::Object(_) if value.member("@type").is_some_and(is_article) => Some(value),
        Value::Object(members) => {
            let holders = ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"];
            let inner = members.iter().filter(|(name, _)| holders.contains(&name.as_str()));
            inner.into_iter().find_map(|(_, value)| find(value, depth - 1))
        }
        _ => None,
    }
}

fn is_article(kind: &Value) -> bool {
    match kind {
        Value::List(kinds) => kinds.iter().any(is_article),
        Value::Text(kind) => {
            let name = kind.rsplit(['/', ':']).next().unwrap_or(kind);
            name.ends_with("Article") || name.ends_with("Posting") || name == "Report"
        }
        _ => false,
    }
}

fn fields(article: &Value) -> Vec<(&'static str, Value)> {
    const NAMES: [(&str, &str); 12] = [
        ("title", "headline"),
        ("title", "name"),
        ("title", "title"),
        ("body", "articleBody"),
        ("summary", "description"),
        ("date", "datePublished"),
        ("date", "pubDate"),
        ("date", "dateCreated"),
        ("tags", "keywords"),
        ("tags", "articleSection"),
        ("url", "url"),
        ("source", "publisher"),
    ];
    let mut found: Vec<(&str, Value)> = Vec::new();
    for (field, name) in NAMES {
        let Some(value) = article.member(name).filter(|value| !value.is_absent()) else { continue };
        if !found.iter().any(|(own, _)| *own == field) {
            found.push((field, told(value)));
        }
    }
    found
}

/// Returns the name of what is described, if it is described.
fn told(value: &Value) -> Value {
    match value {
        Value::Object(_) => value.member("name").cloned().unwrap_or_default(),
        Value::List(values) if matches!(values.first(), Some(Value::Object(_))) => {
            Value::List(values.iter().map(told).collect())
        }
        value => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(json: &str) -> Option<Value> {
        let page = format!("<script type='application/ld+json'>{json}</script>");
        let found = article(&Html::parse_document(&page));
        found.into_iter().find(|(name, _)| *name == "title").map(|(_, title)| title)
    }

    #[test]
    fn the_article_is_found_wherever_it_is() {
        let expected = Some(Value::Text("题".to_owned()));
        for json in [
            r#"{"@type": "NewsArticle", "headline": "题"}"#,
            r#"[{"@type": "BreadcrumbList"}, {"@type": ["Thing", "ReportageNewsArticle"], "headline": "题"}]"#,
            r#"{"@graph": [{"@type": "WebPage", "mainEntity": {"@type": "BlogPosting", "headline": "题"}}]}"#,
            "{\"@type\": \"http://schema.org/NewsArticle\", \"headline\": \"题\", \"articleBody\": \"一\n二\"}",
        ] {
            assert_eq!(title(json), expected, "{json}");
        }
        for json in ["", "{", r#"{"@type": "Organization", "name": "题"}"#, "[[[[[[]]]]]]"] {
            assert_eq!(title(json), None, "{json}");
        }
    }
}
