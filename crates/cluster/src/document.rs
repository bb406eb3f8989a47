//! Documents: an article as a cluster keeps it.

use serde_json::{Map, Value, json};
use tantivy::fieldnorm::FieldNormReader;
use xunwen_schema::{
    Article, Atoms, CHINA_OFFSET, DAY_SECONDS, Published, TextField, column, digest,
    each_index_term, folded_key, source_keys,
};
use xxhash_rust::xxh3::xxh3_128;

use crate::mapping::{BESIDE, DAY, EMPTY, LANG_KEY, LENGTHS, SOURCE_KEY, TAG_KEY, TERMS};

/// The longest id that a cluster takes as it is, in bytes.
const LONGEST_ID: usize = 512;

/// Returns the `_id` of the article `id`: a digest, if it is too long for a cluster.
pub(crate) fn document_id(id: &str) -> String {
    if id.len() <= LONGEST_ID {
        id.to_owned()
    } else {
        format!("xxh3-{:032x}", xxh3_128(id.as_bytes()))
    }
}

/// Returns the digest of an article as a cluster keeps it, which knows no numbers without a sign.
pub(crate) fn kept_digest(article: &Article) -> i64 {
    digest(article).cast_signed()
}

/// Returns the terms of a text, position by position, and how many they are: the length of the text.
///
/// Positions are separated by blanks, the terms of one position by [`BESIDE`].
pub(crate) fn terms(text: &str) -> (String, u32) {
    let atoms = Atoms::scan(text);
    let mut line = String::with_capacity(text.len() * 5 / 2);
    let mut next = 0;
    let mut length = 0;
    each_index_term(&atoms, |term, position| {
        if position + 1 == next {
            line.push(BESIDE);
        }
        while next <= position {
            if !line.is_empty() {
                line.push(' ');
            }
            if next < position {
                line.push_str(EMPTY);
            }
            next += 1;
        }
        line.push_str(term);
        length += 1;
    });
    (line, length)
}

/// Returns the document of an article.
pub(crate) fn document(article: &Article) -> Value {
    let mut document = json!({
        column::ID: article.id,
        column::DIGEST: kept_digest(article),
    });
    for (field, text) in article.texts() {
        if text.is_empty() {
            continue;
        }
        let place = field as usize;
        let (line, length) = terms(text);
        document[name(field)] = text.into();
        document[TERMS[place]] = line.into();
        document[LENGTHS[place]] = kept_length(length).into();
    }
    if let Some(source) = &article.source {
        document[column::SOURCE] = source.as_str().into();
        document[SOURCE_KEY] = source_keys(source).into();
    }
    if let Some(published) = article.published_at {
        let seconds = published.seconds();
        document[column::PUBLISHED] = seconds.into();
        document["published_text"] = published.to_string().into();
        document[DAY] = (seconds + CHINA_OFFSET).div_euclid(DAY_SECONDS).into();
    }
    if let Some(url) = &article.url {
        document["url"] = url.as_str().into();
    }
    if !article.tags.is_empty() {
        document[column::TAG] = article.tags.clone().into();
        let keys: Vec<String> = article.tags.iter().map(|tag| folded_key(tag)).collect();
        document[TAG_KEY] = keys.into();
    }
    if let Some(lang) = &article.lang {
        document[column::LANG] = lang.as_str().into();
        document[LANG_KEY] = folded_key(lang).into();
    }
    document
}

/// Returns the length of a text as an index keeps it: one of 256 steps.
fn kept_length(terms: u32) -> u32 {
    FieldNormReader::id_to_fieldnorm(FieldNormReader::fieldnorm_to_id(terms))
}

/// Returns when a day of [`DAY`] begins, in seconds since the Unix epoch.
pub(crate) fn day_start(day: i64) -> i64 {
    day * DAY_SECONDS - CHINA_OFFSET
}

fn name(field: TextField) -> &'static str {
    match field {
        TextField::Title => "title",
        TextField::Summary => "summary",
        TextField::Body => "body",
    }
}

/// The parts of a document that an article is made of.
pub(crate) const STORED: [&str; 9] =
    ["id", "title", "summary", "body", "source", "published_text", "url", "tag", "lang"];

/// Returns the article that a cluster keeps as `document`.
pub(crate) fn article(document: &Value) -> Article {
    let empty = Map::new();
    let document = document.as_object().unwrap_or(&empty);
    let some = |name: &str| document.get(name).and_then(Value::as_str).map(str::to_owned);
    let text = |name: &str| some(name).unwrap_or_default();
    let tags = document.get("tag").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    Article {
        id: text("id"),
        title: text("title"),
        body: text("body"),
        summary: text("summary"),
        source: some("source"),
        published_at: some("published_text").and_then(|text| Published::parse(&text)),
        url: some("url"),
        tags: tags.iter().filter_map(|tag| tag.as_str().map(str::to_owned)).collect(),
        lang: some("lang"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use xunwen_schema::Literal;

    use super::*;

    #[test]
    fn terms_stand_at_their_positions() {
        // By hand: 6.96 and the pair 6.96亿 at 0, 亿 at 1.
        assert_eq!(terms("6.96亿"), ("6.96、6.96亿 亿".to_owned(), 3));
        // The comma after a single character is a position without a term.
        assert_eq!(terms("好，坏"), ("好 … 坏".to_owned(), 2));
        assert_eq!(terms(""), (String::new(), 0));
        assert_eq!(terms("好。\n坏"), ("好 .、¶ 坏".to_owned(), 4));
    }

    #[test]
    fn the_signs_between_terms_are_in_none() {
        for sign in [BESIDE.to_string(), EMPTY.to_owned(), " ".to_owned()] {
            assert!(Literal::new(&sign).is_none(), "{sign:?}");
        }
    }

    #[test]
    fn an_article_comes_back_as_it_was() {
        let article = Article {
            id: "a".to_owned(),
            title: "微短剧".to_owned(),
            body: "出海。".to_owned(),
            source: Some("人民日报".to_owned()),
            published_at: Published::parse("1946-05-15"),
            tags: vec!["国际".to_owned()],
            lang: Some("zh".to_owned()),
            ..Article::default()
        };
        let kept = document(&article);
        assert_eq!(super::article(&kept), article);
        assert_eq!(kept["title_terms"], "微短 短剧 剧");
        // 1946-05-15 is 8,632 days before 1970-01-01.
        assert_eq!(kept["day"], -8_632);
        assert_eq!(day_start(-8_632), article.published_at.map(Published::seconds).unwrap());
    }

    proptest! {
        #[test]
        fn a_line_gives_back_the_terms_and_their_positions(
            text in "\\PC*|[a-cＡ0-9.微短剧中国人民 ，。\\n\u{3000}-]*",
        ) {
            let atoms = Atoms::scan(&text);
            let mut expected = Vec::new();
            each_index_term(&atoms, |term, position| expected.push((position, term.to_owned())));
            let (line, length) = terms(&text);
            // What the tokenizer and the filter of the cluster do.
            let mut found = Vec::new();
            let positions: Vec<&str> = line.split_whitespace().collect();
            for (position, group) in (0..).zip(&positions) {
                let own = group.split(BESIDE).filter(|&term| term != EMPTY);
                found.extend(own.map(|term| (position, term.to_owned())));
            }
            prop_assert_eq!(expected.len(), length as usize);
            prop_assert_eq!(found, expected);
            // What else Java's white space is.
            prop_assert!(!line.contains(|c| ('\x1c'..='\x1f').contains(&c)));
            prop_assert!(positions.iter().all(|group| group.chars().count() < 1024));
        }
    }
}
