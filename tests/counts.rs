//! Facets and trends, counted once more by reading the articles.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader};

use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

use crate::support::judge::bars;
use crate::support::{World, project, shared};

#[test]
fn counts_of_the_sample_are_those_of_a_scan() {
    let world = World::with_sample();
    let text = std::fs::read_to_string(project("index-data/sample/articles.jsonl")).unwrap();
    let articles: Vec<Article> = text.lines().map(Article::read).collect();
    let found = compare(&world, &articles, &["微短剧", "AI", "的", "河南", "没有这样的词语啊"]);
    assert!(found > 100, "{found}");
}

#[test]
fn counts_of_real_news_are_those_of_a_scan() {
    let Some(corpus) = shared("corpus/xwlb.jsonl.zst") else { return };
    let lines = BufReader::new(zstd::Decoder::new(File::open(corpus).unwrap()).unwrap()).lines();
    let lines: Vec<String> = lines.take(5_000).map(Result::unwrap).collect();
    let world = World::new();
    world.write("news.jsonl", lines.join("\n").as_bytes());
    let built = world.run(&["index", "-i", "idx", "news.jsonl"]);
    assert!(built.stderr.contains("5000 added"), "{built}");
    let articles: Vec<Article> = lines.iter().map(|line| Article::read(line)).collect();
    let found = compare(&world, &articles, &["中国", "的", "奥运会", "A股", "十八大", "微短剧"]);
    assert!(found > 5_000, "{found}");
}

/// Compares facets and trends with a scan; returns how many articles the queries found in all.
fn compare(world: &World, articles: &[Article], queries: &[&str]) -> usize {
    let all: Vec<&Article> = articles.iter().collect();
    let found: Vec<Vec<&Article>> = queries
        .iter()
        .map(|query| articles.iter().filter(|article| article.holds(query)).collect())
        .collect();
    for (query, found) in queries.iter().zip(&found) {
        compare_facets(world, query, found);
    }
    for (unit, length) in [("year", 4), ("month", 7), ("day", 10)] {
        let (periods, summary) = trend(world, &[&["--by", unit], queries].concat());
        let names: Vec<&str> =
            periods.iter().map(|period| period["period"].as_str().unwrap()).collect();
        assert_eq!(names, every_period(&all, length), "{unit}");
        for period in &periods {
            let name = period["period"].as_str().unwrap();
            let within = |articles: &[&Article]| {
                articles.iter().filter(|article| article.day().starts_with(name)).count()
            };
            let of_all = within(&all);
            assert_eq!(period["articles"], of_all, "{name}");
            for (place, found) in found.iter().enumerate() {
                let of_found = within(found);
                let share = of_found as f64 / of_all as f64 * 10_000.0;
                let point = &period["series"][place];
                assert_eq!(point.is_null(), of_all == 0, "{name} {point}");
                if of_all > 0 {
                    assert_eq!(point["found"], of_found, "{name} {}", queries[place]);
                    assert!((point["per_10000"].as_f64().unwrap() - share).abs() < 1e-6);
                }
            }
        }
        for (place, found) in found.iter().enumerate() {
            assert_eq!(summary["queries"][place]["found"], found.len());
        }
        assert_eq!(summary["articles"], articles.len());
    }
    found.iter().map(Vec::len).sum()
}

/// The outlets of the sample that sign in Hanzi and in pinyin.
const OUTLETS: [(&str, &str); 2] =
    [("中原晚报", "Zhong Yuan Wan Bao"), ("江城日报", "Jiang Cheng Ri Bao")];

fn compare_facets(world: &World, query: &str, found: &[&Article]) {
    type Values = fn(&Article) -> Vec<String>;
    let kinds: [(&str, Values); 6] = [
        ("source", |article| article.source.iter().cloned().collect()),
        ("year", |article| vec![article.day()[..4].to_owned()]),
        ("month", |article| vec![article.day()[..7].to_owned()]),
        ("day", |article| vec![article.day()]),
        ("tag", |article| article.tags.iter().cloned().collect()),
        ("lang", |article| vec![article.lang.clone()]),
    ];
    let facets = facets(world, &[query, "--facet", "source,year,month", "--facet=day,tag,lang"]);
    assert_eq!(facets.len(), kinds.len());
    for (facet, (kind, values)) in facets.iter().zip(kinds) {
        let (mut expected, mut without) = (BTreeMap::new(), 0);
        for article in found {
            let values = values(article);
            without += u64::from(values.is_empty());
            for value in values {
                *expected.entry(value).or_insert(0_u64) += 1;
            }
        }
        for (name, pinyin) in OUTLETS.into_iter().filter(|_| kind == "source") {
            if expected.contains_key(name)
                && let Some(more) = expected.remove(pinyin)
            {
                *expected.entry(name.to_owned()).or_insert(0) += more;
            }
        }
        let counts = counts(facet);
        assert_eq!(facet["kind"], kind);
        assert_eq!(facet["without"], without, "{query} {kind}");
        assert_eq!(counts.iter().cloned().collect::<BTreeMap<_, _>>(), expected, "{query} {kind}");
        let is_in_order = |pair: &[(String, u64)]| match kind {
            "year" | "month" | "day" => pair[0].0 > pair[1].0,
            _ => (pair[1].1, &pair[0].0) < (pair[0].1, &pair[1].0),
        };
        assert!(counts.windows(2).all(is_in_order), "{query} {kind}: {counts:?}");
    }
}

