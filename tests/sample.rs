//! The sample builds and is found by its own queries.

use serde::Deserialize;

use crate::support::{World, project};

#[derive(Deserialize)]
struct Queries {
    query: Vec<Expected>,
}

/// What a query must find, worked out by reading the sample with another program.
#[derive(Deserialize)]
struct Expected {
    text: String,
    why: String,
    exact: Vec<String>,
    #[serde(default)]
    related: Vec<String>,
}

fn queries() -> Vec<Expected> {
    let text = std::fs::read_to_string(project("index-data/sample/queries.toml")).unwrap();
    toml::from_str::<Queries>(&text).unwrap().query
}

#[test]
fn every_query_of_the_sample_finds_exactly_its_articles() {
    let world = World::with_sample();
    let queries = queries();
    assert!(queries.len() > 40);
    for expected in queries {
        let mut exact = expected.exact.clone();
        exact.sort();
        assert_eq!(
            world.exact_ids(&["--", &expected.text]),
            exact,
            "{}: {}",
            expected.text,
            expected.why
        );
    }
}

#[test]
fn related_articles_come_below_the_exact_ones() {
    let world = World::with_sample();
    for expected in queries().into_iter().filter(|query| !query.related.is_empty()) {
        let (hits, summary) = world.json(&["-n", "all", "--", &expected.text]);
        let exact = summary["exact"].as_u64().unwrap() as usize;
        assert!(hits[..exact].iter().all(|hit| hit["tier"] == "exact"), "{}", expected.text);
        assert!(hits[exact..].iter().all(|hit| hit["tier"] == "related"), "{}", expected.text);
        assert_eq!(summary["related"], hits.len() - exact, "{}", expected.text);
    }
}

#[test]
fn an_article_that_shares_a_word_is_related() {
    // s016 and s018 speak of 短剧 in other connections.
    let (hits, _) = World::with_sample().json(&["-n", "all", "微短剧"]);
    for id in ["s016", "s018"] {
        let hit = hits.iter().find(|hit| hit["id"] == id).unwrap();
        assert_eq!((&hit["tier"], &hit["matched"]), (&"related".into(), &vec!["短剧"].into()));
    }
}

#[test]
fn the_demo_searches_the_sample() {
    let world = World::new();
    let shown = world.run(&["demo", "微短剧", "-n", "3"]);
    assert_eq!(shown.status, 0, "{shown}");
    assert!(shown.stdout.contains("**微短剧**"), "{shown}");
    assert!(shown.stdout.contains("22 exact"), "{shown}");
    assert_eq!(shown.stderr, "indexed the 150 sample articles into a temporary index\n");
    assert_eq!(world.run(&["demo", "没有这样的词语啊"]).status, 0, "related articles answer it");
    assert_eq!(world.run(&["demo", "--exact", "没有这样的词语啊"]).status, 1);
}
