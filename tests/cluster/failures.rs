//! Nodes that are killed, jobs that are killed, generations that change: no wrong answer, nothing lost.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use xunwen_language::parse;
use xunwen_query::{Engine, Error, Request};

use super::{cluster, is_long, write};
use crate::servers::{Servers, is_available};
use crate::support::{Dice, World};

/// What is asked again and again.
const QUERIES: [&str; 6] =
    ["河南", "丰收 -大豆", "标题:丰收", "河南 近/5字 丰收", "粮食 同句 入库", "没有的词"];
/// Questions a second.
const RATE: u32 = 20;

/// Returns made-up articles, each with a number of its own.
fn articles(count: usize) -> Vec<Value> {
    let places = ["河南", "山东", "黑龙江", "安徽"];
    let crops = ["小麦", "大豆", "玉米"];
    (0..count)
        .map(|number| {
            let place = places[number % places.len()];
            let crop = crops[number % crops.len()];
            let title = if number % 5 == 0 { "秋粮丰收" } else { "秋收在即" };
            let body = format!(
                "{place}{crop}丰收，第{number}号粮库说，今年的粮食已经入库。收购价每斤一元。\n\n质量好于去年。"
            );
            json!({ "id": format!("n{number}"), "title": title, "body": body,
                    "published_at": format!("2025-{:02}-{:02}", number % 12 + 1, number % 28 + 1) })
        })
        .collect()
}

fn ask(engine: &Engine, query: &str) -> Result<BTreeSet<String>, Error> {
    let query = parse(query).unwrap();
    let request = Request { exact_only: true, limit: usize::MAX, ..Request::new(query, 0) };
    let answer = engine.answer(&request)?;
    Ok(answer.ids()?.into_iter().map(|(id, _, _)| id).collect())
}

/// What was answered while something happened.
#[derive(Default)]
struct Asked {
    answers: u64,
    /// When each error came, after the beginning.
    errors: Vec<(Duration, String)>,
}

/// Asks the index at `place` at a steady rate while `happen` happens; every answer must be one of
/// `expected`, by query.
fn asked_while(
    place: &Path,
    expected: &[BTreeMap<&str, BTreeSet<String>>],
    happen: impl FnOnce(),
) -> Asked {
    let asked = Mutex::new(Asked::default());
    let is_over = AtomicBool::new(false);
    let start = Instant::now();
    thread::scope(|scope| {
        for worker in 0..4 {
            let (asked, is_over) = (&asked, &is_over);
            scope.spawn(move || {
                let mut turn = worker;
                while !is_over.load(Ordering::Relaxed) {
                    let query = QUERIES[turn % QUERIES.len()];
                    turn += 1;
                    let answer = xunwen_cluster::open(place)
                        .map_err(Error::from)
                        .and_then(|remote| ask(&Engine::remote(remote), query));
                    let mut asked = asked.lock().unwrap();
                    match answer {
                        Ok(ids) => {
                            let is_right = expected.iter().any(|answers| answers[query] == ids);
                            assert!(is_right, "{query}: {} ids", ids.len());
                            asked.answers += 1;
                        }
                        Err(Error::Elsewhere { problem, remedy }) => {
                            assert!(!problem.contains('\n') && !remedy.is_empty(), "{problem}");
                            asked.errors.push((start.elapsed(), problem));
                        }
                        Err(error) => panic!("{error:?}"),
                    }
                    drop(asked);
                    thread::sleep(Duration::from_secs(1) * 4 / RATE);
                }
            });
        }
        // Also if it fails: who asks must end.
        let happened = std::panic::catch_unwind(std::panic::AssertUnwindSafe(happen));
        is_over.store(true, Ordering::Relaxed);
        happened.unwrap();
    });
    asked.into_inner().unwrap()
}

fn answers(engine: &Engine) -> BTreeMap<&'static str, BTreeSet<String>> {
    QUERIES.iter().map(|&query| (query, ask(engine, query).unwrap())).collect()
}

