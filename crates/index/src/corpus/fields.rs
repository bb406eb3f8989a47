//! The named values of a record, and the article they make.

use xunwen_schema::characters::is_han;
use xunwen_schema::{Article, Published};
use xxhash_rust::xxh3::Xxh3;

use super::language::detect_lang;
use super::limits;
use super::markup::plain;
use super::names::{ArticleField, Name};
use super::notes::Note;
use super::options::Reading;
use super::value::Value;

/// The named values found in one record.
#[derive(Debug, Default)]
pub(super) struct RawFields {
    known: Vec<(Name, Value)>,
    /// Values under names that are no field of an article.
    others: Vec<(String, Value)>,
}

/// An article, and what was noticed on the way to it: the note, and an example of the value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Parsed {
    pub(super) article: Article,
    pub(super) notes: Vec<(Note, String)>,
}

/// From this many characters on, a text is too long to be lost without a word.
const LONG: usize = 30;
/// How deep values within values are looked into.
const DEEPEST: usize = 4;
/// Characters of an example.
const EXAMPLE: usize = 60;

impl RawFields {
    /// Adds a value under the name that it has in the input, unless there is none.
    pub(super) fn add(&mut self, name: &str, value: Value, reading: &Reading) {
        self.add_as(reading.name(name), name, value);
    }

    /// Adds a value whose name was looked up already.
    pub(super) fn add_as(&mut self, known: Option<Name>, name: &str, value: Value) {
        let value = value.unwrapped();
        if value.is_absent() {
            return;
        }
        match known {
            Some(known) => self.known.push((known, value)),
            None => self.others.push((name.to_owned(), value)),
        }
    }

    /// Adds the members of an object.
    pub(super) fn add_all(&mut self, members: Vec<(String, Value)>, reading: &Reading) {
        for (name, value) in members {
            self.add(&name, value, reading);
        }
    }

    /// Returns the article; an error is the reason to reject the record.
    pub(super) fn article(mut self, reading: &Reading) -> Result<Parsed, String> {
        self.open_nested(reading);
        self.known.sort_by_key(|(name, _)| *name);
        let mut maker = Maker { fields: self, reading, notes: Vec::new() };
        let article = maker.article();
        complete(article, maker.notes)
    }

    /// Takes the members of objects that hold the article, where the record itself has no text:
    /// `{"id": 1, "article": {"title": …}}`.
    fn open_nested(&mut self, reading: &Reading) {
        for _ in 0..DEEPEST {
            let is_body = |(name, value): &(Name, Value)| {
                name.field == ArticleField::Body
                    && !matches!(value, Value::Object(_))
                    && text_in(value).is_some()
            };
            if self.known.iter().any(is_body) {
                return;
            }
            let is_inner = |value: &Value| {
                let Value::Object(members) = value else { return false };
                members.iter().any(|(name, value)| {
                    let field = reading.name(name).map(|name| name.field);
                    let is_text = matches!(value, Value::Text(_) | Value::List(_));
                    (matches!(field, Some(ArticleField::Body | ArticleField::Title)) && is_text)
                        || matches!(value, Value::Object(_))
                })
            };
            let mut inner = Vec::new();
            for (name, value) in &mut self.known {
                // An outlet may be an object with a title; search engines call the article `_source`.
                let can_hold = match name.field {
                    ArticleField::Tags => false,
                    ArticleField::Source => has_body(value, reading),
                    _ => true,
                };
                if can_hold && is_inner(value) {
                    inner.push(std::mem::take(value));
                }
            }
            self.known.retain(|(_, value)| !value.is_absent());
            for (_, value) in &mut self.others {
                if is_inner(value) {
                    inner.push(std::mem::take(value));
                }
            }
            self.others.retain(|(_, value)| !value.is_absent());
            // What lies beside the article, such as its date.
            if !inner.is_empty() {
                let beside =
                    self.others.extract_if(.., |(_, value)| matches!(value, Value::Object(_)));
                inner.extend(beside.map(|(_, value)| value).collect::<Vec<_>>());
            }
            if inner.is_empty() {
                return;
            }
            for value in inner {
                if let Value::Object(members) = value {
                    self.add_all(members, reading);
                }
            }
        }
    }

