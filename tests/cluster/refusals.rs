//! What goes wrong between this program and a cluster: each time two lines, and nothing is lost.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

use super::cluster;
use crate::servers::Servers;
use crate::support::{Transcript, World};

/// What a made-up server answers to a method, a path and a body: status, type, text.
type Answer = dyn Fn(&str, &str, &str) -> (u16, &'static str, String) + Send + Sync;

/// Starts a server that answers as it is told, and returns its address.
fn server(
    answer: impl Fn(&str, &str, &str) -> (u16, &'static str, String) + Send + Sync + 'static,
) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let answer: Arc<Answer> = Arc::new(answer);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = Arc::clone(&answer);
            thread::spawn(move || while respond(&stream, answer.as_ref()).is_some() {});
        }
    });
    format!("http://{address}/news")
}

fn respond(mut stream: &TcpStream, answer: &Answer) -> Option<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).ok()?;
    let mut words = head.split_whitespace();
    let (method, path) = (words.next()?, words.next()?);
    let (status, kind, text) = answer(method, path, &String::from_utf8_lossy(&body));
    let head = format!(
        "HTTP/1.1 {status} -\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
        text.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(text.as_bytes()).ok()
}

/// What OpenSearch says of itself.
fn root() -> (u16, &'static str, String) {
    let root = json!({
        "name": "n", "cluster_name": "c",
        "version": { "distribution": "opensearch", "number": "2.19.6" },
    });
    (200, "application/json", root.to_string())
}

/// The mapping of an index that this program has made.
fn mapping() -> Value {
    let fingerprint = xunwen_schema::Analyzer::new().fingerprint();
    let meta = json!({ "xunwen": {
        "layout": 1, "fingerprint": fingerprint, "generation": 1, "complete": true,
    } });
    json!({ "news-000001": { "mappings": { "_meta": meta } } })
}

fn failure(status: u16, name: &str, reason: &str) -> (u16, &'static str, String) {
    let cause = json!({ "type": name, "reason": reason });
    let error = json!({ "error": { "root_cause": [cause], "type": name, "reason": reason }, "status": status });
    (status, "application/json", error.to_string())
}

#[track_caller]
fn assert_told(told: &Transcript, parts: &[&str]) {
    assert_eq!(told.status, 2, "{told}");
    assert_eq!(told.stderr.lines().count(), 2, "{told}");
    assert!(told.stderr.starts_with("error: ") && told.stderr.contains("\nhint: "), "{told}");
    assert_eq!(told.stdout, "", "{told}");
    for part in parts {
        assert!(told.stderr.contains(part), "{part}: {told}");
    }
}

#[test]
fn addresses_that_are_none_are_told() {
    let world = World::new();
    let search = |place: &str| world.run(&["search", "-i", place, "短剧"]);
    assert_told(
        &search("http://127.0.0.1:9200"),
        &["no name of an index", "http://HOST:9200/NAME"],
    );
    assert_told(&search("http://127.0.0.1:9200/News"), &["no name of an index"]);
    assert_told(&search("http://u:secret@127.0.0.1:9200/news"), &["XUNWEN_CLUSTER_USER"]);
    assert!(!search("http://u:secret@127.0.0.1:9200/news").stderr.contains("secret"));
    assert_told(&search("http://no-such-host.invalid:9200/news"), &["does not answer"]);
    // A port that was free a moment ago.
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_told(&search(&format!("http://{free}/news")), &["does not answer", "reaches it"]);
}

#[test]
fn what_answers_and_is_no_cluster_is_told() {
    let world = World::new();
    let page = server(|_, _, _| (200, "text/html", "<!DOCTYPE html><html>Login</html>".to_owned()));
    assert_told(&world.run(&["search", "-i", &page, "短剧"]), &["with a web page", "proxy"]);
    let json = server(|_, _, _| (200, "application/json", "{\"hello\": 1}".to_owned()));
    assert_told(&world.run(&["search", "-i", &json, "短剧"]), &["no search cluster"]);
    let old = server(|_, _, _| {
        let root = json!({ "cluster_name": "c", "version": { "number": "6.8.0" } });
        (200, "application/json", root.to_string())
    });
    assert_told(&world.run(&["search", "-i", &old, "短剧"]), &["Elasticsearch 6.8.0", "7.12"]);
}

