//! Indexing: articles per second, and the size of the index relative to its text.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot continue should say where")]
#![allow(clippy::print_stderr, reason = "the size of an index is a figure too")]

/// The news that benchmarks read.
mod support;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use support::{News, texts};
use tempfile::TempDir;
use xunwen_index::{Job, Report, inputs};
use xunwen_query::Engine;
use xunwen_query::corpus::IndexInfo;

/// The most articles that are indexed.
const ARTICLES: usize = 10_000;

criterion_group!(benches, index);
criterion_main!(benches);

fn index(criterion: &mut Criterion) {
    for news in BTreeSet::from([News::Sample, News::television()]) {
        let corpus = Corpus::of(news);
        corpus.report_size();
        let mut group = criterion.benchmark_group(format!("index/{}", news.name()));
        group.sample_size(10).throughput(Throughput::Elements(corpus.articles));
        group.bench_function("a first index", |bencher| {
            // The closure returns the folder so that criterion drops it outside the measured time.
            bencher.iter_batched(
                || TempDir::new().unwrap(),
                |folder| {
                    let report = corpus.index(folder.path());
                    assert_eq!((report.added, report.articles), (corpus.articles, corpus.articles));
                    folder
                },
                BatchSize::PerIteration,
            );
        });
        let folder = TempDir::new().unwrap();
        corpus.index(folder.path());
        group.bench_function("again, nothing new", |bencher| {
            bencher.iter(|| assert_eq!(corpus.index(folder.path()).unchanged, corpus.articles));
        });
        group.finish();
    }
}

/// A file of articles.
struct Corpus {
    name: &'static str,
    folder: TempDir,
    articles: u64,
    /// Bytes of title, body and summary.
    bytes: u64,
}

impl Corpus {
    fn of(news: News) -> Self {
        let folder = TempDir::new().unwrap();
        let mut corpus = Self { name: news.name(), folder, articles: 0, bytes: 0 };
        let mut file = BufWriter::new(File::create(corpus.file()).unwrap());
        for article in news.articles().take(ARTICLES) {
            writeln!(file, "{article}").unwrap();
            corpus.articles += 1;
            corpus.bytes += texts(&article).map(|text| text.len() as u64).sum::<u64>();
        }
        file.flush().unwrap();
        corpus
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("articles.jsonl")
    }

    fn index(&self, dir: &Path) -> Report {
        let inputs = inputs(&[self.file().display().to_string()]).unwrap();
        Job { inputs, ..Job::default() }.run(dir, &mut |_| {}).unwrap()
    }

    fn report_size(&self) {
        let folder = TempDir::new().unwrap();
        self.index(folder.path());
        let facts = IndexInfo::of(&Engine::open(folder.path()).unwrap()).unwrap();
        assert_eq!(facts.articles, self.articles);
        let name = self.name;
        let text = self.bytes;
        let index = facts.bytes;
        let ratio = index as f64 / text as f64;
        eprintln!("index/{name}: {index} bytes of index over {text} bytes of text: {ratio:.3}");
    }
}
