//! Ten thousand malicious requests, the same ones in every run.

use std::panic;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use xunwen_serve::Limits;

use crate::support::{Index, Running};

const REQUESTS: usize = 10_000;
/// Requests in progress at once.
const CLIENTS: usize = 16;

const PATHS: [&str; 13] = [
    "/api/search",
    "/api/export",
    "/api/trend",
    "/api/kwic",
    "/api/receipt",
    "/api/suggest",
    "/api/articles/c",
    "/api/explain/c",
    "/api/batch",
    "/api/replay",
    "/api/index",
    "/",
    "/metrics",
];
const NAMES: [&str; 12] = [
    "q", "sort", "exact", "since", "until", "source", "limit", "width", "cursor", "facets",
    "format", "fields",
];
const PIECES: [&str; 40] = [
    "%FF",
    "%C0%AF",
    "%ED%A0%80",
    "%00",
    "%",
    "%zz",
    "(",
    ")",
    "%28%28%28",
    "%22",
    "%E2%80%9C",
    "*",
    "-",
    "OR",
    "AND",
    "NOT",
    "^0",
    "^1e9",
    "title:",
    "%E6%A0%87%E9%A2%98%3A",
    "date:",
    "%E6%97%A5%E6%9C%9F%3A9999999-99",
    "last99999999999d",
    "+near/4294967295+",
    "+near/0+",
    "%E8%87%B3%E5%B0%9199999999999",
    "%E5%BE%AE%E7%9F%AD%E5%89%A7",
    "%F0%9F%98%80",
    "%E2%80%8B",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e/",
    "/../../../../etc/passwd",
    "-1",
    "99999999999999999999",
    "NaN",
    "1e400",
    "%3Cscript%3E",
    "%0d%0aset-cookie:%20a=b",
    "a+b",
    "%EF%BC%88",
];
const HEADERS: [&str; 16] = [
    "content-length: -1",
    "content-length: 99999999999999999999",
    "content-length: 5\r\ncontent-length: 6",
    "transfer-encoding: chunked\r\ncontent-length: 5",
    "transfer-encoding: gzip",
    "transfer-encoding: xchunked",
    "host: a\r\nhost: b",
    "host: ../../etc",
    "range: bytes=0-99999999999",
    "accept-encoding: zstd;q=2, gzip;q=x",
    "expect: 100-continue",
    "upgrade: h2c\r\nconnection: upgrade",
    "x-forwarded-for: \x01\x02",
    "a b: c",
    " folded",
    "x: \u{7f}\u{0}",
];
const METHODS: [&str; 9] =
    ["GET", "HEAD", "POST", "PUT", "DELETE", "TRACE", "CONNECT", "get", "M\u{fc}LL"];

/// The paths that read a body.
const POSTED: [&str; 3] = ["/api/batch", "/api/replay", "/mcp"];
/// Pieces of bodies: of JSON, of what is nearly JSON, and of the protocol of assistants.
const JSON: [&str; 24] = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "null",
    "true",
    "-1",
    "1e999",
    "99999999999999999999",
    "\"\\ud800\"",
    "\"\u{0}\"",
    "\"queries\":[{\"id\":\"a\",\"q\":\"(\"}]",
    "{\"queries\":[{\"id\":\"a\",\"q\":\"微短剧\"}]}",
    "\"limit\":18446744073709551615",
    "\"since\":\"9999999-99\"",
    "\"receipt\":1",
    "\"answered_at\":\"-9999-01-01\"",
    "\"ids\":[]",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}",
    "\"method\":\"tools/call\",\"params\":{\"name\":\"search\",\"arguments\":{\"q\":[[]]}}",
    "\"method\":\"initialize\",\"params\":{}",
    "{\"jsonrpc\":\"2.0\",\"id\":[],\"method\":7}",
];

