//! Fields: the layout of an article in a tantivy index.

use std::borrow::Cow;

use tantivy::schema::document::Value;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STORED, STRING, Schema, Term,
    TextFieldIndexing, TextOptions,
};
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, TantivyDocument};
use xxhash_rust::xxh3::Xxh3;

use crate::analysis::fold;
use crate::article::{Article, TextField};
use crate::column;
use crate::date::Published;
use crate::packed::{pack, unpack};
use crate::source::source_keys;

/// The fields of an index, resolved.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// The article's id: a raw term, stored, and a column that breaks ties.
    pub id: Field,
    /// The headline, analysed.
    pub title: Field,
    /// The full text, analysed.
    pub body: Field,
    /// The abstract, analysed.
    pub summary: Field,
    /// The headline, stored in packed form, as are the next two.
    pub title_text: Field,
    /// The full text, stored.
    pub body_text: Field,
    /// The abstract, stored.
    pub summary_text: Field,
    /// The outlet, as written: stored, and a column.
    pub source: Field,
    /// The keys of the outlet, see [`source_keys`]: raw terms.
    pub source_key: Field,
    /// The publication time, in seconds since the Unix epoch: a column.
    pub published: Field,
    /// The publication time as text, stored.
    pub published_text: Field,
    /// The address, stored.
    pub url: Field,
    /// The tags, as written: stored, and a column.
    pub tag: Field,
    /// The tags, folded: raw terms.
    pub tag_key: Field,
    /// The language code: a raw term, stored, and a column.
    pub lang: Field,
    /// The [`digest`] of the article: a column. If it is equal, there is nothing to update.
    pub digest: Field,
}

impl Fields {
    /// The name of the analyzer in the schema. It is never registered: tantivy gets terms, not texts.
    pub const TOKENIZER: &str = "xunwen";

