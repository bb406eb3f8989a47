//! An index of a cluster beside one of a directory: the same questions, the same answers.
//!
//! The cluster is real: three nodes of OpenSearch on loopback, started for these tests. With
//! `XUNWEN_CLUSTER=all` they are asked about all of the news, which takes an hour.

/// Nodes and jobs that are killed, and generations that change.
mod failures;
/// What goes wrong on the way to a cluster.
mod refusals;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use xunwen_language::{Query, parse};
use xunwen_query::corpus::{
    CalendarUnit, Concordance, ConcordanceOptions, Facet, FacetKind, IndexInfo, LineOrder, Point,
    Trend, TrendRequest,
};
use xunwen_query::evidence::{Explanation, Receipt};
use xunwen_query::{Engine, Expand, Filter, Order, Request};

use crate::grammar::agree;
use crate::servers::{Servers, is_available};
use crate::support::{Dice, World, shared};

/// Noon of 2016-06-15 in China.
const NOW: i64 = 1_465_963_200;

/// The cluster of these tests, for one of them at a time; `None`, and a line that says so, where there is
/// no Java.
pub(crate) fn cluster() -> Option<MutexGuard<'static, Servers>> {
    static SERVERS: LazyLock<Option<Mutex<Servers>>> = LazyLock::new(|| match is_available() {
        Ok(()) => Some(Mutex::new(Servers::start(3).unwrap())),
        Err(reason) => {
            println!("SKIPPED: {reason}");
            None
        }
    });
    SERVERS.as_ref().map(|servers| servers.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Indexes `file` in a directory and on the cluster, and opens both.
fn both(world: &World, servers: &Servers, name: &str, file: &str) -> (Engine, Engine) {
    let place = servers.place(name);
    let built = world.run(&["index", "-i", "idx", file]);
    let fed = world.run(&["index", "-i", place.to_str().unwrap(), file, "--shards", "5"]);
    assert_eq!((built.status, fed.status), (0, 0), "{built}\n{fed}");
    let local = Engine::open(&world.path("idx")).unwrap();
    (local, Engine::remote(xunwen_cluster::open(&place).unwrap()))
}

/// Returns one article of fifteen of the news, with outlets and languages, or all.
fn news() -> Option<Vec<Value>> {
    let file = shared("corpus/xwlb.jsonl.zst")?;
    let every = if is_long() { 1 } else { 15 };
    let lines = BufReader::new(zstd::Decoder::new(File::open(file).unwrap()).unwrap()).lines();
    let mut articles: Vec<Value> =
        lines.step_by(every).map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
    for (place, article) in articles.iter_mut().enumerate() {
        article["source"] = ["新闻联播", "人民日报", "河南日报", "Reuters"][place % 4].into();
        article["lang"] = ["zh", "en", "zh-Hant"][place % 3].into();
    }
    Some(articles)
}

fn is_long() -> bool {
    std::env::var("XUNWEN_CLUSTER").is_ok_and(|value| value == "all")
}

fn write(world: &World, articles: &[Value]) {
    let lines: Vec<String> = articles.iter().map(Value::to_string).collect();
    world.write("news.jsonl", lines.join("\n").as_bytes());
}

#[test]
fn every_query_finds_on_a_cluster_what_the_oracle_finds() {
    let Some(servers) = cluster() else { return };
    let Some(articles) = news() else { return };
    let world = World::new();
    write(&world, &articles);
    let (local, remote) = both(&world, &servers, "oracle", "news.jsonl");
    literals(&local, &remote, &articles);
    agree(&remote, articles, NOW);
}

/// Compares the articles that hold literals cut at any character, 200 of them, or 2,000.
fn literals(local: &Engine, remote: &Engine, articles: &[Value]) {
    let mut dice = Dice::new(22);
    let wanted = if is_long() { 2_000 } else { 200 };
    let (mut compared, mut found) = (0, 0);
    while compared < wanted {
        let article = &articles[dice.roll(articles.len())];
        let text: Vec<char> = article["body"].as_str().unwrap_or_default().chars().collect();
        let start = dice.roll(text.len().max(1));
        let piece: String = text.iter().skip(start).take(1 + dice.roll(8)).collect();
        let query = Query::plain(&piece);
        if query.is_empty() {
            continue;
        }
        let request = Request { exact_only: true, limit: usize::MAX, ..Request::new(query, NOW) };
        let [own, other] = [local, remote].map(|engine| {
            let answer = engine.answer(&request).unwrap();
            let ids: BTreeSet<String> =
                answer.ids().unwrap().into_iter().map(|(id, _, _)| id).collect();
            assert_eq!(answer.totals().exact, ids.len() as u64, "{piece}");
            assert_eq!(engine.count(&request).unwrap(), ids.len() as u64, "{piece}");
            ids
        });
        assert_eq!(other, own, "{piece}");
        compared += 1;
        found += own.len();
    }
    println!("{compared} literals have the same articles, {found} in all");
}

/// Queries of all kinds, with answers of all sizes.
const QUERIES: [&str; 24] = [
    "中国",
    "的",
    "经济发展",
    "奥运会",
    "微短剧",
    "火星探测器",
    "C919",
    "5G OR 人工智能",
    "标题:习近平",
    "十八大 -会议",
    "改革 近/10字 开放",
    "改革 先/5字 开放",
    "经济 同句 就业",
    "粮食 同段 丰收",
    "至少5 农业",
    "导语:新华社",
    "新*生产力",
    "中?共产党",
    "日期:2013 高铁",
    "来源:人民日报 台风",
    "标题:(台风 OR 暴雨)^3 受灾",
    "今年哪些地方粮食丰收了",
    "火星上发现了什么样的生命迹象",
    "没有这样的词语啊 龘靐齉",
];

#[test]
fn answers_of_a_cluster_are_those_of_a_directory() {
    let Some(servers) = cluster() else { return };
    let Some(articles) = news() else { return };
    let world = World::new();
    write(&world, &articles);
    let (local, remote) = both(&world, &servers, "answers", "news.jsonl");
    assert_eq!(remote.articles(), local.articles());
    let mut same_pages = 0;
    let mut all = Compared::default();
    for text in QUERIES {
        let query = parse(text).unwrap();
        let expand = Expand::only(&[
            xunwen_query::ExpansionKind::Regional,
            xunwen_query::ExpansionKind::Names,
            xunwen_query::ExpansionKind::Numbers,
            xunwen_query::ExpansionKind::Feedback,
        ]);
        let request = Request { expand, count_related: true, ..Request::new(query, NOW) };
        let [own, other] = [&local, &remote].map(|engine| engine.search(&request).unwrap());
        assert_eq!(
            (other.totals.exact, other.totals.related),
            (own.totals.exact, own.totals.related),
            "{text}"
        );
        let ids = |page: &xunwen_query::Page| -> Vec<String> {
            page.hits.iter().map(|hit| hit.article.id.clone()).collect()
        };
        if ids(&own) == ids(&other) {
            same_pages += 1;
            for (own, other) in own.hits.iter().zip(&other.hits) {
                assert_eq!((&other.passages, &other.title), (&own.passages, &own.title), "{text}");
                assert_eq!((other.tier, &other.matched), (own.tier, &own.matched), "{text}");
                assert!((other.score - own.score).abs() <= own.score.abs() * 1e-4, "{text}");
            }
        } else {
            println!("another page of {text}: {:?} {:?}", ids(&own), ids(&other));
        }
        let mut compared = Compared::default();
        compare_orders(&local, &remote, &request, &mut compared);
        compare_counts(&local, &remote, &request, &mut compared);
        println!("{text}: the same {compared}");
        all.add(&compared);
    }
    println!("{same_pages} of {} first pages are the same; in all {all}", QUERIES.len());
    assert!(same_pages * 10 >= QUERIES.len() * 9, "{same_pages}");
}

/// How much was compared, and found to be the same.
#[derive(Default)]
struct Compared {
    /// Articles of exact tiers, their texts read.
    articles: usize,
    /// Values of facets with a count.
    values: usize,
    /// Periods with an article that a query finds.
    periods: usize,
    /// Ids in receipts.
    ids: usize,
    /// Lines of concordances, counted.
    lines: u64,
}

impl Compared {
    fn add(&mut self, other: &Self) {
        let Self { articles, values, periods, ids, lines } = other;
        self.articles += articles;
        self.values += values;
        self.periods += periods;
        self.ids += ids;
        self.lines += lines;
    }
}

impl std::fmt::Display for Compared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { articles, values, periods, ids, lines } = self;
        write!(
            f,
            "{articles} articles, {values} values of facets, {periods} periods, {ids} ids in \
             receipts, {lines} lines"
        )
    }
}