#[test]
fn a_facet_tells_what_has_no_value_and_counts_an_article_once() {
    let world = World::with_articles(&[
        json!({ "id": "a", "title": "剧", "tags": ["甲", "乙", "甲"], "source": "河南日报",
                "published_at": "2025-12-31T16:30:00Z" }),
        json!({ "id": "b", "title": "剧", "tags": ["甲"], "published_at": "2025-12-31" }),
        json!({ "id": "c", "title": "剧" }),
        json!({ "id": "d", "title": "别的", "tags": ["丙"], "source": "河南日报" }),
    ]);
    let facets = facets(&world, &["剧", "-n", "1", "--facet", "tag,source,year"]);
    let expected = [
        (vec![("甲".to_owned(), 2), ("乙".to_owned(), 1)], 1),
        (vec![("河南日报".to_owned(), 1)], 2),
        (vec![("2026".to_owned(), 1), ("2025".to_owned(), 1)], 1),
    ];
    for (facet, (expected, without)) in facets.iter().zip(expected) {
        assert_eq!((counts(facet), &facet["without"]), (expected, &json!(without)));
    }
    let shown = world.run(&["search", "-i", "idx", "剧", "-n", "0", "--facet", "source"]);
    let lines: Vec<&str> = shown.stdout.lines().collect();
    assert_eq!(
        lines[..4],
        ["source     articles", "河南日报          1", "(without)         2", ""],
        "{shown}"
    );
    assert_eq!(shown.status, 0, "found, though nothing is shown");
    let filtered = world.run(&["search", "-i", "idx", "剧", "--facet", "year", "--until", "2025"]);
    assert!(filtered.stdout.contains("\nyear  articles\n2025         1\n\n"), "{filtered}");
}

fn gappy() -> World {
    World::with_articles(&[
        json!({ "id": "a", "title": "微短剧 甲", "published_at": "2025-01-05" }),
        json!({ "id": "b", "title": "别的", "published_at": "2025-01-06" }),
        json!({ "id": "c", "title": "微短剧", "published_at": "2025-03-31T16:00:00Z" }),
        json!({ "id": "d", "title": "别的", "published_at": "2025-02-28T16:00:00Z" }),
        json!({ "id": "e", "title": "微短剧，没有日期" }),
    ])
}

#[test]
fn a_period_without_any_article_is_a_gap() {
    let world = gappy();
    let csv = world.run(&["trend", "-i", "idx", "微短剧", "别的", "--format", "csv"]);
    let table = "period,articles,微短剧,微短剧 per 10000,别的,别的 per 10000\n\
                 2025-01,2,1,5000,1,5000\n\
                 2025-02,0,,,,\n\
                 2025-03,1,0,0,1,10000\n\
                 2025-04,1,1,10000,0,0\n";
    assert_eq!((csv.stdout.as_str(), csv.status), (table, 0), "{csv}");
    let (periods, summary) = trend(&world, &["微短剧", "--until", "2025-03"]);
    assert_eq!(periods.len(), 3);
    assert_eq!(periods[1], json!({ "period": "2025-02", "articles": 0, "series": [null] }));
    assert_eq!(summary["queries"], json!([{ "query": "微短剧", "found": 1, "undated": 0 }]));
    let (_, summary) = trend(&world, &["微短剧"]);
    assert_eq!(summary["queries"], json!([{ "query": "微短剧", "found": 3, "undated": 1 }]));
    assert_eq!((&summary["articles"], &summary["by"]), (&json!(5), &json!("month")));
}