    /// Returns whether some value of a field can be used.
    pub(super) fn has(&self, field: ArticleField) -> bool {
        self.known.iter().any(|(name, value)| name.field == field && text_in(value).is_some())
    }
}

/// Returns whether an object has the text of an article.
fn has_body(value: &Value, reading: &Reading) -> bool {
    let Value::Object(members) = value else { return false };
    members.iter().any(|(name, value)| {
        let is_body = reading.name(name).is_some_and(|name| name.field == ArticleField::Body);
        is_body && text_in(value).is_some()
    })
}

/// Makes an article of fields.
struct Maker<'r> {
    /// Sorted by name.
    fields: RawFields,
    reading: &'r Reading,
    notes: Vec<(Note, String)>,
}

impl Maker<'_> {
    fn article(&mut self) -> Article {
        let mut article = Article {
            title: self.text(ArticleField::Title),
            body: self.text(ArticleField::Body),
            summary: self.text(ArticleField::Summary),
            ..Article::default()
        };
        article.lang = self.texts(ArticleField::Lang).next();
        article.tags = self.tags();
        article.url = self.url();
        article.source = self.source(&mut article.url);
        article.published_at = self.published_at();
        article.id = self.id(article.url.as_deref());
        self.use_others(&mut article);
        article
    }

    /// Returns the values of a field, by the rank of their names.
    fn values(&self, field: ArticleField) -> impl Iterator<Item = (Name, &Value)> {
        let of_field = move |(name, _): &&(Name, Value)| name.field == field;
        self.fields.known.iter().filter(of_field).map(|(name, value)| (*name, value))
    }

    /// Returns the values of a field that are texts, or hold one.
    fn texts(&self, field: ArticleField) -> impl Iterator<Item = String> {
        self.values(field).filter_map(|(_, value)| text_in(value))
    }

    /// Returns a text without markup.
    fn text(&mut self, field: ArticleField) -> String {
        let found = self.texts(field).next();
        if found.is_none() {
            self.note_unused(field);
        }
        found.map(|text| trimmed(plain(text))).unwrap_or_default()
    }

    fn note_unused(&mut self, field: ArticleField) {
        let unused = self.values(field).next().map(|(_, value)| value.kind());
        if let Some(kind) = unused {
            self.notes.push((Note::UnusedValue(field.name().to_owned()), kind.to_owned()));
        }
    }

    fn url(&mut self) -> Option<String> {
        let mut others = self.texts(ArticleField::Url).map(|text| text.trim().to_owned());
        let first = others.next()?;
        if is_address(&first) {
            return Some(first);
        }
        let found = others.find(|text| is_address(text));
        drop(others);
        if found.is_none() {
            self.notes.push((Note::NoAddress, example(&first)));
        }
        found
    }

    /// Returns the outlet. Some programs call the address of the page its source.
    fn source(&mut self, url: &mut Option<String>) -> Option<String> {
        let mut found = None;
        for (_, value) in self.values(ArticleField::Source) {
            let text = match value {
                Value::Object(_) => outlet_in(value),
                value => text_in(value),
            };
            let Some(text) = text.map(|text| trimmed(plain(text))).filter(|text| !text.is_empty())
            else {
                continue;
            };
            if !is_address(&text) {
                return Some(text);
            }
            match url {
                None => *url = Some(text),
                Some(url) if *url == text => {}
                Some(_) => _ = found.get_or_insert(text),
            }
        }
        found
    }

    fn id(&mut self, url: Option<&str>) -> String {
        let ids = self.values(ArticleField::Id).filter_map(|(_, value)| match value {
            Value::Text(text) => Some(trimmed(text.clone())),
            Value::Number(number) => Some(number.clone()),
            _ => None,
        });
        let own = ids.into_iter().next();
        own.or_else(|| url.map(str::to_owned)).unwrap_or_default()
    }

    fn published_at(&mut self) -> Option<Published> {
        let mut unread = None;
        let mut found: Option<Published> = None;
        let mut reckoned = None;
        for (name, value) in self.values(ArticleField::PublishedAt) {
            match self.date_in(value) {
                None => continue,
                Some(Ok((date, note))) => {
                    let refines = found.is_none_or(|day| date.has_time() && is_day_of(day, date));
                    if refines {
                        reckoned = note.map(|note| (note, date.to_string()));
                        found = Some(date);
                    }
                }
                Some(Err(text)) => _ = unread.get_or_insert((Note::UnreadDate, example(&text))),
            }
            if found.is_some_and(Published::has_time) || (found.is_some() && name.is_canonical()) {
                break;
            }
        }
        self.notes.extend(if found.is_none() { unread } else { reckoned });
        found.map(|date| if date.has_time() { date } else { self.with_clock(date) })
    }

    /// Reads the date that a value is; an error is its text.
    fn date_in(&self, value: &Value) -> Option<Result<(Published, Option<Note>), String>> {
        let text = match value {
            Value::Number(number) => {
                let date = Published::from_number(number).map(|date| (date, None));
                return Some(date.ok_or_else(|| number.clone()));
            }
            Value::Text(text) => text,
            Value::List(values) => return self.date_in(values.first()?),
            Value::Object(_) => {
                const MEMBERS: [&str; 5] = ["date", "value", "text", "datetime", "@value"];
                return MEMBERS.iter().find_map(|name| self.date_in(value.member(name)?));
            }
            Value::Absent | Value::Bool(_) => return None,
        };
        Some(self.reading.date(text).map_err(|_| text.clone()))
    }

    /// Adds the time of day that stands in a field of its own.
    fn with_clock(&self, day: Published) -> Published {
        let clocks = [ArticleField::Clock, ArticleField::PublishedAt];
        let clocks = clocks.into_iter().flat_map(|field| self.texts(field));
        let mut timed = clocks
            .filter(|text| text.contains([':', '：', '时', '時', '点']))
            .filter_map(|clock| {
                let joined = format!("{day} {}", clock.trim());
                Published::parse(&joined).filter(|timed| timed.has_time())
            });
        timed.next().unwrap_or(day)
    }

    fn tags(&mut self) -> Vec<String> {
        let mut tags = Vec::new();
        for (_, value) in self.values(ArticleField::Tags) {
            add_tags(value, &mut tags, 0);
            if !tags.is_empty() {
                break;
            }
        }
        tags
    }

    /// Looks at what is under unknown names: a long text, or a date, is not lost without a word.
    fn use_others(&mut self, article: &mut Article) {
        let texts =
            self.fields.others.iter().filter_map(|(name, value)| Some((name, text_in(value)?)));
        let mut long: Vec<(&String, String)> = texts
            .filter(|(_, text)| text.chars().nth(LONG).is_some() && !is_address(text))
            .collect();
        long.sort_by_key(|(_, text)| std::cmp::Reverse(text.len()));
        let mut long = long.into_iter();
        if article.body.is_empty()
            && let Some((name, text)) = long.next()
        {
            article.body = trimmed(plain(text));
            self.notes.push((Note::LongestAsBody(name.clone()), example(&article.body)));
        }
        for (name, text) in long {
            self.notes.push((Note::UnusedText(name.clone()), example(&text)));
        }
        if article.published_at.is_none() {
            let dates = self.fields.others.iter().filter_map(|(name, value)| match value {
                Value::Text(text) => Some((name, text)),
                _ => None,
            });
            let is_date = |text: &str| text.len() >= 8 && Published::parse(text).is_some();
            if let Some((name, text)) = dates.into_iter().find(|(_, text)| is_date(text)) {
                self.notes.push((Note::UnusedDate(name.clone()), example(text)));
            }
        }
    }
}

