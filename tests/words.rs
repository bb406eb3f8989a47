//! Keywords in context, collocates and keywords, judged by scans that share no code with the engine.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::ops::Range;
use std::path::Path;

use serde_json::{Value, json};
use xunwen_language::{Query, parse};
use xunwen_query::corpus::{
    CollocateMeasure, Collocates, Concordance, ConcordanceLine, ConcordanceOptions, Keywords,
    LineOrder,
};
use xunwen_query::{Engine, Request};

use crate::support::judge::{End, Judged, bars, is_han, judged};
use crate::support::{World, project, shared};

const FIELDS: [&str; 3] = ["title", "summary", "body"];

fn world() -> World {
    World::with_articles(&[
        json!({ "id": "a", "title": "碳中和", "body": "实现碳\n中和，碳中和的 GPT-4。", "summary": "碳达峰碳中和",
                "source": "河南日报", "published_at": "2025-12-30" }),
        json!({ "id": "b", "title": "别的", "body": "安排碳中和目标", "published_at": "2025-12-31" }),
        json!({ "id": "c", "title": "没有", "body": "安排目标" }),
    ])
}

fn lines(world: &World, arguments: &[&str]) -> (Vec<Value>, Value) {
    let run = world.run(&[&["kwic", "-i", "idx", "--format", "json"], arguments].concat());
    assert!(run.status < 2, "{run}");
    let mut lines: Vec<Value> =
        run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut summary = lines.pop().unwrap();
    assert_eq!(summary["type"], "summary");
    assert!(lines.iter().all(|line| line["type"] == "line"), "{run}");
    (lines.into_iter().map(|mut line| line["data"].take()).collect(), summary["data"].take())
}

fn shown(lines: &[Value]) -> Vec<String> {
    let side = |line: &Value, name: &str| line[name].as_str().unwrap().to_owned();
    lines
        .iter()
        .map(|line| {
            format!("{}|{}|{}", side(line, "left"), side(line, "keyword"), side(line, "right"))
        })
        .collect()
}

#[test]
fn a_line_for_each_place_newest_first() {
    let (found, summary) = lines(&world(), &["碳中和", "--width", "3"]);
    let expected = [
        "安排|碳中和|目标",
        "|碳中和|",
        "碳达峰|碳中和|",
        "实现|碳中和|，碳中",
        "中和，|碳中和|的 G",
    ];
    assert_eq!(shown(&found), expected);
    assert_eq!(found[3]["span"], json!([6, 16]));
    assert_eq!(found[3]["field"], "body");
    for (name, value) in [("lines", 5), ("returned", 5), ("exact", 2), ("articles", 3)] {
        assert_eq!(summary[name], value, "{name}");
    }
}

#[test]
fn lines_are_ordered_by_the_text_beside_the_keyword() {
    let world = world();
    let (left, _) = lines(&world, &["碳中和", "--sort", "left", "--width", "2"]);
    let mut by_left = shown(&left);
    assert_eq!(by_left[0], "|碳中和|");
    by_left.dedup_by_key(|line| line.split('|').next().unwrap().chars().last());
    assert_eq!(by_left.len(), 5);
    let (right, summary) = lines(&world, &["碳中和", "--sort", "right", "--width", "0", "-n", "3"]);
    assert_eq!(shown(&right), ["|碳中和|"; 3]);
    // Nothing after the keyword: first, and by id and place; the width shown does not matter.
    assert_eq!((&right[0]["field"], &right[1]["field"]), (&json!("title"), &json!("summary")));
    assert_eq!((&summary["lines"], &summary["returned"]), (&json!(5), &json!(3)));
}

#[test]
fn one_place_is_one_line_and_fields_are_minded() {
    let world = world();
    assert_eq!(lines(&world, &["碳中和 OR 碳中和"]).1["lines"], 5);
    assert_eq!(lines(&world, &["碳中和 中和"]).1["lines"], 10);
    assert_eq!(lines(&world, &["标题:碳中和"]).1["lines"], 1);
    assert_eq!(lines(&world, &["碳中和", "-安排"]).1["lines"], 4);
    assert_eq!(shown(&lines(&world, &["gp*", "--width", "1"]).0), [" |GPT|-"]);
    let none = world.run(&["kwic", "-i", "idx", "日期:2025"]);
    assert_eq!((none.status, none.stdout.starts_with("0 lines in 2 of 3 articles")), (1, true));
}

