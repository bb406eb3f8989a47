//! A watch that is killed at random moments while its index grows: nothing lost, nothing doubled.
//!
//! `XUNWEN_KILLS=50 cargo test -p xunwen-cli --test main -- --nocapture watch::kills` is the long form.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::pairs_of_file;
use super::receiver::{Receiver, SECRET};
use crate::support::whole::{run_well, write};
use crate::support::{Dice, World, kills};

const WORDS: [&str; 8] =
    ["微短剧", "海外", "丰收", "人工智能", "秋粮", "出海", "低空经济", "谷子经济"];
/// Articles that each step adds.
const ADDED: usize = 120;
/// Articles that each step changes.
const CHANGED: usize = 10;

/// What an article must hold to answer a query: one of the words of each group.
type Meaning = Vec<Vec<&'static str>>;

/// Returns queries, each as typed and as judged.
fn queries() -> Vec<(String, Meaning)> {
    let mut queries: Vec<(String, Meaning)> =
        WORDS.iter().map(|&word| (word.to_owned(), vec![vec![word]])).collect();
    for (at, &one) in WORDS.iter().enumerate() {
        for &other in &WORDS[at + 1..] {
            if at % 2 == 0 {
                queries.push((format!("{one} {other}"), vec![vec![one], vec![other]]));
            } else {
                queries.push((format!("{one} OR {other}"), vec![vec![one, other]]));
            }
        }
    }
    queries
}

/// Returns each query and article that answers it, by a scan of the articles.
fn answers(articles: &[Value], queries: &[(String, Meaning)]) -> BTreeSet<(String, String)> {
    let mut answers = BTreeSet::new();
    for article in articles {
        let text = format!("{}\n{}", article["title"], article["body"]);
        for (number, (_, meaning)) in queries.iter().enumerate() {
            if meaning.iter().all(|words| words.iter().any(|word| text.contains(word))) {
                let id = article["id"].as_str().unwrap().to_owned();
                answers.insert((format!("q{number}"), id));
            }
        }
    }
    answers
}

/// Adds articles, and adds a word to some that there are. No word ever goes, so what answered a query
/// once does so at the end.
fn grow(articles: &mut Vec<Value>, dice: &mut Dice) {
    for _ in 0..CHANGED.min(articles.len()) {
        let at = dice.roll(articles.len());
        let body = articles[at]["body"].as_str().unwrap();
        articles[at]["body"] = format!("{body}{}。", dice.pick(&WORDS)).into();
    }
    for _ in 0..ADDED {
        let sentence = |dice: &mut Dice| format!("记者报道，{}，一切如常。", dice.pick(&WORDS));
        let body = sentence(dice) + &sentence(dice);
        let id = format!("a{}", articles.len());
        articles.push(json!({ "id": id, "title": "今日新闻", "body": body }));
    }
}

/// Indexes the articles as they are now; one of them was away in between.
fn index(world: &World, articles: &[Value], dice: &mut Dice) {
    let deleted = articles[dice.roll(articles.len())]["id"].as_str().unwrap();
    // The first time there is no index yet.
    let _gone = world.run(&["delete", "-i", "idx", deleted]);
    write(world, "news.jsonl", articles);
    run_well(world, &["index", "-i", "idx", "news.jsonl"]);
}

/// A watch with a state, a file and a receiver of its own.
struct Watcher<'w> {
    world: &'w World,
    name: &'static str,
    receiver: Receiver,
}

impl<'w> Watcher<'w> {
    fn new(world: &'w World, name: &'static str) -> Self {
        Self { world, name, receiver: Receiver::listen() }
    }

