//! Cancelling, by the work that is done: whatever is asked ends soon after its token is cancelled.

use std::fmt::Write as _;

use xunwen_language::{Query, parse};

use super::facade::Engine;
use crate::corpus::{
    CalendarUnit, CollocateMeasure, Collocates, Concordance, ConcordanceOptions, Keywords,
    LineOrder, Trend, TrendRequest,
};
use crate::evidence::Receipt;
use crate::index::cancel::{Cancel, STRIDE};
use crate::index::error::Error;
use crate::request::{Filter, Request};

const ARTICLES: usize = 400;

/// Common characters, and the beginnings of the words that the made-up texts are of.
const CHARACTERS: &str = "的一是在不了有和人这中大为上个国我以要他";

/// What may be done after a token is cancelled: what is counted between two looks at it, at most the
/// documents of a segment, an article, or some thousand units.
const SLACK: u64 = 4 * STRIDE;

/// Returns an engine over articles of characters that are drawn in a way of their own each.
fn engine() -> (tempfile::TempDir, Engine) {
    let folder = tempfile::tempdir().unwrap();
    let characters: Vec<char> = CHARACTERS.chars().collect();
    let (mut lines, mut drawn) = (String::new(), 7_usize);
    for id in 0..ARTICLES {
        let body = (0..400).map(|place| {
            drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695);
            if place % 19 == 18 { '。' } else { characters[(drawn >> 33) % characters.len()] }
        });
        let body: String = body.collect();
        writeln!(lines, r#"{{"id": "{id}", "title": "国人", "body": "{body}"}}"#).unwrap();
    }
    let news = folder.path().join("news.jsonl");
    std::fs::write(&news, lines).unwrap();
    let inputs = xunwen_index::inputs(&[news.display().to_string()]).unwrap();
    let index = folder.path().join("index");
    xunwen_index::Job { inputs, ..Default::default() }.run(&index, &mut |_| {}).unwrap();
    let engine = Engine::open(&index).unwrap();
    (folder, engine)
}

/// Returns a query of `shape`, in which A and B are ten common characters each.
fn query(shape: &str) -> Query {
    let characters: Vec<String> = CHARACTERS.chars().map(String::from).collect();
    let any = |of: &[String]| format!("({})", of.join(" OR "));
    let text = shape.replace('A', &any(&characters[..10])).replace('B', &any(&characters[10..]));
    parse(&text).unwrap()
}

/// Asks until everything is answered.
type Ask = fn(&Engine, &Request) -> Result<(), Error>;

fn search(engine: &Engine, request: &Request) -> Result<(), Error> {
    engine.search(&Request { count_related: true, ..request.clone() }).map(drop)
}

fn count(engine: &Engine, request: &Request) -> Result<(), Error> {
    engine.count(request).map(drop)
}

fn trend(engine: &Engine, request: &Request) -> Result<(), Error> {
    let (queries, filter) = (vec![request.query.clone()], Filter::default());
    Trend::of(engine, &TrendRequest { queries, filter, by: CalendarUnit::Month, now: 0 }).map(drop)
}

fn kwic(engine: &Engine, request: &Request) -> Result<(), Error> {
    let options = ConcordanceOptions { width: 9, order: LineOrder::Left, limit: 20 };
    Concordance::of(engine, request, &options).map(drop)
}

fn words_near(engine: &Engine, request: &Request) -> Result<(), Error> {
    Collocates::of(engine, request, 5, CollocateMeasure::G2, 10).map(drop)
}

fn keywords(engine: &Engine, request: &Request) -> Result<(), Error> {
    Keywords::of(engine, request, None, 10).map(drop)
}

fn receipt(engine: &Engine, request: &Request) -> Result<(), Error> {
    Receipt::of(engine, request, "a test").map(drop)
}

/// What is asked: each way to ask, and dear queries.
const ASKED: [(&str, Ask); 12] = [
    ("A 近/1000字 B", search),
    ("A 近/1字 B", count),
    ("A 先/2字 B", receipt),
    ("A 同句 B", count),
    ("A 同段 B", trend),
    ("至少300 A", count),
    ("导语:A", search),
    ("的*了", count),
    ("的 一 是", search),
    ("A", kwic),
    ("A", words_near),
    ("A", keywords),
];

#[test]
fn whatever_is_asked_ends_soon_after_it_is_cancelled() {
    let (_folder, engine) = engine();
    for (shape, ask) in ASKED {
        let request = Request::new(query(shape), 0);
        let free = Cancel::default();
        ask(&engine.with_cancel(&free), &request).unwrap();
        let whole = free.work();
        assert!(whole > 2 * SLACK, "{shape}: too cheap to tell, {whole}");
        for budget in [0, whole / 4, whole / 2, whole - SLACK] {
            let cancel = Cancel::after(budget);
            let ended = ask(&engine.with_cancel(&cancel), &request);
            assert!(matches!(ended, Err(Error::Cancelled)), "{shape} after {budget}: {ended:?}");
            let late = cancel.work() - budget;
            assert!(late <= SLACK, "{shape} after {budget} of {whole}: {late} units more");
        }
    }
}

#[test]
fn another_thread_may_cancel_and_others_go_on() {
    let (_folder, engine) = engine();
    let request = Request::new(query("A 近/1字 B"), 0);
    let cancel = Cancel::default();
    let searching = engine.with_cancel(&cancel);
    std::thread::scope(|scope| {
        let search = scope.spawn(|| {
            loop {
                // Again and again, until it is cancelled in the middle of one.
                match searching.count(&request) {
                    Ok(_) => {}
                    Err(error) => return error,
                }
            }
        });
        while cancel.work() < STRIDE {
            std::thread::yield_now();
        }
        cancel.cancel();
        assert!(matches!(search.join().unwrap(), Error::Cancelled));
    });
    assert!(engine.count(&request).is_ok());
}