#[test]
fn text_is_aligned_and_csv_tells_what_it_leaves_out() {
    let world = world();
    let text = world.run(&["kwic", "-i", "idx", "碳中和", "-n", "2", "--width", "2"]);
    let rows: Vec<&str> = text.stdout.lines().collect();
    assert_eq!(rows[0], "2025-12-31            安排  碳中和  目标");
    assert_eq!(rows[1], "2025-12-30  河南日报        碳中和");
    assert!(rows[2].starts_with("5 lines in 2 of 3 articles, 2 shown, "), "{text}");
    let csv = world.run(&["kwic", "-i", "idx", "碳中和", "-n", "1", "--format", "csv"]);
    assert_eq!(
        csv.stdout,
        "id,published_at,source,field,start,end,left,keyword,right\n\
         b,2025-12-31,,body,6,15,安排,碳中和,目标\n"
    );
    assert_eq!(csv.stderr, "1 of 5 lines; `-n all` writes all\n");
}

/// Terms of the index are counted by hand: pairs, single characters, and the end of a sentence.
#[test]
fn collocates_are_as_counted_by_hand() {
    let world = World::with_articles(&[
        json!({ "id": "a", "body": "北京下雨。上海" }),
        json!({ "id": "b", "body": "北京下雨，上海" }),
    ]);
    let near = world.run(&["words-near", "-i", "idx", "下雨", "--format", "json"]);
    let (rows, summary) = words(&near.stdout);
    // Near in a: 北京; what overlaps the keyword or is in the next sentence is not. In b:
    // 北京, 上海, 海. All: 北京 京下 下雨 雨 上海 海 twice, and the end of a sentence once.
    let counts = |name: &str| summary[name].as_u64().unwrap();
    assert_eq!((counts("places"), counts("near"), counts("terms")), (2, 4, 13));
    assert_eq!(rows.len(), 1);
    assert_eq!((&rows[0]["word"], &rows[0]["observed"]), (&json!("北京"), &json!(2)));
    assert_eq!(rows[0]["everywhere"], 2);
    // O: 2, 2 / 0, 9. E: 8/13, 44/13 / 18/13, 99/13.
    // 2 (2 ln 3.25 + 2 ln (26/44) + 9 ln (117/99)) = 2 (2.357310 - 1.052186 + 1.503487) = 5.617222
    assert!((rows[0]["g2"].as_f64().unwrap() - 5.617_222).abs() < 1e-5, "{near}");
    assert!((rows[0]["expected"].as_f64().unwrap() - 8.0 / 13.0).abs() < 1e-9);
}

/// Articles with longer dictionary words near 碳中和, whose letters are no English words with stems.
fn long_words() -> [Value; 3] {
    [
        json!({ "id": "a", "title": "奥运会 碳中和", "body": "国务院提出碳中和目标。人工智能产业发展，碳中和离不开人工智能和社会主义市场经济。GPT 碳中和 AI，2025年。" }),
        json!({ "id": "b", "body": "全国人民代表大会讨论碳中和的目标；社会主义市场经济与碳中和\n\n国务院 新质生产力 碳中和 国务院提倡新质生产力" }),
        json!({ "id": "c", "body": "人工智能和国务院没有关系。新质生产力也是", "summary": "社会主义，目标" }),
    ]
}

/// A text as the judge cuts it, and which of its positions are near a keyword and in none.
struct Judgement {
    atoms: Vec<String>,
    ends: Vec<(u32, End)>,
    near: Vec<bool>,
}

