//! The named values of a record, and the article they make.

use super::maker::Maker;
use super::names::{ArticleField, Name};
use super::options::Reading;
use super::parsed::{Parsed, complete};
use super::value::Value;
use super::value_text::{DEEPEST, text_in};

/// The named values found in one record.
#[derive(Debug, Default)]
pub(super) struct RawFields {
    known: Vec<(Name, Value)>,
    /// Values under names that are no field of an article.
    others: Vec<(String, Value)>,
}

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
        let mut maker = Maker::new(self.known, self.others, reading);
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

#[cfg(test)]
mod tests {
    use xunwen_schema::{Article, Published};

    use super::*;
    use crate::corpus::json::fields;
    use crate::corpus::notes::Note;
    use crate::corpus::value_text::split_tags;

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
