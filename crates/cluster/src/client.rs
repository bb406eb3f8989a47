//! The client: requests to the nodes of a cluster, answered with JSON or with an error that says why.
//!
//! A node that does not answer is passed over for the next; a cluster that has too much to do is asked
//! again, later and later, each process at a time of its own.

use std::fs;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use serde_json::Value;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body, http};
use xunwen_query::Cancel;

use crate::access::Access;
use crate::error::{ClusterError, Kind};
use crate::place::Place;

/// The time to connect within.
const CONNECT: Duration = Duration::from_secs(5);
/// The time for one answer, unless `XUNWEN_CLUSTER_TIMEOUT` says another.
const ANSWER: Duration = Duration::from_secs(60);
/// How often a request is made again.
const RETRIES: u32 = 6;
/// How often what is written is sent again,
const WRITE_ATTEMPTS: u32 = 14;
/// and for how many times the time of one answer.
const WRITE_PATIENCE: u32 = 5;
/// The pause before the first further attempt; each next one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// The longest pause between two looks at whether the question was cancelled.
const LOOK: Duration = Duration::from_millis(50);
/// The largest answer that is read, in bytes.
const LARGEST_ANSWER: u64 = 1 << 30;

/// What is sent.
#[derive(Clone, Copy)]
pub(crate) enum Sent<'s> {
    Nothing,
    Json(&'s Value),
    /// Lines of JSON, as the bulk interface takes them.
    Lines(&'s [u8]),
}

/// A client of one cluster.
pub(crate) struct Client {
    agent: Agent,
    hosts: Vec<String>,
    /// The host that answered last.
    current: AtomicUsize,
    authorization: Option<String>,
    /// The time for one answer, and for all attempts at it.
    pub(crate) patience: Duration,
    random: Mutex<Xoshiro256PlusPlus>,
}

impl Client {
    pub(crate) fn new(place: &Place, access: &Access) -> Result<Self, ClusterError> {
        let patience = access.timeout.unwrap_or(ANSWER);
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(patience))
            .user_agent(concat!("xunwen/", env!("CARGO_PKG_VERSION")));
        if let Some(path) = &access.authorities {
            let failed = |reason: String| {
                ClusterError::new(
                    format!("{}: {reason}", path.display()),
                    "let XUNWEN_CLUSTER_CA_FILE name a file of certificates in PEM",
                )
            };
            let pem = fs::read(path).map_err(|error| failed(error.to_string()))?;
            let mut certificates: Vec<Certificate<'static>> = Vec::new();
            for item in parse_pem(&pem) {
                if let PemItem::Certificate(own) =
                    item.map_err(|error| failed(error.to_string()))?
                {
                    certificates.push(own);
                }
            }
            if certificates.is_empty() {
                return Err(failed("no certificate".to_owned()));
            }
            let roots = RootCerts::new_with_certs(&certificates);
            config = config.tls_config(TlsConfig::builder().root_certs(roots).build());
        }
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let seed = now.as_nanos() as u64 ^ u64::from(std::process::id()) << 32;
        Ok(Self {
            agent: config.build().new_agent(),
            hosts: place.hosts.clone(),
            current: AtomicUsize::new(0),
            authorization: access.authorization.clone(),
            patience,
            random: Mutex::new(Xoshiro256PlusPlus::seed_from_u64(seed)),
        })
    }

    /// Sends a request to whichever node answers; a refusal for now, or a node's silence, is waited out.
    pub(crate) fn ask(
        &self,
        method: &str,
        path: &str,
        sent: Sent<'_>,
        cancel: &Cancel,
    ) -> Result<Value, ClusterError> {
        self.ask_again(method, path, sent, RETRIES, cancel)
    }

    /// Does what [`Self::ask`] does, with another number of further attempts.
    pub(crate) fn ask_again(
        &self,
        method: &str,
        path: &str,
        sent: Sent<'_>,
        retries: u32,
        cancel: &Cancel,
    ) -> Result<Value, ClusterError> {
        let start = Instant::now();
        let mut attempt = 0;
        loop {
            if cancel.is_cancelled() {
                return Err(ClusterError::cancelled());
            }
            let failure = match self.once(method, path, sent) {
                Err(error)
                    if error.kind == Kind::Busy
                        && attempt < retries
                        && start.elapsed() < self.patience =>
                {
                    error
                }
                result => return result,
            };
            attempt += 1;
            self.pause(attempt, cancel).map_err(|_| failure)?;
        }
    }

    /// Waits before another attempt.
    pub(crate) fn pause(&self, attempt: u32, cancel: &Cancel) -> Result<(), ClusterError> {
        let whole = FIRST_PAUSE * 2_u32.saturating_pow(attempt.saturating_sub(1).min(6));
        // Between a half and the whole of it, so that many clients do not come back at once.
        let part = {
            let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner);
            0.5 + (random.next_u32() as f64 / f64::from(u32::MAX)) / 2.0
        };
        let mut rest = whole.mul_f64(part);
        while !rest.is_zero() {
            if cancel.is_cancelled() {
                return Err(ClusterError::cancelled());
            }
            let step = rest.min(LOOK);
            thread::sleep(step);
            rest -= step;
        }
        Ok(())
    }

    /// Asks again as long as the cluster is busy, or waits for a node to be replaced.
    pub(crate) fn patiently<T>(
        &self,
        cancel: &Cancel,
        mut ask: impl FnMut() -> Result<T, ClusterError>,
    ) -> Result<T, ClusterError> {
        let start = Instant::now();
        let mut attempt = 0;
        loop {
            match ask() {
                Err(error) if error.kind == Kind::Busy && self.is_patient(attempt + 1, start) => {
                    attempt += 1;
                }
                result => return result,
            }
            self.pause(attempt, cancel)?;
        }
    }

    /// Returns whether who writes waits further, after so many attempts since `start`.
    pub(crate) fn is_patient(&self, attempts: u32, start: Instant) -> bool {
        attempts < WRITE_ATTEMPTS && start.elapsed() <= self.patience * WRITE_PATIENCE
    }

    fn once(&self, method: &str, path: &str, sent: Sent<'_>) -> Result<Value, ClusterError> {
        let mut silence = None;
        for _ in 0..self.hosts.len() {
            let current = self.current.load(Ordering::Relaxed) % self.hosts.len();
            let host = &self.hosts[current];
            match self.send(host, method, path, sent) {
                Ok(response) => return read(host, response),
                Err(error) => {
                    self.current.store(current + 1, Ordering::Relaxed);
                    silence = Some(silent(host, &error));
                }
            }
        }
        Err(silence.unwrap_or_else(|| ClusterError::new("no host", "name one")))
    }

    fn send(
        &self,
        host: &str,
        method: &str,
        path: &str,
        sent: Sent<'_>,
    ) -> Result<http::Response<Body>, ureq::Error> {
        let mut request = http::Request::builder().method(method).uri(format!("{host}{path}"));
        if let Some(authorization) = &self.authorization {
            request = request.header("Authorization", authorization);
        }
        let (kind, body) = match sent {
            Sent::Nothing => return self.agent.run(request.body(())?),
            Sent::Json(value) => {
                ("application/json", serde_json::to_vec(value).map_err(ureq::Error::Json)?)
            }
            Sent::Lines(lines) => ("application/x-ndjson", lines.to_vec()),
        };
        let request = request.header("Content-Type", kind).body(body)?;
        // A DELETE of a point in time has a body, which not every client would send.
        let request =
            self.agent.configure_request(request).allow_non_standard_methods(true).build();
        self.agent.run(request)
    }
}