impl Judgement {
    fn of(text: &str, keyword: &str, window: usize) -> Self {
        let Judged { bars, ends } = judged(text);
        let cut = |bars: &str| -> Vec<String> {
            bars.split('|').filter(|atom| !atom.is_empty()).map(str::to_owned).collect()
        };
        let atoms = cut(&bars);
        let keyword = cut(&judged(keyword).bars);
        let is_end = |at: usize| ends.iter().any(|end| end.0 as usize == at);
        let (mut near, mut inside) = (vec![false; atoms.len()], vec![false; atoms.len()]);
        for start in 0..atoms.len() {
            if !atoms[start..].starts_with(&keyword) {
                continue;
            }
            let end = start + keyword.len();
            inside[start..end].fill(true);
            for at in (start.saturating_sub(window)..start).rev().take_while(|&at| !is_end(at)) {
                near[at] = true;
            }
            for at in (end..atoms.len()).take(window).take_while(|&at| !is_end(at)) {
                near[at] = true;
            }
        }
        near.iter_mut().zip(inside).for_each(|(near, inside)| *near &= !inside);
        Self { atoms, ends, near }
    }

    /// Returns the positions of each term that the index holds of the text.
    fn trials(&self) -> Vec<Range<usize>> {
        let han = |at: usize| self.atoms.get(at).is_some_and(|it| it.chars().all(is_han));
        let is_atom = |at: usize| self.atoms.get(at).is_some_and(|atom| atom != ",");
        let mut trials = Vec::new();
        for at in 0..self.atoms.len() {
            let is_pair = is_atom(at) && is_atom(at + 1) && (han(at) || han(at + 1));
            // A run is a term beside the pair that it begins; a character only without one.
            let single = at..at + 1;
            if is_atom(at) && !(han(at) && is_pair) {
                trials.push(single.clone());
            }
            if is_pair {
                trials.push(at..at + 2);
            }
            if !is_atom(at) {
                let end = self.ends.iter().find(|end| end.0 as usize == at).map(|end| end.1);
                let terms = [!han(at - 1), end.is_some(), end == Some(End::Paragraph)];
                terms.iter().filter(|&&term| term).for_each(|_| trials.push(single.clone()));
            }
        }
        trials
    }

    /// Returns how many of `spans` are near.
    fn near(&self, spans: &[Range<usize>]) -> usize {
        spans.iter().filter(|span| self.near[(*span).clone()].iter().all(|&near| near)).count()
    }

    fn occurrences(&self, word: &str) -> Vec<Range<usize>> {
        let length = bars(word).matches('|').count() - 1;
        let spans = (0..self.atoms.len() + 1 - length.min(self.atoms.len()))
            .map(|start| start..start + length);
        spans
            .filter(|span| self.atoms.get(span.clone()).is_some_and(|it| it.concat() == word))
            .collect()
    }
}

#[test]
fn near_terms_and_expected_are_counts_of_the_same_trials() {
    let articles = long_words();
    let world = World::with_articles(&articles);
    let texts = articles.iter().flat_map(|article| FIELDS.map(|field| article[field].as_str()));
    let judged: Vec<Judgement> =
        texts.flatten().map(|text| Judgement::of(text, "碳中和", 5)).collect();
    let terms: usize = judged.iter().map(|text| text.trials().len()).sum();
    let near: usize = judged.iter().map(|text| text.near(&text.trials())).sum();

    let shown = world.run(&["words-near", "-i", "idx", "碳中和", "--format", "json"]);
    let (rows, summary) = words(&shown.stdout);
    assert_eq!((&summary["near"], &summary["terms"]), (&json!(near), &json!(terms)));
    assert!(rows.iter().any(|row| row["word"] == "国务院"), "a longer word: {shown}");
    for row in &rows {
        let word = row["word"].as_str().unwrap();
        let everywhere: usize = judged.iter().map(|text| text.occurrences(word).len()).sum();
        let observed: usize = judged.iter().map(|text| text.near(&text.occurrences(word))).sum();
        assert_eq!(
            (&row["observed"], &row["everywhere"]),
            (&json!(observed), &json!(everywhere)),
            "{word}"
        );
        let expected = (near * everywhere) as f64 / terms as f64;
        assert!((row["expected"].as_f64().unwrap() - expected).abs() < 1e-9, "{word}");
    }
    let csv = world.run(&["words-near", "-i", "idx", "碳中和", "--format", "csv"]);
    let mut table = csv.stdout.lines();
    assert_eq!(table.next(), Some("word,observed,expected,everywhere,g2,log_dice,near,terms"));
    assert!(table.all(|row| row.ends_with(&format!(",{near},{terms}"))), "{csv}");
}

