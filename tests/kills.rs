//! Jobs that are killed at random moments and started again: nothing lost, nothing doubled.
//!
//! `XUNWEN_KILLS=50 cargo test --workspace --locked -- --nocapture kills::` is the long form.

use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;
use xunwen_language::parse;
use xunwen_query::{Engine, Follower, Request};

use crate::support::whole::{Whole, articles, run_well, write, write_queries};
use crate::support::{Dice, World, kills};

/// Queries that must be answered in the same way.
const QUERIES: usize = 200;

/// A world with `news.jsonl`, a later state of it in `later.jsonl`, and `queries.tsv`.
fn world(dice: &mut Dice) -> World {
    let (world, mut news) = (World::new(), articles(12));
    write(&world, "news.jsonl", &news);
    write_queries(&world, &news, QUERIES, dice);
    for number in 0..300 {
        let (at, other) = (dice.roll(news.len()), dice.roll(news.len()));
        news[at]["body"] = news[other]["body"].clone();
        let mut article: Value = news[other].clone();
        article["id"] = format!("later-{number}").into();
        news.push(article);
    }
    write(&world, "later.jsonl", &news);
    world
}

/// Runs a job again and again, killed each time at a random moment of the time it takes undisturbed,
/// until it was killed often enough; each time it has come to its end before, it begins anew with
/// `prepare`. Returns how often it was really killed.
fn kill_and_go_on(
    world: &World,
    job: &[&str],
    undisturbed: Duration,
    dice: &mut Dice,
    prepare: impl Fn(),
    check: impl Fn(&str),
) -> usize {
    let mut killed = 0;
    let mut since_beginning = 0;
    prepare();
    while killed < kills(5) {
        let mut child = world
            .command(job)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        sleep(undisturbed.mul_f64(dice.roll(1_100) as f64 / 1_000.0));
        // Killed by signal: no code. What had ended before was not killed.
        child.kill().unwrap();
        let output = child.wait_with_output().unwrap();
        match output.status.code() {
            None => (killed, since_beginning) = (killed + 1, since_beginning + 1),
            Some(code) => {
                let error = String::from_utf8_lossy(&output.stderr);
                assert_eq!(code, 0, "{job:?} failed after {since_beginning} kills: {error}");
                check(&format!("{job:?} after {since_beginning} kills"));
                since_beginning = 0;
                prepare();
            }
        }
    }
    run_well(world, job);
    check(&format!("{job:?} after {since_beginning} kills"));
    killed
}

/// Runs a job undisturbed and returns how long it takes.
fn timed(world: &World, job: &[&str]) -> Duration {
    let start = Instant::now();
    run_well(world, job);
    start.elapsed()
}