#[test]
fn a_key_is_asked_for_and_sent() {
    let world = World::new();
    let closed = server(|_, _, _| failure(401, "security_exception", "missing credentials"));
    assert_told(
        &world.run(&["search", "-i", &closed, "短剧"]),
        &["wants to know", "XUNWEN_CLUSTER_API_KEY"],
    );
    let forbidden = server(|_, path, _| match path {
        "/" => root(),
        _ => failure(403, "security_exception", "no permissions for [indices:data/read]"),
    });
    assert_told(
        &world.run(&["search", "-i", &forbidden, "短剧"]),
        &["does not allow", "no permissions"],
    );
    let missing = world
        .command(&["search", "-i", &closed, "短剧"])
        .env("XUNWEN_CLUSTER_API_KEY_FILE", "no-such-file")
        .output()
        .unwrap();
    let told = String::from_utf8(missing.stderr).unwrap();
    assert!(
        told.contains("no-such-file") && told.contains("XUNWEN_CLUSTER_API_KEY_FILE"),
        "{told}"
    );
}

#[test]
fn elasticsearch_is_asked_in_its_own_words() {
    let world = World::new();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&asked);
    let elastic = server(move |method, path, body| {
        let path = path.split('?').next().unwrap().to_owned();
        heard.lock().unwrap().push(format!("{method} {path}"));
        let answer = match (method, path.as_str()) {
            // As Elasticsearch's reference shows them.
            ("GET", "/") => json!({
                "name": "n", "cluster_name": "c", "tagline": "You Know, for Search",
                "version": { "number": "8.17.0", "build_flavor": "default" },
            }),
            ("GET", "/news/_alias") => json!({ "news-000001": { "aliases": { "news": {} } } }),
            ("GET", "/news-000001/_mapping") => mapping(),
            ("POST", "/news-000001/_pit") => json!({ "id": "a-point-in-time" }),
            ("DELETE", "/_pit") => {
                assert_eq!(
                    serde_json::from_str::<Value>(body).unwrap(),
                    json!({ "id": "a-point-in-time" })
                );
                json!({ "succeeded": true, "num_freed": 1 })
            }
            ("POST", "/_search") => {
                let body: Value = serde_json::from_str(body).unwrap();
                assert_eq!(body["pit"]["id"], "a-point-in-time");
                json!({
                    "pit_id": "a-point-in-time", "timed_out": false,
                    "_shards": { "total": 1, "successful": 1, "skipped": 0, "failed": 0 },
                    "hits": { "total": { "value": 0, "relation": "eq" }, "hits": [] },
                    "aggregations": {},
                })
            }
            _ => json!({}),
        };
        (200, "application/json", answer.to_string())
    });
    let found = world.run(&["search", "-i", &elastic, "短剧"]);
    assert_eq!(found.status, 1, "{found}");
    let asked = asked.lock().unwrap();
    for request in ["POST /news-000001/_pit", "POST /_search", "DELETE /_pit"] {
        assert!(asked.iter().any(|own| own == request), "{request}: {asked:?}");
    }
}

#[test]
fn a_cluster_in_red_is_told() {
    let world = World::new();
    let red = server(|_, path, _| match path {
        "/" => root(),
        _ => failure(503, "search_phase_execution_exception", "all shards failed"),
    });
    assert_told(
        &world.run(&["search", "-i", &red, "短剧"]),
        &["cannot answer now", "all shards failed", "_cluster/health"],
    );
}

#[test]
fn an_answer_that_does_not_come_is_not_waited_for() {
    let world = World::new();
    let silent = server(|_, _, _| {
        thread::sleep(std::time::Duration::from_secs(30));
        root()
    });
    let told = world
        .command(&["search", "-i", &silent, "短剧"])
        .env("XUNWEN_CLUSTER_TIMEOUT", "1")
        .output()
        .unwrap();
    let text = String::from_utf8(told.stderr).unwrap();
    assert_eq!(told.status.code(), Some(2), "{text}");
    assert!(text.contains("does not answer in time"), "{text}");
    assert_eq!(text.lines().count(), 2, "{text}");
}

