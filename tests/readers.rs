//! Readers that may not write: another user, a folder without write permission, a read-only mount.

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::{World, skipped};

/// Runs a command as nobody.
const AS_NOBODY: [&str; 5] = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"];
/// Runs a command where the folder `idx` is a read-only mount.
const ON_READ_ONLY_MOUNT: [&str; 5] = [
    "unshare",
    "-m",
    "sh",
    "-c",
    "mount --bind idx idx && mount -o remount,ro,bind idx && exec \"$0\" \"$@\"",
];

/// A world whose sample can be read by everybody.
fn world() -> World {
    let world = World::with_sample();
    fs::set_permissions(world.path(""), Permissions::from_mode(0o755)).unwrap();
    world
}

/// Returns the program with these arguments, run by `prefix`.
fn command(world: &World, prefix: &[&str], arguments: &[&str]) -> Command {
    let own = world.command(arguments);
    let mut command = Command::new(prefix[0]);
    command.args(&prefix[1..]).arg(own.get_program()).args(own.get_args());
    command.current_dir(world.path("")).env_remove("XUNWEN_INDEX").env_remove("NO_COLOR");
    command
}

/// Returns whether `prefix` runs the program at all.
fn can_run(world: &World, prefix: &[&str]) -> bool {
    let tried = command(world, prefix, &["--version"]).output();
    tried.is_ok_and(|output| output.status.success())
}

/// Fails unless each command reads the index when it is run by `prefix`.
fn all_readers_work(world: &World, prefix: &[&str]) {
    for arguments in [
        &["search", "-i", "idx", "-n", "3", "微短剧"][..],
        &["kwic", "-i", "idx", "-n", "3", "微短剧"],
        &["verify", "-i", "idx"],
        &["inspect", "-i", "idx"],
        &["generations", "-i", "idx"],
    ] {
        let expected = world.run(arguments);
        let output = command(world, prefix, arguments).output().unwrap();
        let shown = (output.status.code(), String::from_utf8(output.stderr).unwrap());
        assert_eq!(shown, (Some(0), String::new()), "{arguments:?}");
        let without_times = |text: &str| -> Vec<String> {
            text.lines().filter(|line| !line.contains(" ms")).map(str::to_owned).collect()
        };
        let stdout = String::from_utf8(output.stdout).unwrap();
        assert_eq!(without_times(&stdout), without_times(&expected.stdout), "{arguments:?}");
    }
    server_works(world, prefix);
}

fn server_works(world: &World, prefix: &[&str]) {
    let arguments = ["serve", "-i", "idx", "--listen", "127.0.0.1:0"];
    let mut serve = command(world, prefix, &arguments);
    let mut child = serve.stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("listening on http://").expect(&line);
    let mut stream = TcpStream::connect(address).unwrap();
    let path = "/api/search?q=%E5%BE%AE%E7%9F%AD%E5%89%A7";
    let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{answer}");
    let body: Value = serde_json::from_str(body).unwrap();
    let (_, summary) = world.json(&["微短剧"]);
    assert_eq!(body["summary"]["exact"], summary["exact"]);
}

/// Takes (or gives back) the permission to write a folder and all in it.
fn set_writable(folder: &Path, is_writable: bool) {
    let sign = if is_writable { "u+w" } else { "a-w" };
    assert!(Command::new("chmod").args(["-R", sign]).arg(folder).status().unwrap().success());
}

#[test]
fn another_user_reads_what_may_not_be_written() {
    let world = world();
    if !can_run(&world, &AS_NOBODY) {
        skipped("another user cannot run the program here");
        return;
    }
    all_readers_work(&world, &AS_NOBODY);
    set_writable(&world.path("idx"), false);
    all_readers_work(&world, &AS_NOBODY);
    set_writable(&world.path("idx"), true);
}

#[test]
fn a_read_only_mount_is_read() {
    let world = world();
    if !can_run(&world, &ON_READ_ONLY_MOUNT) {
        skipped("mounting is not allowed here");
        return;
    }
    let touched = [&ON_READ_ONLY_MOUNT[..], &["touch", "idx/new"]].concat();
    let touched = Command::new(touched[0]).args(&touched[1..]).current_dir(world.path("")).output();
    assert!(!touched.unwrap().status.success(), "the mount is read-only");
    all_readers_work(&world, &ON_READ_ONLY_MOUNT);
}

#[test]
fn files_have_the_mode_that_the_umask_says() {
    for (umask, expected) in [("022", 0o644), ("027", 0o640)] {
        let world = World::new();
        let one = "{\"id\":\"a\",\"body\":\"微短剧\"}\n{\"id\":\"b\",\"body\":\"出海\"}\n";
        world.write("one.jsonl", one.as_bytes());
        let two = "{\"id\":\"a\",\"body\":\"微短剧出海\"}\n";
        world.write("two.jsonl", two.as_bytes());
        for input in ["one.jsonl", "two.jsonl"] {
            let job = world.command(&["index", "-i", "idx", input]);
            let script = format!("umask {umask} && exec \"$0\" \"$@\"");
            let mut shell = Command::new("sh");
            shell.args(["-c", &script]).arg(job.get_program()).args(job.get_args());
            assert!(shell.current_dir(world.path("")).output().unwrap().status.success());
        }
        let mut names = Vec::new();
        for folder in ["idx", "idx/generations/000001"] {
            for entry in fs::read_dir(world.path(folder)).unwrap().map(Result::unwrap) {
                let metadata = entry.metadata().unwrap();
                let name = entry.file_name().into_string().unwrap();
                if metadata.is_file() {
                    let mode = metadata.permissions().mode() & 0o777;
                    assert_eq!(mode, expected, "{name} is {mode:o}, umask {umask}");
                    names.push(name.rsplit('.').next().unwrap().to_owned());
                }
            }
        }
        for kind in ["CURRENT", "json", "idx", "pos", "term", "store", "fast", "fieldnorm", "del"] {
            assert!(names.iter().any(|name| name == kind), "no {kind} in {names:?}");
        }
    }
}
