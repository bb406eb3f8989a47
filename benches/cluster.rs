//! An index of a cluster beside one of a directory, and beside other layouts of the same cluster.
//!
//! `cargo bench -p xunwen-cli --bench cluster -- NEWS.jsonl` starts three nodes of OpenSearch on loopback
//! and measures how fast 1, 2 and 4 processes feed them, what an index takes, how long questions of each
//! class take, and what a plain `match` counts where an analyzer of the cluster has cut the words.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot continue should say where")]
#![allow(clippy::print_stdout, reason = "it has no other output")]

#[path = "../crates/cluster/tests/servers/mod.rs"]
mod servers;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use servers::Servers;
use xunwen_language::parse;
use xunwen_query::{Engine, Request};
use xunwen_schema::{Article, Atoms, Literal};

/// Files that the articles are spread over.
const FILES: usize = 8;
/// How often each question is asked.
const ROUNDS: usize = 12;
/// Copies and parts of every index.
const SHARDS: usize = 5;
/// After this time the sizes that a node tells are those of its files.
const SIZES: Duration = Duration::from_secs(11);
/// Java as a server runs it, with the memory of a small one.
const FLAGS: [&str; 3] = ["-Xms768m", "-Xmx768m", "-XX:+UseSerialGC"];

/// Analyzers that a cluster brings or is given for Chinese, asked with a plain `match`.
const ANALYZERS: [&str; 2] = ["cjk", "smartcn"];

/// Questions of each class.
const CLASSES: [(&str, [&str; 4]); 9] = [
    ("rare keyword", ["村超", "龙舟赛", "天琴", "紫砂"]),
    ("common keyword", ["经济", "发展", "会议", "记者"]),
    ("four characters", ["人工智能", "粮食安全", "低空经济", "脱贫攻坚"]),
    ("two keywords", ["记者 城市", "粮食 丰收", "台风 救援", "铁路 春运"]),
    ("either", ["地震 OR 台风", "高铁 OR 动车", "小麦 OR 水稻", "北京 OR 上海"]),
    (
        "within 10 characters",
        ["经济 近/10字 发展", "粮食 近/10字 丰收", "科技 近/10字 创新", "生态 近/10字 保护"],
    ),
    ("in one sentence", ["粮食 同句 丰收", "台风 同句 登陆", "铁路 同句 旅客", "火箭 同句 发射"]),
    (
        "a year of an outlet",
        ["日期:2013 高铁", "日期:2014 台风", "日期:2015 粮食", "日期:2016 火箭"],
    ),
    (
        "question",
        [
            "今年哪些地方粮食丰收了",
            "台风造成了多少人受灾",
            "火星上发现了什么",
            "春运期间铁路发送了多少旅客",
        ],
    ),
];

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let [news] = &arguments[..] else {
        println!("cluster: nothing measured; give a file of news, unpacked");
        return;
    };
    if let Err(reason) = servers::is_available() {
        println!("cluster: nothing measured: {reason}");
        return;
    }
    let lines: Vec<String> = fs::read_to_string(news).unwrap().lines().map(str::to_owned).collect();
    let articles: Vec<Article> = lines.iter().map(|line| article(line)).collect();
    let text: usize = articles.iter().map(Article::text_bytes).sum();
    let folder = tempfile::tempdir().unwrap();
    write_files(folder.path(), &lines);
    let servers = Servers::start_with_flags(3, &FLAGS).unwrap();
    println!(
        "{} articles, {:.1} MB of text; three nodes, {SHARDS} shards, 1 replica",
        lines.len(),
        text as f64 / 1e6
    );
    feeding(&servers, folder.path(), lines.len(), text);
    layouts(&servers, &articles, text);
    let place = servers.place("fed-4");
    let remote = Engine::remote(xunwen_cluster::open(&place).unwrap());
    let local = Engine::open(&folder.path().join("idx")).unwrap();
    let texts = whole_texts(&articles);
    for analyzer in ANALYZERS {
        let field = json!({ "type": "text", "analyzer": analyzer });
        make(&servers, analyzer, &field, &json!({}), &texts);
    }
    questions(&servers, &local, &remote);
    counts(&servers, &texts, &keywords(&articles), &remote);
}

