//! A news search page, copied from a browser.
//!
//! ```text
//! 微短剧                                     the query
//! Search documents
//! 郑州微短剧出海计划发布                     a title
//! Zheng Zhou Ri Bao· 2025-12-24 00:44        its source and time
//! 近年来,郑州微短剧产业跑出"加速度"          its text, up to the next title
//! ```
//!
//! Only the line of source and time shows where an article begins: the line before it is the title.

use std::io;

use xunwen_schema::characters::{is_han, is_sentence_end};
use xunwen_schema::{Article, Published};

use std::sync::Arc;

use super::input_format::{Evidence, FormatError, InputFormat, Sample};
use crate::corpus::content::Content;
use crate::corpus::encoding::utf8_or_chinese;
use crate::corpus::lines::{Line, Lines};
use crate::corpus::options::Reading;
use crate::corpus::parsed::{Parsed, complete};
use crate::corpus::record::{LONGEST_RECORD, Position, RawRecord, Record, Records, too_long};

pub(in crate::corpus) struct SearchPage;

impl InputFormat for SearchPage {
    fn name(&self) -> &'static str {
        "search-page"
    }

    fn about(&self) -> &'static str {
        "a news search page, copied from a browser as text"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["txt"]
    }

    fn is_never_empty(&self) -> bool {
        true
    }

    /// A page has a banner, or begins with a title above a line of source and time, and goes on with
    /// others: one such line at the end of a text, or in a table, is a signature.
    fn evidence(&self, sample: &Sample<'_>) -> Option<Evidence> {
        const LINES_PER_ARTICLE: usize = 12;
        let lines: Vec<&str> = sample.lines().filter(|line| !line.trim().is_empty()).collect();
        let is_source = |line: &&str| source_line(line.as_bytes()).is_some();
        let sources = lines.iter().filter(|line| is_source(line)).count();
        let has_banner = lines.iter().take(10).any(|line| is_banner(line.as_bytes()));
        let is_second =
            lines.get(1).is_some_and(is_source) && !lines.first().is_some_and(is_source);
        let is_dense = lines.len() <= sources * LINES_PER_ARTICLE;
        match sources {
            0 => None,
            _ if has_banner => {
                Evidence::new(90, "a search page's banner, and lines of source and time")
            }
            2.. if is_second && is_dense => Evidence::new(55, "lines of source and time"),
            1 if is_second && is_dense => Evidence::new(50, "a line of source and time"),
            _ => None,
        }
    }

    fn records(&self, content: Content, _: &Arc<Reading>) -> Result<Records, FormatError> {
        Ok(Box::new(Entries::new(Lines::new(content.buffered()))))
    }
}

/// The articles of a page, or of several one after the other.
pub(in crate::corpus) struct Entries {
    lines: Lines,
    /// The article being read.
    heading: Option<Heading>,
    text: Held,
    is_done: bool,
}

/// An article on the page, not parsed yet.
struct Entry {
    heading: Heading,
    text: Vec<u8>,
}

struct Heading {
    title: Line,
    source: String,
    published_at: Published,
}

impl Entries {
    pub(in crate::corpus) fn new(lines: Lines) -> Self {
        Self { lines, heading: None, text: Held::default(), is_done: false }
    }

    /// Reads up to the next heading, or to the end, and returns the article before it.
    fn read(&mut self) -> io::Result<Option<Record>> {
        while let Some(line) = self.lines.next()? {
            if let Some((source, published_at)) = source_line(&line.bytes) {
                let title = self.text.pop_title(&line);
                let end = Position { line: title.number - 1, ..self.lines.at() };
                let heading = Heading { title, source, published_at };
                if let Some(record) = self.turn(Some(heading), end) {
                    return Ok(Some(record));
                }
            } else if is_banner(&line.bytes) {
                self.text.pop_query();
            } else {
                self.text.push(line, self.heading.is_some());
            }
        }
        self.is_done = true;
        let end = self.lines.at();
        Ok(self.turn(None, end))
    }