    /// Returns the schema of every index of this format, and its fields.
    #[must_use]
    pub fn schema() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let fields = Self {
            id: schema.add_text_field(column::ID, STRING | STORED | FAST),
            title: schema.add_text_field("title", analysed()),
            body: schema.add_text_field("body", analysed()),
            summary: schema.add_text_field("summary", analysed()),
            title_text: schema.add_bytes_field("title_text", STORED),
            body_text: schema.add_bytes_field("body_text", STORED),
            summary_text: schema.add_bytes_field("summary_text", STORED),
            source: schema.add_text_field(column::SOURCE, STORED | FAST),
            source_key: schema.add_text_field("source_key", STRING),
            published: schema.add_i64_field(column::PUBLISHED, FAST),
            published_text: schema.add_text_field("published_text", STORED),
            url: schema.add_text_field("url", STORED),
            tag: schema.add_text_field(column::TAG, STORED | FAST),
            tag_key: schema.add_text_field("tag_key", STRING),
            lang: schema.add_text_field(column::LANG, STRING | STORED | FAST),
            digest: schema.add_u64_field(column::DIGEST, NumericOptions::from(FAST)),
        };
        (schema.build(), fields)
    }

    /// Returns the analysed fields, in the order of [`Article::texts`].
    #[must_use]
    pub fn texts(&self) -> [Field; 3] {
        TextField::ALL.map(|field| self.of_text(field))
    }

    /// Returns the field in which a text of an article is analysed.
    #[must_use]
    pub fn of_text(&self, field: TextField) -> Field {
        match field {
            TextField::Title => self.title,
            TextField::Summary => self.summary,
            TextField::Body => self.body,
        }
    }

    /// Returns the text of `article` that is analysed for `field`; `None` for any other field.
    #[must_use]
    pub fn text<'a>(&self, field: Field, article: &'a Article) -> Option<&'a str> {
        let found = TextField::ALL.into_iter().find(|text| self.of_text(*text) == field);
        found.map(|text| article.text(text))
    }

    /// Returns the raw terms of `article`: those of the fields that are not analysed.
    #[must_use]
    pub fn keys<'a>(&self, article: &'a Article) -> Vec<(Field, Cow<'a, str>)> {
        let mut keys = vec![(self.id, Cow::from(&article.id))];
        if let Some(source) = &article.source {
            keys.extend(source_keys(source).into_iter().map(|key| (self.source_key, key.into())));
        }
        keys.extend(article.tags.iter().map(|tag| (self.tag_key, folded_key(tag).into())));
        keys.extend(article.lang.iter().map(|lang| (self.lang, lang.into())));
        keys
    }

    /// Returns the document that an index stores for `article`, including its columns.
    #[must_use]
    pub fn stored(&self, article: &Article) -> TantivyDocument {
        self.stored_with_digest(article, digest(article))
    }

    /// Returns the same document for a caller that has computed the [`digest`] of `article`.
    #[must_use]
    pub fn stored_with_digest(&self, article: &Article, digest: u64) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_u64(self.digest, digest);
        document.add_text(self.id, &article.id);
        for (field, text) in [
            (self.title_text, &article.title),
            (self.body_text, &article.body),
            (self.summary_text, &article.summary),
        ] {
            if !text.is_empty() {
                document.add_bytes(field, &pack(text));
            }
        }
        self.add_metadata(&mut document, article);
        document
    }

    fn add_metadata(&self, document: &mut TantivyDocument, article: &Article) {
        if let Some(source) = &article.source {
            document.add_text(self.source, source);
        }
        if let Some(published) = article.published_at {
            document.add_i64(self.published, published.seconds());
            document.add_text(self.published_text, published.to_string());
        }
        if let Some(url) = &article.url {
            document.add_text(self.url, url);
        }
        for tag in &article.tags {
            document.add_text(self.tag, tag);
        }
        if let Some(lang) = &article.lang {
            document.add_text(self.lang, lang);
        }
    }

    /// Returns the article that is stored as `document`.
    #[must_use]
    pub fn article(&self, document: &TantivyDocument) -> Article {
        let text = |field: Field| {
            let value =
                document.get_first(field).and_then(|value| value.as_str().map(str::to_owned));
            value.filter(|text| !text.is_empty())
        };
        let packed = |field: Field| {
            document
                .get_first(field)
                .and_then(|value| unpack(value.as_bytes()?))
                .unwrap_or_default()
        };
        let tags = document.get_all(self.tag).filter_map(|value| value.as_str().map(str::to_owned));
        Article {
            id: text(self.id).unwrap_or_default(),
            title: packed(self.title_text),
            body: packed(self.body_text),
            summary: packed(self.summary_text),
            source: text(self.source),
            published_at: text(self.published_text).and_then(|text| Published::parse(&text)),
            url: text(self.url),
            tags: tags.collect(),
            lang: text(self.lang),
        }
    }

    /// Returns the document of the article `id`, if there is one.
    ///
    /// # Errors
    ///
    /// If tantivy cannot read the index.
    pub fn find(&self, searcher: &Searcher, id: &str) -> tantivy::Result<Option<DocAddress>> {
        let term = Term::from_field_text(self.id, id);
        for (ordinal, segment) in (0..).zip(searcher.segment_readers()) {
            let index = segment.inverted_index(self.id)?;
            let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            // An older version of the article may still be there, marked as deleted.
            while postings.doc() != TERMINATED {
                if !segment.is_deleted(postings.doc()) {
                    return Ok(Some(DocAddress::new(ordinal, postings.doc())));
                }
                postings.advance();
            }
        }
        Ok(None)
    }
}

/// Returns the key of a tag: folded, without white space.
#[must_use]
pub fn folded_key(text: &str) -> String {
    fold(text).split_whitespace().collect()
}

/// Returns a digest of everything that is stored for `article`.
#[must_use]
pub fn digest(article: &Article) -> u64 {
    let mut digest = Xxh3::new();
    let published = article.published_at.map(|published| published.to_string());
    let texts = [&article.id, &article.title, &article.body, &article.summary].map(Some);
    let metadata =
        [article.source.as_ref(), published.as_ref(), article.url.as_ref(), article.lang.as_ref()];
    for text in texts.into_iter().chain(metadata).chain(article.tags.iter().map(Some)) {
        // The lengths separate neighbours, and distinguish a missing value from an empty one.
        digest.update(&text.map_or(u64::MAX, |text| text.len() as u64).to_le_bytes());
        digest.update(text.map_or("", String::as_str).as_bytes());
    }
    digest.digest()
}

fn analysed() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(Fields::TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    TextOptions::default().set_indexing_options(indexing)
}