/// Says that a node did not answer.
fn silent(host: &str, error: &ureq::Error) -> ClusterError {
    let certificate = matches!(error, ureq::Error::Rustls(_) | ureq::Error::Tls(_));
    if certificate {
        return ClusterError::new(
            format!("{host}: {error}"),
            "let XUNWEN_CLUSTER_CA_FILE name the certificates that the cluster's own are signed with",
        );
    }
    let problem = match error {
        ureq::Error::Timeout(_) => format!("{host} does not answer in time"),
        error => format!("{host} does not answer: {error}"),
    };
    let remedy = "look whether the cluster runs there, and whether this machine reaches it";
    let is_final = matches!(error, ureq::Error::HostNotFound | ureq::Error::BadUri(_));
    ClusterError::new(problem, remedy).of_kind(if is_final { Kind::Final } else { Kind::Busy })
}

fn read(host: &str, mut response: http::Response<Body>) -> Result<Value, ClusterError> {
    let status = response.status().as_u16();
    let body = response.body_mut().with_config().limit(LARGEST_ANSWER).read_to_vec();
    let body = body.map_err(|error| silent(host, &error))?;
    let Ok(answer) = serde_json::from_slice::<Value>(&body) else {
        return Err(foreign(host, status, &body));
    };
    if (200..300).contains(&status) { Ok(answer) } else { Err(refused(host, status, &answer)) }
}