#[test]
fn log_dice_is_as_its_formula_says_and_orders_the_words() {
    let world = World::with_sample();
    let ask = |measure: &str, limit: &str| {
        let arguments = [
            "words-near",
            "-i",
            "idx",
            "微短剧",
            "--measure",
            measure,
            "-n",
            limit,
            "--format",
            "json",
        ];
        words(&world.run(&arguments).stdout)
    };
    let number = |row: &Value, name: &str| row[name].as_f64().unwrap();
    let (rows, summary) = ask("log-dice", "all");
    let values: Vec<f64> = rows.iter().map(|row| number(row, "log_dice")).collect();
    assert!(rows.len() > 10 && values.is_sorted_by(|left, right| left >= right), "{values:?}");
    for row in &rows {
        let both = 2.0 * number(row, "observed");
        let expected =
            14.0 + (both / (number(&summary, "places") + number(row, "everywhere"))).log2();
        assert!((number(row, "log_dice") - expected).abs() < 1e-9, "{row}");
    }
    // Both measures know the same words, and the first few are those of all.
    let name = |row: &Value| row["word"].as_str().unwrap().to_owned();
    let by_g2: BTreeSet<String> = ask("g2", "all").0.iter().map(name).collect();
    assert_eq!(by_g2, rows.iter().map(name).collect());
    assert_eq!(ask("log-dice", "5").0, rows[..5]);
}

#[test]
fn keywords_against_others_are_compared_with_these_alone() {
    let world = World::with_sample();
    let ids = |query: &str| -> BTreeSet<String> { world.exact_ids(&[query]).into_iter().collect() };
    let arguments =
        ["keywords", "-i", "idx", "微短剧", "--against", "河南 OR 无人机", "--format", "json"];
    let (rows, summary) = words(&world.run(&arguments).stdout);
    let (own, others) = (ids("微短剧"), &ids("河南 OR 无人机") - &ids("微短剧"));
    assert_eq!((&summary["exact"], &summary["against"]), (&json!(own.len()), &json!(others.len())));
    assert!(!rows.is_empty());
    for row in rows {
        let with = ids(row["word"].as_str().unwrap());
        let expected = [with.intersection(&own).count(), with.intersection(&others).count()];
        assert_eq!(
            [&row["hits"], &row["elsewhere"]],
            expected.map(|it| json!(it)).each_ref(),
            "{row}"
        );
    }
}

#[test]
fn a_word_that_is_added_moves_no_row_of_another() {
    let world = World::with_articles(&long_words());
    let rows = || {
        let shown =
            world.run(&["words-near", "-i", "idx", "碳中和", "-n", "all", "--format", "json"]);
        let (mut rows, mut summary) = words(&shown.stdout);
        rows.retain(|row| !"新质生产力".contains(row["word"].as_str().unwrap()));
        summary["elapsed_ms"].take();
        summary["returned"].take();
        (rows, summary)
    };
    let before = rows();
    assert!(before.0.len() > 1, "{before:?}");
    let added = world.run(&["words", "add", "-i", "idx", "新质生产力"]);
    assert_eq!(added.status, 0, "{added}");
    assert_eq!(rows(), before);
}

#[test]
fn articles_that_were_replaced_are_no_trials() {
    let world = World::with_articles(&long_words());
    let summary = || {
        let shown = world.run(&["words-near", "-i", "idx", "碳中和", "--format", "json"]);
        let summary = words(&shown.stdout).1;
        (summary["near"].clone(), summary["terms"].clone())
    };
    let before = summary();
    world.write(
        "more.jsonl",
        format!("{}\n", json!({ "id": "d", "body": "奥运会的目标" })).as_bytes(),
    );
    assert_eq!(world.run(&["index", "-i", "idx", "more.jsonl"]).status, 0);
    assert_ne!(summary(), before);
    assert_eq!(world.run(&["delete", "-i", "idx", "d"]).status, 0);
    assert_eq!(summary(), before);
}

