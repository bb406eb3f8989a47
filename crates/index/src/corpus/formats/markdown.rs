//! Markdown: an article a file, what is known of it in front.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use xunwen_schema::Published;

use super::front_matter;
use super::input_format::{Evidence, FormatError, InputFormat, Sample};
use crate::corpus::content::Content;
use crate::corpus::encoding::utf8;
use crate::corpus::fields::RawFields;
use crate::corpus::names::ArticleField;
use crate::corpus::options::Reading;
use crate::corpus::parsed::Parsed;
use crate::corpus::record::{LONGEST_RECORD, Position, RawRecord, Record, Records, too_long};
use crate::corpus::value::Value;

pub(in crate::corpus) struct Markdown;

impl InputFormat for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn about(&self) -> &'static str {
        "Markdown: an article a file, with YAML or TOML in front"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["md", "markdown", "mdx", "qmd", "rmd"]
    }

    fn evidence(&self, sample: &Sample<'_>) -> Option<Evidence> {
        let text = sample.text.filter(|text| !text.trim().is_empty())?;
        let is_named = sample.has_ending(self.endings());
        match front_matter::split(text) {
            Some(_) if is_named => Evidence::new(85, "Markdown with front matter"),
            Some((_, front, _)) if front_matter::has_field(front, sample.reading) => {
                Evidence::new(60, "front matter")
            }
            _ if is_named => Evidence::new(50, "named as Markdown"),
            _ => None,
        }
    }

    fn records(&self, content: Content, _: &Arc<Reading>) -> Result<Records, FormatError> {
        let name = content.name.clone();
        let mut bytes = Vec::new();
        content.reader.take(LONGEST_RECORD as u64 + 1).read_to_end(&mut bytes)?;
        let end = Position { line: 1, offset: bytes.len() as u64 };
        let raw = if bytes.len() > LONGEST_RECORD {
            Err(too_long())
        } else {
            Ok(Box::new(Page { bytes, name }) as Box<_>)
        };
        Ok(Box::new(std::iter::once(Ok(Record::new(1, end, raw)))))
    }
}

/// A file that is not parsed yet.
struct Page {
    bytes: Vec<u8>,
    name: String,
}

impl RawRecord for Page {
    fn article(self: Box<Self>, reading: &Reading) -> Result<Parsed, String> {
        fields(utf8(&self.bytes)?, &self.name, reading).article(reading)
    }
}

fn fields(text: &str, name: &str, reading: &Reading) -> RawFields {
    let text = text.trim_start_matches('\u{feff}');
    let (front, text) = match front_matter::split(text) {
        Some((kind, front, rest)) => (front_matter::members(kind, front), rest),
        None => (Vec::new(), text),
    };
    let has = |field| {
        let of_field =
            |(name, _): &(String, Value)| reading.name(name).map(|name| name.field) == Some(field);
        front.iter().any(of_field)
    };
    let has_title = has(ArticleField::Title);
    let date = date_in_name(name).filter(|_| !has(ArticleField::PublishedAt));
    let mut fields = RawFields::default();
    fields.add_all(front, reading);
    let Plain { heading, body } = Plain::of(text, !has_title);
    if let Some(heading) = heading {
        fields.add("title", Value::text(heading), reading);
    }
    if let Some(date) = date {
        fields.add("date", Value::Text(date), reading);
    }
    fields.add("body", Value::text(body), reading);
    fields
}

/// Returns the date that a file name begins with, as Jekyll and Hexo have it: `2023-07-05-title.md`.
fn date_in_name(name: &str) -> Option<String> {
    const DAY: usize = 10;
    let stem = Path::new(name).file_stem()?.to_str()?;
    let day = stem.get(..DAY)?;
    let is_day = day.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => matches!(byte, b'-' | b'_' | b'.'),
        _ => byte.is_ascii_digit(),
    });
    let day = day.replace(['_', '.'], "-");
    (is_day && Published::parse(&day).is_some()).then_some(day)
}

