//! Connections: slow ones, broken ones, too many at once, and a server that stops.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use xunwen_serve::Limits;

use crate::support::{Index, Running};

const SEARCH: &str = "/api/search?q=%E5%BE%AE%E7%9F%AD%E5%89%A7";

async fn all(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    // The connection may also be reset, which ends it as well.
    drop(stream.read_to_end(&mut answer).await);
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_client_that_sends_slowly_is_cut_off_and_others_are_answered_meanwhile() {
    let head_time = Duration::from_millis(100);
    let limits = Limits { head_time, ..Limits::default() };
    let server = Running::start(Index::small().live.clone(), limits).await;
    let mut slow = Vec::new();
    for begin in ["", "G", "GET / HTTP/1.1\r\nhost: x\r\n", "GET / HTTP/1.1\r\nx: "] {
        slow.push(server.send(begin.as_bytes()).await);
    }
    assert_eq!(server.ask(SEARCH).await.0, 200);
    for stream in &mut slow {
        // Reading to the end waits for the connection to be closed.
        assert!(!all(stream).await.contains("200 OK"));
    }
    let mut body = server.send(b"GET / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nabc").await;
    assert!(all(&mut body).await.starts_with("HTTP/1.1 408 "));
    let mut idle = server.send(b"GET /api/health HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(all(&mut idle).await.starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn broken_clients_stop_nobody() {
    let server = Running::start(Index::small().live.clone(), Limits::default()).await;
    for round in 0..200 {
        let mut stream = server.send(b"GET /api/search?q=a HTTP/1.1\r\nhost").await;
        match round % 3 {
            0 => drop(stream),
            1 => stream.shutdown().await.unwrap(),
            _ => drop(stream.write_all(b": x\r\n\r\n").await),
        }
    }
    assert_eq!(server.ask(SEARCH).await.0, 200);
}

#[tokio::test]
async fn more_connections_than_allowed_are_turned_away_until_there_is_a_place() {
    let limits = Limits { connections: 2, ..Limits::default() };
    let server = Running::start(Index::small().live.clone(), limits).await;
    let mut taken = Vec::new();
    for _ in 0..2 {
        let mut stream = server.send(b"GET /api/health HTTP/1.1\r\nhost: x\r\n\r\n").await;
        let mut beginning = [0; 12];
        stream.read_exact(&mut beginning).await.unwrap();
        assert_eq!(&beginning, b"HTTP/1.1 200");
        taken.push(stream);
    }
    for _ in 0..200 {
        let (status, answer) = server.ask(SEARCH).await;
        assert_eq!(status, 503, "{answer}");
        assert!(answer.contains("application/problem+json"), "{answer}");
        assert!(answer.contains("retry-after") && answer.contains(r#""code":"full""#), "{answer}");
    }
    taken.pop();
    while server.ask(SEARCH).await.0 != 200 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn bodies_are_passed_over_and_large_ones_refused() {
    let server = Running::start(Index::small().live.clone(), Limits::default()).await;
    let asked =
        |rest: &str| format!("GET {SEARCH} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{rest}");
    let chunk = format!("{:x}\r\n{}\r\n", 60_000, "a".repeat(60_000));
    for (rest, status) in [
        ("content-length: 3\r\n\r\nabc".to_owned(), "200"),
        ("content-length: 65537\r\n\r\n".to_owned(), "413"),
        (format!("transfer-encoding: chunked\r\n\r\n{chunk}0\r\n\r\n"), "200"),
        (format!("transfer-encoding: chunked\r\n\r\n{chunk}{chunk}0\r\n\r\n"), "413"),
    ] {
        let mut stream = server.send(asked(&rest).as_bytes()).await;
        let answer = all(&mut stream).await;
        assert_eq!(answer.split(' ').nth(1), Some(status), "{answer}");
        assert_eq!(answer.contains("application/problem+json"), status != "200", "{answer}");
    }
}

#[tokio::test]
async fn the_end_comes_after_the_requests_that_have_begun() {
    let text = "微短剧出海，".repeat(6_000);
    let articles: Vec<String> =
        (0..200).map(|number| format!(r#"{{"id":"{number}","body":"{text}"}}"#)).collect();
    let index = Index::of(&articles, &Limits::default());
    let server = Running::start(index.live.clone(), Limits::default()).await;
    let address = server.address;
    let mut idle = server.send(b"GET /api/health HTTP/1.1\r\nhost: x\r\n\r\n").await;
    idle.readable().await.unwrap();
    let export = b"GET /api/export?q=%E5%BE%AE%E7%9F%AD%E5%89%A7 HTTP/1.1\r\nhost: x\r\n\r\n";
    let mut begun = server.send(export).await;
    begun.readable().await.unwrap();
    let end = server.stop();
    // The idle connection is closed once the server has begun to stop.
    all(&mut idle).await;
    assert!(TcpStream::connect(address).await.is_err());
    assert!(!end.is_finished());
    let answer = all(&mut begun).await;
    assert_eq!(answer.matches(r#"{"id":"#).count(), 200);
    assert!(answer.ends_with("0\r\n\r\n"), "the stream is whole");
    end.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_client_that_has_closed_its_side_gets_its_answer() {
    let server = Running::start(Index::small().live.clone(), Limits::default()).await;
    for path in [SEARCH, "/api/health", "/api/export?q=%E5%BE%AE%E7%9F%AD%E5%89%A7"] {
        for rest in ["", "connection: close\r\n"] {
            let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\n{rest}\r\n");
            let mut stream = server.send(request.as_bytes()).await;
            stream.shutdown().await.unwrap();
            let answer = all(&mut stream).await;
            assert!(answer.starts_with("HTTP/1.1 200 "), "{path}: {answer}");
            assert!(answer.ends_with(['}', '\n']), "{path}: {answer}");
        }
    }
    // Nothing of a request, and a part of one, are no requests.
    for part in ["", "GET / HT"] {
        let mut stream = server.send(part.as_bytes()).await;
        stream.shutdown().await.unwrap();
        assert!(!all(&mut stream).await.contains("200 OK"));
    }
}