#[test]
fn a_run_of_days_without_articles_is_one_line_and_outliers_are_named() {
    let article =
        |id: &str, date: &str| json!({ "id": id, "title": "微短剧", "published_at": date });
    let world = World::with_articles(&[
        article("a", "1949-10-01"),
        article("b", "2025-01-05"),
        article("c", "2025-01-06"),
        article("d", "2025-01-06"),
        article("e", "2025-01-08"),
        article("f", "2025-01-11"),
        article("g", "2999-12-31"),
    ]);
    let shown = world.run(&["trend", "-i", "idx", "微短剧", "--by", "day"]);
    let first_columns: Vec<String> =
        shown.stdout.lines().map(|line| line.chars().take(34).collect()).collect();
    // Days from 1949-10-01 to 2025-01-05: 27,490; from 2025-01-11 to 2999-12-31: 356,100.
    let expected = [
        "period      articles     found  per",
        "1949-10-01         1         1    10",
        "…  27,489 days without articles",
        "2025-01-05         1         1    10",
        "2025-01-06         2         2    10",
        "2025-01-07         -         -",
        "2025-01-08         1         1    10",
        "…  2 days without articles",
        "2025-01-11         1         1    10",
        "…  356,099 days without articles",
        "2999-12-31         1         1    10",
    ];
    for (line, expected) in first_columns.iter().zip(expected) {
        assert!(expected.starts_with(line.trim_end()), "{line:?} {expected:?} {shown}");
    }
    assert_eq!(first_columns.len(), expected.len() + 1, "{shown}");
    let warnings = "warning: 1 article is dated 1949-10-01, far from all others; `--since 2025-01-05` leaves it out\n\
        warning: 1 article is dated 2999-12-31, far from all others; `--until 2025-01-11` leaves it out\n";
    assert_eq!((shown.status, shown.stderr.as_str()), (0, warnings), "{shown}");
    let narrowed = ["--since", "2025-01-05", "--until", "2025-01-11", "--by", "day"];
    let narrowed = world.run(&[&["trend", "-i", "idx", "微短剧"][..], &narrowed].concat());
    assert_eq!((narrowed.stdout.lines().count(), narrowed.stderr.as_str()), (8, ""), "{narrowed}");
    // Tables and JSON have even steps: every period, and the warning says why they are many.
    let years = ["trend", "-i", "idx", "微短剧", "--by", "year", "--format"];
    for (format, other_lines) in [("csv", 1), ("json", 1)] {
        let shown = world.run(&[&years[..], &[format]].concat());
        assert_eq!(shown.stdout.lines().count(), 2999 - 1949 + 1 + other_lines, "{format}");
        assert_eq!(shown.stderr, warnings, "{format}");
    }
}

#[test]
fn bars_are_aligned() {
    let shown = gappy().run(&["trend", "-i", "idx", "微短剧", "别"]);
    let lines: Vec<&str> = shown.stdout.lines().collect();
    let expected = [
        "period   articles  query      found  per 10,000",
        "2025-01         2  微短剧         1      5000.0  ███████████████",
        "                   别             1      5000.0  ███████████████",
        "2025-02         -  微短剧         -           -",
        "                   别             -           -",
        "2025-03         1  微短剧         0         0.0",
        "                   别             1     10000.0  ██████████████████████████████",
        "2025-04         1  微短剧         1     10000.0  ██████████████████████████████",
        "                   别             0         0.0",
    ];
    assert_eq!(lines[..9], expected, "{shown}");
    assert!(lines[9].starts_with("微短剧 3 (1 without a date), 别 2 of 5 articles, "), "{shown}");
}

#[test]
fn a_chart_has_a_title_a_legend_and_a_line_broken_at_gaps() {
    let world = gappy();
    let shown = world.run(&["trend", "-i", "idx", "微短剧", "<别>", "--chart", "trend.svg"]);
    assert_eq!((shown.status, shown.stderr.as_str()), (0, ""), "{shown}");
    let svg = std::fs::read_to_string(world.path("trend.svg")).unwrap();
    for text in [
        "Articles found by month, 2025-01 to 2025-04",
        "微短剧",
        "&lt;别&gt;",
        "no article in the index",
        "articles found",
        "per 10,000 articles",
        "2025-03",
    ] {
        assert_eq!(svg.matches(&format!("\n{text}\n")).count().min(1), 1, "{text}");
    }
    // In both panels each of the two lines has a dot in January, then a line of two more dots.
    assert_eq!(svg.matches("<circle").count(), 2 * 2 * 3);
    let lines = |colour: &str| {
        let is_line = |line: &&str| line.starts_with("<polyline") && line.contains(colour);
        svg.lines().filter(is_line).count()
    };
    assert_eq!((lines("#0072B2"), lines("#D55E00")), (1 + 2 * 2, 1 + 2 * 2));
}