fn article(line: &str) -> Article {
    let value: Value = serde_json::from_str(line).unwrap();
    let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
    Article {
        id: text("id"),
        title: text("title"),
        body: text("body"),
        summary: text("summary"),
        ..Article::default()
    }
}

fn write_files(folder: &Path, lines: &[String]) {
    fs::create_dir(folder.join("news")).unwrap();
    for (number, part) in lines.chunks(lines.len().div_ceil(FILES)).enumerate() {
        fs::write(folder.join(format!("news/{number}.jsonl")), part.join("\n")).unwrap();
    }
}

/// Feeds the same articles with several numbers of processes, and once into a directory.
fn feeding(servers: &Servers, folder: &Path, articles: usize, text: usize) {
    let told = |name: &str, seconds: f64, bytes: u64| {
        println!(
            "feeding | {name} | {:.0} articles/s | {:.2} MB/s | {:.2} bytes per byte of text",
            articles as f64 / seconds,
            text as f64 / 1e6 / seconds,
            bytes as f64 / text as f64
        );
    };
    let local = run(folder, &["index", "-i", "idx", "news"]);
    told("a directory", local, size_of(&folder.join("idx")));
    for processes in [1, 2, 4] {
        let name = format!("fed-{processes}");
        let place = servers.place(&name);
        let start = Instant::now();
        let mut parts: Vec<_> = (1..=processes)
            .map(|part| {
                let part = format!("{part}/{processes}");
                let shards = SHARDS.to_string();
                let at = place.to_str().unwrap();
                command(
                    folder,
                    &[
                        "index",
                        "-i",
                        at,
                        "news",
                        "--part",
                        &part,
                        "--threads",
                        "1",
                        "--shards",
                        &shards,
                    ],
                )
                .spawn()
                .unwrap()
            })
            .collect();
        parts.iter_mut().for_each(|part| assert!(part.wait().unwrap().success()));
        let seconds = start.elapsed().as_secs_f64();
        told(
            &format!("{processes} processes"),
            seconds,
            primaries(servers, &format!("{name}-000001")),
        );
    }
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xunwen"));
    command.args(arguments).current_dir(folder).stderr(Stdio::null()).stdout(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> f64 {
    let start = Instant::now();
    assert!(command(folder, arguments).status().unwrap().success());
    start.elapsed().as_secs_f64()
}

fn size_of(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries
        .map(|entry| {
            let data = entry.metadata().unwrap();
            if data.is_dir() { size_of(&entry.path()) } else { data.len() }
        })
        .sum()
}

/// Returns the bytes of an index without its copies, merged.
fn primaries(servers: &Servers, index: &str) -> u64 {
    ask(servers, "POST", &format!("/{index}/_forcemerge?max_num_segments=1"), "");
    // A node looks at the sizes of its files every ten seconds.
    thread::sleep(SIZES);
    let stats = ask(servers, "GET", &format!("/{index}/_stats/store"), "");
    stats["_all"]["primaries"]["store"]["size_in_bytes"].as_u64().unwrap()
}

/// Sends a request and returns the answer, which must be a success.
fn ask(servers: &Servers, method: &str, path: &str, body: &str) -> Value {
    let (head, answer) = servers.ask(method, path, body);
    assert!(matches!(head.split(' ').nth(1), Some("200" | "201")), "{method} {path}: {answer}");
    serde_json::from_str(&answer).unwrap()
}

/// Makes an index of one text field per article, by another analyzer.
fn make(
    servers: &Servers,
    name: &str,
    field: &Value,
    analysis: &Value,
    texts: &[(String, String)],
) {
    let settings = json!({ "index": {
        "number_of_shards": SHARDS, "number_of_replicas": 1, "codec": "best_compression", "analysis": analysis,
    } });
    let mappings = json!({ "_source": { "enabled": false }, "properties": { "text": field } });
    ask(
        servers,
        "PUT",
        &format!("/{name}"),
        &json!({ "settings": settings, "mappings": mappings }).to_string(),
    );
    for group in texts.chunks(500) {
        let mut lines = String::new();
        for (id, text) in group {
            lines +=
                &format!("{}\n{}\n", json!({ "index": { "_id": id } }), json!({ "text": text }));
        }
        let answer = ask(servers, "POST", &format!("/{name}/_bulk"), &lines);
        assert_eq!(answer["errors"], false);
    }
    ask(servers, "POST", &format!("/{name}/_refresh"), "");
}

/// Other ways to let phrases prove literals: what each takes, and how long a phrase takes.
fn layouts(servers: &Servers, articles: &[Article], text: usize) {
    let whitespace =
        json!({ "analyzer": { "atoms": { "type": "custom", "tokenizer": "whitespace" } } });
    let shingles = json!({
        "analyzer": { "atoms": { "type": "custom", "tokenizer": "whitespace", "filter": ["pairs"] } },
        "filter": { "pairs": { "type": "shingle", "min_shingle_size": 2, "max_shingle_size": 2,
            "output_unigrams": true, "token_separator": "" } },
    });
    let ours = json!({
        "tokenizer": { "positions": { "type": "whitespace", "max_token_length": 1024 } },
        "filter": {
            "beside": { "type": "pattern_capture", "preserve_original": false, "patterns": ["([^、]+)"] },
            "holes": { "type": "stop", "stopwords": ["…", "…_"] },
        },
        "analyzer": { "atoms": { "type": "custom", "tokenizer": "positions", "filter": ["beside", "holes"] } },
    });
    let field = json!({ "type": "text", "analyzer": "atoms" });
    let with_phrases = json!({ "type": "text", "analyzer": "atoms", "index_phrases": true });
    let atoms: Vec<(String, String)> =
        articles.iter().map(|it| (it.id.clone(), atoms(&it.body))).collect();
    let terms: Vec<(String, String)> =
        articles.iter().map(|it| (it.id.clone(), xunwen_cluster::term_line(&it.body))).collect();
    let phrases = ["人工智能", "粮食安全", "经济发展", "脱贫攻坚", "改革开放", "中华人民共和国"];
    for (name, title, field, analysis, texts, is_ours) in [
        ("ours", "our terms, at their positions", &field, &ours, &terms, true),
        ("phrases", "atoms, `index_phrases`", &with_phrases, &whitespace, &atoms, false),
        ("shingles", "atoms, shingles of two", &field, &shingles, &atoms, false),
    ] {
        let start = Instant::now();
        make(servers, name, field, analysis, texts);
        let seconds = start.elapsed().as_secs_f64();
        let bytes = primaries(servers, name);
        let queries: Vec<String> = phrases
            .iter()
            .map(|phrase| {
                let line =
                    if is_ours { xunwen_cluster::phrase_line(phrase) } else { self::atoms(phrase) };
                let query = json!({ "match_phrase": { "text": line } });
                json!({ "size": 10, "track_total_hits": true, "_source": false, "query": query })
                    .to_string()
            })
            .collect();
        let path = format!("/{name}/_search");
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            for query in &queries {
                times.push(timed(|| drop(ask(servers, "POST", &path, query))));
            }
        }
        let [p50, p95, _] = percentiles(times);
        println!(
            "layout | {title} | fed in {seconds:.0} s | {:.2} bytes per byte of text | phrase p50 {p50:.1} ms, p95 {p95:.1} ms",
            bytes as f64 / text as f64
        );
    }
}

/// Returns the atoms of a text between blanks, a dash for every break.
fn atoms(text: &str) -> String {
    let atoms = Atoms::scan(text);
    let atom =
        |position| if atoms.text(position).is_empty() { "—" } else { atoms.text(position) };
    (0..atoms.len()).map(atom).collect::<Vec<_>>().join(" ")
}

/// Returns the id and the text of every article, in one piece of three paragraphs: no keyword goes from
/// one field into the next.
fn whole_texts(articles: &[Article]) -> Vec<(String, String)> {
    let whole = |it: &Article| format!("{}\n\n{}\n\n{}", it.title, it.summary, it.body);
    articles.iter().map(|it| (it.id.clone(), whole(it))).collect()
}

/// A plain `match` of all words, and the ids of ten articles.
fn plain_match(keyword: &str, size: usize) -> String {
    let query = json!({ "match": { "text": { "query": keyword, "operator": "and" } } });
    json!({ "size": size, "track_total_hits": true, "query": query }).to_string()
}

/// Asks questions of each class of the directory, of the cluster, and of plain indexes of the cluster,
/// which are given the words of each question and none of its conditions.
fn questions(servers: &Servers, local: &Engine, remote: &Engine) {
    for (class, queries) in CLASSES {
        let mut told = format!("questions | {class}");
        for engine in [local, remote] {
            let mut times = Vec::new();
            for _ in 0..ROUNDS {
                for query in queries {
                    let request = Request::new(parse(query).unwrap(), 1_465_963_200);
                    times.push(timed(|| drop(engine.search(&request).unwrap())));
                }
            }
            let [p50, p95, p99] = percentiles(times);
            told += &format!(" | {p50:.1} {p95:.1} {p99:.1}");
        }
        for analyzer in ANALYZERS {
            let path = format!("/{analyzer}/_search");
            let mut times = Vec::new();
            for _ in 0..ROUNDS {
                for query in queries {
                    let query = plain_match(&words(query), 10);
                    times.push(timed(|| drop(ask(servers, "POST", &path, &query))));
                }
            }
            let [p50, p95, p99] = percentiles(times);
            told += &format!(" | {p50:.1} {p95:.1} {p99:.1}");
        }
        println!("{told}");
    }
}

/// Returns a question without what a plain `match` has no name for.
fn words(question: &str) -> String {
    let is_word = |part: &&str| *part != "OR" && !part.contains(['/', ':']) && *part != "同句";
    question.split(' ').filter(is_word).collect::<Vec<_>>().join(" ")
}

/// Compares counts of keywords with a scan: ours, and those of a plain `match` with other analyzers.
fn counts(servers: &Servers, texts: &[(String, String)], keywords: &[String], remote: &Engine) {
    let scanned: Vec<Atoms> = texts.iter().map(|(_, text)| Atoms::scan(text)).collect();
    let mut right: BTreeMap<&str, (usize, f64)> = BTreeMap::new();
    for keyword in keywords {
        let literal = Literal::new(keyword).unwrap();
        let scan =
            scanned.iter().filter(|atoms| literal.find(atoms).next().is_some()).count() as u64;
        let request = Request::new(xunwen_language::Query::plain(keyword), 0);
        let mut add = |name, count: u64| {
            let entry = right.entry(name).or_default();
            entry.0 += usize::from(count == scan);
            entry.1 += (count as f64 - scan as f64).abs() / scan.max(1) as f64;
        };
        add("xunwen on the cluster", remote.count(&request).unwrap());
        for analyzer in ANALYZERS {
            let path = format!("/{analyzer}/_search");
            let answer = ask(servers, "POST", &path, &plain_match(keyword, 0));
            add(analyzer, answer["hits"]["total"]["value"].as_u64().unwrap());
        }
    }
    for (name, (right, wrong)) in right {
        println!(
            "counts | {name} | {right} of {} right | off by {:.1}% on the average",
            keywords.len(),
            wrong * 100.0 / keywords.len() as f64
        );
    }
}

/// Cuts keywords of two to five characters out of titles.
fn keywords(articles: &[Article]) -> Vec<String> {
    let mut keywords = Vec::new();
    for (number, article) in articles.iter().enumerate().step_by(articles.len().div_ceil(200)) {
        let han: Vec<char> =
            article.title.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).collect();
        let length = 2 + number % 4;
        let start = number % han.len().saturating_sub(length).max(1);
        let keyword: String = han.iter().skip(start).take(length).collect();
        if article.title.contains(&keyword) && Literal::new(&keyword).is_some() {
            keywords.push(keyword);
        }
    }
    keywords
}

/// Returns the milliseconds that something takes.
fn timed(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1e3
}

/// Returns the 50th, the 95th and the 99th percentile.
fn percentiles(mut times: Vec<f64>) -> [f64; 3] {
    times.sort_by(f64::total_cmp);
    [50, 95, 99].map(|percent| times[(times.len() - 1) * percent / 100])
}
