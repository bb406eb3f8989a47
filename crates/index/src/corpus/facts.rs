//! What a record says of an article, under the names that common corpora use.

use xunwen_schema::{Article, Published};
use xxhash_rust::xxh3::Xxh3;

use super::detect_lang;

/// The facts found in one record.
#[derive(Debug, Default)]
pub(super) struct Facts(Vec<(Name, Value)>);

/// A name of a field: the canonical one, or an alias.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    field: Field,
    /// Where the name stands in [`NAMES`]: 0 is the canonical name.
    rank: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Id,
    Title,
    Body,
    Summary,
    Source,
    PublishedAt,
    Url,
    Tags,
    Lang,
}

/// A value, as far as some field can use it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Absent,
    Text(String),
    /// A number as it is written.
    Number(String),
    List(Vec<Value>),
    /// Any other value, called what it is.
    Other(&'static str),
}

/// The names of each field, in the order of [`Field`]: the canonical one first, then the aliases,
/// of which an earlier one is preferred. Case, `_`, `-` and blanks in a name do not count.
const NAMES: [&[&str]; 9] = [
    &["id", "_id", "doc_id", "news_id", "article_id", "docno"],
    &["title", "headline", "标题", "题目"],
    &["body", "content", "text", "article", "contents", "正文", "内容"],
    &["summary", "desc", "description", "abstract", "digest", "brief", "摘要"],
    &["source", "media", "publisher", "outlet", "site", "来源", "媒体"],
    &[
        "published_at",
        "time",
        "date",
        "datetime",
        "pub_time",
        "pub_date",
        "publish_time",
        "publish_date",
        "published",
        "timestamp",
        "ctime",
        "created_at",
        "日期",
        "时间",
        "发布时间",
    ],
    &["url", "link", "href", "链接"],
    &["tags", "tag", "keywords", "keyword", "labels", "标签", "关键词"],
    &["lang", "language"],
];

const FIELDS: [Field; 9] = [
    Field::Id,
    Field::Title,
    Field::Body,
    Field::Summary,
    Field::Source,
    Field::PublishedAt,
    Field::Url,
    Field::Tags,
    Field::Lang,
];

impl Name {
    /// Returns the field that a corpus means by `name`, if any.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let name = name.trim();
        FIELDS.into_iter().zip(NAMES).find_map(|(field, names)| {
            let exact = names.iter().position(|known| known.eq_ignore_ascii_case(name));
            let rank = exact.or_else(|| names.iter().position(|known| is_alike(known, name)))?;
            Some(Self { field, rank })
        })
    }

    fn is_canonical(self) -> bool {
        self.rank == 0
    }

    fn as_str(self) -> &'static str {
        NAMES[self.field as usize][self.rank]
    }
}

fn is_alike(known: &str, name: &str) -> bool {
    fn letters(name: &str) -> impl Iterator<Item = char> {
        name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).map(|c| c.to_ascii_lowercase())
    }
    letters(known).eq(letters(name))
}

impl Facts {
    pub(super) fn add(&mut self, name: Name, value: Value) {
        let is_blank = match &value {
            Value::Absent => true,
            Value::Text(text) => text.trim().is_empty(),
            _ => false,
        };
        if !is_blank {
            self.0.push((name, value));
        }
    }

    /// Returns the article, or why the record is none.
    pub(super) fn article(mut self) -> Result<Article, String> {
        self.0.sort_by_key(|(name, _)| *name);
        let article = Article {
            id: self.text(Field::Id)?.unwrap_or_default(),
            title: self.text(Field::Title)?.unwrap_or_default(),
            body: self.text(Field::Body)?.unwrap_or_default(),
            summary: self.text(Field::Summary)?.unwrap_or_default(),
            source: self.text(Field::Source)?,
            published_at: self.published_at()?,
            url: self.text(Field::Url)?,
            tags: self.tags()?,
            lang: self.text(Field::Lang)?,
        };
        complete(article)
    }

    /// Takes the value with the best name of a field.
    fn take(&mut self, field: Field) -> Option<(Name, Value)> {
        let (name, value) = self.0.iter_mut().find(|(name, _)| name.field == field)?;
        Some((*name, std::mem::replace(value, Value::Absent)))
    }

