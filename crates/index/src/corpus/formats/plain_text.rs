//! Plain text: an article a file.

use std::io::Read;
use std::sync::Arc;

use super::input_format::{Evidence, FormatError, InputFormat, Sample};
use super::places;
use crate::corpus::content::Content;
use crate::corpus::encoding::utf8_or_chinese;
use crate::corpus::fields::RawFields;
use crate::corpus::names::ArticleField;
use crate::corpus::options::Reading;
use crate::corpus::parsed::Parsed;
use crate::corpus::record::{LONGEST_RECORD, Position, RawRecord, Record, Records, too_long};
use crate::corpus::value::Value;

pub(in crate::corpus) struct PlainText;

/// The longest first line that is a title, in characters.
const LONGEST_TITLE: usize = 100;
/// The longest value behind a label, in characters.
const LONGEST_VALUE: usize = 300;
/// The most labelled lines on top.
const MOST_LABELS: usize = 20;

impl InputFormat for PlainText {
    fn name(&self) -> &'static str {
        "text"
    }

    fn about(&self) -> &'static str {
        "plain text: an article a file, its title in the first line"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    fn evidence(&self, sample: &Sample<'_>) -> Option<Evidence> {
        let text = sample.text.filter(|text| !text.trim().is_empty())?;
        let is_named = sample.ending.is_none() || sample.has_ending(self.endings());
        let has_letters = text.chars().any(char::is_alphabetic);
        let weight = if is_named { 20 } else { 10 };
        (has_letters && (is_named || !sample.is_listed))
            .then(|| Evidence { weight, reason: "text".to_owned() })
    }

    fn records(&self, content: Content, _: &Arc<Reading>) -> Result<Records, FormatError> {
        let (name, is_listed) = (content.name.clone(), content.is_listed);
        let mut bytes = Vec::new();
        content.reader.take(LONGEST_RECORD as u64 + 1).read_to_end(&mut bytes)?;
        let end = Position { line: 1, offset: bytes.len() as u64 };
        let raw: Result<Box<dyn RawRecord>, String> = if bytes.len() > LONGEST_RECORD {
            Err(too_long())
        } else {
            Ok(Box::new(Text { bytes, name, is_listed }))
        };
        Ok(Box::new(std::iter::once(Ok(Record::new(1, end, raw)))))
    }
}

/// A text file that is not parsed yet.
struct Text {
    bytes: Vec<u8>,
    name: String,
    is_listed: bool,
}

impl RawRecord for Text {
    fn article(self: Box<Self>, reading: &Reading) -> Result<Parsed, String> {
        let text = utf8_or_chinese(&self.bytes, reading.encoding)?;
        let mut fields = fields(&text, &self.name, reading);
        if let Some(day) = places::day(&self.name)
            && !fields.has(ArticleField::PublishedAt)
        {
            fields.add("date", Value::Text(day), reading);
        }
        if let Some(folder) = places::subject(&self.name).filter(|_| self.is_listed) {
            let tag = Value::Text(folder.to_owned());
            fields.add("label", Value::List(vec![tag]), reading);
        }
        fields.article(reading)
    }
}

/// Returns the fields of a text: its title, its body, and what labelled lines on top say.
fn fields(text: &str, name: &str, reading: &Reading) -> RawFields {
    let text = text.trim_start_matches('\u{feff}').trim();
    let mut fields = RawFields::default();
    let mut body = String::new();
    let (top, mut rest) = labelled(text, reading);
    take(top, &mut fields, &mut body, reading);
    if !fields.has(ArticleField::Title) {
        if let Some((title, below)) = title(rest) {
            fields.add("title", Value::Text(title.to_owned()), reading);
            let (top, below) = labelled(below, reading);
            take(top, &mut fields, &mut body, reading);
            rest = below;
        } else if let Some(title) = places::title(name) {
            fields.add("title", Value::Text(title.to_owned()), reading);
        }
    }
    body.push_str(rest);
    fields.add("body", Value::Text(body.trim().to_owned()), reading);
    fields
}

