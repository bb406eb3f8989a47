//! tantivy with tantivy-jieba, set up as in the example of tantivy-jieba: a stored field for each text,
//! cut by jieba, lower-cased and stemmed; queries are parsed by tantivy's own query parser.
//!
//! ```text
//! plain-peer index ARTICLES.jsonl DIR THREADS
//! plain-peer search DIR            reads COMMAND<TAB>query lines, writes a line for each
//! ```

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write, stdin, stdout};
use std::path::Path;

use serde_json::Value as Json;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query, QueryParser, TermQuery};
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::tokenizer::{LowerCaser, RemoveLongFilter, Stemmer, TextAnalyzer};
use tantivy::{DocAddress, Index, Order, Searcher, TantivyDocument, Term};

type Outcome<T> = Result<T, Box<dyn Error>>;

const MEMORY: usize = 1 << 30;

struct Fields {
    id: Field,
    seconds: Field,
    texts: [(&'static str, Field); 3],
}

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["index", articles, dir, threads] => {
            index(Path::new(articles), Path::new(dir), threads.parse()?)
        }
        ["search", dir] => search(Path::new(dir)),
        _ => Err("plain-peer index ARTICLES DIR THREADS | search DIR".into()),
    }
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let text = TextOptions::default()
        .set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer("jieba")
                .set_index_option(IndexRecordOption::WithFreqsAndPositions),
        )
        .set_stored();
    let fields = Fields {
        id: schema.add_text_field("id", STRING | STORED),
        seconds: schema.add_i64_field("seconds", FAST),
        texts: ["title", "summary", "body"]
            .map(|name| (name, schema.add_text_field(name, text.clone()))),
    };
    (schema.build(), fields)
}

fn register(index: &Index) {
    let analyzer = TextAnalyzer::builder(tantivy_jieba::JiebaTokenizer::new())
        .filter(RemoveLongFilter::limit(40))
        .filter(LowerCaser)
        .filter(Stemmer::default())
        .build();
    index.tokenizers().register("jieba", analyzer);
}

fn index(articles: &Path, dir: &Path, threads: usize) -> Outcome<()> {
    fs::create_dir_all(dir)?;
    let (schema, fields) = schema();
    let index = Index::create_in_dir(dir, schema)?;
    register(&index);
    let mut writer = index.writer_with_num_threads::<TantivyDocument>(threads, MEMORY)?;
    for line in BufReader::new(File::open(articles)?).lines() {
        let article: Json = serde_json::from_str(&line?)?;
        let mut document = TantivyDocument::new();
        document.add_text(fields.id, article["id"].as_str().unwrap_or_default());
        document.add_i64(fields.seconds, article["seconds"].as_i64().unwrap_or_default());
        for (name, field) in fields.texts {
            document.add_text(field, article[name].as_str().unwrap_or_default());
        }
        writer.add_document(document)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}

fn search(dir: &Path) -> Outcome<()> {
    let index = Index::open_in_dir(dir)?;
    register(&index);
    let (_, fields) = schema();
    let mut parser = QueryParser::for_index(&index, fields.texts.map(|(_, field)| field).to_vec());
    parser.set_conjunction_by_default();
    let searcher = index.reader()?.searcher();
    let mut out = stdout().lock();
    for line in stdin().lock().lines() {
        let line = line?;
        let (command, text) = line.split_once('\t').ok_or("a line without a tab")?;
        let query = query(&index, &fields, &parser, text)?;
        writeln!(out, "{}", answer(&searcher, &fields, command, &query)?)?;
        out.flush()?;
    }
    Ok(())
}

/// Reads what search-benchmark-game writes: phrases in quotes must occur, bare words may.
fn query(
    index: &Index,
    fields: &Fields,
    parser: &QueryParser,
    text: &str,
) -> Outcome<Box<dyn Query>> {
    if text.contains('"') {
        // Without quotes, as a keyword is typed.
        return Ok(parser.parse_query(&text.replace(['"', '+'], " "))?);
    }
    // The parser would make one phrase of the whole question, which occurs nowhere.
    let mut any: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    for (_, field) in fields.texts {
        let mut analyzer = index.tokenizer_for_field(field)?;
        let mut stream = analyzer.token_stream(text);
        while stream.advance() {
            let term = Term::from_field_text(field, &stream.token().text);
            any.push((Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))));
        }
    }
    Ok(Box::new(BooleanQuery::new(any)))
}

fn answer(
    searcher: &Searcher,
    fields: &Fields,
    command: &str,
    query: &dyn Query,
) -> Outcome<String> {
    match command {
        "COUNT" => Ok(searcher.search(query, &Count)?.to_string()),
        "TOP_10" => {
            let hits = searcher.search(query, &TopDocs::with_limit(10).order_by_score())?;
            ids(searcher, fields, hits.into_iter().map(|(_, address)| address))
        }
        "NEWEST_10" => {
            let newest = TopDocs::with_limit(10).order_by_fast_field::<i64>("seconds", Order::Desc);
            let hits = searcher.search(query, &newest)?;
            ids(searcher, fields, hits.into_iter().map(|(_, address)| address))
        }
        _ => Ok("UNSUPPORTED".to_owned()),
    }
}

fn ids(
    searcher: &Searcher,
    fields: &Fields,
    hits: impl Iterator<Item = DocAddress>,
) -> Outcome<String> {
    let mut ids = Vec::new();
    for address in hits {
        let document: TantivyDocument = searcher.doc(address)?;
        let id = document.get_first(fields.id).and_then(|id| id.as_str().map(str::to_owned));
        ids.push(id.unwrap_or_default());
    }
    Ok(ids.join(" "))
}