    fn text(&mut self, field: Field) -> Result<Option<String>, String> {
        match self.take(field) {
            None => Ok(None),
            Some((_, Value::Text(text))) => Ok(Some(trimmed(text))),
            Some((_, Value::Number(number))) if field == Field::Id => Ok(Some(number)),
            Some((name, value)) => Err(wrong_kind(name, &value)),
        }
    }

    fn published_at(&self) -> Result<Option<Published>, String> {
        let named = self.0.iter().filter(|(name, _)| name.field == Field::PublishedAt);
        let mut unknown = None;
        for (name, value) in named {
            let time = match value {
                Value::Text(text) => Published::parse(text),
                // A fraction of a second does not matter.
                Value::Number(number) => number.split('.').next().and_then(Published::parse),
                _ => None,
            };
            if time.is_some() {
                return Ok(time);
            }
            unknown.get_or_insert_with(|| unknown_date(*name, value));
            if name.is_canonical() {
                break;
            }
        }
        unknown.map_or(Ok(None), Err)
    }

    fn tags(&mut self) -> Result<Vec<String>, String> {
        let Some((name, value)) = self.take(Field::Tags) else { return Ok(Vec::new()) };
        match value {
            Value::Text(text) => Ok(split_tags(&text)),
            Value::List(values) => {
                let tags = values.into_iter().map(|value| match value {
                    Value::Absent => Ok(String::new()),
                    Value::Text(text) => Ok(trimmed(text)),
                    Value::Number(number) => Ok(number),
                    value => Err(wrong_kind(name, &value)),
                });
                let tags: Result<Vec<_>, _> = tags.collect();
                tags.map(|tags| tags.into_iter().filter(|tag| !tag.is_empty()).collect())
            }
            value => Err(wrong_kind(name, &value)),
        }
    }
}

/// Returns the article with an id and a language, or why it is none.
pub(super) fn complete(mut article: Article) -> Result<Article, String> {
    if [&article.title, &article.body, &article.summary].iter().all(|text| text.is_empty()) {
        return Err("no title, body or summary".to_owned());
    }
    if article.id.is_empty() {
        article.id = article.url.clone().unwrap_or_else(|| digest(&article));
    }
    if article.lang.is_none() {
        article.lang = Some(detect_lang(&article).to_owned());
    }
    Ok(article)
}

impl Value {
    fn kind(&self) -> &'static str {
        match self {
            Self::Absent => "null",
            Self::Text(_) => "text",
            Self::Number(_) => "a number",
            Self::List(_) => "an array",
            Self::Other(kind) => kind,
        }
    }
}

fn wrong_kind(name: Name, value: &Value) -> String {
    let expected = if name.field == Field::Tags { "text or an array of text" } else { "text" };
    format!("field `{}` is {}, not {expected}", name.as_str(), value.kind())
}

fn unknown_date(name: Name, value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Number(text) => {
            let shown: String = text.trim().chars().take(60).collect();
            format!("unknown date \"{shown}\"")
        }
        value => wrong_kind(name, value),
    }
}

fn trimmed(text: String) -> String {
    let inner = text.trim();
    if inner.len() == text.len() { text } else { inner.to_owned() }
}

/// Splits at commas, semicolons and bars; where there are none, at white space between Han words.
fn split_tags(text: &str) -> Vec<String> {
    let is_mark = |c: char| matches!(c, ',' | '，' | '、' | ';' | '；' | '|' | '｜');
    let by_space = !text.contains(is_mark) && text.contains(super::is_han);
    let tags = text.split(|c: char| is_mark(c) || (by_space && c.is_whitespace()));
    tags.map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

/// Returns an id made of the content, the same for the same content.
fn digest(article: &Article) -> String {
    let published_at = article.published_at.map(|time| time.to_string()).unwrap_or_default();
    let source = article.source.as_deref().unwrap_or_default();
    let mut hash = Xxh3::new();
    for text in [&article.title, &article.body, &article.summary, source, &published_at] {
        hash.update(text.as_bytes());
        hash.update(&[0xff]);
    }
    format!("x{:016x}", hash.digest())
}
