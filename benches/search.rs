//! Search: latency by class of query, on an index that is open and warm.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on should say where")]

/// The news that is measured on.
mod support;

/// Laws 1 and 2 of the analysis once more, by other means.
#[expect(dead_code, reason = "the tests ask the judge for more than the benchmarks do")]
#[path = "../tests/support/judge.rs"]
mod judge;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use support::{News, project, texts};
use xunwen_index::{Job, inputs};
use xunwen_query::{Engine, Order, Page, Request, Tier, parse};

/// A class of queries, with one of them.
struct Class {
    name: &'static str,
    query: &'static str,
    /// The literals that stand in an article of the exact tier.
    all: &'static [&'static str],
    /// The literals that do not.
    none: &'static [&'static str],
    ask: fn(Request) -> Request,
    check: fn(&Page),
}

const CLASSES: [Class; 11] = [
    Class { name: "rare keyword", query: "村超", all: &["村超"], ..Class::KEYWORDS },
    Class { name: "common keyword", query: "经济", all: &["经济"], ..Class::KEYWORDS },
    Class {
        name: "common keyword, exact tier only",
        query: "经济",
        all: &["经济"],
        ask: |request| Request { exact_only: true, ..request },
        ..Class::KEYWORDS
    },
    Class {
        name: "two keywords", query: "记者 城市", all: &["记者", "城市"], ..Class::KEYWORDS
    },
    Class {
        name: "four characters", query: "低空经济", all: &["低空经济"], ..Class::KEYWORDS
    },
    Class { name: "one character", query: "水", all: &["水"], ..Class::KEYWORDS },
    Class {
        name: "phrase with a space",
        query: "“低空 经济”",
        all: &["低空经济"],
        ..Class::KEYWORDS
    },
    Class {
        name: "negation",
        query: "记者 -城市",
        all: &["记者"],
        none: &["城市"],
        ..Class::KEYWORDS
    },
    Class {
        name: "long question",
        query: "微短剧拍摄热潮给各地的文化旅游和年轻人就业带来了哪些变化？",
        all: &["微短剧拍摄热潮给各地的文化旅游和年轻人就业带来了哪些变化"],
        check: |page| assert!(page.hits.iter().all(|hit| hit.tier == Tier::Related)),
        ..Class::KEYWORDS
    },
    Class {
        name: "newest first",
        query: "经济",
        all: &["经济"],
        ask: |request| Request { order: Order::Newest, count_related: true, ..request },
        check: |page| {
            let dates = page.hits.iter().map(|hit| hit.article.published_at);
            assert!(dates.rev().is_sorted());
        },
        ..Class::KEYWORDS
    },
    Class {
        name: "count only",
        query: "经济",
        all: &["经济"],
        ask: |request| Request { limit: 0, exact_only: true, ..request },
        check: |page| assert!(page.hits.is_empty()),
        ..Class::KEYWORDS
    },
];

criterion_group!(benches, search);
criterion_main!(benches);

fn search(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let totals = build(News::largest(), folder.path());
    let engine = Engine::open(&folder.path().join("index")).unwrap();
    let mut group = criterion.benchmark_group(format!("search/{}", News::largest().name()));
    for (class, total) in CLASSES.iter().zip(totals) {
        let request = (class.ask)(Request::new(parse(class.query).unwrap()));
        let page = engine.search(&request).unwrap();
        assert!(page.hits.len() == request.limit, "{}: the page is not full", class.name);
        (class.check)(&page);
        group.bench_function(class.name, |bencher| {
            bencher.iter(|| assert_eq!(engine.search(&request).unwrap().totals.exact, total));
        });
    }
    group.finish();
}

/// Indexes the news in `folder`, and returns how many articles the scan finds for each class.
fn build(news: News, folder: &Path) -> [u64; CLASSES.len()] {
    let corpus = folder.join("articles.jsonl");
    let mut file = BufWriter::new(File::create(&corpus).unwrap());
    let mut totals = [0; CLASSES.len()];
    for article in news.articles() {
        writeln!(file, "{article}").unwrap();
        let bars: Vec<String> = texts(&article).map(judge::bars).collect();
        for (total, class) in totals.iter_mut().zip(&CLASSES) {
            *total += u64::from(class.holds(&bars));
        }
    }
    file.flush().unwrap();
    let inputs = inputs(&[corpus.display().to_string()]).unwrap();
    Job { inputs, ..Job::default() }.run(&folder.join("index"), &mut |_| {}).unwrap();
    totals
}

impl Class {
    /// Keywords, asked as `xunwen search` asks for a first page.
    const KEYWORDS: Self = Self {
        name: "",
        query: "",
        all: &[],
        none: &[],
        ask: |request| Request { count_related: true, ..request },
        check: |page| assert!(page.hits[0].tier == Tier::Exact),
    };

    /// Returns whether an article whose texts the judge writes as `bars` is in the exact tier.
    fn holds(&self, bars: &[String]) -> bool {
        let stands = |literal: &&str| {
            let literal = judge::bars(literal);
            bars.iter().any(|text| text.contains(&literal))
        };
        self.all.iter().all(stands) && !self.none.iter().any(stands)
    }
}