/// Takes the lines on top of a text.
fn take(top: Vec<Top<'_>>, fields: &mut RawFields, body: &mut String, reading: &Reading) {
    for line in top {
        match line {
            Top::Field(name, value) => fields.add(name, Value::text(value.to_owned()), reading),
            Top::Text(line) => {
                body.push_str(line);
                body.push('\n');
            }
        }
    }
}

/// Returns the title of a text and what is below it.
fn title(text: &str) -> Option<(&str, &str)> {
    let (first, rest) = text.trim_start().split_once('\n')?;
    let title = first.trim();
    let is_sentence = title.ends_with(['。', '，', '；', '、', ',', ';']);
    let is_title = !title.is_empty()
        && !is_sentence
        && title.chars().count() <= LONGEST_TITLE
        && !rest.trim().is_empty();
    is_title.then_some((title, rest))
}

/// A line on top of a text.
enum Top<'t> {
    /// A field: its name and value.
    Field(&'t str, &'t str),
    /// A line that stays text.
    Text(&'t str),
}

/// Returns the labelled lines on top of a text, `来源：云陵晚报`, and what is below them.
///
/// There are some only if one names the title, or two name fields; others, such as `作者：…`, are text.
fn labelled<'t>(text: &'t str, reading: &Reading) -> (Vec<Top<'t>>, &'t str) {
    let mut lines = Vec::new();
    let mut rest = text;
    let mut known = Vec::new();
    while lines.len() < MOST_LABELS {
        let (line, below) = rest.split_once('\n').unwrap_or((rest, ""));
        if line.trim().is_empty() {
            if below.is_empty() || known.is_empty() {
                break;
            }
            rest = below;
            continue;
        }
        let Some(pairs) = pairs(line.trim(), reading) else { break };
        // What follows the label of the body is text.
        if let [(label, _)] = pairs[..]
            && reading.name(label).is_some_and(|name| name.field == ArticleField::Body)
        {
            rest =
                rest.trim_start().trim_start_matches('【').get(label.len()..).unwrap_or_default();
            rest = rest.trim_start_matches(['：', ':', '】', ' ']);
            break;
        }
        for (label, value) in &pairs {
            let field = reading.name(label).map(|name| name.field);
            match field.filter(|field| is_taken(*field, value, reading)) {
                Some(field) => {
                    known.push(field);
                    lines.push(Top::Field(label, value));
                }
                None => lines.push(Top::Text(line.trim())),
            }
        }
        rest = below;
    }
    let is_heading = known.contains(&ArticleField::Title) || known.len() > 1;
    if is_heading { (lines, rest) } else { (Vec::new(), text) }
}

/// Returns whether a value becomes a field; it stays text if nothing could be made of it.
fn is_taken(field: ArticleField, value: &str, reading: &Reading) -> bool {
    match field {
        ArticleField::PublishedAt => reading.date(value).is_ok(),
        ArticleField::Url => value.contains("://"),
        _ => !value.is_empty(),
    }
}

/// Reads `label：value`, or several of them on a line with spaces between.
fn pairs<'t>(line: &'t str, reading: &Reading) -> Option<Vec<(&'t str, &'t str)>> {
    let whole = pair(line)?;
    if line.chars().count() > LONGEST_VALUE {
        return None;
    }
    let is_known = |(label, _): &(&str, &str)| reading.name(label).is_some();
    let mut starts = vec![0];
    let gaps = line.char_indices().filter(|(_, c)| c.is_whitespace() || *c == '|');
    for (place, gap) in gaps {
        let start = place + gap.len_utf8();
        let rest = line.get(start..).unwrap_or_default();
        if pair(rest).as_ref().is_some_and(is_known) {
            starts.push(start);
        }
    }
    if starts.len() < 2 || !is_known(&whole) {
        return Some(vec![whole]);
    }
    let ends = starts.iter().skip(1).copied().chain([line.len()]);
    let parts = starts.iter().zip(ends).map(|(start, end)| line.get(*start..end));
    parts.map(|part| pair(part?.trim().trim_end_matches('|'))).collect()
}

