//! Documents of word processors: paragraphs, and the articles that they are.

use xunwen_schema::Published;

use crate::corpus::fields::RawFields;
use crate::corpus::options::Reading;
use crate::corpus::value::Value;

/// A paragraph of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::corpus) struct Paragraph {
    pub(in crate::corpus) text: String,
    pub(in crate::corpus) is_heading: bool,
}

/// What stands before the text of an article.
#[derive(Default)]
struct Head {
    title: String,
    source: Option<String>,
    date: Option<String>,
    /// Paragraphs of it.
    length: usize,
}

/// Returns the articles of a document: what a press database has put into one file is several.
pub(in crate::corpus) fn articles(paragraphs: Vec<Paragraph>, reading: &Reading) -> Vec<RawFields> {
    let paragraphs = paragraphs
        .into_iter()
        .map(|paragraph| Paragraph { text: paragraph.text.trim().to_owned(), ..paragraph });
    let paragraphs: Vec<Paragraph> =
        paragraphs.filter(|paragraph| !paragraph.text.is_empty()).collect();
    let parts: Vec<&[Paragraph]> = paragraphs.split(|paragraph| is_end(&paragraph.text)).collect();
    match parts.as_slice() {
        [whole] => vec![single(whole, reading)],
        parts => {
            // What stands behind the last mark is a page about the export.
            let rest = parts.last().filter(|rest| begins_after(&paragraphs, rest));
            let parts = parts.iter().filter(|part| !part.is_empty());
            let parts = parts.filter(|part| rest.is_none_or(|rest| !std::ptr::eq(**part, *rest)));
            parts.map(|part| of_database(part, reading)).collect()
        }
    }
}

/// Returns whether the last part is too short to be an article.
fn begins_after(paragraphs: &[Paragraph], rest: &[Paragraph]) -> bool {
    const FEWEST: usize = 3;
    rest.len() < FEWEST && rest.len() < paragraphs.len()
}

/// Returns whether a paragraph ends an article: those of Nexis Uni and of Factiva.
fn is_end(text: &str) -> bool {
    const SHORTEST_ID: usize = 20;
    const LONGEST: usize = 60;
    if text.len() > LONGEST {
        return false;
    }
    let mut words = text.split_whitespace();
    let is_id = |id: &str| {
        id.len() >= SHORTEST_ID
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && id.bytes().any(|byte| byte.is_ascii_digit())
    };
    match (words.next(), words.next(), words.next()) {
        (Some("End"), Some("of"), Some("Document")) => words.next().is_none(),
        (Some("Document" | "文件" | "文档"), Some(id), None) => is_id(id),
        _ => false,
    }
}

/// Returns the fields of a document that is one article.
fn single(paragraphs: &[Paragraph], reading: &Reading) -> RawFields {
    const LONGEST_TITLE: usize = 100;
    let headed = paragraphs.iter().position(|paragraph| paragraph.is_heading);
    let is_title = |paragraph: &Paragraph| paragraph.text.chars().count() <= LONGEST_TITLE;
    let first = paragraphs.first().filter(|first| paragraphs.len() > 1 && is_title(first));
    // A heading further down is one of a section.
    let at = headed.filter(|at| *at < 3).or(first.map(|_| 0));
    let Some(at) = at else { return fields(Head::default(), paragraphs, reading) };
    let (before, rest) = paragraphs.split_at(at);
    let head = head(rest, 4);
    let body: Vec<Paragraph> =
        before.iter().chain(rest.get(head.length..).unwrap_or_default()).cloned().collect();
    fields(head, &body, reading)
}

/// Returns the fields of one of the articles that a press database has exported.
fn of_database(paragraphs: &[Paragraph], reading: &Reading) -> RawFields {
    const LINES: usize = 12;
    let is =
        |paragraph: &Paragraph, words: &[&str]| words.iter().any(|word| paragraph.text == *word);
    let body = paragraphs.iter().position(|paragraph| is(paragraph, &["Body", "正文"]));
    let (above, text) = match body {
        Some(body) => (
            paragraphs.get(..body).unwrap_or_default(),
            paragraphs.get(body + 1..).unwrap_or_default(),
        ),
        None => (paragraphs, paragraphs),
    };
    // Before the first article stands a list of all.
    let dated =
        above.iter().rposition(|paragraph| is_date(&paragraph.text)).filter(|_| body.is_some());
    let start = dated.map_or(0, |dated| dated.saturating_sub(2));
    let head = head(above.get(start..).unwrap_or_default(), LINES);
    let mut text = text;
    if body.is_none() {
        let is_right = |paragraph: &Paragraph| {
            paragraph.text.contains("Copyright")
                || paragraph.text.contains('©')
                || paragraph.text.contains("版权")
        };
        let rights = paragraphs.iter().take(LINES).position(is_right).map(|at| at + 1);
        text = paragraphs.get(rights.unwrap_or(head.length)..).unwrap_or_default();
    }
    let end = text.iter().position(|paragraph| {
        is(paragraph, &["Classification", "Graphic"]) || paragraph.text.starts_with("Load-Date:")
    });
    fields(head, text.get(..end.unwrap_or(text.len())).unwrap_or_default(), reading)
}