struct Dice(Xoshiro256PlusPlus);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.0.next_u64() % limit as u64).unwrap()
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    fn value(&mut self) -> String {
        match self.below(12) {
            0 => "(".repeat(self.below(3000)),
            1 => "%28".repeat(33) + "a" + &"%29".repeat(33),
            2 => "a".repeat(self.below(70_000)),
            3 => "a*+".repeat(self.below(200)),
            4 => "%E7%9A%84+OR+".repeat(self.below(120)) + "a",
            5 => "0123456789abcdef".repeat(4),
            _ => (0..self.below(8)).map(|_| self.of(&PIECES)).collect(),
        }
    }

    fn target(&mut self) -> String {
        let mut target = match self.below(8) {
            0 => format!("/{}", self.value()),
            1 => format!("/api/articles/{}", self.value()),
            2 => format!("http://elsewhere{}", self.of(&PATHS)),
            _ => self.of(&PATHS).to_owned(),
        };
        for place in 0..self.below(5) {
            let (sign, name) = (if place == 0 { '?' } else { '&' }, self.of(&NAMES));
            target.push_str(&format!("{sign}{name}={}", self.value()));
        }
        target
    }

    fn body(&mut self) -> Vec<u8> {
        match self.below(8) {
            0 => "[".repeat(self.below(60_000)).into_bytes(),
            1 => "{\"queries\":".repeat(self.below(5000)).into_bytes(),
            2 => (0..self.below(300)).map(|_| self.0.next_u64().to_le_bytes()[0]).collect(),
            3 => vec![b' '; self.below(5 << 20)],
            _ => (0..self.below(20)).map(|_| self.of(&JSON)).collect::<String>().into_bytes(),
        }
    }

    /// A request that brings a body, whole or in part.
    fn posted(&mut self) -> Vec<u8> {
        let body = self.body();
        let length = if self.below(20) == 0 { body.len() + 1 } else { body.len() };
        let head = format!(
            "POST {} HTTP/1.1\r\nconnection: close\r\nhost: x\r\ncontent-type: application/json\r\n\
            accept: application/json, text/event-stream\r\ncontent-length: {length}\r\n\r\n",
            self.of(&POSTED)
        );
        [head.into_bytes(), body].concat()
    }

    fn request(&mut self) -> Vec<u8> {
        if self.below(8) == 0 {
            return self.posted();
        }
        if self.below(20) == 0 {
            // Not HTTP at all.
            return (0..self.below(2000)).map(|_| self.0.next_u64().to_le_bytes()[0]).collect();
        }
        if self.below(40) == 0 {
            return b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00".to_vec();
        }
        let method = if self.below(4) == 0 { self.of(&METHODS) } else { "GET" };
        let version = ["1.1", "1.1", "1.1", "1.0", "2.0", "9.9", "x"][self.below(7)];
        let mut request =
            format!("{method} {} HTTP/{version}\r\nconnection: close\r\n", self.target());
        for _ in 0..self.below(3) {
            request += &format!("{}\r\n", self.of(&HEADERS));
        }
        match self.below(30) {
            0 => request += &"x: y\r\n".repeat(200),
            1 => request += &format!("x: {}\r\n", "y".repeat(100_000)),
            2 => request += "transfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
            _ => {}
        }
        request += "\r\n";
        let mut bytes = request.into_bytes();
        if self.below(10) == 0 {
            bytes.truncate(self.below(bytes.len()));
        }
        bytes
    }
}

/// Sends one request and returns the status of the answer, if there is one.
async fn status(server: &Running, request: &[u8]) -> Option<u16> {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    // The server may close before everything is sent.
    drop(stream.write_all(request).await);
    drop(stream.shutdown().await);
    let mut answer = Vec::new();
    let read = timeout(Duration::from_secs(60), stream.read_to_end(&mut answer)).await;
    assert!(read.is_ok(), "no end: {:?}", String::from_utf8_lossy(request));
    let head = String::from_utf8_lossy(answer.get(..12)?).into_owned();
    head.strip_prefix("HTTP/1.").and_then(|rest| rest.get(2..5)?.parse().ok())
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_requests_cause_neither_panics_nor_errors_of_the_server() {
    static PANICS: AtomicUsize = AtomicUsize::new(0);
    let known = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        // Threads of tests have their own names; the server runs on the runtime's threads.
        let is_ours = std::thread::current().name().is_some_and(|name| name.starts_with("tokio"));
        PANICS.fetch_add(usize::from(is_ours), Ordering::Relaxed);
        known(info);
    }));
    let server = Arc::new(Running::start(Index::small().live.clone(), Limits::default()).await);
    let clients = (0..CLIENTS).map(|client| {
        let server = Arc::clone(&server);
        tokio::spawn(async move {
            let mut dice = Dice(Xoshiro256PlusPlus::seed_from_u64(client as u64));
            let mut answered = 0;
            for _ in 0..REQUESTS / CLIENTS {
                let request = dice.request();
                let status = status(&server, &request).await;
                let shown =
                    || String::from_utf8_lossy(&request).chars().take(300).collect::<String>();
                assert!(status.is_none_or(|status| status < 500), "{status:?}: {}", shown());
                answered += usize::from(status.is_some());
            }
            answered
        })
    });
    let mut answered = 0;
    for client in clients.collect::<Vec<_>>() {
        answered += client.await.unwrap();
    }
    println!("{answered} of {REQUESTS} hostile requests have an answer, none of them a 5xx");
    assert_eq!(PANICS.load(Ordering::Relaxed), 0);
    assert!(answered > REQUESTS / 2);
    assert_eq!(server.ask("/api/health").await.0, 200);
}
