//! Questions asked within another: of an index as if it had no other articles.

use std::collections::BTreeSet;

use xunwen_language::{Query, parse};
use xunwen_query::corpus::{CalendarUnit, Trend, TrendRequest};
use xunwen_query::evidence::Receipt;
use xunwen_query::{Engine, Filter, Request, Tier};

use crate::support::{Dice, World};

/// What is asked, and within what.
const QUERIES: [&str; 8] = [
    "微短剧",
    "微短剧 出海",
    "河南 OR 郑州",
    "剧 近/5字 海",
    "标题:微短剧",
    "无人机 -农业",
    "日期:2026..",
    "语言:zh",
];

fn ids(engine: &Engine, request: &Request, tier: Option<Tier>) -> BTreeSet<String> {
    let found = engine.answer(request).unwrap().ids().unwrap();
    let is_wanted = |own: Tier| tier.is_none_or(|tier| own == tier);
    found.into_iter().filter(|hit| is_wanted(hit.1)).map(|hit| hit.0).collect()
}

fn request(query: &Query, within: &Query) -> Request {
    let filter = Filter { within: within.clone(), ..Filter::default() };
    Request { filter, limit: usize::MAX, ..Request::new(query.clone(), 1_766_508_240) }
}

#[test]
fn both_tiers_keep_to_what_is_asked_within() {
    let world = World::with_sample();
    let engine = Engine::open(&world.path("idx")).unwrap();
    let nothing = Query::default();
    let mut related = 0;
    for [query, within] in QUERIES.iter().flat_map(|a| QUERIES.map(|b| [a, b])) {
        let [query, within] = [query, within].map(|text| parse(text).unwrap());
        let scope = ids(&engine, &request(&within, &nothing), Some(Tier::Exact));
        let alone = ids(&engine, &request(&query, &nothing), Some(Tier::Exact));
        let asked = request(&query, &within);
        let both = ids(&engine, &asked, Some(Tier::Exact));
        assert_eq!(both, &alone & &scope, "{query} within {within}");
        assert_eq!(engine.count(&asked).unwrap(), both.len() as u64);
        let all = ids(&engine, &asked, None);
        assert!(all.is_subset(&scope), "{query} within {within}");
        related += all.len() - both.len();
        // A receipt says it as a query.
        let receipt = Receipt::of(&engine, &asked, "a test").unwrap();
        assert_eq!(receipt.ids.iter().cloned().collect::<BTreeSet<_>>(), both);
        assert!(receipt.replay(&engine).unwrap().is_same());
    }
    assert!(related > 20, "{related}");
    // What is asked within counts nothing in the ranking.
    let query = parse("微短剧").unwrap();
    let scores = |within: &Query| {
        let exact_only = Request { exact_only: true, ..request(&query, within) };
        engine.answer(&exact_only).unwrap().ids().unwrap()
    };
    let (alone, within) = (scores(&nothing), scores(&parse("出海").unwrap()));
    assert!(within.iter().all(|hit| alone.contains(hit)) && !within.is_empty());
}

#[test]
fn a_trend_within_has_no_other_articles() {
    let world = World::with_sample();
    let engine = Engine::open(&world.path("idx")).unwrap();
    let within = parse("微短剧 OR 出海").unwrap();
    let nothing = Query::default();
    for by in CalendarUnit::ALL {
        let filter = Filter { within: within.clone(), ..Filter::default() };
        let queries = vec![parse("河南").unwrap()];
        let trend = Trend::of(&engine, &TrendRequest { queries, filter, by, now: 0 }).unwrap();
        assert_eq!(trend.articles, engine.count(&request(&within, &nothing)).unwrap());
        let expected = engine.count(&request(&parse("河南 (微短剧 OR 出海)").unwrap(), &nothing));
        assert_eq!(trend.series[0].found, expected.unwrap());
        for (period, point) in trend.periods.iter().zip(&trend.series[0].points) {
            assert_eq!(point.is_some(), period.articles > 0, "{}", period.name);
        }
    }
}

#[test]
fn a_blank_query_finds_every_article_if_it_is_said_to() {
    let world = World::with_sample();
    let engine = Engine::open(&world.path("idx")).unwrap();
    let nothing = Query::default();
    assert_eq!(engine.count(&request(&nothing, &nothing)).unwrap(), 0);
    let filter = Filter { every: true, ..Filter::default() };
    let every = Request { filter, ..request(&nothing, &nothing) };
    assert_eq!(engine.count(&every).unwrap(), 150);
    assert_eq!(ids(&engine, &every, Some(Tier::Exact)).len(), 150);
}

#[test]
fn hits_that_are_read_together_are_those_that_are_read_one_by_one() {
    let world = World::with_sample();
    let engine = Engine::open(&world.path("idx")).unwrap();
    let answer = engine.answer(&request(&parse("微短剧").unwrap(), &Query::default())).unwrap();
    let answer = answer.into_owned();
    let bare: Vec<_> = answer.bare_hits().map(Result::unwrap).collect();
    let marked: Vec<_> = answer.hits().map(Result::unwrap).collect();
    let mut dice = Dice::new(23);
    for _ in 0..100 {
        let start = dice.roll(answer.len() + 2);
        let hits = start..start + dice.roll(answer.len() + 2);
        let inside = start.min(answer.len())..hits.end.min(answer.len());
        assert_eq!(answer.bare_hits_in(hits.clone()).unwrap(), bare[inside.clone()]);
        let some: Vec<_> = answer.hits_in(hits).map(Result::unwrap).collect();
        assert_eq!(some, marked[inside]);
    }
}