fn is_date(text: &str) -> bool {
    const LONGEST: usize = 60;
    const SHORTEST: usize = 6;
    (SHORTEST..=LONGEST).contains(&text.len())
        && text.contains(|c: char| c.is_numeric())
        && Published::parse(text).is_some()
}

/// Reads the lines above a text: its title, and outlet and date in either order.
fn head(paragraphs: &[Paragraph], lines: usize) -> Head {
    let Some(title) = paragraphs.first() else { return Head::default() };
    let mut head = Head { title: title.text.clone(), length: 1, ..Head::default() };
    let found =
        paragraphs.iter().take(lines).skip(1).position(|paragraph| is_date(&paragraph.text));
    let Some(at) = found.map(|at| at + 1) else { return head };
    head.date = paragraphs.get(at).map(|date| date.text.clone());
    head.length = at + 1;
    let is_outlet = |paragraph: &&Paragraph| {
        const LONGEST: usize = 40;
        let text = &paragraph.text;
        let counts = text.ends_with("words") || text.ends_with('字');
        text.chars().count() <= LONGEST && !counts && !text.contains(['。', '，', '：', ':'])
    };
    let before = paragraphs.get(at - 1).filter(|_| at > 1).filter(is_outlet);
    head.source = before.map(|outlet| outlet.text.clone());
    if head.source.is_none()
        && let Some(outlet) = paragraphs.get(at + 1).filter(is_outlet)
    {
        head.source = Some(outlet.text.clone());
        head.length += 1;
    }
    head
}

fn fields(head: Head, body: &[Paragraph], reading: &Reading) -> RawFields {
    let body: Vec<&str> = body.iter().map(|paragraph| paragraph.text.as_str()).collect();
    let text = |text: Option<String>| text.map_or(Value::Absent, Value::text);
    let mut fields = RawFields::default();
    fields.add("title", Value::text(head.title), reading);
    fields.add("source", text(head.source), reading);
    fields.add("date", text(head.date), reading);
    fields.add("body", Value::text(body.join("\n")), reading);
    fields
}

#[cfg(test)]
mod tests {
    use xunwen_schema::Article;

    use super::*;

    fn found(text: &str) -> Vec<Article> {
        let paragraphs =
            text.lines().map(|line| Paragraph { text: line.to_owned(), is_heading: false });
        let reading = Reading::default();
        let found = articles(paragraphs.collect(), &reading).into_iter();
        found.map(|fields| fields.article(&reading).unwrap().article).collect()
    }

    fn shown(article: &Article) -> [String; 4] {
        let date = article.published_at.map(|date| date.to_string()).unwrap_or_default();
        [
            article.title.clone(),
            article.body.clone(),
            article.source.clone().unwrap_or_default(),
            date,
        ]
    }

    #[test]
    fn a_document_is_an_article() {
        let text = "题\n澄江财经\n2024年7月23日\n第一段。\n第二段。";
        assert_eq!(shown(&found(text)[0]), ["题", "第一段。\n第二段。", "澄江财经", "2024-07-23"]);
        assert_eq!(
            shown(&found("题\n第一段。\n第二段。")[0]),
            ["题", "第一段。\n第二段。", "", ""]
        );
        assert_eq!(shown(&found("只有一段。")[0]), ["", "只有一段。", "", ""]);
    }

    #[test]
    fn documents_of_nexis_are_several_articles() {
        let text = "Documents (2)\n1. 甲\n2. 乙\n甲\n青屿日报\nMarch 18, 2024 Monday\nCopyright 2024 青屿日报\nLength: 9 words\nBody\n\
            一。\n二。\nClassification\nLanguage: CHINESE\nLoad-Date: March 19, 2024\nEnd of Document\n\
            乙\n云陵晚报\nApril 2, 2024 Tuesday\nBody\n三。\nLoad-Date: April 3, 2024\nEnd of Document\n";
        let found = found(text);
        assert_eq!(found.len(), 2);
        assert_eq!(shown(&found[0]), ["甲", "一。\n二。", "青屿日报", "2024-03-18"]);
        assert_eq!(shown(&found[1]), ["乙", "三。", "云陵晚报", "2024-04-02"]);
    }

    #[test]
    fn documents_of_factiva_are_several_articles() {
        let text = "甲\n9 字\n2024 年 3 月 18 日\n青屿日报\nQYRB\n简体中文\n(c) 2024 Copyright 青屿日报\n一。\n\
            Document QYRB000020240318ek3i00001\n乙\n2024 年 4 月 2 日\n云陵晚报\n三。\nDocument YLWB000020240402ek4200002\n";
        let found = found(text);
        assert_eq!(found.len(), 2);
        assert_eq!(shown(&found[0]), ["甲", "一。", "青屿日报", "2024-03-18"]);
        assert_eq!(shown(&found[1]), ["乙", "三。", "云陵晚报", "2024-04-02"]);
    }
}