#[test]
fn nothing_found_is_exit_status_1() {
    let shown = gappy().run(&["trend", "-i", "idx", "量子", "--format", "json"]);
    assert_eq!((shown.status, shown.stderr.as_str()), (1, ""), "{shown}");
    assert!(shown.stdout.contains("\"found\":0"), "{shown}");
    let shown = gappy().run(&["trend", "-i", "idx", "微短剧", "--source", "没有的报", "--by=day"]);
    assert_eq!(shown.status, 1, "{shown}");
    assert_eq!(shown.stdout.lines().count(), 2, "{shown}");
}

/// Runs a trend on `idx`; returns the periods and the summary.
fn trend(world: &World, arguments: &[&str]) -> (Vec<Value>, Value) {
    let shown = world.run(&[&["trend", "-i", "idx", "--format", "json"], arguments].concat());
    assert!(shown.status < 2, "{shown}");
    let mut lines: Vec<Value> =
        shown.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let summary = lines.pop().unwrap();
    assert_eq!(summary["type"], "summary");
    assert!(lines.iter().all(|line| line["type"] == "period"));
    (lines.into_iter().map(|mut line| line["data"].take()).collect(), summary["data"].clone())
}

/// Searches `idx`; returns the facets.
fn facets(world: &World, arguments: &[&str]) -> Vec<Value> {
    let shown = world.run(&[&["search", "-i", "idx", "--format", "json"], arguments].concat());
    assert!(shown.status < 2, "{shown}");
    let lines = shown.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter(|line| line["type"] == "facet").map(|mut line| line["data"].take()).collect()
}

fn counts(facet: &Value) -> Vec<(String, u64)> {
    let count = |count: &Value| {
        (count["name"].as_str().unwrap().to_owned(), count["articles"].as_u64().unwrap())
    };
    facet["counts"].as_array().unwrap().iter().map(count).collect()
}

/// An article as the judge reads it.
struct Article {
    texts: Vec<String>,
    source: Option<String>,
    tags: BTreeSet<String>,
    lang: String,
    /// Year, month and day in China.
    date: [u32; 3],
}

impl Article {
    fn read(line: &str) -> Self {
        let value: Value = serde_json::from_str(line).unwrap();
        let text = |field: &str| value[field].as_str().map(str::to_owned);
        let texts = ["title", "body", "summary"].map(|field| text(field).unwrap_or_default());
        let tags = value["tags"].as_array().into_iter().flatten();
        // Where no language is given, it is that of the body, or else of the title.
        let telling = if texts[1].is_empty() { &texts[0] } else { &texts[1] };
        let han = telling.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
        let is_chinese = han * 3 > telling.chars().count();
        Self {
            texts: texts.iter().map(|text| bars(text)).collect(),
            source: text("source"),
            tags: tags.map(|tag| tag.as_str().unwrap().to_owned()).collect(),
            lang: text("lang").unwrap_or_else(|| if is_chinese { "zh" } else { "en" }.to_owned()),
            date: date_in_china(&text("published_at").unwrap()),
        }
    }

    fn holds(&self, literal: &str) -> bool {
        self.texts.iter().any(|text| text.contains(&bars(literal)))
    }

    fn day(&self) -> String {
        written(self.date)
    }
}

/// Reads the first three numbers of a date; in the evening of universal time it is tomorrow.
fn date_in_china(text: &str) -> [u32; 3] {
    let half: String = text.nfkc().collect();
    let mut numbers = half.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    let mut next = || numbers.next().map_or(0, |number| number.parse().unwrap());
    let (date, hour) = ([next(), next(), next()], next());
    if half.ends_with('Z') && hour >= 16 { next_day(date) } else { date }
}

fn written([year, month, day]: [u32; 3]) -> String {
    format!("{year}-{month:02}-{day:02}")
}

fn next_day([year, month, day]: [u32; 3]) -> [u32; 3] {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    match (month, day) {
        (12, 31) => [year + 1, 1, 1],
        (_, day) if day == length => [year, month + 1, 1],
        _ => [year, month, day + 1],
    }
}

/// Returns the names, cut to `length`, of all days from the first article's to the last's.
fn every_period(articles: &[&Article], length: usize) -> Vec<String> {
    let last = articles.iter().map(|article| article.date).max().unwrap();
    let mut day = articles.iter().map(|article| article.date).min().unwrap();
    let mut names = BTreeSet::new();
    while day <= last {
        names.insert(written(day)[..length].to_owned());
        day = next_day(day);
    }
    names.into_iter().collect()
}