#[test]
fn an_index_that_others_made_is_left_alone() {
    let Some(servers) = cluster() else { return };
    let world = World::new();
    let node = servers.url(0);
    put(
        &servers,
        "/foreign",
        &json!({ "mappings": { "properties": { "a": { "type": "text" } } } }),
    );
    let foreign = format!("{node}/foreign");
    assert_told(&world.run(&["search", "-i", &foreign, "短剧"]), &["was not made by xunwen"]);
    world.write("news.jsonl", b"{\"id\": \"a\", \"title\": \"t\", \"body\": \"b\"}\n");
    assert_told(&world.run(&["index", "-i", &foreign, "news.jsonl"]), &["was not made by xunwen"]);

    let meta = json!({ "xunwen": { "layout": 1, "fingerprint": "2-00", "generation": 1, "complete": true } });
    put(
        &servers,
        "/otherwise-000001",
        &json!({ "mappings": { "_meta": meta }, "aliases": { "otherwise": {} } }),
    );
    let otherwise = format!("{node}/otherwise");
    assert_told(
        &world.run(&["search", "-i", &otherwise, "短剧"]),
        &["the analysis 2-00", "xunwen rebuild"],
    );
    let place = servers.place("nothing-here");
    assert_told(
        &world.run(&["search", "-i", place.to_str().unwrap(), "短剧"]),
        &["no index nothing-here"],
    );
}

fn put(servers: &Servers, path: &str, body: &Value) {
    let (head, answer) = servers.ask("PUT", path, &body.to_string());
    assert_eq!(head.split(' ').nth(1), Some("200"), "{answer}");
}

#[test]
fn what_half_a_bulk_refuses_is_listed_and_the_rest_stays() {
    let world = World::new();
    let lines: Vec<String> = (0..10)
        .map(|number| {
            json!({ "id": format!("n{number}"), "title": "秋收", "body": "丰收" }).to_string()
        })
        .collect();
    world.write("news.jsonl", lines.join("\n").as_bytes());
    let half = server(|method, path, body| match (method, path) {
        ("GET", "/") => root(),
        (_, "/news/_alias") => (
            200,
            "application/json",
            json!({ "news-000001": { "aliases": { "news": {} } } }).to_string(),
        ),
        (_, "/news-000001/_mapping") => (200, "application/json", mapping().to_string()),
        (_, path) if path.contains("_mget") => {
            let docs: Vec<Value> =
                (0..10).map(|n| json!({ "_id": format!("n{n}"), "found": false })).collect();
            (200, "application/json", json!({ "docs": docs }).to_string())
        }
        (_, path) if path.contains("_bulk") => {
            let items: Vec<Value> = body
                .lines()
                .step_by(2)
                .enumerate()
                .map(|(number, _)| {
                    if number % 2 == 0 {
                        json!({ "index": { "status": 201, "result": "created" } })
                    } else {
                        json!({ "index": { "status": 400, "error": { "type": "mapper_parsing_exception", "reason": "too odd" } } })
                    }
                })
                .collect();
            (200, "application/json", json!({ "errors": true, "items": items }).to_string())
        }
        (_, path) if path.contains("_search/point_in_time") => {
            (200, "application/json", json!({ "pit_id": "p" }).to_string())
        }
        (_, path) if path.contains("_search") => {
            let answer = json!({
                "timed_out": false, "_shards": { "failed": 0 },
                "hits": { "total": { "value": 5, "relation": "eq" }, "hits": [] }, "aggregations": {},
            });
            (200, "application/json", answer.to_string())
        }
        _ => (200, "application/json", json!({ "_shards": { "failed": 0 } }).to_string()),
    });
    let fed = world.run(&["index", "-i", &half, "news.jsonl", "--threads", "1"]);
    assert_eq!(fed.status, 0, "{fed}");
    assert!(fed.stderr.contains("5 added") && fed.stderr.contains("5 "), "{fed}");
    let listed = std::fs::read_to_string(world.path("news-rejected.tsv")).unwrap();
    assert_eq!(listed.lines().count(), 6, "{listed}");
    assert!(listed.contains("n1\t0\ttoo odd"), "{listed}");
    let strict = world.run(&["index", "-i", &half, "news.jsonl", "--threads", "1", "--strict"]);
    assert_told(&strict, &["too odd"]);
}
