//! Small indexes, requests without a network, and a server on a port of its own.

use std::fs;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tower::ServiceExt;
use xunwen_index::{Job, inputs};
use xunwen_serve::{Limits, Live, router, serve};

pub(crate) const HOSTILE: &str = r#"{"id":"a/b","title":"<script>alert(1)</script>短剧 <","body":"微短剧出海。","source":"晨报","published_at":"2025-03-01","url":"javascript:alert(1)","tags":["出海"]}"#;
pub(crate) const PLAIN: &str = r#"{"id":"c","title":"河南","body":"河南也拍微短剧。","source":"晚报","published_at":"2025-04-01"}"#;

/// An index in a folder of its own.
pub(crate) struct Index {
    folder: TempDir,
    pub(crate) live: Arc<Live>,
}

impl Index {
    pub(crate) fn of(articles: &[impl AsRef<str>], limits: &Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("index");
        add(&dir, articles);
        let live = Arc::new(Live::open(&dir, limits).unwrap());
        Self { folder, live }
    }

    pub(crate) fn small() -> Self {
        Self::of(&[HOSTILE, PLAIN], &Limits::default())
    }

    pub(crate) fn dir(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    pub(crate) fn app(&self) -> Router {
        router(Arc::clone(&self.live), Limits::default())
    }
}

pub(crate) fn add(dir: &Path, articles: &[impl AsRef<str>]) {
    let input = dir.with_extension("jsonl");
    let lines: Vec<&str> = articles.iter().map(AsRef::as_ref).collect();
    fs::write(&input, lines.join("\n")).unwrap();
    let job = Job { inputs: inputs(&[input.display().to_string()]).unwrap(), ..Job::default() };
    job.run(dir, &mut |_| {}).unwrap();
}

pub(crate) async fn get(app: &Router, path: &str) -> (StatusCode, Value) {
    let (status, bytes) = get_bytes(app, path).await;
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

pub(crate) async fn get_bytes(app: &Router, path: &str) -> (StatusCode, Bytes) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = app.clone().oneshot(request).await.unwrap();
    (response.status(), response.into_body().collect().await.unwrap().to_bytes())
}

/// Sends JSON, and returns the status and all of the answer.
pub(crate) async fn post(app: &Router, path: &str, body: &Value) -> (StatusCode, Value) {
    let request = Request::post(path).header("content-type", "application/json");
    let request = request.body(Body::from(body.to_string())).unwrap();
    let response = app.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

/// The lines of a log.
#[derive(Clone, Default)]
pub(crate) struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Write::write(&mut *self.0.lock().unwrap(), bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Lines {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// A server on a port of its own.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<std::io::Result<()>>,
}

impl Running {
    pub(crate) async fn start(live: Arc<Live>, limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let stop_requested = async move { drop(stopped.await) };
        let served = tokio::spawn(serve(listener, router(live, limits), limits, stop_requested));
        Self { address, stop, served }
    }

    /// Opens a connection and sends `bytes`.
    pub(crate) async fn send(&self, bytes: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        stream
    }

    /// Returns the status of a request on a connection of its own, and all of its answer.
    pub(crate) async fn ask(&self, path: &str) -> (u16, String) {
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        let mut stream = self.send(request.as_bytes()).await;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        (answer.split(' ').nth(1).unwrap().parse().unwrap(), answer)
    }

    /// Tells the server to stop; the returned task ends when it has stopped.
    pub(crate) fn stop(self) -> JoinHandle<std::io::Result<()>> {
        self.stop.send(()).unwrap();
        self.served
    }
}

/// Says which test cannot run here, and why.
///
/// It writes past the harness, which hides what a passing test prints: `.ci/run` counts the lines.
pub(crate) fn skipped(reason: &str) {
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    let line = format!("skipped: {test}: {reason}\n");
    std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes()).unwrap();
}
