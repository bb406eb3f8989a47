//! The cost of ranking: each query is answered in turn by plain words, and by the related tier without
//! and with feedback, on one thread; reported are the medians, and those of the ratio to plain words.
//!
//! `cargo bench -p xunwen-cli --bench ranking -- INDEX QUERIES.tsv`
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot continue should say where")]
#![allow(clippy::print_stdout, reason = "it has no other output")]

use std::path::Path;
use std::time::Instant;

use xunwen_language::parse;
use xunwen_query::evidence::Baseline;
use xunwen_query::{Engine, Expand, ExpansionKind, Request};

/// Rounds of each query in each way; its time is their median.
const ROUNDS: usize = 7;

/// The ways to ask: plain words, then the search with some other wordings.
fn ways() -> [(&'static str, Option<Expand>); 3] {
    let wordings = ExpansionKind::ALL.into_iter().filter(|&kind| kind != ExpansionKind::Feedback);
    let wordings = Expand::only(&wordings.collect::<Vec<_>>());
    [
        ("plain words", None),
        ("related tier without feedback", Some(wordings)),
        ("related tier", Some(Expand::default())),
    ]
}

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let [index, queries] = &arguments[..] else {
        println!("ranking: nothing measured; give an index and a file of queries");
        return;
    };
    let engine = Engine::open(Path::new(index)).unwrap();
    let queries = std::fs::read_to_string(queries).unwrap();
    let mut times = vec![Vec::new(); ways().len()];
    for line in queries.lines() {
        let Some((_, text)) = line.split_once('\t') else { continue };
        let Ok(query) = parse(text) else { continue };
        for (times, time) in times.iter_mut().zip(time(&engine, &Request::new(query, 0))) {
            times.push(time);
        }
    }
    for ((name, _), own) in ways().iter().zip(&times) {
        let ratios = own.iter().zip(&times[0]).map(|(own, plain)| own / plain).collect();
        let own = own.clone();
        println!(
            "{name}: {} queries, median {:.2} ms, ratio {:.2}",
            own.len(),
            median(own),
            median(ratios)
        );
    }
}

/// Returns the time of `request` in each way, in milliseconds.
fn time(engine: &Engine, request: &Request) -> [f64; 3] {
    let mut times = [const { Vec::new() }; 3];
    for _ in 0..ROUNDS {
        for ((_, expand), times) in ways().into_iter().zip(&mut times) {
            let start = Instant::now();
            let found = match expand {
                None => {
                    engine.baseline(&request.query, Baseline::Words, request.limit).unwrap().len()
                }
                Some(expand) => {
                    let request = Request { expand, ..request.clone() };
                    engine.answer(&request).unwrap().ids().unwrap().len()
                }
            };
            times.push(start.elapsed().as_secs_f64() * 1e3);
            assert!(found <= request.limit);
        }
    }
    times.map(median)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