/// Fills in a missing id and language, and checks the limits; an error is the reason to reject the record.
pub(super) fn complete(mut article: Article, notes: Vec<(Note, String)>) -> Result<Parsed, String> {
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
    Ok(Parsed { article, notes })
}

/// Returns the text that a value is or holds: paragraphs of a list are joined by line ends.
fn text_in(value: &Value) -> Option<String> {
    text_at(value, 0)
}

fn text_at(value: &Value, depth: usize) -> Option<String> {
    /// Members that hold the text of an object, such as a paragraph.
    const MEMBERS: [&str; 12] = [
        "text",
        "content",
        "内容",
        "body",
        "value",
        "rendered",
        "html",
        "paragraph",
        "plain",
        "name",
        "#text",
        "@value",
    ];
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Number(number) => Some(number.clone()),
        Value::List(values) if depth < DEEPEST => {
            let texts: Vec<String> =
                values.iter().filter_map(|value| text_at(value, depth + 1)).collect();
            (!texts.is_empty()).then(|| texts.join("\n"))
        }
        Value::Object(_) if depth < DEEPEST => {
            MEMBERS.iter().find_map(|name| text_at(value.member(name)?, depth + 1))
        }
        _ => None,
    }
}

/// Returns the name of the outlet that an object describes.
fn outlet_in(value: &Value) -> Option<String> {
    const MEMBERS: [&str; 7] = ["name", "title", "名称", "site_name", "domain", "text", "id"];
    MEMBERS.iter().find_map(|name| text_in(value.member(name)?))
}

