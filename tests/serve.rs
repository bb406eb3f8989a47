//! `xunwen serve` as a process: where it listens, and how it ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::support::World;

/// Starts serving `idx` on a port that is free; returns the address.
fn start(world: &World) -> (Child, String) {
    let mut command = world.command(&["serve", "-i", "idx", "--listen", "127.0.0.1:0"]);
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim_end().strip_prefix("listening on http://");
    let address = address.unwrap_or_else(|| panic!("{line}")).to_owned();
    (child, address)
}

fn asked(address: &str, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    stream
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
        let (mut child, address) = start(&world);
        let mut begun = asked(&address, "/api/export?q=%E5%BE%AE%E7%9F%AD%E5%89%A7");
        let mut answer = vec![0; 15];
        begun.read_exact(&mut answer).unwrap();
        assert_eq!(answer, b"HTTP/1.1 200 OK");
        let mut idle = asked(&address, "/api/health");
        idle.read_exact(&mut [0; 15]).unwrap();
        let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        // A connection that asks nothing is closed at once: by then it has heard of the signal.
        idle.read_to_end(&mut Vec::new()).unwrap();
        assert!(TcpStream::connect(&address).is_err());
        assert!(child.try_wait().unwrap().is_none(), "it waits for the export");
        begun.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8(answer).unwrap();
        assert_eq!(answer.matches(r#"{"id":""#).count(), 200);
        assert!(answer.ends_with("0\r\n\r\n"), "the stream is whole");
        assert_eq!(child.wait().unwrap().code(), Some(0), "{signal}");
    }
}

#[test]
fn an_address_that_is_taken_is_told_in_two_lines() {
    let world = World::with_articles(&[json!({ "id": "a", "body": "微短剧" })]);
    let (mut child, address) = start(&world);
    let second = world.run(&["serve", "-i", "idx", "--listen", &address]);
    assert_eq!((second.status, second.stderr.lines().count()), (2, 2), "{second}");
    assert!(second.stderr.contains(&address), "{second}");
    child.kill().unwrap();
    child.wait().unwrap();
}
