//! The readable part of a page: its text without what stands around it on every page of the site.

use dom_smoothie::{Config, Readability};
use scraper::{ElementRef, Html};

use super::select::select;
use crate::corpus::markup::text_of;

/// The shortest text that is a body, in characters. Chinese says in 60 what English needs 200 for.
const SHORTEST: usize = 60;

/// Returns the text of a page, which says of itself that it is `stated`.
pub(super) fn body(page: &str, html: &Html, stated: Option<&str>) -> Option<String> {
    let stated = stated.map(str::trim).filter(|text| !text.is_empty());
    if let Some(stated) = stated.filter(|stated| !is_cut(stated)) {
        return Some(stated.to_owned());
    }
    let found = marked(html).or_else(|| readable(page)).or_else(|| paragraphs(html));
    // What is stated may be the beginning only.
    let is_longer = |text: &String| stated.is_none_or(|stated| text.len() > stated.len());
    found.filter(is_longer).or_else(|| stated.map(str::to_owned))
}

/// Returns whether a text ends in an ellipsis, as that of pages that state the beginning only.
fn is_cut(text: &str) -> bool {
    text.ends_with("...") || text.ends_with('…')
}

/// Returns the text of the element that the page itself marks as the body.
fn marked(html: &Html) -> Option<String> {
    let found = select(html, "[itemprop=articleBody]").into_iter().next()?;
    Some(text_of(found)).filter(|text| text.chars().count() >= SHORTEST)
}

fn readable(page: &str) -> Option<String> {
    let config = Config { disable_json_ld: true, char_threshold: SHORTEST, ..Config::default() };
    let mut readability = Readability::new(page, None, Some(config)).ok()?;
    let article = readability.parse().ok()?;
    let piece = Html::parse_fragment(&article.content);
    Some(text_of(piece.root_element())).filter(|text| text.chars().count() >= SHORTEST)
}

/// Returns the paragraphs of a page, except those around its contents; or else all that is seen.
fn paragraphs(html: &Html) -> Option<String> {
    let is_around = |element: &ElementRef<'_>| {
        let around = element.ancestors().filter_map(ElementRef::wrap);
        around.into_iter().any(|element| {
            matches!(element.value().name(), "nav" | "footer" | "aside" | "header" | "form")
        })
    };
    let found = select(html, "p");
    let found = found.iter().filter(|element| !is_around(element)).map(|element| text_of(*element));
    let text = found.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n");
    let all = || select(html, "body").first().map(|body| text_of(*body));
    Some(text).filter(|text| !text.is_empty()).or_else(all).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(page: &str, stated: Option<&str>) -> String {
        body(page, &Html::parse_document(page), stated).unwrap_or_default()
    }

    #[test]
    fn what_is_marked_is_the_body() {
        let text = "文".repeat(SHORTEST);
        let page = format!(
            "<div>别的</div><div itemprop=articleBody><p>{text}</p><script>x</script></div>"
        );
        assert_eq!(found(&page, None), text);
    }

    #[test]
    fn what_is_stated_is_the_body_unless_it_is_cut() {
        let text = "文".repeat(SHORTEST);
        let page = format!("<div itemprop=articleBody>{text}</div>");
        assert_eq!(found(&page, Some("说")), "说");
        assert_eq!(found(&page, Some("文文...")), text);
        assert_eq!(found("", Some("文文...")), "文文...");
    }

    #[test]
    fn a_short_page_is_read_without_what_is_around() {
        let page = "<nav><p>导航</p></nav><p>短讯。</p><footer><p>版权</p></footer>";
        assert_eq!(found(page, None), "短讯。");
        assert_eq!(found("<div>只有文字</div>", None), "只有文字");
    }
}