/// Reads `label：value` or `【label】value`.
fn pair(line: &str) -> Option<(&str, &str)> {
    const LONGEST_LABEL: usize = 8;
    const LONGEST_ASCII: usize = 20;
    let (label, value) = match line.strip_prefix('【') {
        Some(rest) => rest.split_once('】')?,
        None => line.split_once(['：', ':'])?,
    };
    let label = label.trim();
    let most = if label.is_ascii() { LONGEST_ASCII } else { LONGEST_LABEL };
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '\u{3000}');
    let is_label = !label.is_empty()
        && label.chars().count() <= most
        && label.chars().all(is_word)
        && label.chars().any(char::is_alphabetic);
    is_label.then(|| (label, value.trim_start_matches(['：', ':']).trim()))
}

#[cfg(test)]
mod tests {
    use xunwen_schema::{Article, Published};

    use super::*;

    fn named(text: &str, name: &str) -> Article {
        let reading = Reading::default();
        let raw = Box::new(Text {
            bytes: text.as_bytes().to_vec(),
            name: name.to_owned(),
            is_listed: true,
        });
        raw.article(&reading).unwrap().article
    }

    #[track_caller]
    fn assert_parts(text: &str, title: &str, body: &str) -> Article {
        let found = named(text, "1.txt");
        assert_eq!((found.title.as_str(), found.body.as_str()), (title, body), "{text}");
        found
    }

    #[test]
    fn the_first_line_is_the_title_if_it_is_one() {
        assert_parts("题\n\n　　文一。\n　　文二。\n", "题", "文一。\n　　文二。");
        assert_parts("时间,都去哪儿了\n文。", "时间,都去哪儿了", "文。");
        assert_parts("第一句。\n第二句。", "", "第一句。\n第二句。");
        assert_parts("只有一行", "", "只有一行");
    }

    #[test]
    fn labelled_lines_on_top_are_fields_and_others_stay() {
        let text = "标题：题\n来源：云陵晚报\n作者：阿青\n时间：2024-08-09\n\n文一。\n来源：文内";
        let found = assert_parts(text, "题", "作者：阿青\n文一。\n来源：文内");
        assert_eq!(found.source.as_deref(), Some("云陵晚报"));
        assert_eq!(found.published_at, Published::parse("2024-08-09"));
        let found = assert_parts("题\n来源：云陵晚报　时间：2024-08-09 07:30\n文", "题", "文");
        assert_eq!(found.published_at, Published::parse("2024-08-09 07:30"));
        assert_parts("【标题】题\n【正文】文一\n文二", "题", "文一\n文二");
        assert_parts("标题：题\n时间：不久以前\n文", "题", "时间：不久以前\n文");
    }

    #[test]
    fn a_colon_alone_is_no_label() {
        assert_parts("话题：谁在说\n文一\n文二", "话题：谁在说", "文一\n文二");
        assert_parts("果汁厂：把瓶子改小\n文", "果汁厂：把瓶子改小", "文");
    }

    #[test]
    fn folders_give_tags_and_days() {
        let found = named("题\n文", "a/体育/2023-07-05.txt");
        assert_eq!(found.tags, ["体育"]);
        assert_eq!(found.published_at, Published::parse("2023-07-05"));
        let own = named("标题：题\n时间：2024-08-09\n文", "2023/07/05.txt");
        assert_eq!(own.published_at, Published::parse("2024-08-09"));
        assert_eq!(named("长句子在这里。\n文。", "a/旧码头改成夜市.txt").title, "旧码头改成夜市");
    }
}
