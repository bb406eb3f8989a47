//! One shell a document.

use std::fmt::Write;
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::time::SystemTime;

use tempfile::TempDir;

use super::compare::Days;
use super::page::Shown;
use crate::cluster::cluster;
use crate::support::project;

/// Where documents say that a server listens. Tests run at the same time, so each gets a port.
const ADDRESS: &str = "127.0.0.1:7700";

/// Where documents say that a cluster listens: a node of the one that is started for tests.
pub(super) const CLUSTER: &str = "127.0.0.1:9200";

/// What the commands of a document printed.
pub(super) struct Ran {
    /// In the order of the commands; fewer than these if the shell ended.
    pub(super) outputs: Vec<Output>,
    pub(super) days: Days,
}

/// What one command printed, standard output and standard error as they came, and its status.
pub(super) struct Output {
    pub(super) text: String,
    pub(super) status: i32,
}

/// Runs commands one after another in a new folder that holds the sample.
pub(super) fn run(commands: &[&Shown]) -> Ran {
    let folder = TempDir::new().unwrap();
    let address = free_address();
    let servers = commands.iter().any(|it| it.command.contains(CLUSTER)).then(cluster).flatten();
    let node = servers.map_or_else(String::new, |servers| servers.url(0).replace("http://", ""));
    std::fs::create_dir(folder.path().join("index-data")).unwrap();
    let sample = folder.path().join("index-data/sample");
    std::os::unix::fs::symlink(project("index-data/sample"), sample).unwrap();
    let script = folder.path().join(".script");
    std::fs::write(&script, script_of(commands, &address).replace(CLUSTER, &node)).unwrap();
    let began = SystemTime::now();
    let output = shell()
        .arg(&script)
        .current_dir(folder.path())
        .output()
        .unwrap_or_else(|error| panic!("bash: {error}"));
    let text = String::from_utf8(output.stdout).unwrap().replace(&address, ADDRESS);
    let text = if node.is_empty() { text } else { text.replace(&node, CLUSTER) };
    Ran { outputs: outputs_in(&text), days: Days::between(began, SystemTime::now()) }
}

/// Cuts the output of a script at the marks of [`script_of`].
fn outputs_in(mut text: &str) -> Vec<Output> {
    let mut outputs = Vec::new();
    while let Some((printed, rest)) = text.split_once("\n\u{1e}") {
        let Some((status, rest)) = rest.split_once('\n') else { break };
        outputs.push(Output { text: printed.to_owned(), status: status.parse().unwrap() });
        text = rest;
    }
    outputs
}

fn shell() -> Command {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_xunwen")).parent().unwrap();
    let path = std::env::var_os("PATH").unwrap();
    let folders = [program.to_owned()].into_iter().chain(std::env::split_paths(&path));
    let mut shell = Command::new("bash");
    shell.env("PATH", std::env::join_paths(folders).unwrap()).env("LC_ALL", "C.UTF-8");
    for name in ["XUNWEN_INDEX", "NO_COLOR", "RUST_LOG", "COLUMNS", "BASH_ENV"] {
        shell.env_remove(name);
    }
    shell.stdin(Stdio::null());
    shell
}

fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

/// Returns a script that marks the end of each command's output and tells its status.
///
/// A command that reads `$?` gets the status of the command before it.
fn script_of(commands: &[&Shown], address: &str) -> String {
    let mut script = "exec 2>&1\ntrap 'kill $(jobs -p) 2>/dev/null' EXIT\nstatus=0\n".to_owned();
    for shown in commands {
        let command = in_background(&shown.in_shell(), address).replace(ADDRESS, address);
        writeln!(script, "(exit $status)\n{command}\nstatus=$?").unwrap();
        script.push_str("printf '\\n\\x1e%d\\n' $status\n");
    }
    script
}

/// A server prints its address when it listens: the next command waits for that.
fn in_background(command: &str, address: &str) -> String {
    let Some(server) = command.strip_suffix(" &") else {
        return command.to_owned();
    };
    format!(
        ": >.server; {server} --listen {address} >.server 2>&1 &\n\
         for _ in {{1..600}}; do grep -q . .server && break; sleep 0.05; done; cat .server"
    )
}
