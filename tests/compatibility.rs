//! Indexes of earlier programs, read by this one.
//!
//! `fixtures/analysis-3/index` was written once, and `fixtures/format-3/index` before the analysis
//! changed (see the READMEs beside them). What they hold is known from the inputs of their jobs, which
//! are replayed here without any index; what they must answer is computed from those articles by scans
//! that share no code with the engine.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use xunwen_query::Engine;

use crate::grammar::agree;
use crate::support::judge::bars;
use crate::support::whole::{Whole, ran_well, run_well, write_queries};
use crate::support::{Dice, World, ids, project};

const DELETED: [&str; 5] = ["s005", "s020", "s044", "b017", "b140"];
const TEXTS: [&str; 3] = ["title", "summary", "body"];

/// A world with a copy of the index, and the articles that the index holds.
fn old_index() -> (World, Vec<Value>) {
    let world = World::new();
    copy(&fixture("analysis-3/index"), &world.path("idx"));
    (world, articles())
}

/// Returns the articles that both indexes hold.
fn articles() -> Vec<Value> {
    let mut articles = BTreeMap::new();
    for input in ["first.jsonl", "second.jsonl"] {
        for line in fs::read_to_string(fixture("format-3").join(input)).unwrap().lines() {
            let article: Value = serde_json::from_str(line).unwrap();
            articles.insert(article["id"].as_str().unwrap().to_owned(), article);
        }
    }
    articles.retain(|id, _| !DELETED.contains(&id.as_str()));
    assert_eq!(articles.len(), 345);
    articles.into_values().collect()
}