/// Says that what answered is no cluster.
fn foreign(host: &str, status: u16, body: &[u8]) -> ClusterError {
    let begins = String::from_utf8_lossy(&body[..body.len().min(200)]).to_lowercase();
    let what = if begins.contains("<html") || begins.contains("<!doctype") {
        "with a web page"
    } else {
        "without JSON"
    };
    let kind = if matches!(status, 429 | 502 | 503 | 504) { Kind::Busy } else { Kind::Final };
    ClusterError::new(
        format!("{host} answers {what} (status {status}): this is not a cluster's answer"),
        "look whether the address is right, and whether a proxy or a login stands before the cluster",
    )
    .of_kind(kind)
}

/// Says what a cluster refuses, and why.
fn refused(host: &str, status: u16, answer: &Value) -> ClusterError {
    let error = &answer["error"];
    let cause = &error["root_cause"][0];
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let name = text(&cause["type"]).or_else(|| text(&error["type"])).unwrap_or_default();
    let reason = text(&cause["reason"])
        .or_else(|| text(&error["reason"]))
        .or_else(|| text(error))
        .unwrap_or_else(|| answer.to_string().chars().take(300).collect());
    let everything = answer.to_string();
    if everything.contains("search_context_missing") || everything.contains("SearchContextMissing")
    {
        return ClusterError::new(
            format!("{host}: the state that was read is gone from the cluster"),
            "ask again",
        )
        .of_kind(Kind::Lost);
    }
    match (status, name.as_str()) {
        (401, _) => ClusterError::new(
            format!("{host} wants to know who asks: {reason}"),
            "set XUNWEN_CLUSTER_USER and XUNWEN_CLUSTER_PASSWORD, or XUNWEN_CLUSTER_API_KEY",
        ),
        (403, _) if !name.contains("block") => ClusterError::new(
            format!("{host} does not allow it: {reason}"),
            "ask with a user or a key that may read, and for feeding write, this index",
        ),
        (404, "index_not_found_exception") => ClusterError::new(
            format!("{host}: {reason}"),
            "look at the name of the index, or make it with `xunwen index`",
        )
        .of_kind(Kind::Missing),
        // 500 is also said when a node goes while it is asked.
        (429 | 500..=599, _) => ClusterError::new(
            format!("{host} cannot answer now: {reason}"),
            "look at the health of the cluster (GET /_cluster/health), and try again",
        )
        .of_kind(Kind::Busy),
        _ => ClusterError::new(
            format!("{host} refuses (status {status}, {name}): {reason}"),
            "look at the cluster's log, and at its version in the table of crates/cluster/README.md",
        ),
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("hosts", &self.hosts).finish_non_exhaustive()
    }
}