/// Removes the index `idx` and puts a copy of index `from`, if any, in its place.
fn put_back(world: &World, from: Option<&str>) {
    let target = world.path("idx");
    if target.exists() {
        std::fs::remove_dir_all(&target).unwrap();
    }
    if let Some(from) = from {
        copy(&world.path(from), &target);
    }
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

const BUILD: [&str; 6] = ["index", "-i", "idx", "--commit-every", "150", "news.jsonl"];

#[test]
fn a_first_index_survives_kills() {
    let mut dice = Dice::new(1);
    let world = world(&mut dice);
    let undisturbed = timed(&world, &BUILD);
    let expected = Whole::of(&world, "idx");
    assert_eq!(expected.articles.len(), 12 * 150);
    let check = |what: &str| expected.assert_same(&Whole::of(&world, "idx"), what);
    let killed =
        kill_and_go_on(&world, &BUILD, undisturbed, &mut dice, || put_back(&world, None), check);
    println!("a first index: killed {killed} times in {undisturbed:?}");
}

#[test]
fn an_update_survives_kills() {
    let mut dice = Dice::new(2);
    let world = world(&mut dice);
    run_well(&world, &BUILD);
    run_well(&world, &["index", "-i", "before", "news.jsonl"]);
    let job = ["index", "-i", "idx", "--commit-every", "40", "later.jsonl"];
    let undisturbed = timed(&world, &job);
    let expected = Whole::of(&world, "idx");
    assert_eq!(expected.articles.len(), 12 * 150 + 300);
    let check = |what: &str| expected.assert_same(&Whole::of(&world, "idx"), what);
    let prepare = || put_back(&world, Some("before"));
    let killed = kill_and_go_on(&world, &job, undisturbed, &mut dice, prepare, check);
    println!("an update: killed {killed} times in {undisturbed:?}");
}

#[test]
fn a_rebuild_survives_kills_and_readers_see_the_old_generation_meanwhile() {
    let mut dice = Dice::new(3);
    let world = world(&mut dice);
    run_well(&world, &BUILD);
    run_well(&world, &["index", "-i", "before", "news.jsonl"]);
    let old = Whole::of(&world, "idx");
    let job = ["rebuild", "-i", "idx", "--commit-every", "150", "--keep", "1", "later.jsonl"];
    let undisturbed = timed(&world, &job);
    let expected = Whole::of(&world, "idx");
    let check = |what: &str| expected.assert_same(&Whole::of(&world, "idx"), what);
    let prepare = || {
        put_back(&world, Some("before"));
        old.assert_same(&Whole::of(&world, "idx"), "before the rebuild");
    };
    let killed = kill_and_go_on(&world, &job, undisturbed, &mut dice, prepare, check);
    println!("a rebuild: killed {killed} times in {undisturbed:?}");
}

#[test]
fn words_put_in_survive_kills() {
    let mut dice = Dice::new(6);
    let world = world(&mut dice);
    run_well(&world, &["index", "-i", "before", "news.jsonl"]);
    put_back(&world, Some("before"));
    let job = ["words", "add", "-i", "idx", "微短剧", "低空经济", "谷子经济"];
    let undisturbed = timed(&world, &job);
    let expected = Whole::of(&world, "idx");
    let check = |what: &str| expected.assert_same(&Whole::of(&world, "idx"), what);
    let prepare = || put_back(&world, Some("before"));
    let killed = kill_and_go_on(&world, &job, undisturbed, &mut dice, prepare, check);
    println!("words: killed {killed} times in {undisturbed:?}");
}

#[test]
fn readers_see_whole_generations_while_they_are_switched() {
    let world = World::new();
    let news = articles(2);
    write(&world, "all.jsonl", &news);
    write(&world, "half.jsonl", &news[..150]);
    run_well(&world, &["index", "-i", "idx", "half.jsonl"]);
    let is_done = std::sync::atomic::AtomicBool::new(false);
    let (world, is_done) = (&world, &is_done);
    std::thread::scope(|scope| {
        let reader = scope.spawn(move || {
            let mut seen = Vec::new();
            while !is_done.load(std::sync::atomic::Ordering::Relaxed) {
                let shown = world.run(&[
                    "search",
                    "-i",
                    "idx",
                    "微短剧",
                    "--exact",
                    "-n",
                    "0",
                    "--format",
                    "json",
                ]);
                assert_eq!((shown.status, shown.stderr.as_str()), (0, ""), "{shown}");
                let summary: Value = serde_json::from_str(&shown.stdout).unwrap();
                let number = |name: &str| summary["data"][name].as_u64().unwrap();
                // 22 articles of the sample have the word, see its queries.
                assert_eq!(number("exact"), 22 * number("articles") / 150, "{shown}");
                seen.push(number("generation"));
            }
            seen
        });
        let follower = scope.spawn(move || follow(world, is_done));
        for switch in 0..20 {
            let input = ["all.jsonl", "half.jsonl"][switch % 2];
            run_well(world, &["rebuild", "-i", "idx", "--allow-shrink", "--keep", "1", input]);
        }
        is_done.store(true, std::sync::atomic::Ordering::Relaxed);
        let followed = follower.join().unwrap();
        assert!(followed.is_sorted() && followed.first() < followed.last(), "{followed:?}");
        let seen = reader.join().unwrap();
        assert!(seen.is_sorted(), "a reader went back");
        let mut different = seen.clone();
        different.dedup();
        println!("{} searches saw {} generations", seen.len(), different.len());
        assert!(different.len() > 5, "the reader saw hardly any switch");
    });
}

/// Searches with one reader that lives all the time; returns the generations that answered.
fn follow(world: &World, is_done: &std::sync::atomic::AtomicBool) -> Vec<u64> {
    let follower = Follower::open(&world.path("idx")).unwrap();
    let mut seen = Vec::new();
    while !is_done.load(std::sync::atomic::Ordering::Relaxed) {
        let request = Request { exact_only: true, ..Request::new(parse("微短剧").unwrap(), 0) };
        let totals = follower.engine().unwrap().search(&request).unwrap().totals;
        assert_eq!(totals.exact, 22 * totals.articles / 150);
        seen.push(totals.generation);
    }
    seen
}

#[test]
fn a_reader_that_lives_long_sees_commits_and_new_words() {
    let world = World::new();
    let news = articles(1);
    write(&world, "some.jsonl", &news[..50]);
    write(&world, "all.jsonl", &news);
    run_well(&world, &["index", "-i", "idx", "some.jsonl"]);
    let follower = Follower::open(&world.path("idx")).unwrap();
    let before = follower.engine().unwrap();
    run_well(&world, &["index", "-i", "idx", "all.jsonl"]);
    let after = follower.engine().unwrap();
    assert_eq!((before.articles(), after.articles()), (50, 150));
    run_well(&world, &["words", "add", "-i", "idx", "微短剧"]);
    let words = |engine: &Engine| engine.generation().manifest.user_words.len();
    assert_eq!((words(&after), words(&follower.engine().unwrap())), (0, 1));
    std::fs::remove_dir_all(world.path("idx")).unwrap();
    assert!(follower.engine().is_err());
    let request = Request::new(parse("微短剧").unwrap(), 0);
    assert_eq!(after.search(&request).unwrap().totals.exact, 22);
}
