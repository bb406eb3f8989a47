//! A receiver of deliveries, which verifies what it gets, and fails now and then.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;

use super::hmac::hmac;
use crate::support::Dice;

pub(super) const SECRET: &str = "又一个秘密";

/// A receiver that listens until the test ends.
pub(super) struct Receiver {
    pub(super) url: String,
    log: Arc<Mutex<Log>>,
    trouble: Arc<AtomicUsize>,
}

/// What a receiver got.
#[derive(Default)]
struct Log {
    /// The bodies by the id of their delivery.
    bodies: BTreeMap<String, Value>,
    /// The ids as they came, whatever was answered.
    ids: Vec<String>,
    /// What was wrong with them.
    wrong: Vec<String>,
}

/// A request, read.
struct Request {
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Receiver {
    pub(super) fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let (log, trouble) = (Arc::<Mutex<Log>>::default(), Arc::<AtomicUsize>::default());
        let (own_log, own_trouble) = (Arc::clone(&log), Arc::clone(&trouble));
        thread::spawn(move || {
            let mut dice = Dice::new(11);
            for stream in listener.incoming() {
                let sides = own_trouble.load(Ordering::Relaxed);
                let is_trouble = sides > 0 && dice.once_in(sides);
                // A sender that was killed has not said everything.
                drop(serve(stream.unwrap(), &own_log, is_trouble.then(|| dice.roll(3))));
            }
        });
        Self { url, log, trouble }
    }

    /// Lets it fail once in so many times; 0 for never.
    pub(super) fn fail_once_in(&self, sides: usize) {
        self.trouble.store(sides, Ordering::Relaxed);
    }

    /// Returns the ids of the deliveries as they came.
    pub(super) fn ids(&self) -> Vec<String> {
        self.log.lock().unwrap().ids.clone()
    }

    /// Returns each query and article that came, in deliveries of which repetitions were dropped.
    pub(super) fn articles(&self) -> Vec<(String, String)> {
        let log = self.log.lock().unwrap();
        assert_eq!(log.wrong, [""; 0]);
        let articles = log.bodies.values().flat_map(|body| {
            let articles = body["new"].as_array().unwrap();
            articles.iter().map(|article| {
                assert_eq!(article["qid"], body["qid"]);
                super::pair(article)
            })
        });
        articles.collect()
    }
}

/// Answers one request: well, or with this kind of trouble.
fn serve(mut stream: TcpStream, log: &Mutex<Log>, trouble: Option<usize>) -> std::io::Result<()> {
    let request = read(&stream)?;
    let mut log = log.lock().unwrap();
    let id = request.headers["x-xunwen-delivery"].clone();
    log.ids.push(id.clone());
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    log.wrong.extend(wrong(&request, &body, &id));
    if trouble != Some(0) {
        let known = log.bodies.insert(id.clone(), body.clone());
        if known.is_some_and(|known| known != body) {
            log.wrong.push(format!("{id} came again with another body"));
        }
    }
    let answer = match trouble {
        // It is lost, or the answer to it is.
        Some(0) => "503 Service Unavailable",
        Some(1) => "500 Internal Server Error",
        Some(_) => return Ok(()),
        None => "204 No Content",
    };
    write!(stream, "HTTP/1.1 {answer}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
}

fn wrong(request: &Request, body: &Value, id: &str) -> Option<String> {
    let header = |name: &str| request.headers[name].as_str();
    let timestamp = header("x-xunwen-timestamp");
    let signed = [timestamp.as_bytes(), b".", &request.body].concat();
    if header("x-xunwen-signature") != format!("sha256={}", hmac(SECRET.as_bytes(), &signed)) {
        return Some(format!("{id}: wrong signature"));
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    if timestamp.parse::<u64>().is_ok_and(|then| then.abs_diff(now) > 60) {
        return Some(format!("{id}: a timestamp of another time"));
    }
    (body["delivery"] != id).then(|| format!("{id}: the body is of {}", body["delivery"]))
}

fn read(stream: &TcpStream) -> std::io::Result<Request> {
    let mut reader = BufReader::new(stream);
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == "\r\n" {
            break;
        }
        if let Some((name, value)) = line.trim_end().split_once(": ") {
            headers.insert(name.to_lowercase(), value.to_owned());
        }
    }
    let length = headers["content-length"].parse().unwrap();
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(Request { headers, body })
}
