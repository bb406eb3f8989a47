//! `xunwen serve` as a process: where it listens, what it logs, and how it ends.

use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::World;

/// A server of `idx` on a free port, and the lines that it has logged.
pub(crate) struct Server {
    child: Child,
    address: String,
    lines: Receiver<String>,
}

impl Server {
    fn start(world: &World) -> Self {
        Self::start_with(world, &[])
    }

    pub(crate) fn start_with(world: &World, arguments: &[&str]) -> Self {
        let all = [&["serve", "-i", "idx", "--listen", "127.0.0.1:0"], arguments].concat();
        let mut command = world.command(&all);
        let mut child = command.env_remove("RUST_LOG").stderr(Stdio::piped()).spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (sender, lines) = channel();
        // It ends with the process, whose log must not fill the pipe.
        thread::spawn(move || {
            stderr.lines().map_while(Result::ok).try_for_each(|it| sender.send(it))
        });
        let line: String = lines.recv().unwrap();
        let address = line.strip_prefix("listening on http://");
        let address = address.unwrap_or_else(|| panic!("{line}")).to_owned();
        Self { child, address, lines }
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Sends a request on a connection that stays open.
    fn send(&self, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
        stream
    }

    /// Returns the status and the body of an answer.
    pub(crate) fn ask(&self, path: &str) -> (u16, String) {
        self.ask_as(&self.address, path)
    }

    /// Returns the status and the body of an answer to a request that names this host.
    fn ask_as(&self, host: &str, path: &str) -> (u16, String) {
        self.ask_with(&format!("host: {host}"), path)
    }

    /// Returns the status and the body of an answer to a request with these headers.
    fn ask_with(&self, headers: &str, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\n{headers}\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head[9..12].parse().unwrap(), body.to_owned())
    }

    fn health(&self) -> (u16, Value) {
        let (status, body) = self.ask("/api/health");
        (status, serde_json::from_str(&body).unwrap())
    }

    /// Waits for a line of the log that contains `part`.
    #[track_caller]
    fn logged(&self, part: &str) -> String {
        let mut passed = Vec::new();
        loop {
            match self.lines.recv_timeout(Duration::from_secs(60)) {
                Ok(line) if line.contains(part) => return line,
                Ok(line) => passed.push(line),
                Err(_) => panic!("{part:?} is not logged: {passed:#?}"),
            }
        }
    }

    fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status();
        assert!(sent.unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Overwrites the files of the live generation that end like this, as a failing disk would: their
/// length stays, for a program that has mapped them.
fn damage(world: &World, end: &str) {
    for entry in fs::read_dir(world.path("idx/generations/000001")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == end) {
            let length = fs::metadata(&path).unwrap().len();
            let mut file = OpenOptions::new().write(true).open(&path).unwrap();
            file.write_all(&vec![0xff; usize::try_from(length * 3 / 4).unwrap()]).unwrap();
        }
    }
}

#[track_caller]
fn assert_holds(line: &str, parts: &[&str]) {
    for part in parts {
        assert!(line.contains(part), "{part:?} is missing: {line}");
    }
}

const SEARCH: &str = "/api/search?q=%E5%BE%AE%E7%9F%AD%E5%89%A7";

#[test]
fn a_failed_search_is_logged_with_its_query_and_its_cause() {
    let world = World::with_sample();
    let server = Server::start(&world);
    assert_eq!(server.ask(SEARCH).0, 200);
    damage(&world, "pos");
    damage(&world, "idx");
    // With a control character of terminals and a mark of direction.
    let (status, answer) = server.ask(&format!("{SEARCH}%1b%E2%80%AE&exact=true"));
    assert_eq!(status, 500, "{answer}");
    assert!(!answer.contains("cause"), "{answer}");
    let line = server.logged("a request failed");
    assert_holds(
        &line,
        &[
            "ERROR",
            r#"route="/api/search""#,
            r#"query="微短剧\u{1b}\u{202e}""#,
            "exact=true",
            "status=500",
            "ms=",
            r#"cause=""#,
        ],
    );
    assert!(!line.contains(['\u{1b}', '\u{202e}']), "{line:?}");
    let (status, health) = server.health();
    assert_eq!((status, &health["status"]), (200, &json!("degraded")), "{health}");
    assert_eq!(health["problems"][0]["code"], "search-failed", "{health}");
}

#[test]
fn whatever_file_is_damaged_a_failure_is_logged_and_the_server_answers_on() {
    for end in ["pos", "idx", "term", "fast"] {
        let world = World::with_sample();
        let server = Server::start(&world);
        damage(&world, end);
        let (status, _) = server.ask(&format!("{SEARCH}&sort=newest"));
        if status >= 500 {
            let line = server.logged("a request failed");
            assert_holds(&line, &[&format!("status={status}"), r#"query="微短剧""#, "cause="]);
        }
        assert_eq!(server.ask("/").0, 200, "{end}");
    }
}

#[test]
fn an_index_that_is_gone_is_logged_once_and_told_by_health() {
    let world = World::with_sample();
    let server = Server::start(&world);
    let healthy = server.health().1;
    assert_eq!(
        (&healthy["status"], &healthy["articles"], &healthy["generation"], &healthy["problems"]),
        (&json!("ok"), &json!(150), &json!(1), &json!([]))
    );
    fs::rename(world.path("idx"), world.path("away")).unwrap();
    let line = server.logged("cannot be refreshed");
    assert_holds(&line, &["ERROR", r#"cause="no index at idx""#]);
    let (status, health) = server.health();
    assert_eq!((status, &health["status"]), (200, &json!("degraded")), "{health}");
    assert_eq!(health["problems"][0]["code"], "index-gone");
    assert_eq!(health["problems"][0]["detail"], "no index at the index directory");
    assert_eq!(server.ask(SEARCH).0, 200, "what was open answers");
    fs::rename(world.path("away"), world.path("idx")).unwrap();
    // Nothing else is logged meanwhile, however often it is tried.
    let next = server.lines.recv_timeout(Duration::from_secs(60)).unwrap();
    assert!(next.contains("can be refreshed again"), "{next}");
    assert_eq!(server.health().1["status"], "ok");
}

#[test]
fn what_is_logged_goes_by_level_and_threshold() {
    let world = World::with_articles(&[json!({ "id": "a", "body": "微短剧" })]);
    let server = Server::start_with(&world, &["--log", "debug", "--slow", "0"]);
    assert_holds(&server.logged("started"), &["INFO", &server.address]);
    server.ask("/api/trend?q=a&q=%E5%8D%B3");
    let line = server.logged("answered slowly");
    assert_holds(&line, &["WARN", r#"route="/api/trend""#, r#"query="a | 即""#, "status=200"]);
    let server = Server::start_with(&world, &["--log", "debug"]);
    server.ask(SEARCH);
    assert_holds(&server.logged("a request was answered"), &["DEBUG", r#"query="微短剧""#]);
    let quiet = Server::start_with(&world, &["--log", "off"]);
    quiet.signal("-TERM");
    assert!(quiet.lines.recv_timeout(Duration::from_secs(60)).is_err(), "it ends and logs nothing");
    let shown = world.run(&["serve", "-i", "idx", "--log", "loud"]);
    assert_eq!((shown.status, shown.stderr.lines().count()), (2, 2), "{shown}");
    assert!(shown.stderr.contains("\"loud\" is not off, error, warn"), "{shown}");
}

/// More text than sockets hold.
fn heavy() -> World {
    let body = "微短剧出海，".repeat(6_000);
    let articles: Vec<Value> =
        (0..200).map(|number| json!({ "id": number.to_string(), "body": body })).collect();
    World::with_articles(&articles)
}

#[test]
fn a_signal_ends_it_after_the_request_that_has_begun() {
    let world = heavy();
    for signal in ["-TERM", "-INT"] {
        let mut server = Server::start_with(&world, &["--log", "info"]);
        let mut begun = server.send("/api/export?q=%E5%BE%AE%E7%9F%AD%E5%89%A7");
        let mut answer = vec![0; 15];
        begun.read_exact(&mut answer).unwrap();
        assert_eq!(answer, b"HTTP/1.1 200 OK");
        let mut idle = server.send("/api/health");
        idle.read_exact(&mut [0; 15]).unwrap();
        server.signal(signal);
        // A connection that asks nothing is closed at once: by then it has heard of the signal.
        idle.read_to_end(&mut Vec::new()).unwrap();
        assert!(TcpStream::connect(&server.address).is_err());
        assert!(server.child.try_wait().unwrap().is_none(), "it waits for the export");
        begun.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8(answer).unwrap();
        assert_eq!(answer.matches(r#"{"id":""#).count(), 200);
        assert!(answer.ends_with("0\r\n\r\n"), "the stream is whole");
        assert_eq!(server.child.wait().unwrap().code(), Some(0), "{signal}");
        assert_holds(&server.logged("stopp"), &["INFO", "stopping"]);
        assert_holds(&server.logged("stopp"), &["INFO", "stopped"]);
    }
}

#[test]
fn an_address_that_is_taken_is_told_in_two_lines() {
    let world = World::with_articles(&[json!({ "id": "a", "body": "微短剧" })]);
    let server = Server::start(&world);
    let second = world.run(&["serve", "-i", "idx", "--listen", &server.address]);
    assert_eq!((second.status, second.stderr.lines().count()), (2, 2), "{second}");
    assert!(second.stderr.contains(&server.address), "{second}");
}

#[test]
fn a_page_of_another_name_reaches_no_server_on_loopback() {
    let world = World::with_sample();
    let server = Server::start(&world);
    let (status, body) = server.ask_as("evil.example", SEARCH);
    let problem: Value = serde_json::from_str(&body).unwrap();
    assert_eq!((status, &problem["status"], &problem["code"]), (421, &json!(421), &json!("host")));
    assert!(problem["detail"].as_str().unwrap().contains("--allowed-host"), "{problem}");
    for host in ["localhost", "127.0.0.1:80", "[::1]"] {
        assert_eq!(server.ask_as(host, SEARCH).0, 200, "{host}");
    }
    drop(server);
    let allowed = ["--allowed-host", "news.example.org", "--allowed-host", "10.1.2.3"];
    let server = Server::start_with(&world, &allowed);
    for (host, status) in [
        ("news.example.org:443", 200),
        ("10.1.2.3", 200),
        ("localhost", 200),
        ("evil.example", 421),
    ] {
        assert_eq!(server.ask_as(host, SEARCH).0, status, "{host}");
    }
    let shown = world.run(&["serve", "-i", "idx", "--allowed-host", "http://a"]);
    assert!(shown.status == 2 && shown.stderr.contains("not the name of a host"), "{shown}");
}

#[test]
fn a_key_opens_the_server_until_its_line_is_taken_out() {
    let world = World::with_articles(&[json!({ "id": "a", "body": "微短剧" })]);
    let made = world.run(&["serve", "--keys", "keys.tsv", "--new-key", "alice"]);
    assert_eq!((made.status, made.stderr.as_str(), made.stdout.lines().count()), (0, "", 1));
    let server = Server::start_with(&world, &["--keys", "keys.tsv", "--log", "info"]);
    let keyed = format!("host: localhost\r\nauthorization: Bearer {}", made.stdout.trim());
    assert_eq!(server.ask(SEARCH).0, 401);
    assert_eq!(server.ask_with(&keyed, SEARCH).0, 200);
    assert_eq!(server.ask("/api/health").0, 200);
    world.write("keys.tsv", b"");
    assert_holds(&server.logged("the keys are read anew"), &["INFO", "keys=0"]);
    assert_eq!(server.ask_with(&keyed, SEARCH).0, 401);
}

#[test]
fn keys_that_cannot_be_read_or_made_are_told_in_two_lines() {
    let world = World::with_articles(&[json!({ "id": "a", "body": "微短剧" })]);
    assert_eq!(world.run(&["serve", "--keys", "keys.tsv", "--new-key", "alice"]).status, 0);
    world.write("bad.tsv", b"# comment\nalice\t123\t60\t10\n");
    for (arguments, error, hint) in [
        (
            &["--keys", "none.tsv"][..],
            "none.tsv: cannot read the keys: No such file",
            "--new-key NAME",
        ),
        (
            &["--keys", "bad.tsv"],
            "bad.tsv: line 2 of the keys: a hash is `sha256:`",
            "mend the line",
        ),
        (
            &["--keys", "keys.tsv", "--new-key", "alice"],
            "keys.tsv: not the name of a key: the file has a key of this name",
            "choose another name",
        ),
        (&["--new-key", "bob"], "required arguments were not provided: --keys", "xunwen help"),
        (&["--cors", "news.example.org"], "not an origin, such as https://", "xunwen help"),
    ] {
        let all = [&["serve", "-i", "idx", "--listen", "127.0.0.1:0"], arguments].concat();
        let shown = world.run(&all);
        let lines: Vec<&str> = shown.stderr.lines().collect();
        assert_eq!((shown.status, shown.stdout.as_str(), lines.len()), (2, "", 2), "{shown}");
        assert!(lines[0].starts_with("error: ") && lines[0].contains(error), "{shown}");
        assert!(lines[1].starts_with("hint: ") && lines[1].contains(hint), "{shown}");
    }
}
