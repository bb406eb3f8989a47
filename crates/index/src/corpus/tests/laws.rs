//! Laws that hold for all corpora.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use xunwen_schema::Published;

use super::*;

/// Without U+FFFD, which shows that a text was read in another encoding.
fn text() -> impl Strategy<Value = String> {
    let usual = "[ a1\"\\\\\r\n\t,;'{}\\[\\]·好新闻。\u{3000}]{0,12}";
    prop_oneof![usual, "\\PC{0,12}"].prop_map(|text| text.trim().replace('\u{fffd}', "字"))
}

fn word() -> impl Strategy<Value = String> {
    "[a-z0-9·好新闻报道]{1,6}"
}

prop_compose! {
    fn article()(
        texts in (text(), text(), text(), word()),
        source in option::of(word()),
        url in option::of("https://[a-z]{1,5}/[0-9]{1,3}"),
        time in option::of((0..4_000_000_000_i64, any::<bool>())),
        tags in vec(word(), 0..3),
        has_title: bool,
    ) -> Article {
        let (title, body, summary, word) = texts;
        // An article needs some text.
        let title = if has_title && !title.is_empty() { title } else { word };
        Article {
            id: String::new(),
            title,
            body,
            summary,
            source,
            published_at: time.map(|(seconds, has_time)| Published::from_seconds(seconds, has_time)),
            url,
            tags,
            lang: Some("zh".into()),
        }
    }
}

/// Returns `count` articles that repeat `few`, each with its own id.
fn repeated(few: &[Article], count: usize) -> Vec<Article> {
    let all = few.iter().cycle().take(count).enumerate();
    all.map(|(n, article)| Article { id: format!("id-{n}"), ..article.clone() }).collect()
}

fn json(article: &Article) -> serde_json::Value {
    serde_json::json!({
        "id": article.id,
        "title": article.title,
        "body": article.body,
        "summary": article.summary,
        "source": article.source,
        "published_at": article.published_at.map(|time| time.to_string()),
        "url": article.url,
        "tags": article.tags,
        "lang": article.lang,
    })
}

fn lines(articles: &[Article]) -> String {
    articles.iter().map(|article| format!("{}\n", json(article))).collect()
}

fn table(articles: &[Article], delimiter: u8) -> Vec<u8> {
    let mut table = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    let header = ["id", "title", "body", "摘要", "source", "time", "url", "tags", "lang"];
    table.write_record(header).unwrap();
    for article in articles {
        let time = article.published_at.map(|time| time.to_string()).unwrap_or_default();
        let Article { id, title, body, summary, source, url, tags, lang, .. } = article.clone();
        let [source, url, lang] = [source, url, lang].map(Option::unwrap_or_default);
        let row = [id, title, body, summary, source, time, url, tags.join("；"), lang];
        table.write_record(row).unwrap();
    }
    table.into_inner().unwrap()
}

fn assert_reads_back(bytes: &[u8], articles: &[Article], format: Option<Format>) {
    let found = read(&Folder::new().write(bytes), format).unwrap();
    assert!(found.error.is_none(), "{:?}", found.error);
    assert_eq!(found.rejects, []);
    assert_eq!(found.articles, articles);
    assert_eq!(found.batches, articles.len().div_ceil(512));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn json_reads_back_however_it_is_packed(few in vec(article(), 1..6), count in 1..1_100_usize) {
        let articles = repeated(&few, count);
        let lines = lines(&articles);
        for packed in [lines.clone().into_bytes(), gzip(lines.as_bytes()), zstd(lines.as_bytes())] {
            assert_reads_back(&packed, &articles, None);
        }
        let array: Vec<_> = articles.iter().map(json).collect();
        assert_reads_back(serde_json::to_string_pretty(&array).unwrap().as_bytes(), &articles, None);
        assert_reads_back(serde_json::to_string(&array).unwrap().as_bytes(), &articles, None);
    }

    #[test]
    fn tables_read_back(few in vec(article(), 1..6), count in 1..600_usize) {
        let articles = repeated(&few, count);
        assert_reads_back(&table(&articles, b','), &articles, format("csv"));
        assert_reads_back(&table(&articles, b'\t'), &articles, format("tsv"));
        for delimiter in [b';', b'|', b'^'] {
            assert_reads_back(&table(&articles, delimiter), &articles, format("csv"));
        }
    }
}

/// Writes a table as databases do: without quotes, with backslashes for what cells cannot hold.
fn escaped_table(articles: &[Article]) -> String {
    let mut table = "id\ttitle\tcontent\n".to_owned();
    for article in articles {
        let escape = |text: &str| {
            let text = text.replace('\\', "\\\\").replace('\n', "\\n");
            text.replace('\t', "\\t").replace('\r', "\\r")
        };
        let (title, body) = (escape(&article.title), escape(&article.body));
        table.push_str(&format!("{}\t{title}\t{body}\\n完\n", article.id));
    }
    table
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn tables_of_databases_read_back(few in vec(article(), 1..6), count in 1..300_usize) {
        let articles = repeated(&few, count);
        let found = read(&Folder::new().write(escaped_table(&articles)), None).unwrap();
        prop_assert_eq!(found.rejects, []);
        prop_assert_eq!(found.articles.len(), count);
        for (found, article) in found.articles.iter().zip(&articles) {
            let body = format!("{}\n完", article.body);
            prop_assert_eq!((&found.title, found.body.as_str()), (&article.title, body.trim()));
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(
        bytes in vec(any::<u8>(), 0..200),
        magic in prop_oneof![Just(&b"\x1f\x8b\x08"[..]), Just(&b"\x28\xb5\x2f\xfd"[..]), Just(&b""[..])],
        texts in vec(
            prop_oneof![
                Just("{\"title\":\"好\"}\n"), Just("[{"), Just("},"), Just("\"id\":"), Just("\n"),
                Just("title,body\n"), Just("a\t\"b"), Just("\","), Just("\r\n"), Just("Search documents\n"),
                Just("新华社· 2025-12-30\n"), Just("题\n"), Just("\\\""), Just("]"), Just("\u{feff}"),
            ],
            0..20,
        ),
    ) {
        for bytes in [[magic, &bytes].concat(), texts.concat().into_bytes()] {
            let path = Folder::new();
            let path_to = path.write(&bytes);
            let _ = read(&path_to, None);
            for format in Format::all() {
                let _ = read(&path_to, Some(format));
            }
            // Truncated compressed data yields a prefix.
            let packed = zstd(&bytes);
            let cut = &packed[..packed.len() * 2 / 3];
            let _ = read(&path.write(cut), format("jsonl"));
        }
    }
}