/// Returns what a directory answers about `articles`.
fn answers_of(
    world: &World,
    name: &str,
    articles: &[Value],
) -> BTreeMap<&'static str, BTreeSet<String>> {
    write(world, articles);
    let built = world.run(&["index", "-i", name, "news.jsonl"]);
    assert_eq!(built.status, 0, "{built}");
    answers(&Engine::open(&world.path(name)).unwrap())
}

#[test]
fn a_node_that_is_killed_changes_no_answer() {
    if let Err(reason) = is_available() {
        println!("SKIPPED: {reason}");
        return;
    }
    let mut servers = Servers::start(3).unwrap();
    let world = World::new();
    let expected = answers_of(&world, "idx", &articles(900));
    assert!(expected["河南 近/5字 丰收"].len() > 100);
    let place = servers.place("killed");
    let at = place.to_str().unwrap();
    let fed = world.run(&["index", "-i", at, "news.jsonl", "--shards", "5"]);
    assert_eq!(fed.status, 0, "{fed}");
    servers.wait_until("green", "").unwrap();

    // One node of three goes, while questions come and another job feeds.
    let more = articles(4_000);
    write(&world, &more);
    let mut killed_at = Duration::ZERO;
    let start = Instant::now();
    let both = [expected.clone()];
    let other = servers.place("fed");
    let asked = asked_while(&place, &both, || {
        let mut feed =
            world.command(&["index", "-i", other.to_str().unwrap(), "news.jsonl", "--shards", "5"]);
        let feed = feed.stderr(Stdio::piped()).spawn().unwrap();
        // What is written before there are copies would go with its only node.
        servers.wait_until("green", "fed-000001").unwrap();
        killed_at = start.elapsed();
        servers.kill(2);
        thread::sleep(Duration::from_secs(if is_long() { 60 } else { 12 }));
        let fed = feed.wait_with_output().unwrap();
        assert!(fed.status.success(), "{}", String::from_utf8_lossy(&fed.stderr));
    });
    println!("{} answers, {} errors: {:?}", asked.answers, asked.errors.len(), asked.errors);
    assert!(asked.answers > 20, "{}", asked.answers);
    for (when, error) in &asked.errors {
        // Errors are of the fail-over, and told.
        assert!(*when > killed_at && !error.is_empty(), "{when:?} {error}");
    }
    let survivors = servers.place("fed");
    let remote = Engine::remote(xunwen_cluster::open(&survivors).unwrap());
    let ids: BTreeSet<String> =
        more.iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(remote.articles(), ids.len() as u64);
    assert_eq!(ask(&remote, "粮库").unwrap(), ids);

    // A second one: what cannot be answered is told, in two lines.
    servers.kill(1);
    for arguments in [&["search", "-i", at, "河南"][..], &["index", "-i", at, "news.jsonl"]] {
        let failed = world.command(arguments).env("XUNWEN_CLUSTER_TIMEOUT", "4").output().unwrap();
        let told = String::from_utf8(failed.stderr).unwrap();
        assert_eq!(failed.status.code(), Some(2), "{told}");
        assert!(told.starts_with("error: ") && told.lines().count() == 2, "{told}");
    }

    // They come back, and nothing is lost.
    servers.restart(1).unwrap();
    servers.restart(2).unwrap();
    servers.wait_until("yellow", "killed-000001").unwrap();
    let place = servers.place("killed");
    assert_eq!(answers(&Engine::remote(xunwen_cluster::open(&place).unwrap())), expected);
}