/// Compares the pages by date, deep ones too, and the whole exact tier.
fn compare_orders(local: &Engine, remote: &Engine, request: &Request, compared: &mut Compared) {
    for order in [Order::Newest, Order::Oldest] {
        let dated = Request { order, offset: 3, exact_only: true, ..request.clone() };
        let [own, other] =
            [local, remote].map(|engine| engine.answer(&dated).unwrap().ids().unwrap());
        let names = |ids: &[(String, xunwen_query::Tier, f32)]| -> Vec<String> {
            ids.iter().map(|(id, _, _)| id.clone()).collect()
        };
        assert_eq!(names(&other), names(&own), "{}", request.query);
    }
    let all = Request { limit: usize::MAX, exact_only: true, ..request.clone() };
    let [own, other] = [local, remote].map(|engine| {
        let answer = engine.answer(&all).unwrap();
        let read: BTreeSet<String> =
            answer.bare_hits().map(|hit| hit.unwrap().article.title).collect();
        let ids: BTreeSet<String> = answer.ids().unwrap().into_iter().map(|hit| hit.0).collect();
        (ids, read, answer.totals().exact)
    });
    assert_eq!(other, own, "{}", request.query);
    compared.articles += own.0.len();
}

/// Compares facets, trends, lines and receipts.
fn compare_counts(local: &Engine, remote: &Engine, request: &Request, compared: &mut Compared) {
    let text = request.query.to_string();
    let [own, other] = [local, remote]
        .map(|engine| Facet::of(&engine.answer(request).unwrap(), &FacetKind::ALL).unwrap());
    assert_eq!(other, own, "{text}");
    compared.values += own.iter().map(|facet| facet.counts.len()).sum::<usize>();
    let queries = vec![request.query.clone()];
    let trend = TrendRequest {
        queries,
        filter: Filter::default(),
        by: CalendarUnit::Month,
        now: request.now,
    };
    let [own, other] = [local, remote].map(|engine| Trend::of(engine, &trend).unwrap());
    assert_eq!(other, own, "{text}");
    let is_found = |point: &&Option<Point>| point.is_some_and(|point| point.articles > 0);
    compared.periods += own.series[0].points.iter().filter(is_found).count();
    let [own, other] =
        [local, remote].map(|engine| Receipt::of(engine, request, "a test").unwrap());
    assert_eq!((&other.ids, &other.digest), (&own.ids, &own.digest), "{text}");
    compared.ids += own.ids.len();
    // By context, all articles are read, here too: of most queries they are few enough.
    if own.exact < if is_long() { 7_500 } else { 500 } {
        for order in [LineOrder::Date, LineOrder::Right] {
            let options = ConcordanceOptions { width: 8, order, limit: 7 };
            let [own, other] =
                [local, remote].map(|engine| Concordance::of(engine, request, &options).unwrap());
            assert_eq!((other.lines, other.totals.lines), (own.lines, own.totals.lines), "{text}");
            compared.lines += own.totals.lines;
        }
    }
}

