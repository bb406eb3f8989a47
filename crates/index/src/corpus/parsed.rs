//! A record that was parsed: an article, with what was noticed on the way to it.

use xunwen_schema::Article;
use xxhash_rust::xxh3::Xxh3;

use super::language::detect_lang;
use super::limits;
use super::notes::Note;

/// An article, and what was noticed on the way to it: the note, and an example of the value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Parsed {
    pub(super) article: Article,
    pub(super) notes: Vec<(Note, String)>,
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
