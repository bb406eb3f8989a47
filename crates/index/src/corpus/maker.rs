//! From the values of a record to an article: which value each field takes, and what is noted of the
//! others.

use xunwen_schema::{Article, Published};

use super::markup::plain;
use super::names::{ArticleField, Name};
use super::notes::Note;
use super::options::Reading;
use super::value::Value;
use super::value_text::{add_tags, is_address, outlet_in, text_in, trimmed};

/// From this many characters on, a text is too long to be lost without a word.
const LONG: usize = 30;
/// Characters of an example.
const EXAMPLE: usize = 60;

/// Makes an article of fields.
pub(super) struct Maker<'r> {
    /// Values of fields, sorted by name.
    known: Vec<(Name, Value)>,
    /// Values under names that are no field of an article.
    others: Vec<(String, Value)>,
    reading: &'r Reading,
    pub(super) notes: Vec<(Note, String)>,
}

impl<'r> Maker<'r> {
    pub(super) fn new(
        known: Vec<(Name, Value)>,
        others: Vec<(String, Value)>,
        reading: &'r Reading,
    ) -> Self {
        Self { known, others, reading, notes: Vec::new() }
    }

    pub(super) fn article(&mut self) -> Article {
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
        self.known.iter().filter(of_field).map(|(name, value)| (*name, value))
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
        let texts = self.others.iter().filter_map(|(name, value)| Some((name, text_in(value)?)));
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
            let dates = self.others.iter().filter_map(|(name, value)| match value {
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

/// Returns whether `time` is on `day`.
fn is_day_of(day: Published, time: Published) -> bool {
    !day.has_time() && Published::from_seconds(time.seconds(), false) == day
}

fn example(text: &str) -> String {
    text.trim().chars().take(EXAMPLE).collect()
}
