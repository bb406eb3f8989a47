//! The oracle is tantivy's own writer: given the same articles, both produce the same bytes.

use proptest::prelude::*;
use tantivy::collector::DocSetCollector;
use tantivy::query::AllQuery;
use tantivy::tokenizer::{PreTokenizedString, RawTokenizer, Token};
use tantivy::{IndexWriter, TantivyDocument};
use xunwen_schema::{Atoms, Published, digest, index_tokens};

use super::*;

const COMPONENTS: [SegmentComponent; 6] = [
    SegmentComponent::Terms,
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::FieldNorms,
    SegmentComponent::FastFields,
    SegmentComponent::Store,
];

fn empty_index() -> Index {
    let index = Index::create_in_ram(Fields::schema().0);
    // tantivy requires a tokenizer, although the texts are tokenized already.
    index.tokenizers().register(Fields::TOKENIZER, RawTokenizer::default());
    index
}

fn writer(index: &Index) -> IndexWriter {
    index.writer_with_num_threads(1, 15_000_000).unwrap()
}

/// Returns everything that tantivy has to index for `article`.
fn document(article: &Article) -> TantivyDocument {
    let fields = Fields::schema().1;
    let mut document = fields.stored(article);
    for field in fields.texts() {
        let text = fields.text(field, article).unwrap();
        let atoms = Atoms::scan(text);
        let token = |token: xunwen_schema::Token<'_>| Token {
            text: token.term.into_owned(),
            position: token.positions.start,
            ..Token::default()
        };
        let tokens = index_tokens(&atoms, 0..atoms.len()).into_iter().map(token).collect();
        let text = String::new();
        document.add_pre_tokenized_text(field, PreTokenizedString { text, tokens });
    }
    for (field, key) in fields.keys(article).into_iter().filter(|(field, _)| {
        // The other keys are also stored, so the document has them already.
        *field == fields.source_key || *field == fields.tag_key
    }) {
        document.add_text(field, key);
    }
    document
}

fn judged(articles: &[Article]) -> Index {
    let index = empty_index();
    let mut writer = writer(&index);
    for article in articles {
        writer.add_document(document(article)).unwrap();
    }
    writer.commit().unwrap();
    index
}

fn builder(index: &Index, articles: &[Article], threads: usize) -> SegmentBuilder {
    let mut builder = SegmentBuilder::begin(index, None, threads, 1_000_000).unwrap();
    for (key, article) in articles.iter().enumerate() {
        let hashes = ArticleHashes { id: key as u64, content: digest(article) };
        builder.add(article.clone(), hashes).unwrap();
    }
    builder
}

fn commit(index: &Index, builder: SegmentBuilder) {
    let mut writer = writer(index);
    writer.add_segment(builder.finish(0).unwrap()).unwrap();
    writer.commit().unwrap();
}

fn bytes(index: &Index, component: SegmentComponent) -> Vec<u8> {
    let segments = index.searchable_segments().unwrap();
    assert_eq!(segments.len(), 1);
    segments[0].open_read(component).unwrap().read_bytes().unwrap().to_vec()
}

fn article(id: usize, text: &str, rest: u8) -> Article {
    let (title, body) = text.split_at(text.floor_char_boundary(text.len() / 4));
    Article {
        id: format!("article-{id}"),
        title: title.to_owned(),
        body: body.to_owned(),
        summary: if rest.is_multiple_of(3) { title.repeat(2) } else { String::new() },
        source: rest.is_multiple_of(2).then(|| "新华社".to_owned()),
        published_at: (!rest.is_multiple_of(5)).then(|| Published::parse("2024-05-06").unwrap()),
        url: None,
        tags: (0..rest % 4).map(|tag| format!("标签{}", tag % 2)).collect(),
        lang: (!rest.is_multiple_of(7)).then(|| "zh".to_owned()),
    }
}

fn articles() -> impl Strategy<Value = Vec<Article>> {
    let text = "\\PC{0,40}|[a-cＡ0-9.微短剧中国人民 ，。\\n𠀀𠀁-]{0,300}";
    proptest::collection::vec((text, any::<u8>()), 1..150).prop_map(|texts| {
        let article = |(id, (text, rest)): (usize, (String, u8))| article(id, &text, rest);
        texts.into_iter().enumerate().map(article).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_segment_is_what_tantivy_makes_of_the_articles(
        articles in articles(), threads in 1_usize..4,
    ) {
        let expected = judged(&articles);
        let built = empty_index();
        commit(&built, builder(&built, &articles, threads));
        for component in COMPONENTS {
            let equal = bytes(&expected, component.clone()) == bytes(&built, component.clone());
            prop_assert!(equal, "{component:?}");
        }
    }
}

#[test]
fn a_deleted_article_is_not_in_the_segment() {
    let articles: Vec<_> = (0..5).map(|id| article(id, "微短剧拍摄热潮", 0)).collect();
    let index = empty_index();
    let mut builder = builder(&index, &articles, 2);
    for (key, is_here) in [(1, true), (4, true), (4, false), (77, false)] {
        assert_eq!(builder.forget(key), is_here, "{key}");
    }
    commit(&index, builder);
    let searcher = index.reader().unwrap().searcher();
    let alive = searcher.search(&AllQuery, &DocSetCollector).unwrap();
    let mut documents: Vec<_> = alive.into_iter().map(|address| address.doc_id).collect();
    documents.sort_unstable();
    assert_eq!(documents, [0, 2, 3]);
}

#[test]
fn a_larger_segment_takes_more_memory() {
    let articles: Vec<_> =
        (0..2_000).map(|id| article(id, &format!("第{id}条新闻，微短剧"), 0)).collect();
    let index = empty_index();
    let few = builder(&index, &articles[..200], 1).memory();
    let many = builder(&index, &articles, 1).memory();
    assert!(few > 200 * ARTICLE_BYTES && many > few + 1_800 * ARTICLE_BYTES, "{few} {many}");
}
