//! Date and outlet as a reader of a page sees them, near its headline.

use scraper::{ElementRef, Html};
use xunwen_schema::Published;

use super::select::select;
use crate::corpus::markup::text_of;

/// What is seen.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) date: Option<String>,
    pub(super) source: Option<String>,
}

/// The longest line that says when and where a text was published, in characters.
const LONGEST: usize = 120;

impl Seen {
    pub(super) fn of(html: &Html) -> Self {
        let mut seen = Self::default();
        let times = select(html, "time");
        let stated = times.iter().find_map(|time| {
            let text = || Some(text_of(*time)).filter(|text| !text.is_empty());
            time.attr("datetime").map(str::to_owned).or_else(text)
        });
        seen.date = stated.filter(|text| Published::parse(text).is_some());
        const PLACES: &str = "[class*=time i],[class*=date i],[class*=pub i],[class*=source i],[class*=info i],\
            [class*=meta i],[class*=from i],[class*=laiyuan i],[id*=time i],[id*=date i],[id*=pub i],\
            [id*=source i],[id*=info i],[id*=from i]";
        for element in select(html, PLACES) {
            if seen.date.is_some() && seen.source.is_some() {
                return seen;
            }
            if let Some(text) = short_text(element) {
                seen.look_at(&text);
            }
        }
        if seen == Self::default() {
            // Old pages have no such names; the line is among the first of the page.
            const LINES: usize = 60;
            let text = select(html, "body").first().map(|body| text_of(*body)).unwrap_or_default();
            for line in text.lines().take(LINES).filter(|line| line.chars().count() <= LONGEST) {
                if line.contains("来源") || line.contains("來源") {
                    seen.look_at(line);
                    break;
                }
            }
        }
        seen
    }

    fn look_at(&mut self, text: &str) {
        if self.date.is_none() {
            self.date = date(text);
        }
        if self.source.is_none() {
            self.source = source(text);
        }
    }
}

/// Returns the text of an element, unless it is long.
fn short_text(element: ElementRef<'_>) -> Option<String> {
    let mut text = String::new();
    for piece in element.text() {
        text.push_str(piece);
        text.push(' ');
        if text.len() > LONGEST * 4 {
            return None;
        }
    }
    Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
}

/// Returns the first date with a year in a line.
pub(super) fn date(text: &str) -> Option<String> {
    const LONGEST_DATE: usize = 20;
    let is_digit = |c: char| c.is_ascii_digit();
    let at = text.find("20").or_else(|| text.find("19"))?;
    let rest = &text[at..];
    let is_part = |c: char| is_digit(c) || " -/.:：年月日时分秒T".contains(c);
    let ends = rest.char_indices().take(LONGEST_DATE).find(|(_, c)| !is_part(*c));
    let end = ends.map(|(end, _)| end);
    let end = end.or_else(|| rest.char_indices().nth(LONGEST_DATE).map(|(end, _)| end));
    let mut found = rest[..end.unwrap_or(rest.len())].trim();
    while !found.is_empty() {
        if Published::parse(found).is_some() {
            return (found.chars().count() >= 8).then(|| found.to_owned());
        }
        found = found.rsplit_once([' ', ':', '.']).map_or("", |(before, _)| before.trim_end());
    }
    None
}

/// Returns what stands behind `来源：`.
fn source(text: &str) -> Option<String> {
    const MARKS: [&str; 4] = ["来源：", "来源:", "來源：", "來源:"];
    const LONGEST_NAME: usize = 30;
    let after = MARKS.iter().find_map(|mark| Some(text.split_once(mark)?.1))?;
    let end =
        |c: char| c.is_whitespace() || matches!(c, '|' | '｜' | '）' | ')' | '，' | ',' | '】');
    let name = after.trim_start().split(end).next()?.trim();
    (!name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.contains("://"))
        .then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_say_when_and_where() {
        let table = [
            (
                "2024年04月02日 07:40 来源：云陵晚报 作者：阿青",
                Some("2024年04月02日 07:40"),
                Some("云陵晚报"),
            ),
            (
                "发布时间：2024-04-02 07:40:11 | 来源: 澄江财经",
                Some("2024-04-02 07:40:11"),
                Some("澄江财经"),
            ),
            ("阅读 2024 次", None, None),
            ("來源：https://x/", None, None),
            ("", None, None),
        ];
        for (text, when, wher) in table {
            assert_eq!((date(text).as_deref(), source(text).as_deref()), (when, wher), "{text}");
        }
    }

    #[test]
    fn a_time_element_comes_first() {
        let seen = |page: &str| Seen::of(&Html::parse_document(page)).date;
        assert_eq!(
            seen(
                "<span class=pubtime>2024-01-01</span><time datetime='2024-04-02T07:40'>昨天</time>"
            )
            .as_deref(),
            Some("2024-04-02T07:40")
        );
        assert_eq!(seen("<p>2024-01-01</p>"), None);
        assert_eq!(seen("<td>来源：晚报 2024-01-01</td>").as_deref(), Some("2024-01-01"));
    }
}