fn add_tags(value: &Value, tags: &mut Vec<String>, depth: usize) {
    match value {
        Value::Text(text) if depth == 0 => tags.extend(split_tags(text)),
        Value::Text(text) => tags.extend(Some(trimmed(text.clone())).filter(|tag| !tag.is_empty())),
        Value::Number(number) => tags.push(number.clone()),
        Value::List(values) if depth < DEEPEST => {
            values.iter().for_each(|value| add_tags(value, tags, depth + 1));
        }
        Value::Object(_) => {
            const MEMBERS: [&str; 7] = ["name", "term", "tag", "label", "title", "text", "value"];
            tags.extend(MEMBERS.iter().find_map(|name| text_in(value.member(name)?)));
        }
        _ => {}
    }
}

/// Returns whether a text is the address of something on the web.
fn is_address(text: &str) -> bool {
    let text = text.trim();
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    let is_scheme = |scheme: &str| {
        !scheme.is_empty() && scheme.len() < 12 && scheme.chars().all(|c| c.is_ascii_alphanumeric())
    };
    (scheme.is_some_and(is_scheme) || text.starts_with("//")) && !text.contains(char::is_whitespace)
}

/// Returns whether `time` is on `day`.
fn is_day_of(day: Published, time: Published) -> bool {
    !day.has_time() && Published::from_seconds(time.seconds(), false) == day
}

fn trimmed(text: String) -> String {
    let inner = text.trim();
    if inner.len() == text.len() { text } else { inner.to_owned() }
}

