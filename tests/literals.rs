//! Literals in real news, judged by a scan that shares no code with the engine.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use aho_corasick::AhoCorasick;
use serde_json::Value;
use xunwen_language::{Clause, Query};
use xunwen_query::{Engine, Request};

use crate::support::judge::bars;
use crate::support::{Dice, World, shared};

/// Literals cut from the corpora.
const CUT: usize = 5_000;
/// Trending topics taken from the list of hot queries.
const HOT: usize = 2_000;
const MIXED: [&str; 10] =
    ["5G", "A股", "6.96亿", "GPT-4", "C919", "２０２３年", "RCEP", "3.5%", "Z世代", "ＡＩ"];

#[test]
fn every_literal_is_found_exactly_where_it_occurs() {
    let corpora = ["corpus/xwlb.jsonl.zst", "corpus/crud2023.jsonl.zst"].map(shared);
    let (Some(xwlb), Some(crud), Some(hot)) =
        (corpora[0].clone(), corpora[1].clone(), shared("eval/hot-queries.txt"))
    else {
        return;
    };
    let world = World::new();
    let built = world.run(&["index", "-i", "idx", xwlb.to_str().unwrap(), crud.to_str().unwrap()]);
    assert!(built.stderr.contains("140802 added, 0 updated, 0 unchanged"), "{built}");
    let again = world.run(&["index", "-i", "idx", xwlb.to_str().unwrap(), crud.to_str().unwrap()]);
    assert!(again.stderr.contains("0 added, 0 updated, 140802 unchanged"), "{again}");
    let facts: Value =
        serde_json::from_str(&world.run(&["inspect", "-i", "idx", "--format", "json"]).stdout)
            .unwrap();
    assert_eq!(facts["articles"], 140_802);

    let mut literals: BTreeSet<String> = MIXED.map(str::to_owned).into();
    cut(&[&xwlb, &crud], &mut literals);
    hot_queries(&hot, &mut literals);
    traditional(&mut literals);
    let expected = scan(&[&xwlb, &crud], &literals);
    compare(&world.path("idx"), &literals, &expected);
}

/// Cuts literals of 1 to 8 characters, signs included, out of articles chosen by a fixed sequence.
fn cut(files: &[&Path], literals: &mut BTreeSet<String>) {
    let mut dice = Dice::new(20_261_123);
    let wanted = literals.len() + CUT;
    let every = 140_802 / (CUT + 1000);
    for article in files.iter().flat_map(|file| articles(file)) {
        if literals.len() >= wanted {
            return;
        }
        if dice.roll(every) > 0 {
            continue;
        }
        let text: Vec<char> = article.body.chars().collect();
        let start = dice.roll(text.len().max(1));
        let piece: String = text.iter().skip(start).take(1 + dice.roll(8)).collect();
        if !bars(&piece).is_empty() {
            literals.insert(piece);
        }
    }
}

fn hot_queries(file: &Path, literals: &mut BTreeSet<String>) {
    let text = std::fs::read_to_string(file).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let step = lines.len() / HOT;
    literals.extend(lines.iter().step_by(step).take(HOT).map(|line| line.trim().to_owned()));
}

/// Adds some literals once more in traditional characters.
fn traditional(literals: &mut BTreeSet<String>) {
    let table =
        std::fs::read_to_string(crate::support::project("crates/schema/src/analysis/han.txt"))
            .unwrap();
    let mut back: HashMap<char, char> = HashMap::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let pair: Vec<char> = line.chars().collect();
        back.insert(pair[1], pair[0]);
    }
    let to_traditional =
        |text: &String| text.chars().map(|c| *back.get(&c).unwrap_or(&c)).collect::<String>();
    let more: Vec<String> = literals.iter().step_by(7).map(to_traditional).collect();
    literals.extend(more);
}

/// Returns the ids of the articles in which each literal occurs, by reading all of them.
fn scan(files: &[&Path], literals: &BTreeSet<String>) -> BTreeMap<String, HashSet<String>> {
    let patterns: Vec<(&String, String)> = literals
        .iter()
        .map(|literal| (literal, bars(literal)))
        .filter(|(_, bars)| !bars.is_empty())
        .collect();
    let all = AhoCorasick::new(patterns.iter().map(|(_, bars)| bars)).unwrap();
    let mut found: BTreeMap<String, HashSet<String>> = BTreeMap::new();
    for article in files.iter().flat_map(|file| articles(file)) {
        for text in [&article.title, &article.body, &article.summary] {
            for found_at in all.find_overlapping_iter(&bars(text)) {
                let literal = patterns[found_at.pattern().as_usize()].0;
                found.entry(literal.clone()).or_default().insert(article.id.clone());
            }
        }
    }
    found
}

fn compare(
    index: &Path,
    literals: &BTreeSet<String>,
    expected: &BTreeMap<String, HashSet<String>>,
) {
    let engine = Engine::open(index).unwrap();
    let none = HashSet::new();
    let mut found_somewhere = 0;
    for literal in literals {
        let query = if bars(literal).is_empty() {
            Query::default()
        } else {
            Query::new(Clause::literal(literal))
        };
        let request = Request { exact_only: true, limit: usize::MAX, ..Request::new(query, 0) };
        let answer = engine.answer(&request).unwrap();
        let ids: HashSet<String> = answer.ids().unwrap().into_iter().map(|(id, _, _)| id).collect();
        assert_eq!(answer.totals().exact, ids.len() as u64);
        let scanned = expected.get(literal).unwrap_or(&none);
        let missed: Vec<_> = scanned.difference(&ids).take(3).collect();
        let invented: Vec<_> = ids.difference(scanned).take(3).collect();
        assert!(
            missed.is_empty() && invented.is_empty(),
            "{literal:?} ({}): missed {missed:?}, invented {invented:?}",
            bars(literal)
        );
        found_somewhere += usize::from(!ids.is_empty());
    }
    println!(
        "{} literals agree with the scan, {found_somewhere} of them occur somewhere",
        literals.len()
    );
    assert!(found_somewhere > CUT);
}

pub(crate) struct Article {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) summary: String,
}

/// Reads the articles of a corpus with serde and zstd alone.
pub(crate) fn articles(file: &Path) -> impl Iterator<Item = Article> + use<> {
    let reader =
        BufReader::with_capacity(1 << 20, zstd::Decoder::new(File::open(file).unwrap()).unwrap());
    reader.lines().map(|line| {
        let value: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let text = |field: &str| value[field].as_str().unwrap_or_default().to_owned();
        Article {
            id: text("id"),
            title: text("title"),
            body: text("body"),
            summary: text("summary"),
        }
    })
}
