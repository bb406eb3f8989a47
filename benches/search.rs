//! Search: latency by class of query, on a warm, open index.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot continue should say where")]

/// The news that benchmarks read.
mod support;

/// A second implementation of laws 1 and 2 of the analysis.
#[expect(dead_code, reason = "the tests need more of the judge than the benchmarks do")]
#[path = "../tests/support/judge/mod.rs"]
mod judge;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use judge::Judged;
use support::{News, project, texts};
use xunwen_index::{Job, inputs};
use xunwen_language::parse;
use xunwen_query::corpus::{Facet, FacetKind};
use xunwen_query::{Engine, Order, Page, Request, Tier};

/// A class of queries, represented by one of them.
struct Class {
    name: &'static str,
    query: &'static str,
    /// The literals that occur in an article of the exact tier.
    all: &'static [&'static str],
    /// The literals that do not occur in it.
    none: &'static [&'static str],
    /// A further condition on the positions of the first two literals in one text.
    positions: fn(&Judged, [&[u32]; 2]) -> bool,
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

/// Conditions on the distance of two common words.
const CLOSE: [Class; 4] = [
    Class {
        name: "the two words as a phrase",
        query: "“经济 发展”",
        positions: |_, [left, right]| left.iter().any(|at| right.contains(&(at + 2))),
        ..Class::CLOSE
    },
    Class {
        name: "in one sentence",
        query: "经济 同句 发展",
        positions: |text, [left, right]| {
            let sentence = |at: &u32| text.ends.partition_point(|(end, _)| end < at);
            left.iter().any(|at| right.iter().any(|other| sentence(at) == sentence(other)))
        },
        ..Class::CLOSE
    },
    Class {
        name: "within 10 characters",
        query: "经济 近/10字 发展",
        positions: |_, [left, right]| {
            left.iter().any(|at| right.iter().any(|other| (2..=12).contains(&at.abs_diff(*other))))
        },
        ..Class::CLOSE
    },
    Class {
        name: "within 10 characters, in this order",
        query: "经济 先/10字 发展",
        positions: |_, [left, right]| {
            left.iter().any(|at| right.iter().any(|other| (at + 2..=at + 12).contains(other)))
        },
        ..Class::CLOSE
    },
];

/// A query that matches most articles, to count them by each facet.
const MOST: Class = Class { name: "most articles", query: "的", all: &["的"], ..Class::EXACT };

criterion_group!(benches, search);
criterion_main!(benches);

fn search(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let classes: Vec<&Class> = CLASSES.iter().chain(&CLOSE).chain([&MOST]).collect();
    let totals = build(News::largest(), folder.path(), &classes);
    let engine = Engine::open(&folder.path().join("index")).unwrap();
    let mut group = criterion.benchmark_group(format!("search/{}", News::largest().name()));
    for (class, &total) in classes.iter().zip(&totals) {
        let request = (class.ask)(Request::new(parse(class.query).unwrap(), 0));
        let page = engine.search(&request).unwrap();
        // In the sample, some exact tiers are empty.
        let there = if request.exact_only { total as usize } else { usize::MAX };
        let wanted = request.limit.min(there);
        assert!(page.hits.len() == wanted, "{}: the page is not full", class.name);
        if there > 0 {
            (class.check)(&page);
        }
        group.bench_function(class.name, |bencher| {
            bencher.iter(|| assert_eq!(engine.search(&request).unwrap().totals.exact, total));
        });
    }
    let most = totals[classes.len() - 1];
    for kind in FacetKind::ALL {
        group.bench_function(format!("most articles by {}", kind.name()), |bencher| {
            bencher.iter(|| count_by(&engine, kind, most));
        });
    }
    group.finish();
}

/// Searches for what most articles contain and counts the hits by one facet.
fn count_by(engine: &Engine, kind: FacetKind, total: u64) {
    let request = (MOST.ask)(Request::new(parse(MOST.query).unwrap(), 0));
    let facets = Facet::of(&engine.answer(&request).unwrap(), &[kind]).unwrap();
    let counted: u64 = facets[0].counts.iter().map(|count| count.articles).sum();
    // An article counts once for each of its tags.
    let is_all = counted + facets[0].without == total;
    assert!(is_all || (kind == FacetKind::Tag && counted + facets[0].without > total));
}

/// Indexes the news in `folder`; returns the number of articles that a scan finds for each class.
fn build(news: News, folder: &Path, classes: &[&Class]) -> Vec<u64> {
    let corpus = folder.join("articles.jsonl");
    let mut file = BufWriter::new(File::create(&corpus).unwrap());
    let mut totals = vec![0; classes.len()];
    for article in news.articles() {
        writeln!(file, "{article}").unwrap();
        let judged: Vec<Judged> = texts(&article).map(judge::judged).collect();
        for (total, class) in totals.iter_mut().zip(classes) {
            *total += u64::from(class.holds(&judged));
        }
    }
    file.flush().unwrap();
    let inputs = inputs(&[corpus.display().to_string()]).unwrap();
    Job { inputs, ..Job::default() }.run(&folder.join("index"), &mut |_| {}).unwrap();
    totals
}

impl Class {
    /// Keywords, with the request that `xunwen search` makes for a first page.
    const KEYWORDS: Self = Self {
        name: "",
        query: "",
        all: &[],
        none: &[],
        positions: |_, _| true,
        ask: |request| Request { count_related: true, ..request },
        check: |page| assert!(page.hits[0].tier == Tier::Exact),
    };

    /// The exact tier only, with the request that `xunwen search --exact` makes.
    const EXACT: Self =
        Self { ask: |request| Request { exact_only: true, ..request }, ..Self::KEYWORDS };

    /// Two words with a condition on their positions.
    const CLOSE: Self = Self { all: &["经济", "发展"], ..Self::EXACT };

    /// Returns whether an article with these texts is in the exact tier.
    fn holds(&self, texts: &[Judged]) -> bool {
        let occurs = |literal: &&str| {
            let literal = judge::bars(literal);
            texts.iter().any(|text| text.bars.contains(&literal))
        };
        self.all.iter().all(occurs)
            && !self.none.iter().any(occurs)
            && (self.all.len() < 2 || texts.iter().any(|text| self.holds_in(text)))
    }

    fn holds_in(&self, text: &Judged) -> bool {
        let [left, right] = [self.all[0], self.all[1]].map(|literal| positions(text, literal));
        (self.positions)(text, [&left, &right])
    }
}

/// Returns the positions at which a literal occurs.
fn positions(text: &Judged, literal: &str) -> Vec<u32> {
    // Without its last bar, which may be the first of the next occurrence.
    let literal = judge::bars(literal);
    let literal = literal.trim_end_matches('|');
    let mut position = 0;
    let mut last = 0;
    let positions = text.bars.match_indices(literal).map(|(at, _)| {
        position += text.bars[last..at].matches('|').count() as u32;
        last = at;
        position
    });
    positions.collect()
}