fn fixture(name: &str) -> PathBuf {
    project("tests/fixtures").join(name)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Returns how often `literal` occurs in the texts of an article, overlaps included.
fn occurrences(article: &Value, literal: &str) -> usize {
    let wanted = bars(literal);
    let in_text = |name: &&str| {
        let text = bars(article[*name].as_str().unwrap_or_default());
        text.char_indices().filter(|&(at, _)| text[at..].starts_with(&wanted)).count()
    };
    TEXTS.iter().map(in_text).sum()
}

/// Returns the sorted ids of the articles in which all of `literals` occur.
fn holding(articles: &[Value], literals: &[&str]) -> Vec<String> {
    let holds = |article: &&Value| literals.iter().all(|it| occurrences(article, it) > 0);
    articles.iter().filter(holds).map(|it| it["id"].as_str().unwrap().to_owned()).collect()
}

/// Returns literals: pieces of the articles' titles and bodies, and a few fixed ones.
fn literals(articles: &[Value]) -> BTreeSet<String> {
    let mut dice = Dice::new(3);
    let mut literals: BTreeSet<String> = [
        "微短剧",
        "低空经济",
        "无人机",
        "无人机送货，无人机",
        "剧",
        "快讯",
        "快讯2",
        "AI",
        "没有这样的词",
    ]
    .map(str::to_owned)
    .into();
    for article in articles {
        for name in ["title", "body", "body", "body"] {
            let text: Vec<char> = article[name].as_str().unwrap().chars().collect();
            let length = 2 + dice.roll(4);
            let start = dice.roll(text.len().saturating_sub(length).max(1));
            let piece: String = text.iter().skip(start).take(length).collect();
            let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
            if piece.chars().all(is_han) {
                literals.insert(piece);
            }
        }
    }
    literals
}

#[test]
fn an_old_index_finds_every_literal_and_nothing_else() {
    let (world, articles) = old_index();
    finds_every_literal(&world, &articles);
}

#[test]
fn an_index_of_the_analysis_before_is_refused_and_carried_over() {
    let world = World::new();
    copy(&fixture("format-3/index"), &world.path("idx"));
    let refused = world.run(&["search", "-i", "idx", "微短剧"]);
    let lines: Vec<&str> = refused.stderr.lines().collect();
    assert_eq!((refused.status, refused.stdout.as_str(), lines.len()), (2, "", 2), "{refused}");
    assert!(lines[0].starts_with("error: the index at idx has fingerprint 2-"), "{refused}");
    assert!(
        lines[1].contains("`xunwen rebuild -i DIR` makes it anew from its own stored articles")
    );
    run_well(&world, &["rebuild", "-i", "idx"]);
    finds_every_literal(&world, &articles());
    let verified = ran_well(&world, &["verify", "-i", "idx"]);
    assert!(verified.stdout.starts_with("generation 2: 345 articles\n"), "{verified}");
}

fn finds_every_literal(world: &World, articles: &[Value]) {
    let literals = literals(articles);
    assert!(literals.len() > 100, "{}", literals.len());
    let lines = literals.iter().map(|literal| format!("{literal}\t\"{literal}\"\n"));
    world.write("queries.tsv", lines.collect::<String>().as_bytes());
    let run = world.run(&["batch", "-i", "idx", "--exact", "-n", "1000", "queries.tsv"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run}");
    let mut found: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for line in run.stdout.lines() {
        let fields: Vec<&str> = line.split(' ').collect();
        found.entry(fields[0]).or_default().push(fields[2].to_owned());
    }
    for literal in &literals {
        let mut found = found.remove(literal.as_str()).unwrap_or_default();
        found.sort();
        assert_eq!(found, holding(articles, &[literal]), "{literal}");
    }
    let (_, summary) = world.json(&["无人机送货"]);
    assert_eq!((&summary["exact"], &summary["articles"]), (&json!(298), &json!(345)));
}

#[test]
fn an_old_index_answers_the_whole_language() {
    let (world, articles) = old_index();
    // Noon of 2026-02-15 in China.
    agree(&Engine::open(&world.path("idx")).unwrap(), articles, 1_771_128_000);
}

#[test]
fn an_old_index_is_ranked_explained_and_shown_in_context() {
    let (world, articles) = old_index();
    for query in [&["微短剧"][..], &["低空经济", "无人机"], &["剧组"]] {
        let expected = holding(&articles, query);
        let (hits, summary) = world.json(&[&["-n", "400"], query].concat());
        let exact = hits.iter().take_while(|hit| hit["tier"] == "exact").count();
        let mut found = ids(&hits[..exact]);
        found.sort();
        assert_eq!((&found, &summary["exact"]), (&expected, &json!(expected.len())), "{query:?}");
        assert!(hits[exact..].iter().all(|hit| hit["tier"] == "related"), "{query:?}");
        for hit in hits.iter().step_by(7) {
            let id = hit["id"].as_str().unwrap();
            let explained = ["explain", "-i", "idx", "--format", "json", id];
            let explained = ran_well(&world, &[&explained[..], query].concat());
            let explained: Value = serde_json::from_str(&explained.stdout).unwrap();
            assert_eq!(explained["tier"], hit["tier"], "{query:?} {id}");
            let score = |value: &Value| value["score"].as_f64().unwrap() as f32;
            assert_eq!(score(&explained), score(hit), "{query:?} {id}");
        }
    }
    for literal in ["微短剧", "无人机送货，无人机", "送货"] {
        let lines =
            ran_well(&world, &["kwic", "-i", "idx", "-n", "0", "--format", "json", literal]);
        let summary: Value = serde_json::from_str(lines.stdout.lines().last().unwrap()).unwrap();
        let expected: usize = articles.iter().map(|it| occurrences(it, literal)).sum();
        assert_eq!(summary["data"]["lines"], expected, "{literal}");
    }
    let verified = ran_well(&world, &["verify", "-i", "idx"]);
    assert!(verified.stdout.starts_with("generation 1: 345 articles\n"), "{verified}");
}

#[test]
fn an_old_index_is_updated_and_rebuilt() {
    let (world, mut articles) = old_index();
    articles[0]["title"] = "低空经济快讯又一期".into();
    let added =
        json!({ "id": "n1", "title": "低空经济", "body": "无人机送货到家。", "lang": "zh" });
    articles.push(added.clone());
    world.write("news.jsonl", format!("{}\n{added}\n", articles[0]).as_bytes());
    let updated = ran_well(&world, &["index", "-i", "idx", "news.jsonl"]);
    assert!(updated.stderr.contains("1 added, 1 updated"), "{updated}");
    for literal in ["低空经济", "无人机送货", "又一期", "送货到家"] {
        let found = world.exact_ids(&[literal]);
        let expected: BTreeSet<String> = holding(&articles, &[literal]).into_iter().collect();
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), expected, "{literal}");
    }
    write_queries(&world, &articles, 60, &mut Dice::new(60));
    let before = Whole::of(&world, "idx");
    run_well(&world, &["rebuild", "-i", "idx"]);
    Whole::of(&world, "idx").assert_same(&before, "rebuilt");
    let shown = ran_well(&world, &["inspect", "-i", "idx", "--format", "json"]);
    let shown: Value = serde_json::from_str(&shown.stdout).unwrap();
    assert_eq!((&shown["generation"], &shown["articles"]), (&json!(2), &json!(346)));
}

/// Runs a phrase, which is read from the bytes of posting lists, over one changed byte at a time.
#[test]
fn a_changed_byte_of_the_postings_gives_an_answer_or_an_error_of_two_lines() {
    let (world, _) = old_index();
    let folder = world.path("idx/generations/000001");
    let files: BTreeSet<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "idx" || it == "pos"))
        .collect();
    assert_eq!(files.len(), 4);
    let mut dice = Dice::new(7);
    let mut failed = 0;
    for path in files.iter().cycle().take(60) {
        let sound = fs::read(path).unwrap();
        let mut damaged = sound.clone();
        damaged[dice.roll(sound.len())] ^= 1 << dice.roll(8);
        fs::write(path, damaged).unwrap();
        let shown = world.run(&["search", "-i", "idx", "无人机送货，无人机", "低空经济快讯"]);
        let lines: Vec<&str> = shown.stderr.lines().collect();
        match (shown.status, &lines[..]) {
            (0 | 1, _) => {}
            (2, [error, hint]) if error.starts_with("error: ") && hint.starts_with("hint: ") => {
                failed += 1;
            }
            _ => panic!("{path:?}: {shown}"),
        }
        fs::write(path, sound).unwrap();
    }
    println!("{failed} of 60 changed bytes were noticed");
    assert_eq!(
        holding(&old_index().1, &["无人机送货，无人机"]),
        world.exact_ids(&["无人机送货，无人机"])
    );
}