#[test]
fn evidence_of_a_cluster_is_that_of_a_directory() {
    let Some(servers) = cluster() else { return };
    let world = World::with_sample();
    let sample = crate::support::project("index-data/sample/articles.jsonl");
    let (local, remote) = both(&world, &servers, "evidence", sample.to_str().unwrap());
    let info = [&local, &remote].map(|engine| {
        let info = IndexInfo::of(engine).unwrap();
        assert!(info.bytes > 0 && info.segments > 0);
        IndexInfo { bytes: 0, segments: 0, generation: 0, ..info }
    });
    assert_eq!(info[1], info[0]);
    let expand = Expand::only(&[xunwen_query::ExpansionKind::Regional]);
    for text in ["微短剧", "微短剧 出海", "河南 丰收", "AI 近/20字 人工智能"] {
        let query = parse(text).unwrap();
        let request = Request { limit: 5, ..Request::new(query.clone(), NOW) };
        for (id, _, _) in local.answer(&request).unwrap().ids().unwrap() {
            let [own, other] = [&local, &remote]
                .map(|engine| Explanation::of(engine, &id, &query, NOW, expand).unwrap().unwrap());
            assert_eq!((other.tier, &other.unmet), (own.tier, &own.unmet), "{text} {id}");
            let texts = |explanation: &Explanation| -> Vec<(String, u32)> {
                explanation.parts.iter().map(|it| (it.text.clone(), it.occurrences)).collect()
            };
            assert_eq!(texts(&other), texts(&own), "{text} {id}");
            assert!((other.score - own.score).abs() < 1e-3, "{text} {id}");
            let [own, other] = [&local, &remote]
                .map(|engine| engine.marked_article(&id, &query, Expand::default()).unwrap());
            assert_eq!(format!("{other:?}"), format!("{own:?}"), "{text} {id}");
        }
    }
    assert!(remote.article("no such article").unwrap().is_none());
}

#[test]
fn what_a_cluster_cannot_do_is_refused_by_name() {
    let Some(servers) = cluster() else { return };
    let world = World::new();
    let place = servers.place("refused");
    let place = place.to_str().unwrap();
    for command in [
        &["compact", "-i", place][..],
        &["verify", "-i", place],
        &["generations", "-i", place],
        &["words", "list", "-i", place],
    ] {
        let refused = world.run(command);
        assert_eq!(refused.status, 2, "{refused}");
        assert!(refused.stderr.contains("works on the files of a directory"), "{refused}");
        assert_eq!(refused.stderr.lines().count(), 2, "{refused}");
    }
}
