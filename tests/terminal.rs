//! What reaches a terminal: the program's own colours, and nothing that acts on it.

use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;

use serde_json::json;

use crate::support::World;
use crate::support::pty::OnTerminal;

/// Titles the window, clears the screen, colours, goes back, and shows text in another order; the
/// colour is one that the program itself never uses.
const HOSTILE: &str = "\u{1b}]0;x\u{7}\u{1b}[2J\u{1b}[35m\u{9b}2J\u{202e}\u{2066}\u{200f}\u{7f}\u{85}\u{8}\u{2028}\u{e0041}";

/// What the program writes to switch its styles.
const OWN: [&str; 5] = ["\u{1b}[1m", "\u{1b}[2m", "\u{1b}[4m", "\u{1b}[31m", "\u{1b}[0m"];

/// What the progress bar of a job writes to draw itself.
const BAR: [&str; 4] = ["\r", "\u{1b}[2K", "\u{1b}[1A", "\u{1b}[K"];

/// Returns a world whose index `idx` and whose files hold hostile text wherever there is text.
fn world() -> World {
    let evil = |text: &str| format!("{text}{HOSTILE}{text}");
    let world = World::with_articles(&[
        json!({
            "id": evil("a"), "title": evil("微短剧出海"), "body": evil("河南的微短剧，出海。").repeat(3),
            "summary": evil("微短剧"), "source": evil("晨报"), "url": evil("https://x/"),
            "tags": [evil("标签")], "published_at": "2025-03-01", "lang": evil("zh"),
        }),
        json!({ "id": "b", "title": "河南", "body": "河南也拍微短剧。", "published_at": "2025-04-01" }),
    ]);
    let line = json!({ "title": "好", "date": evil("昨天") }).to_string();
    world.write(&format!("bad{HOSTILE}.jsonl"), line.as_bytes());
    world.write("good.jsonl", json!({ "id": evil("c"), "title": "新" }).to_string().as_bytes());
    world.write("queries.tsv", format!("q{HOSTILE}1\t微短剧\nq2\t{HOSTILE}\nq3\n").as_bytes());
    world.write("words.txt", format!("短剧{HOSTILE}\n").as_bytes());
    world
}

fn on_terminal(world: &World, arguments: &[&str]) -> (String, i32) {
    let (shown, status) = OnTerminal::start(world.command(arguments)).rest();
    (String::from_utf8(shown).unwrap(), status)
}

/// Checks that nothing acts on the terminal, apart from what the program writes itself.
#[track_caller]
fn assert_clean(shown: &str, own: &[&str]) {
    let rest = own.iter().fold(shown.to_owned(), |rest, sequence| rest.replace(sequence, ""));
    let acts = |c: char| match c {
        '\n' | '\t' => false,
        '\u{61c}' | '\u{180e}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' => true,
        '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}' => true,
        c => c.is_control(),
    };
    assert_eq!(rest.matches(acts).collect::<Vec<_>>(), [""; 0], "{rest:?}");
}

#[test]
fn no_command_lets_a_text_act_on_the_terminal() {
    let world = world();
    let query = format!("微短剧 {HOSTILE}");
    let id = format!("a{HOSTILE}a");
    let asked = world.run(&["search", "-i", "idx", &query, "--receipt", "receipt.json"]);
    assert!(asked.status < 2, "{asked}");
    // A receipt whose query was tampered with, and an index that changed since.
    let receipt = std::fs::read_to_string(world.path("receipt.json")).unwrap();
    world.write("other.json", receipt.replace("xunwen ", "xunwen\\u001b[2J ").as_bytes());
    let commands: &[&[&str]] = &[
        &["search", "-i", "idx", "微短剧", "--facet", "source,tag,lang"],
        &["search", "-i", "idx", &query],
        &["search", "-i", "idx", "微短剧", "--audit", "--format", "json"],
        &["search", "-i", "idx", "微短剧", "--audit"],
        &["search", "-i", "idx", "微短剧", "--format", "csv", "--fields", "id,title,body,tags,url"],
        &["search", "-i", "idx", "微短剧", "--format", "trec"],
        &["search", "-i", "idx", "微短剧", "--format", "jsonl-articles"],
        &["search", "-i", "idx", &format!("({HOSTILE}")],
        &["search", "-i", &format!("no{HOSTILE}"), "微短剧"],
        &["search", "-i", "idx", "微短剧", "--format", HOSTILE],
        &["search", "-i", "idx", "微短剧", "--since", HOSTILE],
        &[HOSTILE],
        &["help", HOSTILE],
        &["--help"],
        &["search", "--help"],
        &["--version"],
        &["explain", "-i", "idx", &id, "微短剧"],
        &["explain", "-i", "idx", &id, &query, "标签:无"],
        &["explain", "-i", "idx", &id, "微短剧", "--format", "json"],
        &["explain", "-i", "idx", HOSTILE, "微短剧"],
        &["inspect", "-i", "idx"],
        &["inspect", "-i", "idx", "--format", "json"],
        &["kwic", "-i", "idx", "微短剧"],
        &["kwic", "-i", "idx", "微短剧", "--format", "csv"],
        &["kwic", "-i", "idx", "微短剧", "--format", "json"],
        &["trend", "-i", "idx", "微短剧", &query],
        &["trend", "-i", "idx", "微短剧", &query, "--format", "csv"],
        &["words-near", "-i", "idx", &query],
        &["words-near", "-i", "idx", "微短剧", "--format", "csv"],
        &["keywords", "-i", "idx", "微短剧"],
        &["words", "add", "-i", "idx", HOSTILE],
        &["words", "add", "-i", "idx", "--file", "words.txt"],
        &["words", "add", "-i", "idx", "微短剧"],
        &["words", "list", "-i", "idx"],
        &["words", "discover", "-i", "idx", "--least", "1"],
        &["batch", "-i", "idx", "queries.tsv"],
        &["batch", "-i", "idx", "queries.tsv", "--format", "json"],
        &["batch", "-i", "idx", &format!("no{HOSTILE}.tsv")],
        &["replay", "-i", "idx", "receipt.json"],
        &["replay", "-i", "idx", "other.json"],
        &["replay", "-i", "idx", "other.json", "--format", "json"],
        &["analyze", &query],
        &["analyze", &query, "--format", "json"],
        &["delete", "-i", "idx", HOSTILE, "--dry-run"],
        &["generations", "-i", "idx"],
        &["verify", "-i", "idx"],
        &["eval", "runs", HOSTILE],
        &["serve", "-i", &format!("no{HOSTILE}")],
    ];
    for arguments in commands {
        let (shown, _) = on_terminal(&world, arguments);
        assert!(!shown.is_empty(), "{arguments:?}");
        println!("{arguments:?}\n{shown:?}");
        assert_clean(&shown, &OWN);
    }
}

