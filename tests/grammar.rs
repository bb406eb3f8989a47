//! Queries of the whole language, judged by an evaluator that shares no code with the engine.
//!
//! What is drawn is an [`Ask`](ask::Ask), a tree of its own. It is spelled as a person may type it
//! and goes through the engine's parser; the oracle reads the tree itself.

mod ask;
mod draw;
mod oracle;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::time::Instant;

use serde_json::Value;
use xunwen_language::parse;
use xunwen_query::{Engine, Request};

use crate::support::{Dice, World, project, shared};
use ask::Ask;
use draw::Drawer;
use oracle::{Corpus, Oracle};

/// Queries to look at. `XUNWEN_QUERIES=20000` is the long form.
fn wanted() -> usize {
    std::env::var("XUNWEN_QUERIES").ok().and_then(|count| count.parse().ok()).unwrap_or(400)
}

/// Queries drawn at a time: what they look for is found in one pass over all texts.
const BATCH: usize = 400;

/// Outlets given to the real articles, which all come from one; three share their initials.
const OUTLETS: [&str; 8] = [
    "新闻联播",
    "人民日报",
    "Ren Min Ri Bao",
    "重庆日报",
    "河南日报",
    "He Nan Ri Bao",
    "湖南日报",
    "Reuters",
];

#[test]
fn every_query_finds_what_the_oracle_finds_in_the_sample() {
    let text = std::fs::read_to_string(project("index-data/sample/articles.jsonl")).unwrap();
    let articles = text.lines().map(|line| serde_json::from_str(line).unwrap());
    // Noon of 2026-02-15 in China.
    compare(articles.collect(), 1_771_128_000);
}

#[test]
fn every_query_finds_what_the_oracle_finds_in_real_news() {
    let Some(file) = shared("corpus/xwlb.jsonl.zst") else { return };
    let reader = BufReader::new(zstd::Decoder::new(File::open(file).unwrap()).unwrap());
    let every_15th = reader.lines().step_by(15).take(5_000);
    let mut articles: Vec<Value> =
        every_15th.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
    for (index, article) in articles.iter_mut().enumerate() {
        article["source"] = OUTLETS[index % OUTLETS.len()].into();
    }
    assert_eq!(articles.len(), 5_000);
    // Noon of 2016-06-15 in China.
    compare(articles, 1_465_963_200);
}

/// Indexes `articles` and compares what the engine finds in them with the oracle.
fn compare(mut articles: Vec<Value>, now: i64) {
    for (index, article) in articles.iter_mut().enumerate() {
        // The program would guess the language otherwise, which is not what is judged here.
        if article["lang"].is_null() {
            article["lang"] = ["zh", "en", "zh-Hant"][index % 3].into();
        }
    }
    let world = World::with_articles(&articles);
    agree(&Engine::open(&world.path("idx")).unwrap(), articles, now);
}

/// Draws queries over `articles`, which `engine` holds and which all name their language, and compares
/// what it finds with the oracle.
pub(crate) fn agree(engine: &Engine, articles: Vec<Value>, now: i64) {
    let corpus = Corpus::new(articles, now);
    let mut dice = Dice::new(2_026);
    let (mut found, mut seen) = (0, 0);
    let (mut asked_for, mut judged_for) = (0.0, 0.0);
    while seen < wanted() {
        let count = BATCH.min(wanted() - seen);
        let queries: Vec<Ask> =
            (0..count).map(|_| Drawer::new(&corpus, &mut dice).query()).collect();
        let start = Instant::now();
        let oracle = Oracle::new(&corpus, &queries);
        judged_for += start.elapsed().as_secs_f64();
        for query in &queries {
            let text = query.spelled(&mut dice);
            let start = Instant::now();
            let answered = answer(engine, &text, now);
            asked_for += start.elapsed().as_secs_f64();
            let start = Instant::now();
            let judged = oracle.ids(query);
            judged_for += start.elapsed().as_secs_f64();
            assert_same(&text, query, &answered, &judged);
            found += usize::from(!judged.is_empty());
        }
        seen += count;
    }
    println!(
        "{seen} queries agree with the oracle, {found} of them find something; \
         engine {asked_for:.1} s, oracle {judged_for:.1} s"
    );
    assert!(found * 3 > seen, "too few of the queries find anything");
}

/// Returns the ids that the engine finds for `text`.
fn answer(engine: &Engine, text: &str, now: i64) -> BTreeSet<String> {
    let query = parse(text).unwrap_or_else(|error| panic!("{text}\n{error:?}"));
    let canonical = query.to_string();
    assert_eq!(parse(&canonical).as_ref(), Ok(&query), "{text}\n{canonical}");
    let request = Request { exact_only: true, limit: usize::MAX, ..Request::new(query, now) };
    let answer = engine.answer(&request).unwrap();
    let ids: BTreeSet<String> = answer.ids().unwrap().into_iter().map(|(id, _, _)| id).collect();
    assert_eq!(answer.totals().exact, ids.len() as u64, "{text}");
    ids
}

#[track_caller]
fn assert_same(text: &str, query: &Ask, found: &BTreeSet<String>, judged: &BTreeSet<String>) {
    let missed: Vec<_> = judged.difference(found).take(3).collect();
    let invented: Vec<_> = found.difference(judged).take(3).collect();
    assert!(
        missed.is_empty() && invented.is_empty(),
        "{text}\n{query:?}\nfound {} of {}: missed {missed:?}, invented {invented:?}",
        found.len(),
        judged.len()
    );
}