    /// Begins another article; returns the preceding one.
    fn turn(&mut self, heading: Option<Heading>, end: Position) -> Option<Record> {
        let before = std::mem::replace(&mut self.heading, heading);
        let text = std::mem::take(&mut self.text);
        let heading = before?;
        let is_too_long = text.is_too_long || heading.title.is_too_long;
        let line = heading.title.number;
        let entry = Entry { heading, text: text.joined() };
        let raw =
            if is_too_long { Err(too_long()) } else { Ok(Box::new(entry) as Box<dyn RawRecord>) };
        Some(Record::new(line, end, raw))
    }
}

impl Iterator for Entries {
    type Item = io::Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done { None } else { self.read().transpose() }
    }
}

impl RawRecord for Entry {
    /// The text is the summary if it reads like one, else the body.
    fn article(self: Box<Self>, reading: &Reading) -> Result<Parsed, String> {
        let title = utf8_or_chinese(&self.heading.title.bytes, reading.encoding)?.trim().to_owned();
        let text = utf8_or_chinese(&self.text, reading.encoding)?.trim().to_owned();
        let (summary, body) =
            if is_summary(&text) { (text, String::new()) } else { (String::new(), text) };
        let article = Article {
            title,
            body,
            summary,
            source: Some(self.heading.source),
            published_at: Some(self.heading.published_at),
            ..Article::default()
        };
        complete(article, Vec::new())
    }
}

/// Returns whether a text is an English abstract rather than the article's own Chinese text.
fn is_summary(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let han = text.chars().filter(|c| is_han(*c)).count();
    text.starts_with("Core ") || han * 10 < letters * 3
}

/// Parses `Zheng Zhou Ri Bao· 2025-12-24 00:44`; the time of day is optional.
pub(in crate::corpus) fn source_line(line: &[u8]) -> Option<(String, Published)> {
    const LONGEST_LINE: usize = 300;
    let line = Some(line).filter(|line| line.len() <= LONGEST_LINE)?;
    let is_dot = |c| matches!(c, '·' | '•' | '・' | '‧' | '∙' | '⋅' | '･');
    let (source, time) = str::from_utf8(line).ok()?.rsplit_once(is_dot)?;
    let source = Some(source.trim()).filter(|source| !source.is_empty())?;
    Some((source.to_owned(), Published::parse(time)?))
}

fn is_banner(line: &[u8]) -> bool {
    line.trim_ascii().eq_ignore_ascii_case(b"search documents")
}

/// The lines read since a heading. Before the first heading there is no text: only the last line is
/// kept, because it may be a title.
#[derive(Default)]
struct Held {
    lines: Vec<Line>,
    length: usize,
    is_too_long: bool,
}

impl Held {
    fn push(&mut self, line: Line, is_text: bool) {
        // A line takes memory, even a blank one.
        self.length += line.bytes.len() + size_of::<Line>();
        self.is_too_long |= is_text && (line.is_too_long || self.length > LONGEST_RECORD);
        if self.is_too_long || !is_text {
            if line.is_blank() {
                return;
            }
            self.lines.clear();
        }
        self.lines.push(line);
    }

    /// Removes the last line that is not blank, which is the title above a source line.
    fn pop_title(&mut self, source: &Line) -> Line {
        self.drop_blank_lines();
        let none = || Line { number: source.number, ..Line::default() };
        self.lines.pop().unwrap_or_else(none)
    }

    /// Drops the query above a banner. A line that ends like a sentence is text, not a query.
    fn pop_query(&mut self) {
        const LONGEST_QUERY: usize = 300;
        self.drop_blank_lines();
        let is_query = |line: &mut Line| {
            let text = String::from_utf8_lossy(&line.bytes);
            let is_end = |c| is_sentence_end(c) || matches!(c, '.' | ']' | '”');
            line.bytes.len() <= LONGEST_QUERY && !text.trim_end().ends_with(is_end)
        };
        self.lines.pop_if(is_query);
    }