#[test]
fn readers_see_one_generation_or_the_other() {
    let Some(servers) = cluster() else { return };
    let world = World::new();
    let first = articles(300);
    let mut second = articles(420);
    second.drain(..150);
    let expected = [answers_of(&world, "first", &first), answers_of(&world, "second", &second)];
    assert_ne!(expected[0], expected[1]);
    for (name, articles) in [("a.jsonl", &first), ("b.jsonl", &second)] {
        let lines: Vec<String> = articles.iter().map(Value::to_string).collect();
        world.write(name, lines.join("\n").as_bytes());
    }
    let place = servers.place("switched");
    let at = place.to_str().unwrap();
    let fed = world.run(&["index", "-i", at, "a.jsonl", "--shards", "2"]);
    assert_eq!(fed.status, 0, "{fed}");
    let switches = if is_long() { 20 } else { 6 };
    let asked = asked_while(&place, &expected, || {
        for number in 0..switches {
            let file = ["b.jsonl", "a.jsonl"][number % 2];
            let rebuilt = world.run(&[
                "rebuild",
                "-i",
                at,
                file,
                "--allow-shrink",
                "--keep",
                "2",
                "--shards",
                "2",
            ]);
            assert_eq!(rebuilt.status, 0, "{rebuilt}");
        }
        let back = world.run(&["rollback", "-i", at]);
        assert_eq!(back.status, 0, "{back}");
    });
    println!("{switches} switches: {} answers, {} errors", asked.answers, asked.errors.len());
    assert!(asked.answers > 10 && asked.errors.is_empty(), "{:?}", asked.errors);
}

#[test]
fn a_feed_that_is_killed_and_started_again_is_whole() {
    let Some(servers) = cluster() else { return };
    let world = World::new();
    let articles = articles(4_000);
    write(&world, &articles);
    let place = servers.place("cut");
    let at = place.to_str().unwrap();
    let arguments = ["index", "-i", at, "news.jsonl", "--shards", "5"];
    let mut dice = Dice::new(22);
    let kills = if is_long() { 30 } else { 6 };
    let mut unfinished = 0;
    for _ in 0..kills {
        let mut feed = world.command(&arguments).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(dice.roll(1_500) as u64));
        unfinished += usize::from(feed.try_wait().unwrap().is_none());
        feed.kill().unwrap();
        feed.wait().unwrap();
    }
    let done = world.run(&arguments);
    assert_eq!(done.status, 0, "{done}");
    println!("killed {unfinished} times of {kills}; then {}", done.stderr.lines().next().unwrap());
    assert!(unfinished > 0);
    let remote = Engine::remote(xunwen_cluster::open(&place).unwrap());
    let ids: BTreeSet<String> =
        articles.iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ask(&remote, "粮库").unwrap(), ids);
    assert_eq!(remote.articles(), ids.len() as u64);
}

#[test]
fn parts_make_one_index_that_is_seen_when_all_are_done() {
    let Some(servers) = cluster() else { return };
    let world = World::new();
    let articles = articles(600);
    std::fs::create_dir(world.path("news")).unwrap();
    for (number, part) in articles.chunks(50).enumerate() {
        let lines: Vec<String> = part.iter().map(Value::to_string).collect();
        world.write(&format!("news/{number:02}.jsonl"), lines.join("\n").as_bytes());
    }
    let place = servers.place("parts");
    let at = place.to_str().unwrap();
    let mut parts: Vec<_> = (1..=3)
        .map(|part| {
            let part = format!("{part}/4");
            let arguments = ["index", "-i", at, "news", "--shards", "2", "--part", &part];
            world.command(&arguments).stderr(Stdio::null()).spawn().unwrap()
        })
        .collect();
    parts.iter_mut().for_each(|part| assert!(part.wait().unwrap().success()));
    let early = world.run(&["search", "-i", at, "粮库"]);
    assert!(early.stderr.contains("the cluster has no index parts"), "{early}");
    let last = world.run(&["index", "-i", at, "news", "--part", "4/4"]);
    assert!(last.stderr.contains("150 added"), "{last}");
    let remote = Engine::remote(xunwen_cluster::open(&place).unwrap());
    assert_eq!(remote.articles(), 600);
}
