//! The fields of a record, under the names that common corpora use, and the article they make.

use xunwen_schema::characters::is_han;
use xunwen_schema::{Article, Published};
use xxhash_rust::xxh3::Xxh3;

use super::language::detect_lang;
use super::limits;
use super::names::{ArticleField, Name};

/// The named values found in one record.
#[derive(Debug, Default)]
pub(super) struct RawFields(Vec<(Name, Value)>);

/// A value, in as much detail as some field can use.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Absent,
    Text(String),
    /// A number, as written.
    Number(String),
    List(Vec<Self>),
    /// Any other value, described.
    Other(&'static str),
}

impl RawFields {
    /// Adds a value, unless it is blank.
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

    /// Returns the article; an error is the reason to reject the record.
    pub(super) fn article(mut self) -> Result<Article, String> {
        self.0.sort_by_key(|(name, _)| *name);
        let article = Article {
            id: self.text(ArticleField::Id)?.unwrap_or_default(),
            title: self.text(ArticleField::Title)?.unwrap_or_default(),
            body: self.text(ArticleField::Body)?.unwrap_or_default(),
            summary: self.text(ArticleField::Summary)?.unwrap_or_default(),
            source: self.text(ArticleField::Source)?,
            published_at: self.published_at()?,
            url: self.text(ArticleField::Url)?,
            tags: self.tags()?,
            lang: self.text(ArticleField::Lang)?,
        };
        complete(article)
    }

    /// Takes the value of a field; with several, the one whose name ranks first.
    fn take(&mut self, field: ArticleField) -> Option<(Name, Value)> {
        let (name, value) = self.0.iter_mut().find(|(name, _)| name.field == field)?;
        Some((*name, std::mem::replace(value, Value::Absent)))
    }

    fn text(&mut self, field: ArticleField) -> Result<Option<String>, String> {
        match self.take(field) {
            None => Ok(None),
            Some((_, Value::Text(text))) => Ok(Some(trimmed(text))),
            Some((_, Value::Number(number))) if field == ArticleField::Id => Ok(Some(number)),
            Some((name, value)) => Err(wrong_kind(name, &value)),
        }
    }