#[test]
fn a_word_of_many_letters_is_cut_for_reading_alone() {
    let long = "abcdefghij".repeat(30);
    let world = World::with_articles(&[
        json!({ "id": "a", "body": format!("北京 {long} 北京 {long}") }),
        json!({ "id": "b", "body": "上海" }),
    ]);
    let run = |format| world.run(&["words-near", "-i", "idx", "北京", "--format", format]);
    let text = run("text").stdout;
    let row = text.lines().nth(1).unwrap();
    assert!(row.starts_with(&format!("{}…  ", &long[..39])), "{text}");
    assert!(run("csv").stdout.contains(&format!("\n{long},2,")), "{}", run("csv"));
    assert!(run("json").stdout.contains(&format!("{{\"word\":\"{long}\",")), "{}", run("json"));
}

#[test]
fn keywords_are_as_counted_by_hand() {
    let world = World::with_articles(&[
        json!({ "id": "a", "title": "下雨", "body": "北京下雨。北京" }),
        json!({ "id": "b", "title": "北京下雨", "body": "上海" }),
        json!({ "id": "c", "body": "上海" }),
        json!({ "id": "d", "body": "上海，北京" }),
    ]);
    let found = world.run(&["keywords", "-i", "idx", "下雨", "--format", "json"]);
    let (rows, summary) = words(&found.stdout);
    assert_eq!((&summary["exact"], &summary["sampled"]), (&json!(2), &Value::Null));
    assert_eq!(rows.len(), 1);
    let row = &rows[0];
    assert_eq!(
        (&row["word"], &row["hits"], &row["elsewhere"]),
        (&json!("北京"), &json!(2), &json!(1))
    );
    // O: 2, 0 / 1, 1. E: 1.5, 0.5 / 1.5, 0.5.
    // 2 (2 ln (4/3) + ln (2/3) + ln 2) = 2 (0.575364 - 0.405465 + 0.693147) = 1.726092
    assert!((row["g2"].as_f64().unwrap() - 1.726_092).abs() < 1e-5, "{found}");
    let start =
        r#"{"type":"word","data":{"word":"北京","hits":2,"expected":1.5,"elsewhere":1,"g2":1.726"#;
    assert!(found.stdout.starts_with(start), "{found}");
    let text = world.run(&["keywords", "-i", "idx", "下雨"]);
    assert_eq!(text.stdout.lines().next().unwrap(), "word  hits  expected  elsewhere    g2");
    assert_eq!(text.stdout.lines().nth(1).unwrap(), "北京     2      1.50          1  1.73");
    let csv = world.run(&["keywords", "-i", "idx", "下雨", "--format", "csv"]);
    assert!(csv.stdout.starts_with("word,hits,expected,elsewhere,g2\n北京,2,1.5,1,1.726"), "{csv}");
    assert_eq!(world.run(&["keywords", "-i", "idx", "不存在"]).status, 1);
}

fn words(stdout: &str) -> (Vec<Value>, Value) {
    let mut lines: Vec<Value> =
        stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut summary = lines.pop().unwrap();
    (lines.into_iter().map(|mut line| line["data"].take()).collect(), summary["data"].take())
}

#[test]
fn the_sample_has_a_line_for_each_place_a_scan_finds() {
    let world = World::with_sample();
    let engine = Engine::open(&world.path("idx")).unwrap();
    let sample = project("index-data/sample/articles.jsonl");
    for literal in ["短剧", "中国", "年", "，中国", "AI", "５G", "2025", "哈哈", "人工智能"]
    {
        compare(&engine, BufReader::new(File::open(&sample).unwrap()), literal);
    }
}

#[test]
fn xwlb_has_a_line_for_each_carbon_neutrality() {
    let Some(xwlb) = shared("corpus/xwlb.jsonl.zst") else { return };
    let world = World::new();
    let built = world.run(&["index", "-i", "idx", xwlb.to_str().unwrap()]);
    assert_eq!(built.status, 0, "{built}");
    let engine = Engine::open(&world.path("idx")).unwrap();
    let open = |path: &Path| zstd::Decoder::new(File::open(path).unwrap()).unwrap();
    let total = compare(&engine, BufReader::new(open(&xwlb)), "碳中和");
    assert_eq!(total, 324);
}