    fn drop_blank_lines(&mut self) {
        while self.lines.pop_if(|line| line.is_blank()).is_some() {}
    }

    fn joined(self) -> Vec<u8> {
        let lines: Vec<Vec<u8>> = self.lines.into_iter().map(|line| line.bytes).collect();
        lines.join(&b'\n')
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn articles(page: &str) -> Vec<(u64, Article)> {
        let lines = Lines::new(Box::new(Cursor::new(page.as_bytes().to_vec())));
        let records = Entries::new(lines).map(Result::unwrap);
        records.map(|record| (record.line, record.article().unwrap())).collect()
    }

    const FIRST: &str =
        "微短剧走出去\nHe Nan Ri Bao· 2025-12-30 09:19\nCore Viewpoint - Dramas grow [1].\n";
    const SECOND: &str = "郑州发布计划\n郑州日报 · 2025-12-24\n近年来,郑州\n 日均开机近百部。\n";

    #[track_caller]
    fn assert_both(page: &str, lines: [u64; 2]) {
        let found = articles(page);
        let [(first_line, first), (second_line, second)] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!([*first_line, *second_line], lines);
        assert_eq!(first.title, "微短剧走出去");
        assert_eq!(first.source.as_deref(), Some("He Nan Ri Bao"));
        assert_eq!(first.published_at, Published::parse("2025-12-30 09:19"));
        assert_eq!(
            (first.summary.as_str(), first.body.as_str()),
            ("Core Viewpoint - Dramas grow [1].", "")
        );
        assert_eq!(second.title, "郑州发布计划");
        assert_eq!(second.source.as_deref(), Some("郑州日报"));
        assert_eq!(second.published_at, Published::parse("2025-12-24"));
        assert_eq!(
            (second.summary.as_str(), second.body.as_str()),
            ("", "近年来,郑州\n 日均开机近百部。")
        );
    }

    #[test]
    fn a_page_gives_its_articles_with_or_without_its_head() {
        assert_both(&format!("微短剧\nSearch documents\n{FIRST}{SECOND}"), [3, 6]);
        assert_both(&format!("Search documents\n{FIRST}{SECOND}"), [2, 5]);
        assert_both(&format!("{FIRST}{SECOND}"), [1, 4]);
    }

    #[test]
    fn line_ends_and_blank_lines_do_not_matter() {
        let page = format!("微短剧\nSearch documents\n{FIRST}{SECOND}");
        assert_both(&page.replace('\n', "\r\n"), [3, 6]);
        assert_both(page.trim_end(), [3, 6]);
        assert_both(&format!("\n微短剧\n\nSearch documents\n\n{FIRST}\n\n{SECOND}\n\n"), [6, 11]);
    }

    #[test]
    fn the_head_of_a_page_pasted_after_another_is_not_text() {
        let head = "微短剧\nSearch documents\n";
        assert_both(&format!("{head}{FIRST}{head}{SECOND}"), [3, 8]);
        assert_both(&format!("{head}{FIRST}Search documents\n{SECOND}"), [3, 7]);
    }

    #[test]
    fn sources_keep_their_digits_and_dots() {
        let table = [
            ("2 1 Shi Ji Jing Ji Bao Dao· 2025-12-25 02:47", Some("2 1 Shi Ji Jing Ji Bao Dao")),
            ("  新华社 ·2025年12月25日 ", Some("新华社")),
            ("买买提·阿布都 • 2025-12-25", Some("买买提·阿布都")),
            ("· 2025-12-25", None),
            ("新华社 2025-12-25", None),
            ("新华社 · 昨天", None),
        ];
        for (line, source) in table {
            let found = source_line(line.as_bytes()).map(|(source, _)| source);
            assert_eq!(found.as_deref(), source, "{line}");
        }
    }
}