#[test]
fn colours_of_the_program_pass_and_what_is_replaced_is_shown() {
    let world = world();
    let (shown, status) = on_terminal(&world, &["search", "-i", "idx", "微短剧"]);
    assert_eq!(status, 0);
    assert!(shown.contains("\u{1b}[1m\u{1b}[31m微短剧\u{1b}[0m"), "{shown:?}");
    let (shown, status) =
        on_terminal(&world, &["search", "-i", "idx", "微短剧", "--format", "csv"]);
    assert_eq!(status, 0);
    assert!(
        shown.contains("a\\u001b]0;x\\u0007\\u001b[2J\\u001b[35m\\u009b2J\\u202e"),
        "{shown:?}"
    );
}

#[test]
fn programs_get_the_bytes_and_messages_are_clean_everywhere() {
    let world = world();
    let shown = world.run(&["search", "-i", "idx", "微短剧", "--format", "csv"]);
    assert!(shown.stdout.contains(HOSTILE), "{:?}", shown.stdout);
    let shown = world.run(&["search", "-i", &format!("no{HOSTILE}"), "微短剧"]);
    assert_clean(&shown.stderr, &[]);
    assert!(shown.stderr.starts_with("error: no index at no\\u001b]0;x"), "{shown}");
}

#[test]
fn jobs_show_hostile_names_records_and_holders_as_text() {
    let world = world();
    let bad = format!("bad{HOSTILE}.jsonl");
    for arguments in [
        &["index", "-i", "idx", &bad][..],
        &["index", "-i", "idx", "--strict", &bad],
        &["index", "-i", "idx", "--progress", "json", &bad],
        &["index", "-i", "idx", "--progress", "json", "--strict", &bad],
        &["index", "-i", "idx", &format!("no{HOSTILE}")],
        &["index", "-i", "idx", "good.jsonl"],
        &["rebuild", "-i", "idx"],
        &["compact", "-i", "idx"],
    ] {
        let (shown, _) = on_terminal(&world, arguments);
        assert!(!shown.is_empty(), "{arguments:?}");
        assert_clean(&shown, &[&OWN[..], &BAR].concat());
    }
    let lock = OpenOptions::new().write(true).open(world.path("idx/LOCK")).unwrap();
    lock.lock().unwrap();
    (&lock).write_all(format!("process {HOSTILE}\n").as_bytes()).unwrap();
    let (shown, status) = on_terminal(&world, &["index", "-i", "idx", "good.jsonl"]);
    assert!(status == 2 && shown.contains("\\u001b]0;x"), "{shown:?}");
    assert_clean(&shown, &OWN);
}

#[test]
fn a_server_logs_hostile_requests_as_text() {
    let world = world();
    let arguments = ["serve", "-i", "idx", "--listen", "127.0.0.1:0", "--log", "debug"];
    let mut server = OnTerminal::start(world.command(&arguments));
    let line = server.line();
    let address = line.strip_prefix("listening on http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let path = "/api/search?q=%1b%5d0;x%07%c2%9b2J%E2%80%AE%E2%81%A6";
    let host = format!("host: {address}\r\nconnection: close");
    write!(stream, "GET {path} HTTP/1.1\r\n{host}\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let id = server.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    let (shown, _) = server.rest();
    let shown = String::from_utf8(shown).unwrap();
    assert!(shown.contains("a request was answered"), "{shown:?}");
    assert_clean(&shown, &[]);
}
