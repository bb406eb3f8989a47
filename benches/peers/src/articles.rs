//! The articles that all engines index: one file, the same for all.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use xunwen_index::{Corpus, InputOptions, inputs};
use xunwen_schema::{Analyzer, Article, Atoms, Token, TokenKind};

use crate::outcome::Outcome;
use crate::peer::Language;

/// Articles in a file, as JSON Lines.
///
/// Each line has the fields that `xunwen index` reads, and `seconds`, the date as a number. In the
/// file of terms, `title_terms`, `summary_terms` and `body_terms` hold the terms of xunwen's
/// analysis: each after a digit, its distance in positions from the term before.
#[derive(Clone, Debug)]
pub(crate) struct Articles {
    folder: PathBuf,
    pub(crate) count: u64,
    /// Bytes of title, body and summary, in UTF-8.
    pub(crate) bytes: u64,
}

impl Articles {
    /// Writes the articles of `docs` to `folder`, and their terms if `with_terms`.
    pub(crate) fn prepare(docs: &[String], folder: &Path, with_terms: bool) -> Outcome<Self> {
        fs::create_dir_all(folder)?;
        let mut articles = Self { folder: folder.to_owned(), count: 0, bytes: 0 };
        let mut texts = BufWriter::new(File::create(articles.file(Language::Text))?);
        let mut terms = BufWriter::new(File::create(articles.file(Language::Terms))?);
        let analyzer = Analyzer::new();
        for input in inputs(docs)?.files {
            for batch in Corpus::open(&input, &InputOptions::default())? {
                for article in batch?.articles {
                    articles.add(&article);
                    let mut line = object(&article);
                    writeln!(texts, "{line}")?;
                    if with_terms {
                        add_terms(&analyzer, &article, &mut line);
                        writeln!(terms, "{line}")?;
                    }
                }
            }
        }
        texts.flush()?;
        terms.flush()?;
        Ok(articles)
    }

    /// Returns the file for peers of a language.
    pub(crate) fn file(&self, language: Language) -> PathBuf {
        self.folder.join(match language {
            Language::Text => "articles.jsonl",
            Language::Terms => "terms.jsonl",
        })
    }

    fn add(&mut self, article: &Article) {
        self.count += 1;
        self.bytes += texts(article).map(|(_, text)| text.len() as u64).iter().sum::<u64>();
    }
}

/// Returns the texts of an article that are searched, with their names.
fn texts(article: &Article) -> [(&'static str, &str); 3] {
    [("title", &article.title), ("summary", &article.summary), ("body", &article.body)]
}

fn object(article: &Article) -> Value {
    json!({
        "id": article.id,
        "title": article.title,
        "body": article.body,
        "summary": article.summary,
        "source": article.source,
        "published_at": article.published_at.map(|published| published.to_string()),
        "seconds": article.published_at.map_or(0, |published| published.seconds()),
        "url": article.url,
        "tags": article.tags,
        "lang": article.lang,
    })
}

fn add_terms(analyzer: &Analyzer, article: &Article, line: &mut Value) {
    for (name, text) in texts(article) {
        let mut terms = String::new();
        let mut last = -1;
        let atoms = Atoms::scan(text);
        for token in analyzer.tokens(&atoms).iter().filter(|token| is_indexed(token)) {
            let position = token.positions.start as i64;
            let space = if terms.is_empty() { "" } else { " " };
            terms.push_str(&format!("{space}{}{}", position - last, token.term));
            last = position;
        }
        line[format!("{name}_terms")] = terms.into();
    }
}

/// Returns whether a token is a term of the index, which holds a longer word as its pairs.
pub(crate) fn is_indexed(token: &Token<'_>) -> bool {
    token.kind != TokenKind::Word || token.positions.len() == 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_written_with_their_distances() {
        let article = Article { title: "好，微短剧".to_owned(), ..Article::default() };
        let mut line = object(&article);
        add_terms(&Analyzer::new(), &article, &mut line);
        // 好 is at 0; the comma occupies position 1 and makes no term after a Han character.
        assert_eq!(line["title_terms"], "1好 2微短 1短剧 1剧");
        assert_eq!(line["body_terms"], "");
    }
}
