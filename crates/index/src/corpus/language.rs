//! The language of an article that does not name it.

use xunwen_schema::Article;
use xunwen_schema::characters::is_han;

/// The most characters that are examined.
const EXAMINED: usize = 1_000;

/// Returns the language of an article's body, or else of its title, or else of its summary: `zh` if at
/// least 30% of its letters are Han, `en` if at least half are Latin, else `und`.
///
/// An article with a Chinese title, an English summary and no body is therefore Chinese.
#[must_use]
pub fn detect_lang(article: &Article) -> &'static str {
    let texts = [&article.body, &article.title, &article.summary];
    let language = |text: &&String| language_of(text);
    texts.iter().map(language).find(|lang| *lang != UNKNOWN).unwrap_or(UNKNOWN)
}

/// What a language is called that is not known.
const UNKNOWN: &str = "und";

fn language_of(text: &str) -> &'static str {
    let mut han = 0;
    let mut latin = 0;
    let mut other = 0;
    for c in text.chars().take(EXAMINED) {
        match c {
            c if is_han(c) => han += 1,
            c if c.is_ascii() => latin += usize::from(c.is_ascii_alphabetic()),
            c => other += usize::from(c.is_alphabetic()),
        }
    }
    match han + latin + other {
        0 => UNKNOWN,
        letters if han * 10 >= letters * 3 => "zh",
        letters if latin * 2 >= letters => "en",
        _ => UNKNOWN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_decides_or_else_the_title() {
        let english = "Core Viewpoint - The micro-short drama industry in Henan grows.";
        let table = [
            ("微短剧", "", "", "zh"),
            ("微短剧", english, "", "zh"),
            ("2025-12-30", english, "", "en"),
            ("微短剧", "Short.", "近年来，郑州微短剧产业跑出“加速度”。", "zh"),
            ("GPT-4 和 AI 手机", "", "", "zh"),
            ("Экономика", "", "", "und"),
            ("2025-12-30", "", "", "und"),
        ];
        for (title, summary, body, lang) in table {
            let [title, summary, body] = [title, summary, body].map(str::to_owned);
            let article = Article { title, summary, body, ..Article::default() };
            assert_eq!(detect_lang(&article), lang, "{article:?}");
        }
    }
}