/// Asserts that there is exactly one line for each place of `literal`; returns how many.
fn compare(engine: &Engine, corpus: impl BufRead, literal: &str) -> usize {
    let mut expected: BTreeMap<(String, String), usize> = BTreeMap::new();
    let wanted = bars(literal);
    for line in corpus.lines() {
        let article: Value = serde_json::from_str(&line.unwrap()).unwrap();
        for field in FIELDS {
            let count = overlapping(&bars(article[field].as_str().unwrap_or_default()), &wanted);
            if count > 0 {
                *expected
                    .entry((article["id"].as_str().unwrap().to_owned(), field.to_owned()))
                    .or_default() += count;
            }
        }
    }
    let context = ConcordanceOptions { width: 20, order: LineOrder::Left, limit: usize::MAX };
    let found = Concordance::of(engine, &Request::new(Query::plain(literal), 0), &context).unwrap();
    let mut counted: BTreeMap<(String, String), usize> = BTreeMap::new();
    for line in &found.lines {
        *counted.entry((line.id.clone(), line.field.name().to_owned())).or_default() += 1;
    }
    assert_eq!(counted, expected, "{literal}");
    assert_eq!(found.totals.lines, found.lines.len() as u64);
    found.lines.len()
}

fn overlapping(text: &str, wanted: &str) -> usize {
    text.match_indices('|').filter(|&(at, _)| text[at..].starts_with(wanted)).count()
}

#[test]
fn any_question_has_lines_out_of_its_articles() {
    let world = World::with_sample();
    let engine = Engine::open(&world.path("idx")).unwrap();
    let sample = std::fs::read_to_string(project("index-data/sample/articles.jsonl")).unwrap();
    let articles: BTreeMap<String, Value> = sample
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|article| (article["id"].as_str().unwrap().to_owned(), article))
        .collect();
    let pieces = [
        "短剧",
        "中国",
        "AI",
        "a*",
        " ",
        "年",
        "-广告",
        "标题:",
        "，",
        "近/5字",
        "(",
        ")",
        "\"",
        "OR",
        "导语:",
        "2025",
        "日期:2025",
        "中?人",
        "国*的",
        "导语:中国 中国",
        "短",
        "短剧*",
    ];
    let mut dice = Dice(20_261_124);
    for _ in 0..200 {
        let text: String = (0..dice.roll(5)).map(|_| pieces[dice.roll(pieces.len())]).collect();
        let request = Request::new(parse(&text).unwrap_or_else(|_| Query::plain(&text)), 0);
        let order = [LineOrder::Left, LineOrder::Right, LineOrder::Date][dice.roll(3)];
        let limit = if dice.roll(3) == 0 { usize::MAX } else { dice.roll(50) };
        let width = if dice.roll(9) == 0 { usize::MAX } else { dice.roll(60) };
        let found = Concordance::of(&engine, &request, &ConcordanceOptions { width, order, limit })
            .unwrap();
        assert_eq!(found.lines.len(), found.totals.returned, "{text}");
        assert_eq!(found.lines.len() as u64, found.totals.lines.min(limit as u64), "{text}");
        found.lines.iter().for_each(|line| check(line, width, &articles[&line.id]));
        let all = ConcordanceOptions { width, order, limit: usize::MAX };
        let all = Concordance::of(&engine, &request, &all).unwrap();
        assert_eq!(all.lines[..found.lines.len()], found.lines, "{text}");
        assert_eq!(all.lines.len() as u64, all.totals.lines, "{text}");
        Collocates::of(&engine, &request, width, CollocateMeasure::G2, limit).unwrap();
        Keywords::of(&engine, &request, None, limit).unwrap();
    }
}

fn check(line: &ConcordanceLine, width: usize, article: &Value) {
    let text = article[line.field.name()].as_str().unwrap();
    let shown = format!("{}{}{}", line.left, line.keyword, line.right);
    assert!(bare(text).contains(&bare(&shown)), "{line:?}");
    assert_eq!(bare(&text[line.span.clone()]), bare(&line.keyword));
    let longest = line.left.chars().count().max(line.right.chars().count());
    assert!(longest <= width, "{line:?}");
}

/// A fixed sequence of throws.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !c.is_control() && !"\u{feff}\u{200b}".contains(*c))
        .collect()
}