    fn published_at(&self) -> Result<Option<Published>, String> {
        let named = self.0.iter().filter(|(name, _)| name.field == ArticleField::PublishedAt);
        let mut unknown = None;
        for (name, value) in named {
            let time = match value {
                Value::Text(text) => Published::parse(text),
                // Fractions of a second are dropped.
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
        let Some((name, value)) = self.take(ArticleField::Tags) else { return Ok(Vec::new()) };
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

/// Fills in a missing id and language, and checks the limits; an error is the reason to reject the record.
pub(super) fn complete(mut article: Article) -> Result<Article, String> {
    if article.text_bytes() == 0 {
        return Err("no title, body or summary".to_owned());
    }
    if article.id.is_empty() {
        article.id = article.url.clone().unwrap_or_else(|| digest(&article));
    }
    if article.lang.is_none() {
        article.lang = Some(detect_lang(&article).to_owned());
    }
    limits::check(&article)?;
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
    let expected =
        if name.field == ArticleField::Tags { "text or an array of text" } else { "text" };
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

/// Splits at commas, semicolons and bars, or at white space if there are none of them and the text has
/// Han characters.
fn split_tags(text: &str) -> Vec<String> {
    let is_mark = |c: char| matches!(c, ',' | '，' | '、' | ';' | '；' | '|' | '｜');
    let by_space = !text.contains(is_mark) && text.contains(is_han);
    let tags = text.split(|c: char| is_mark(c) || (by_space && c.is_whitespace()));
    tags.map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

/// Returns an id derived from the content: equal content, equal id.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::json::fields;

    fn article(json: &str) -> Result<Article, String> {
        fields(json)?.article()
    }

    #[track_caller]
    fn reason(json: &str) -> String {
        article(json).unwrap_err()
    }

    #[test]
    fn all_fields_are_taken() {
        let json = r#"{"id": "7", "title": " 微短剧\n", "body": "\u3000正\n文 ", "summary": "Core",
            "source": "河南日报 ", "published_at": "2025-12-24T00:44:00+08:00", "url": " https://x/7",
            "tags": ["微短剧", " 河南 ", null, 5, ""], "lang": "zh", "category": {"a": [1]}}"#;
        let expected = Article {
            id: "7".into(),
            title: "微短剧".into(),
            body: "正\n文".into(),
            summary: "Core".into(),
            source: Some("河南日报".into()),
            published_at: Published::parse("2025-12-24 00:44"),
            url: Some("https://x/7".into()),
            tags: vec!["微短剧".into(), "河南".into(), "5".into()],
            lang: Some("zh".into()),
        };
        assert_eq!(article(json), Ok(expected));
    }

    #[test]
    fn the_canonical_name_wins_then_the_earlier_alias() {
        let body = |json| article(json).unwrap().body;
        assert_eq!(body(r#"{"text": "c", "content": "b", "body": "a"}"#), "a");
        assert_eq!(body(r#"{"text": "c", "content": "b"}"#), "b");
        assert_eq!(body(r#"{"body": null, "content": " ", "text": "c"}"#), "c");
        assert_eq!(body(r#"{"body": "a", "content": 5}"#), "a");
    }

    #[test]
    fn ids_are_text_or_numbers_or_derived() {
        let id = |json| article(json).unwrap().id;
        assert_eq!(id(r#"{"id": 12345678901, "title": "好"}"#), "12345678901");
        assert_eq!(id(r#"{"_id": {"$oid": "64fa"}, "title": "好"}"#), "64fa");
        assert_eq!(id(r#"{"url": " https://x/1 ", "title": "好"}"#), "https://x/1");
        let made = id(r#"{"title": "好"}"#);
        assert!(made.len() == 17 && made.starts_with('x'), "{made}");
        assert_eq!(made, id(r#"{"headline": "好 ", "lang": "zh"}"#));
        assert_ne!(made, id(r#"{"body": "好"}"#));
    }

    #[test]
    fn dates_are_text_or_numbers() {
        let shown = |date: &str| {
            let found = article(&format!(r#"{{"title": "好", {date}}}"#));
            found.map(|found| found.published_at.map(|time| time.to_string()).unwrap_or_default())
        };
        let table = [
            (r#""time": "2023年7月28日""#, Ok("2023-07-28")),
            (r#""time": 1690533600"#, Ok("2023-07-28T16:40:00+08:00")),
            (r#""time": 1690533600.25"#, Ok("2023-07-28T16:40:00+08:00")),
            (r#""time": 1690533600123"#, Ok("2023-07-28T16:40:00+08:00")),
            (r#""time": {"$date": "2023-07-28T08:40:00Z"}"#, Ok("2023-07-28T16:40:00+08:00")),
            (r#""time": "16:40", "date": "2023-07-28""#, Ok("2023-07-28")),
            (r#""time": """#, Ok("")),
            (r#""time": null"#, Ok("")),
            (r#""date": "昨天""#, Err("unknown date \"昨天\"")),
            (r#""published_at": "昨天", "date": "2023-07-28""#, Err("unknown date \"昨天\"")),
            (r#""time": true"#, Err("field `time` is true or false, not text")),
        ];
        for (date, expected) in table {
            let expected = expected.map(str::to_owned).map_err(str::to_owned);
            assert_eq!(shown(date), expected, "{date}");
        }
    }

    #[test]
    fn tags_in_one_text_are_split() {
        let table = [
            ("微短剧,河南，产业;文旅；短视频|出海", "微短剧/河南/产业/文旅/短视频/出海"),
            ("微短剧 河南\u{3000}产业", "微短剧/河南/产业"),
            ("South China Sea, 南海 ", "South China Sea/南海"),
            ("South China Sea", "South China Sea"),
            (" ,, ", ""),
        ];
        for (text, expected) in table {
            assert_eq!(split_tags(text).join("/"), expected);
        }
    }

    #[test]
    fn a_record_that_is_not_an_article_is_rejected_with_its_reason() {
        let table = [
            ("{}", "no title, body or summary"),
            (r#"{"id": 1, "title": " ", "body": "\u3000"}"#, "no title, body or summary"),
            (r#"{"title": 5}"#, "field `title` is a number, not text"),
            (r#"{"content": ["好"]}"#, "field `content` is an array, not text"),
            (
                r#"{"title": "好", "tags": true}"#,
                "field `tags` is true or false, not text or an array of text",
            ),
            (r#"{"title": "好", "source": {"a": 1}}"#, "field `source` is an object, not text"),
            (r#"["好"]"#, "not a JSON object"),
            ("5", "not a JSON object"),
            (r#"{"title": "好""#, "invalid JSON: EOF while parsing an object at column 15"),
            (r#"{"title": "好",}"#, "invalid JSON: trailing comma at column 17"),
        ];
        for (json, expected) in table {
            assert_eq!(reason(json), expected, "{json}");
        }
    }
}
