//! Analysis: megabytes of news per second, on one thread.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot continue should say where")]

/// The news that benchmarks read.
mod support;

/// A second implementation of laws 1 and 2 of the analysis.
#[expect(dead_code, reason = "the tests need more of the judge than the benchmarks do")]
#[path = "../tests/support/judge/mod.rs"]
mod judge;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use support::{News, project, texts};
use xunwen_schema::{Analyzer, Atoms};

/// The amount of text to analyse, in bytes.
const BYTES: usize = 4_000_000;

criterion_group!(benches, analyze);
criterion_main!(benches);

fn analyze(criterion: &mut Criterion) {
    let news = News::television();
    let texts = first_texts(news);
    let analyzer = Analyzer::new();
    let expected = Expected::of(&texts, &analyzer);
    let mut group = criterion.benchmark_group(format!("analyze/{}", news.name()));
    group.throughput(Throughput::Bytes(texts.iter().map(|text| text.len() as u64).sum()));
    group.bench_function("folding and atoms", |bencher| {
        bencher.iter(|| assert_eq!(count_atoms(&texts), expected.atoms));
    });
    let scanned: Vec<Atoms> = texts.iter().map(|text| Atoms::scan(text)).collect();
    group.bench_function("dictionary words", |bencher| {
        bencher.iter(|| assert_eq!(count_words(&analyzer, &scanned), expected.words));
    });
    group.bench_function("all terms of a text", |bencher| {
        bencher.iter(|| assert_eq!(count_pairs(&analyzer, &texts), expected.pairs));
    });
    group.finish();
}

/// Returns the first [`BYTES`] of news: titles, bodies and summaries.
fn first_texts(news: News) -> Vec<String> {
    let mut length = 0;
    let mut found: Vec<String> = Vec::new();
    for article in news.articles() {
        found.extend(texts(&article).map(str::to_owned));
        length += texts(&article).map(str::len).sum::<usize>();
        if length >= BYTES {
            break;
        }
    }
    found
}

fn count_atoms(texts: &[String]) -> usize {
    texts.iter().map(|text| Atoms::scan(text).len()).sum()
}

fn count_words(analyzer: &Analyzer, texts: &[Atoms]) -> usize {
    texts.iter().map(|atoms| analyzer.words(atoms).len()).sum()
}

/// Makes all terms and counts those of two atoms.
fn count_pairs(analyzer: &Analyzer, texts: &[String]) -> usize {
    let pairs = |text: &String| {
        let atoms = Atoms::scan(text);
        analyzer.tokens(&atoms).iter().filter(|token| token.positions.len() == 2).count()
    };
    texts.iter().map(pairs).sum()
}

/// The counts that the analysis must reach, derived from the judge's reading of the texts.
struct Expected {
    /// Atoms and breaks.
    atoms: usize,
    /// Dictionary words, summed over the pieces between breaks, because no word crosses a break.
    words: usize,
    /// Pairs of adjacent atoms of which one is Han.
    pairs: usize,
}

impl Expected {
    fn of(texts: &[String], analyzer: &Analyzer) -> Self {
        let mut expected = Self { atoms: 0, words: 0, pairs: 0 };
        for bars in texts.iter().map(|text| judge::bars(text)) {
            let items: Vec<&str> = bars.split('|').filter(|item| !item.is_empty()).collect();
            expected.atoms += items.len();
            expected.pairs += items.windows(2).filter(|pair| is_pair(pair)).count();
            for piece in items.split(|item| *item == ",") {
                expected.words += analyzer.words(&Atoms::scan(&piece.join(" "))).len();
            }
        }
        expected
    }
}

fn is_pair(items: &[&str]) -> bool {
    !items.contains(&",") && items.iter().any(|item| item.chars().all(judge::is_han))
}