/// Markdown as text.
#[derive(Default)]
struct Plain {
    /// The first heading, if it was asked for.
    heading: Option<String>,
    body: String,
}

impl Plain {
    fn of(markdown: &str, wants_heading: bool) -> Self {
        let options =
            Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
        let mut plain = Self::default();
        let mut in_heading: Option<usize> = None;
        let mut images = 0_usize;
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Start(Tag::Image { .. }) => images += 1,
                Event::End(TagEnd::Image) => images = images.saturating_sub(1),
                _ if images > 0 => {}
                Event::Start(Tag::Heading { .. }) => {
                    plain.break_line(2);
                    let is_wanted = wants_heading && plain.heading.is_none();
                    in_heading = is_wanted.then_some(plain.body.len());
                }
                Event::End(TagEnd::Heading(_)) => match in_heading.take() {
                    Some(start) => {
                        plain.heading = Some(plain.body.split_off(start).trim().to_owned());
                    }
                    None => plain.break_line(2),
                },
                Event::Text(text) | Event::Code(text) => plain.body.push_str(&text),
                Event::SoftBreak | Event::HardBreak => plain.break_line(1),
                // The reader of values takes HTML for what it is.
                Event::Html(html) | Event::InlineHtml(html) => plain.body.push_str(&html),
                Event::End(
                    TagEnd::Paragraph | TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Table,
                ) => {
                    plain.break_line(2);
                }
                Event::End(
                    TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead | TagEnd::CodeBlock,
                ) => {
                    plain.break_line(1);
                }
                Event::End(TagEnd::TableCell) => plain.body.push(' '),
                _ => {}
            }
        }
        plain.body.truncate(plain.body.trim_end().len());
        plain
    }

    fn break_line(&mut self, ends: usize) {
        let text = self.body.trim_end_matches([' ', '\n']).len();
        if text > 0 {
            let has = self.body[text..].matches('\n').count();
            self.body.truncate(text);
            (0..has.max(ends)).for_each(|_| self.body.push('\n'));
        }
    }
}

#[cfg(test)]
mod tests {
    use xunwen_schema::Article;

    use super::*;

    fn article(text: &str, name: &str) -> Article {
        let reading = Reading::default();
        fields(text, name, &reading).article(&reading).unwrap().article
    }

    #[test]
    fn markup_is_gone_and_its_text_is_there() {
        let found = article(
            "# 题\n\n第一[段](https://x/1)，**重**点`码`。\n下一行\n\n![图](a.png)\n\n## 小标题\n\n- 甲\n- 乙\n\n> 引\n",
            "a.md",
        );
        assert_eq!(found.title, "题");
        assert_eq!(found.body, "第一段，重点码。\n下一行\n\n小标题\n\n甲\n乙\n\n引");
    }

    #[test]
    fn what_is_in_front_comes_first() {
        let found = article(
            "---\ntitle: 前题\ndate: 2024-04-02\ntags:\n  - 一\n  - 二\nsource: 晚报\n---\n# 题\n\n文\n",
            "2023-01-01-a.md",
        );
        assert_eq!((found.title.as_str(), found.body.as_str()), ("前题", "题\n\n文"));
        assert_eq!(found.published_at.unwrap().to_string(), "2024-04-02");
        assert_eq!(found.tags, ["一", "二"]);
        assert_eq!(found.source.as_deref(), Some("晚报"));
    }

    #[test]
    fn a_file_name_may_have_the_date() {
        let date = |name| {
            article("---\ntitle: 题\n---\n文", name).published_at.map(|date| date.to_string())
        };
        assert_eq!(date("posts/2023-07-05-title.md").as_deref(), Some("2023-07-05"));
        assert_eq!(date("posts/2023_07_05.md").as_deref(), Some("2023-07-05"));
        for name in ["title.md", "2023-13-05-x.md", "20230705.md", "二〇二三年七月.md"] {
            assert_eq!(date(name), None, "{name}");
        }
    }
}