fn example(text: &str) -> String {
    text.trim().chars().take(EXAMPLE).collect()
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

    fn parsed(json: &str) -> Result<Parsed, String> {
        let reading = Reading::default();
        fields(json, &reading)?.article(&reading)
    }

    fn article(json: &str) -> Article {
        parsed(json).unwrap().article
    }

    fn notes(json: &str) -> Vec<Note> {
        parsed(json).unwrap().notes.into_iter().map(|(note, _)| note).collect()
    }

    #[test]
    fn all_fields_are_taken() {
        let json = r#"{"id": "7", "title": " 微短剧\n", "body": "\u3000正\n文 ", "summary": "Core",
            "source": "河南日报 ", "published_at": "2025-12-24T00:44:00+08:00", "url": " https://x/7",
            "tags": ["微短剧", " 河南 ", null, 5, ""], "lang": "zh", "score": {"a": [1]}}"#;
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
        assert_eq!(parsed(json), Ok(Parsed { article: expected, notes: Vec::new() }));
    }

    #[test]
    fn the_canonical_name_wins_then_the_earlier_alias() {
        let body = |json| article(json).body;
        assert_eq!(body(r#"{"text": "c", "content": "b", "body": "a"}"#), "a");
        assert_eq!(body(r#"{"text": "c", "content": "b"}"#), "b");
        assert_eq!(body(r#"{"body": null, "content": " ", "text": "c"}"#), "c");
    }

    #[test]
    fn ids_are_text_or_numbers_as_written_or_derived() {
        let id = |json| article(json).id;
        assert_eq!(id(r#"{"id": 12345678901, "title": "好"}"#), "12345678901");
        let large = r#"{"title": "好", "id": 20230705101112000001}"#;
        assert_eq!(id(large), "20230705101112000001");
        assert_eq!(id(r#"{"_id": {"$oid": "64fa"}, "title": "好"}"#), "64fa");
        assert_eq!(id(r#"{"url": " https://x/1 ", "title": "好"}"#), "https://x/1");
        let made = id(r#"{"title": "好", "url": "javascript:void(0)"}"#);
        assert!(made.len() == 17 && made.starts_with('x'), "{made}");
        assert_eq!(made, id(r#"{"headline": "好 ", "lang": "zh", "url": "无"}"#));
        assert_ne!(made, id(r#"{"body": "好"}"#));
    }

    #[test]
    fn dates_are_text_or_numbers() {
        let shown = |date: &str| {
            let found = article(&format!(r#"{{"title": "好", {date}}}"#)).published_at;
            found.map(|time| time.to_string()).unwrap_or_default()
        };
        let table = [
            (r#""time": "2023年7月28日""#, "2023-07-28"),
            (r#""time": 1690533600"#, "2023-07-28T16:40:00+08:00"),
            (r#""time": 1690533600.25"#, "2023-07-28T16:40:00+08:00"),
            (r#""time": 1690533600123"#, "2023-07-28T16:40:00+08:00"),
            (r#""time": {"$date": "2023-07-28T08:40:00Z"}"#, "2023-07-28T16:40:00+08:00"),
            (r#""time": "16:40", "date": "2023-07-28""#, "2023-07-28T16:40:00+08:00"),
            (r#""time": null"#, ""),
            (r#""date": "昨天""#, ""),
            (r#""time": true"#, ""),
        ];
        for (date, expected) in table {
            assert_eq!(shown(date), expected, "{date}");
        }
        assert_eq!(notes(r#"{"title": "好", "date": "昨天"}"#), [Note::UnreadDate]);
    }

    #[test]
    fn an_outlet_may_be_an_object_and_a_source_an_address() {
        let source = |json| article(json).source.unwrap_or_default();
        assert_eq!(
            source(r#"{"title": "好", "source": {"id": null, "name": "青屿日报"}}"#),
            "青屿日报"
        );
        let page = r#"{"title": "好", "source": "https://x/1", "site_name": "澄江财经"}"#;
        assert_eq!(source(page), "澄江财经");
        assert_eq!(article(page).url.unwrap(), "https://x/1");
    }

    #[test]
    fn the_article_may_lie_in_another_object() {
        let json = r#"{"id": 1, "article": {"title": "题", "content": "文"}, "meta": {"time": "2023-07-05"}}"#;
        let found = article(json);
        assert_eq!(
            (found.id.as_str(), found.title.as_str(), found.body.as_str()),
            ("1", "题", "文")
        );
        assert_eq!(found.published_at, Published::parse("2023-07-05"));
    }

    #[test]
    fn the_article_of_a_search_engine_is_its_source() {
        let json =
            r#"{"_id": "n-1", "_source": {"title": "题", "content": "文", "source": "青屿日报"}}"#;
        let found = article(json);
        let parts = (found.id.as_str(), found.title.as_str(), found.source.as_deref());
        assert_eq!(parts, ("n-1", "题", Some("青屿日报")));
    }

    #[test]
    fn a_body_may_be_paragraphs() {
        assert_eq!(article(r#"{"title": "题", "content": ["一", "二"]}"#).body, "一\n二");
        assert_eq!(
            article(r#"{"段落": [{"行号": 1, "内容": "一"}, {"内容": "二"}]}"#).body,
            "一\n二"
        );
    }

    #[test]
    fn a_long_text_or_a_date_under_an_unknown_name_is_told() {
        let long = "云陵县雾岭小学有一座气象站，读数的不是老师，而是值日生，每天如此。";
        let lost = format!(r#"{{"title": "题", "zhengwenlan": "{long}"}}"#);
        assert_eq!(article(&lost).body, long);
        assert_eq!(notes(&lost), [Note::LongestAsBody("zhengwenlan".to_owned())]);
        let unused =
            format!(r#"{{"title": "题", "body": "文", "评论": "{long}", "riqi": "2023-07-05"}}"#);
        let expected = [Note::UnusedText("评论".to_owned()), Note::UnusedDate("riqi".to_owned())];
        assert_eq!(notes(&unused), expected);
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
            (r#"["好"]"#, "not a JSON object"),
            ("5", "not a JSON object"),
            (r#"{"title": "好""#, "invalid JSON: EOF while parsing an object at column 15"),
            (r#"{"title": "好",}"#, "invalid JSON: trailing comma at column 17"),
        ];
        for (json, expected) in table {
            assert_eq!(parsed(json).unwrap_err(), expected, "{json}");
        }
    }
}
