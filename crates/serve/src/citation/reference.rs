//! What of an article is cited.

use xunwen_query::Tier;
use xunwen_schema::characters::is_sentence_end;
use xunwen_schema::{Article, Published};

/// The most characters of a sentence in the place of a title.
const TITLE: usize = 60;

/// An article as it is cited.
#[derive(Clone, Debug)]
pub(crate) struct Reference<'a> {
    pub(crate) id: &'a str,
    /// Its title in one line; of an article without one, its first sentence.
    pub(crate) title: String,
    pub(crate) outlet: Option<String>,
    /// The day of publication in China.
    pub(crate) published: Option<Day>,
    pub(crate) url: Option<&'a str>,
    pub(crate) lang: Option<&'a str>,
    /// The day on which it was read: today.
    pub(crate) accessed: Day,
    /// In an answer, its tier.
    pub(crate) tier: Option<Tier>,
}

/// A day of China's calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Day(String);

impl Day {
    /// Returns the day in China of a time.
    fn of(time: Published) -> Self {
        let mut text = time.to_string();
        text.truncate("2025-12-30".len());
        Self(text)
    }

    /// Returns it as `2025-12-30`.
    pub(crate) fn text(&self) -> &str {
        &self.0
    }

    /// Returns year, month and day.
    pub(crate) fn parts(&self) -> Vec<u32> {
        self.0.split('-').filter_map(|part| part.parse().ok()).collect()
    }
}

impl<'a> Reference<'a> {
    /// Returns what is cited of `article` on the day of `now`, in seconds since the Unix epoch.
    pub(crate) fn of(article: &'a Article, now: i64) -> Self {
        let is_web = |url: &&str| url.starts_with("http://") || url.starts_with("https://");
        Self {
            id: &article.id,
            title: title(article),
            outlet: article.source.as_deref().map(one_line).filter(|outlet| !outlet.is_empty()),
            published: article.published_at.map(Day::of),
            url: article.url.as_deref().filter(is_web),
            lang: article.lang.as_deref(),
            accessed: Day::of(Published::from_seconds(now, false)),
            tier: None,
        }
    }
}

/// Returns the title, or the first sentence of an article that has none.
fn title(article: &Article) -> String {
    let mut texts = [&article.summary, &article.body].into_iter();
    match one_line(&article.title) {
        title if title.is_empty() => {
            let text = texts.find(|text| !text.trim().is_empty());
            text.map(|text| first_sentence(text.trim())).unwrap_or_default()
        }
        title => title,
    }
}

/// Returns the first sentence of a text, or of a long one its beginning, in one line.
fn first_sentence(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let ends = |(at, c): &(usize, char)| {
        let next = line[at + c.len_utf8()..].chars().next();
        is_sentence_end(*c) || (*c == '.' && next.is_none_or(char::is_whitespace))
    };
    let end = line.char_indices().find(ends).map_or(line.len(), |(at, c)| match c {
        // A title needs no full stop, but a question is one by its mark.
        '。' | '｡' | '.' => at,
        c => at + c.len_utf8(),
    });
    let sentence = one_line(&line[..end]);
    match sentence.char_indices().nth(TITLE) {
        Some((cut, _)) => format!("{}…", sentence[..cut].trim_end()),
        None => sentence,
    }
}

/// Returns a text in one line, without control characters.
fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_title_is_cited_by_its_first_sentence() {
        let long = "很".repeat(61);
        for (summary, body, expected) in [
            ("", "河南也拍微短剧。出海。", "河南也拍微短剧"),
            ("", "谁在看？都在看。", "谁在看？"),
            ("摘要在前", "正文在后。", "摘要在前"),
            ("", "第一行\n第二行。", "第一行"),
            ("", "Sales rose 3.5 percent. Then they fell.", "Sales rose 3.5 percent"),
            ("", &long, &format!("{}…", "很".repeat(60))),
        ] {
            let (summary, body) = (summary.to_owned(), body.to_owned());
            let article = Article { summary, body, ..Article::default() };
            assert_eq!(title(&article), expected);
        }
        let article = Article { title: " 两\n行\u{7}".to_owned(), ..Article::default() };
        assert_eq!(title(&article), "两 行");
    }

    #[test]
    fn days_are_those_of_china() {
        let published_at = Published::parse("2025-12-30T23:30:00Z");
        let article = Article { published_at, ..Article::default() };
        let reference = Reference::of(&article, 0);
        assert_eq!(reference.published.unwrap().parts(), [2025, 12, 31]);
        assert_eq!(reference.accessed.text(), "1970-01-01");
    }
}
