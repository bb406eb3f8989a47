//! HTML in the values of records: what a reader of the page would see.

use std::collections::HashSet;

use scraper::{ElementRef, Html, Node};

use super::html_bounds;

/// Elements whose contents are no text.
const UNSEEN: [&str; 9] =
    ["script", "style", "noscript", "template", "iframe", "object", "svg", "head", "textarea"];

/// Elements that begin a line of their own.
const BLOCKS: [&str; 26] = [
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "tr",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "article",
    "blockquote",
    "figure",
    "figcaption",
    "header",
    "footer",
    "dd",
    "dt",
    "dl",
    "pre",
    "hr",
];

/// Elements within a line.
const INLINE: [&str; 18] = [
    "a", "b", "i", "u", "s", "em", "strong", "span", "font", "img", "sub", "sup", "small", "big",
    "mark", "td", "th", "center",
];

/// Returns `text` without markup, if it is written in HTML. A text that only speaks of HTML stays as it
/// is written: nothing that stands in it may be lost.
pub(super) fn plain(text: String) -> String {
    if !is_html(&text) || html_bounds::check(&text).is_err() {
        return text;
    }
    let page = Html::parse_fragment(&text);
    text_of(page.root_element())
}

/// Returns whether a text is written in HTML: it has an element that is a block, or an element or an
/// entity while no `<` stands for itself, which HTML would write as `&lt;`.
fn is_html(text: &str) -> bool {
    if memchr::memchr2(b'<', b'&', text.as_bytes()).is_none() {
        return false;
    }
    let Some(last) = text.rfind('>') else { return has_entity(text) && !text.contains('<') };
    let (mut is_marked_up, mut has_bare) = (false, text[last..].contains('<'));
    // `a<b>c` is a formula: what is no block has an end, too.
    let mut open = HashSet::new();
    let mut closed = HashSet::new();
    for (at, _) in text[..last].match_indices('<') {
        match Tag::of(&text[at + 1..]) {
            Some(Tag::Block) => return true,
            Some(Tag::Empty) => is_marked_up = true,
            Some(Tag::Open(name)) => _ = open.insert(name),
            Some(Tag::Close(name)) => _ = closed.insert(name),
            None => has_bare = true,
        }
    }
    is_marked_up |= !open.is_disjoint(&closed);
    has_bare |= !open.is_subset(&closed);
    !has_bare && (is_marked_up || has_entity(text))
}

/// Returns the text of an element, a line for each block.
pub(super) fn text_of(element: ElementRef<'_>) -> String {
    let mut text = String::new();
    let mut unseen = 0_usize;
    for edge in element.traverse() {
        use ego_tree::iter::Edge;
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(own) if UNSEEN.contains(&own.name()) => unseen += 1,
                Node::Element(own) if BLOCKS.contains(&own.name()) => break_line(&mut text),
                Node::Text(own) if unseen == 0 => push(&mut text, own),
                _ => {}
            },
            Edge::Close(node) => match node.value() {
                Node::Element(own) if UNSEEN.contains(&own.name()) => unseen -= 1,
                Node::Element(own) if BLOCKS.contains(&own.name()) => break_line(&mut text),
                _ => {}
            },
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn break_line(text: &mut String) {
    text.truncate(text.trim_end_matches([' ', '\u{a0}']).len());
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

/// Adds a piece of text, in which white space is as good as one space.
fn push(text: &mut String, piece: &str) {
    for c in piece.chars() {
        let is_space = matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{a0}');
        if !is_space {
            text.push(c);
        } else if !text.is_empty() && !text.ends_with([' ', '\n']) {
            text.push(' ');
        }
    }
}

/// A tag of HTML.
enum Tag {
    /// Of an element that begins a line.
    Block,
    /// Of one that has no end.
    Empty,
    /// The beginning of another, with its name.
    Open(String),
    /// Its end.
    Close(String),
}

impl Tag {
    /// Returns the tag that has `rest` behind its `<`.
    fn of(rest: &str) -> Option<Self> {
        let (is_end, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric())?;
        let name = rest[..end].to_ascii_lowercase();
        let is_tag = rest[end..].starts_with(['>', '/', ' ', '\t', '\n', '\r']);
        let is_one_of = |names: &[&str]| is_tag && names.contains(&&*name);
        if is_one_of(&BLOCKS) {
            return Some(Self::Block);
        }
        if is_one_of(&["img"]) {
            return Some(Self::Empty);
        }
        let is_known = is_one_of(&UNSEEN) || is_one_of(&INLINE);
        is_known.then_some(if is_end { Self::Close(name) } else { Self::Open(name) })
    }
}

/// Returns whether a text has an entity of HTML: `&nbsp;`, `&#20013;`, `&#x4e2d;`.
fn has_entity(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| {
        const LONGEST: usize = 10;
        let rest = &text.as_bytes()[at + 1..];
        let end = rest.iter().take(LONGEST).position(|byte| *byte == b';');
        let name = end.map_or(&[][..], |end| &rest[..end]);
        let (first, others) = name.split_first().unwrap_or((&b' ', &[]));
        match first {
            b'#' => !others.is_empty() && others.iter().all(u8::is_ascii_alphanumeric),
            _ => name.len() > 1 && name.iter().all(u8::is_ascii_alphabetic),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_what_is_seen() {
        let table = [
            ("<p>第一段。</p><p>第二段&nbsp;&mdash;&#20013;&#x56fd;</p>", "第一段。\n第二段 —中国"),
            ("A&amp;B：<em>花市</em>&nbsp;出海", "A&B：花市 出海"),
            ("近<strong>来</strong>，<script>var x='推广'</script>好", "近来，好"),
            ("一<br/>二<BR>三", "一\n二\n三"),
            ("<ul><li>一</li><li>二</li></ul>", "一\n二"),
        ];
        for (text, expected) in table {
            assert_eq!(plain(text.to_owned()), expected);
        }
    }

    #[test]
    fn what_is_no_markup_stays_byte_for_byte() {
        for text in [
            "1 < 2 > 0",
            "a<b>c 与 d",
            "R&D; 投入",
            "AT&T",
            "<<通知>>\n  空格  ",
            "&;",
            "<未知>",
            "x <p",
            "写成 <b>粗</b>，把 < 写成 &lt;，弹出 <script>alert(1)</script>",
        ] {
            assert_eq!(plain(text.to_owned()), text);
        }
    }
}
