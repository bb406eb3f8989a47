//! HTML: a page is an article, a table of articles many.

use std::io::Read;
use std::sync::Arc;

use super::elements::root;
use super::input_format::{Evidence, FormatError, InputFormat, Sample};
use super::page;
use crate::corpus::content::Content;
use crate::corpus::encoding::{Encoding, utf8};
use crate::corpus::options::Reading;
use crate::corpus::parsed::Parsed;
use crate::corpus::record::{
    LONGEST_RECORD, Position, RawRecord, Record, Records, Values, too_long,
};

pub(in crate::corpus) struct HtmlPage;

impl InputFormat for HtmlPage {
    fn name(&self) -> &'static str {
        "html"
    }

    fn about(&self) -> &'static str {
        "HTML: a page is an article, a row of a table of articles, too"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["html", "htm", "shtml", "xhtml", "asp", "aspx", "php", "jsp"]
    }

    fn evidence(&self, sample: &Sample<'_>) -> Option<Evidence> {
        /// Elements that a page without `<html>` may begin with.
        const FIRST: [&str; 13] = [
            "head", "body", "title", "meta", "div", "article", "h1", "p", "table", "section",
            "center", "script", "link",
        ];
        let text = sample.text?;
        let (name, _) = root(text)?;
        let is_named = sample.has_ending(self.endings());
        if is_html_type(text) || name == "html" {
            return Evidence::new(95, "an HTML page");
        }
        let weight = if is_named { 85 } else { 58 };
        let is_page = FIRST.contains(&name.as_str()) && (is_named || closes(text, &name));
        is_page.then(|| Evidence { weight, reason: format!("a piece of HTML, from <{name}> on") })
    }

    fn records(&self, content: Content, reading: &Arc<Reading>) -> Result<Records, FormatError> {
        let mut bytes = Vec::new();
        content.reader.take(LONGEST_RECORD as u64 + 1).read_to_end(&mut bytes)?;
        let length = bytes.len();
        let rows = str::from_utf8(&bytes).map(|page| page::rows(page, reading)).unwrap_or_default();
        if !rows.is_empty() {
            let count = rows.len() as u64;
            return Ok(Box::new((1..).zip(rows).map(move |(number, fields)| {
                let offset = length as u64 * number / count;
                let raw = fields.map(|fields| Box::new(Values(fields)) as Box<_>);
                Ok(Record::new(number, Position { line: number, offset }, raw))
            })));
        }
        let end = Position { line: 1, offset: length as u64 };
        let raw = if length > LONGEST_RECORD {
            Err(too_long())
        } else {
            Ok(Box::new(Page(bytes)) as Box<_>)
        };
        Ok(Box::new(std::iter::once(Ok(Record::new(1, end, raw)))))
    }
}

/// A page that is not parsed yet.
struct Page(Vec<u8>);

impl RawRecord for Page {
    fn article(self: Box<Self>, reading: &Reading) -> Result<Parsed, String> {
        page::fields(utf8(&self.0)?, None, reading)?.article(reading)
    }
}

/// Returns whether a text declares itself to be HTML.
fn is_html_type(text: &str) -> bool {
    const LOOK: usize = 1_000;
    let head = text.char_indices().nth(LOOK).map_or(text, |(end, _)| &text[..end]);
    let head = head.to_ascii_lowercase();
    root(text).is_some() && head.contains("<!doctype html")
}

/// Returns whether an element is ended somewhere, or has none inside.
fn closes(text: &str, name: &str) -> bool {
    matches!(name, "meta" | "link") || text.to_ascii_lowercase().contains(&format!("</{name}"))
}

/// Returns the encoding that a page declares: `<meta charset=gbk>`, `content="text/html; charset=big5"`,
/// or `<?xml encoding="…"?>`.
pub(in crate::corpus) fn declared_encoding(head: &[u8]) -> Option<Encoding> {
    const LOOK: usize = 4_096;
    /// What stands before a name of an encoding, in lower case.
    const BEFORE: [&str; 2] = ["charset=", "encoding="];
    let head = head.get(..LOOK).unwrap_or(head);
    let text: String = head.iter().map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    if !text.trim_start().starts_with('<') {
        return None;
    }
    let mut places = BEFORE.iter().filter_map(|before| Some(text.find(before)? + before.len()));
    let name = text[places.next()?..].trim_start_matches(['"', '\'', ' ']);
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')));
    let found: Encoding = name[..end.unwrap_or(name.len())].parse().ok()?;
    // Who writes that one byte after the other is ASCII does not mean two bytes a character.
    (!found.to_string().starts_with("utf-16")).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(text: &str, name: &str) -> Option<u8> {
        let reading = Reading::default();
        let sample = Sample {
            bytes: text.as_bytes(),
            text: Some(text),
            is_whole: true,
            ending: name.rsplit_once('.').map(|(_, ending)| ending),
            is_listed: false,
            reading: &reading,
        };
        HtmlPage.evidence(&sample).map(|evidence| evidence.weight)
    }

    #[test]
    fn a_page_is_known_by_its_content() {
        for text in [
            "<!DOCTYPE html>\n<html><body>x",
            "\u{feff}<!-- saved from url=(0011)https://x/ -->\n<HTML lang=zh>",
            "<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0//EN'><html>",
        ] {
            assert_eq!(evidence(text, "a.txt"), Some(95), "{text}");
        }
        assert_eq!(evidence("<div><p>好</p></div>", "a.html"), Some(85));
        assert_eq!(evidence("<table><tr><td>好</td></tr></table>", "a.xls"), Some(58));
    }

    #[test]
    fn what_holds_tags_is_no_page() {
        for text in [
            "title,body\n题,<p>文</p>",
            "{\"html\": \"<html></html>\"}",
            "第一段<p>",
            "<p 等于",
            "<doc><p>好</p></doc>",
            "<rss><channel>",
        ] {
            assert_eq!(evidence(text, "a.txt"), None, "{text}");
        }
    }

    #[test]
    fn encodings_are_declared_in_several_ways() {
        let name = |text: &str| declared_encoding(text.as_bytes()).map(|found| found.to_string());
        assert_eq!(name("<html><meta charset=\"gb2312\">").as_deref(), Some("gb18030"));
        assert_eq!(
            name("<meta http-equiv='Content-Type' content='text/html; charset=Big5'>").as_deref(),
            Some("big5")
        );
        assert_eq!(
            name("<?xml version=\"1.0\" encoding=\"GBK\"?><rss>").as_deref(),
            Some("gb18030")
        );
        for text in ["<html>", "charset=gbk", "<meta charset=无>", "<meta charset=utf-16>"] {
            assert_eq!(name(text), None, "{text}");
        }
    }
}
