//! Small indexes in memory, for tests.

use tantivy::directory::RamDirectory;
use tantivy::merge_policy::NoMergePolicy;
use tantivy::tokenizer::{PreTokenizedString, RawTokenizer, Token};
use tantivy::{Index, IndexSettings};
use xunwen_schema::{Article, Atoms, Fields, index_tokens};

use crate::index::segment::Segments;

/// Returns an index of `articles`; a segment ends after each whose number satisfies `ends`.
pub(crate) fn segments(articles: &[Article], ends: impl Fn(usize) -> bool) -> Segments {
    let (schema, fields) = Fields::schema();
    let index = Index::create(RamDirectory::create(), schema, IndexSettings::default()).unwrap();
    // tantivy wants one; texts come cut.
    index.tokenizers().register(Fields::TOKENIZER, RawTokenizer::default());
    let mut writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
    writer.set_merge_policy(Box::new(NoMergePolicy));
    for (number, article) in articles.iter().enumerate() {
        let mut document = fields.stored(article);
        for (field, key) in fields.keys(article) {
            if field != fields.id {
                document.add_text(field, key);
            }
        }
        for field in fields.texts() {
            let text = fields.text(field, article).unwrap_or_default();
            document.add_pre_tokenized_text(field, cut(text));
        }
        writer.add_document(document).unwrap();
        if ends(number) {
            writer.commit().unwrap();
        }
    }
    writer.commit().unwrap();
    Segments::new(index.reader().unwrap().searcher(), &fields)
}

fn cut(text: &str) -> PreTokenizedString {
    let atoms = Atoms::scan(text);
    let token = |token: xunwen_schema::Token<'_>| Token {
        position: token.positions.start,
        text: token.term.into_owned(),
        ..Token::default()
    };
    let tokens = index_tokens(&atoms, 0..atoms.len()).into_iter().map(token).collect();
    PreTokenizedString { text: text.to_owned(), tokens }
}
