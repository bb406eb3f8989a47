//! The loop that `measure.py` compares with: the same questions, asked in Rust.
//!
//! `cargo bench -p xunwen-cli --bench python -- INDEX QUERIES COUNT` asks the queries of a file, one a
//! line, one after the other, `COUNT` in all, and prints the seconds.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot continue should say where")]
#![allow(clippy::print_stdout, reason = "it has no other output")]

use std::fs;
use std::path::Path;
use std::time::Instant;

use xunwen_language::parse;
use xunwen_query::{Engine, Request};

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let [index, queries, count] = &arguments[..] else {
        println!("python: nothing measured; benches/python/measure.py says how");
        return;
    };
    let engine = Engine::open(Path::new(index)).unwrap();
    let text = fs::read_to_string(queries).unwrap();
    let queries: Vec<&str> = text.lines().collect();
    let ask = |query: &str| engine.search(&Request::new(parse(query).unwrap(), 1_766_508_240));
    let warm: usize = queries.iter().map(|query| ask(query).unwrap().hits.len()).sum();
    let start = Instant::now();
    let mut hits = 0;
    for query in queries.iter().cycle().take(count.parse().unwrap()) {
        hits += ask(query).unwrap().hits.len();
    }
    println!("{:.3} {hits} {warm}", start.elapsed().as_secs_f64());
}