    fn command(&self) -> Command {
        let file = format!("{}.jsonl", self.name);
        let mut command = self.world.command(&["watch", "-i", "idx", "queries.tsv"]);
        command.args(["--state", self.name, "--to", &file, "--post", &self.receiver.url]);
        command.env("XUNWEN_WATCH_SECRET", SECRET).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    /// Runs it undisturbed; returns how long that takes.
    fn run(&self) -> Duration {
        let start = Instant::now();
        let output = self.command().output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        // It fails where the receiver does, and only there.
        assert!(told.is_empty() || told.contains("deliveries that wait"), "{told}");
        start.elapsed()
    }

    /// Kills it at a random moment of this time; returns whether it had not ended before.
    fn kill(&self, undisturbed: Duration, dice: &mut Dice) -> bool {
        let mut child = self.command().spawn().unwrap();
        sleep(undisturbed.mul_f64(dice.roll(1_100) as f64 / 1_000.0));
        child.kill().unwrap();
        child.wait_with_output().unwrap().status.code().is_none()
    }

    fn in_file(&self) -> Vec<(String, String)> {
        pairs_of_file(self.world, &format!("{}.jsonl", self.name))
    }
}

#[test]
fn every_article_is_reported_once_to_each_query_over_kills() {
    let (mut dice, world, queries) = (Dice::new(24), World::new(), queries());
    let line = |(number, query): (usize, &(String, Meaning))| format!("q{number}\t{}\n", query.0);
    let lines: String = queries.iter().enumerate().map(line).collect();
    world.write("queries.tsv", lines.as_bytes());
    let (watcher, twin) = (Watcher::new(&world, "killed"), Watcher::new(&world, "twin"));
    let mut articles = Vec::new();
    grow(&mut articles, &mut dice);
    index(&world, &articles, &mut dice);
    let known = answers(&articles, &queries);
    watcher.run();
    twin.run();
    assert!(watcher.receiver.ids().is_empty(), "the first run reported something");

    watcher.receiver.fail_once_in(20);
    let (mut killed, mut steps, mut left) = (0, 0, Left::default());
    while killed < kills(8) {
        steps += 1;
        grow(&mut articles, &mut dice);
        index(&world, &articles, &mut dice);
        let undisturbed = twin.run();
        // Some steps come to an end before the next begins, others do not.
        for _ in 0..1 + dice.roll(4) {
            killed += usize::from(watcher.kill(undisturbed, &mut dice));
            left.look(&world, watcher.name);
        }
        if dice.once_in(3) {
            watcher.run();
            let expected = &answers(&articles, &queries) - &known;
            assert_same(&watcher.in_file(), &expected, "the file");
        }
    }
    watcher.receiver.fail_once_in(0);
    watcher.run();

    let expected = &answers(&articles, &queries) - &known;
    assert_same(&watcher.in_file(), &expected, "the file");
    assert_same(&watcher.receiver.articles(), &expected, "the receiver");
    let (sent, mut different) = (watcher.receiver.ids().len(), watcher.receiver.ids());
    different.sort();
    different.dedup();
    let (reported, all, asked) = (expected.len(), articles.len(), queries.len());
    println!("killed {killed} times over {steps} steps; {left}");
    println!("{reported} reports of {all} articles to {asked} queries");
    println!("{} deliveries, sent {sent} times", different.len());
}

/// What kills have left, so that one sees that they came at moments that matter.
#[derive(Default)]
struct Left {
    lines: usize,
    part: usize,
    deliveries: usize,
}

impl Left {
    /// Looks at what a kill has left.
    fn look(&mut self, world: &World, name: &str) {
        let read = |name: &str| std::fs::read(world.path(name)).unwrap_or_default();
        let state: Value = serde_json::from_slice(&read(&format!("{name}/state.json"))).unwrap();
        let (lines, counted) =
            (read(&format!("{name}.jsonl")), state["log"]["length"].as_u64().unwrap());
        self.lines += usize::from(lines.len() as u64 > counted);
        self.part += usize::from(lines.last().is_some_and(|&byte| byte != b'\n'));
        let pending = std::fs::read_dir(world.path(name).join("pending")).unwrap();
        self.deliveries += usize::from(pending.count() > 0);
    }
}

impl std::fmt::Display for Left {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { lines, part, deliveries } = self;
        write!(f, "left {lines} times lines that do not count, {part} times part of a line, ")?;
        write!(f, "{deliveries} times deliveries that wait")
    }
}

/// Fails unless each expected pair is held once, and no other.
#[track_caller]
fn assert_same(held: &[(String, String)], expected: &BTreeSet<(String, String)>, what: &str) {
    let set: BTreeSet<(String, String)> = held.iter().cloned().collect();
    let lost: Vec<_> = expected.difference(&set).take(5).collect();
    let false_ones: Vec<_> = set.difference(expected).take(5).collect();
    assert!(lost.is_empty(), "{what} lacks {lost:?}");
    assert!(false_ones.is_empty(), "{what} has {false_ones:?}");
    assert_eq!(held.len(), set.len(), "{what} has some twice");
}
