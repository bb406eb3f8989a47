//! Passages and their marks, over random articles, queries and widths.

use std::fs;

use serde_json::Value;
use xunwen_language::{Clause, Query};
use xunwen_query::{Engine, Hit, Passage, Request, Tier};

use crate::support::judge::bars;
use crate::support::{World, project};

/// Passages to look at. `XUNWEN_PASSAGES=1000000` is the long form.
pub(crate) fn wanted() -> usize {
    std::env::var("XUNWEN_PASSAGES").ok().and_then(|count| count.parse().ok()).unwrap_or(20_000)
}

#[test]
fn marks_are_exact_whatever_the_width() {
    let world = World::with_sample();
    let engine = Engine::open(&world.path("idx")).unwrap();
    let texts = sample_texts();
    let mut state = 7_u64;
    let mut dice = |sides: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % sides.max(1)
    };
    let mut seen = 0;
    while seen < wanted() {
        let text: Vec<char> = texts[dice(texts.len())].chars().collect();
        let start = dice(text.len());
        let literal: String = text[start..].iter().take(1 + dice(12)).collect();
        let width = 1 + dice(200);
        let request = Request {
            limit: 40,
            passage_width: width,
            ..Request::new(Query::new(Clause::literal(&literal)), 0)
        };
        for hit in engine.search(&request).unwrap().hits {
            seen += check_hit(&hit, &literal, width);
        }
    }
    println!("{seen} passages looked at");
}

/// Checks the title and passages of a hit; returns how many they are.
fn check_hit(hit: &Hit, literal: &str, width: usize) -> usize {
    let article = &hit.article;
    let whole = if bars(literal).is_empty() { None } else { Some(bars(literal)) };
    let expected = whole.filter(|_| hit.tier == Tier::Exact);
    check(&hit.title, expected.as_deref(), usize::MAX);
    assert_eq!(hit.title.text, article.title);
    for (_, passage) in &hit.passages {
        check(passage, expected.as_deref(), width);
        let is_of_article =
            [&article.body, &article.summary].iter().any(|text| text.contains(&passage.text));
        assert!(is_of_article, "{:?} is not the article's", passage.text);
    }
    if let Some(literal) = &expected {
        let long = bars_length(literal) > width;
        let all = [&hit.title].into_iter().chain(hit.passages.iter().map(|(_, passage)| passage));
        assert!(
            long || all.clone().any(|passage| !passage.marks.is_empty()),
            "{literal} is marked nowhere in {}",
            article.id
        );
    }
    1 + hit.passages.len()
}

fn bars_length(bars: &str) -> usize {
    bars.chars().count()
}

fn check(passage: &Passage, literal: Option<&str>, width: usize) {
    assert!(
        passage.text.chars().count() <= width,
        "{} characters of {width}",
        passage.text.chars().count()
    );
    let mut last = None;
    for mark in &passage.marks {
        assert!(mark.start < mark.end && mark.end <= passage.text.len());
        assert!(last.is_none_or(|last| last < mark.start), "marks touch or overlap");
        last = Some(mark.end);
        let marked = passage.text.get(mark.clone()).expect("on character boundaries");
        if let Some(literal) = literal {
            let is_clipped = mark.end == passage.text.len() && passage.cut_after;
            assert!(
                is_made_of(&bars(marked), literal, is_clipped),
                "{marked:?} is marked for {literal}"
            );
        }
    }
}

/// Returns whether a marked text is the literal, or several of it that overlap or touch, or as much
/// of it as a passage shows that is narrower than what matched, line breaks and all.
fn is_made_of(marked: &str, literal: &str, is_clipped: bool) -> bool {
    if marked == literal || (marked.starts_with(literal) && marked.ends_with(literal)) {
        return true;
    }
    is_clipped && literal.starts_with(marked.trim_end_matches('|'))
}

fn sample_texts() -> Vec<String> {
    let sample = fs::read_to_string(project("index-data/sample/articles.jsonl")).unwrap();
    let articles = sample.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let texts = articles.flat_map(|article| {
        ["title", "body", "summary"]
            .map(|field| article[field].as_str().unwrap_or_default().to_owned())
    });
    texts.filter(|text| !text.is_empty()).collect()
}
