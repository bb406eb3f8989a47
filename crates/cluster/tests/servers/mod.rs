//! Real OpenSearch nodes for integration tests, each in a process of its own.
//!
//! The nodes are built once by Maven from `pom.xml` and `src` next to this
//! file, into the target directory of Cargo. They listen on loopback on ports
//! that the system chooses, so that several clusters run side by side, and end
//! with the test, even if the test itself is killed: `Node.java` watches its
//! standard input for that.
//!
//! ```ignore
//! mod servers;
//!
//! let mut servers = servers::Servers::start(3)?;
//! servers.kill(0);
//! servers.wait_until_joined()?;
//! let url = servers.url(1);
//! ```

// Every test that includes this module uses another part of it.
#![allow(dead_code)]

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// What the build consists of. Compiled in, so that a change is noticed
/// without a look at modification times.
const SOURCES: [(&str, &str); 4] = [
    ("pom.xml", include_str!("pom.xml")),
    (
        "src/main/java/xunwen/servers/Node.java",
        include_str!("src/main/java/xunwen/servers/Node.java"),
    ),
    (
        "src/main/java/xunwen/servers/SmartChinesePlugin.java",
        include_str!("src/main/java/xunwen/servers/SmartChinesePlugin.java"),
    ),
    ("src/main/resources/log4j2.properties", include_str!("src/main/resources/log4j2.properties")),
];

/// For a quick start rather than for speed later: little memory, the simplest
/// garbage collector, and only the first of the two compilers.
const FLAGS: [&str; 4] = ["-Xms256m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];

/// How long one answer may take: a merge is waited for.
const ANSWER: Duration = Duration::from_secs(600);
/// Generous, because tests run on busy machines.
const PATIENCE: Duration = Duration::from_secs(120);

/// Whether the nodes can be built and started here; says what is missing.
pub(crate) fn is_available() -> Result<(), String> {
    for (program, option) in [("java", "-version"), ("mvn", "--version")] {
        let answer = Command::new(program).arg(option).output();
        if !answer.is_ok_and(|output| output.status.success()) {
            return Err(format!("OpenSearch needs `{program}`, which does not run"));
        }
    }
    Ok(())
}

/// A cluster of OpenSearch nodes. Dropping it ends them and removes their data.
pub(crate) struct Servers {
    nodes: Vec<Option<Running>>,
    flags: Vec<String>,
    build: PathBuf,
    data: TempDir,
}

impl Servers {
    /// Starts a cluster and waits until all nodes have joined it.
    ///
    /// A cluster survives the loss of one node only if it has at least three:
    /// of two, one alone decides.
    pub(crate) fn start(nodes: usize) -> Result<Self, String> {
        Self::start_with_flags(nodes, &FLAGS)
    }

    /// Like [`Servers::start`], with other flags for Java. A benchmark wants
    /// more memory and both compilers.
    pub(crate) fn start_with_flags(nodes: usize, flags: &[&str]) -> Result<Self, String> {
        let build = build()?;
        // There, what a killed test leaves behind goes with `cargo clean`.
        let data = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))
            .map_err(|error| format!("no folder for the data: {error}"))?;
        let mut servers = Self {
            nodes: (0..nodes).map(|_| None).collect(),
            flags: flags.iter().map(|&flag| flag.to_owned()).collect(),
            build,
            data,
        };
        servers.start_all()?;
        servers.wait_until_joined()?;
        Ok(servers)
    }

    /// The first node forms the cluster, then the others join it all at once.
    fn start_all(&mut self) -> Result<(), String> {
        let mut starting = Vec::new();
        for node in 0..self.nodes.len() {
            let first = if node == 0 { "node0" } else { "" };
            let process = self.spawn(node, first)?;
            if node == 0 {
                self.nodes[0] = Some(process.ready()?);
            } else {
                starting.push((node, process));
            }
        }
        for (node, process) in starting {
            self.nodes[node] = Some(process.ready()?);
        }
        Ok(())
    }

    /// Where a node answers, without a slash at the end.
    ///
    /// # Panics
    ///
    /// If the node has been killed.
    pub(crate) fn url(&self, node: usize) -> String {
        match &self.nodes[node] {
            Some(running) => format!("http://127.0.0.1:{}", running.http),
            None => panic!("node {node} does not run"),
        }
    }

    /// Ends a node the hard way (SIGKILL). Its data stays for a restart.
    ///
    /// The others notice at once, yet need a moment to agree on it, see
    /// [`Servers::wait_until_joined`]. Nothing happens if it is dead already.
    pub(crate) fn kill(&mut self, node: usize) {
        self.nodes[node] = None;
    }

    /// Starts a node again with its data, after a kill if it still runs. Its
    /// port, and therefore its URL, may be another one.
    ///
    /// Waits until it has joined, unless too few nodes run for a cluster.
    pub(crate) fn restart(&mut self, node: usize) -> Result<(), String> {
        self.kill(node);
        let process = self.spawn(node, "")?;
        self.nodes[node] = Some(process.ready()?);
        if self.running().count() * 2 > self.nodes.len() {
            self.wait_until_joined()?;
        }
        Ok(())
    }

    /// Returns the addresses of the nodes that run.
    pub(crate) fn urls(&self) -> Vec<String> {
        self.running().map(|running| format!("http://127.0.0.1:{}", running.http)).collect()
    }

    /// Returns the address of the index `name`, with all nodes that can answer.
    pub(crate) fn place(&self, name: &str) -> PathBuf {
        let urls = self.urls();
        let hosts: Vec<&str> = urls.iter().map(|url| url.trim_start_matches("http://")).collect();
        PathBuf::from(format!("http://{}/{name}", hosts.join(",")))
    }

    /// Sends a request with a body of JSON, or of lines of it, to the first node that runs, and returns
    /// the head and the body of the answer.
    pub(crate) fn ask(&self, method: &str, path: &str, body: &str) -> (String, String) {
        let running = self.running().next().expect("a node runs");
        let answer = request(running.http, method, path, body).expect("the node answers");
        let (head, body) = answer.split_once("\r\n\r\n").expect("an answer has a head");
        (head.to_owned(), body.to_owned())
    }

    /// Waits until `index`, or all of them if it is empty, is `green`: every shard has all its copies; or
    /// `yellow`: every shard has one.
    pub(crate) fn wait_until(&self, status: &str, index: &str) -> Result<(), String> {
        self.wait_for(&format!("/{index}?wait_for_status={status}&timeout=1s"))
    }

    /// Waits until the cluster consists of exactly the nodes that run, so of
    /// all after a start and of the survivors after a kill.
    pub(crate) fn wait_until_joined(&self) -> Result<(), String> {
        let count = self.running().count();
        self.wait_for(&format!("?wait_for_nodes={count}&timeout=1s&cluster_manager_timeout=1s"))
    }

    /// Waits until every node says that the cluster is in this health.
    fn wait_for(&self, health: &str) -> Result<(), String> {
        let path = format!("/_cluster/health{health}");
        let deadline = Instant::now() + PATIENCE;
        for running in self.running() {
            while !answers(running.http, &path) {
                if Instant::now() > deadline {
                    return Err(format!("{path} does not come true:\n{}", self.log()));
                }
                thread::sleep(Duration::from_millis(100));
            }
        }
        Ok(())
    }

    fn running(&self) -> impl Iterator<Item = &Running> {
        self.nodes.iter().flatten()
    }

    fn folder(&self, node: usize) -> PathBuf {
        self.data.path().join(format!("node{node}"))
    }

    /// Starts the process of a node. `first` names the node that forms the
    /// cluster; empty if there is one already.
    fn spawn(&self, node: usize, first: &str) -> Result<Process, String> {
        let folder = self.folder(node);
        let seeds: Vec<String> =
            self.running().map(|running| format!("127.0.0.1:{}", running.transport)).collect();
        let target = self.build.join("target");
        let mut command = Command::new("java");
        command
            .args(&self.flags)
            .arg("-cp")
            .arg(format!("{0}/classes:{0}/lib/*", target.display()))
            .arg("xunwen.servers.Node")
            .arg(format!("name=node{node}"))
            .arg(format!("data={}", folder.display()))
            .arg(format!("seeds={}", seeds.join(",")))
            .arg(format!("first={first}"))
            .arg("cluster=tests");
        Process::spawn(command, &folder)
            .map_err(|error| format!("node {node} does not start: {error}"))
    }

    /// The logs of all nodes: gone with the data, hence part of the errors.
    fn log(&self) -> String {
        (0..self.nodes.len())
            .map(|node| {
                let log = fs::read_to_string(self.folder(node).join("node.log"));
                format!("node{node}:\n{}\n", log.unwrap_or_default())
            })
            .collect()
    }
}

/// A node that answers.
struct Running {
    http: u16,
    transport: u16,
    /// Held for its end: dropping it kills the node.
    _process: Process,
}

/// The process of a node. Dropping it kills the node.
struct Process {
    // Holds the node's standard input open, which keeps the node alive.
    child: Child,
    errors: PathBuf,
}

impl Process {
    /// Standard error goes to a file, as nobody would empty a pipe.
    fn spawn(mut command: Command, folder: &Path) -> std::io::Result<Self> {
        fs::create_dir_all(folder)?;
        let errors = folder.join("stderr.log");
        let child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(&errors)?)
            .spawn()?;
        Ok(Self { child, errors })
    }

    /// Waits for the line that tells the ports.
    fn ready(mut self) -> Result<Running, String> {
        let line = match self.child.stdout.take() {
            Some(output) => first_line(output, PATIENCE),
            None => String::new(),
        };
        match (port(&line, "http="), port(&line, "transport=")) {
            (Some(http), Some(transport)) => Ok(Running { http, transport, _process: self }),
            _ => Err(format!(
                "a node did not start: {}",
                fs::read_to_string(&self.errors).unwrap_or_default()
            )),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Both fail only if the process is gone, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Empty if there is none in time. Read on a thread, as a pipe has no timeout.
fn first_line(output: ChildStdout, timeout: Duration) -> String {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut line = String::new();
        if BufReader::new(output).read_line(&mut line).is_ok() {
            // Fails if nobody waits any more.
            let _ = sender.send(line);
        }
    });
    receiver.recv_timeout(timeout).unwrap_or_default()
}

/// The number after `key` in the line `ready http=1 transport=2`.
fn port(line: &str, key: &str) -> Option<u16> {
    line.strip_prefix("ready ")?
        .split_whitespace()
        .find_map(|word| word.strip_prefix(key))?
        .parse()
        .ok()
}

/// Whether a GET is answered with success. By hand, so that the tests of an
/// HTTP client do not rest on that client.
fn answers(port: u16, path: &str) -> bool {
    request(port, "GET", path, "").is_ok_and(|answer| answer.split(' ').nth(1) == Some("200"))
}

/// Sends one request and returns the whole answer.
fn request(port: u16, method: &str, path: &str, body: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(ANSWER))?;
    write!(
        stream,
        "{method} {path} HTTP/1.0\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// Builds the nodes unless that has been done from the same sources, and
/// returns the folder. Tests run in parallel processes, hence the lock.
fn build() -> Result<PathBuf, String> {
    let parent = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = parent.join("opensearch");
    let lock = File::create(parent.join("opensearch.lock"))
        .and_then(|file| file.lock().map(|()| file))
        .map_err(|error| format!("cannot lock the build: {error}"))?;
    let sources = SOURCES.map(|(_, text)| text).concat();
    let stamp = folder.join("built");
    // Written last, so that an interrupted build does not count.
    if fs::read_to_string(&stamp).is_ok_and(|built| built == sources) {
        return Ok(folder);
    }
    write_sources(&folder).map_err(|error| format!("cannot write the sources: {error}"))?;
    run_maven(&folder)?;
    fs::write(&stamp, sources).map_err(|error| format!("cannot mark the build: {error}"))?;
    drop(lock);
    Ok(folder)
}

/// Copies the sources, so that Maven writes nothing next to the originals.
fn write_sources(folder: &Path) -> std::io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    for (name, text) in SOURCES {
        let file = folder.join(name);
        fs::create_dir_all(file.parent().unwrap_or(folder))?;
        fs::write(file, text)?;
    }
    Ok(())
}

fn run_maven(folder: &Path) -> Result<(), String> {
    let output = Command::new("mvn")
        .args(["-q", "-B", "package"])
        .current_dir(folder)
        .output()
        .map_err(|error| format!("Maven does not run: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    // Maven reports on standard output, what keeps it from starting on the other.
    Err(format!(
        "Maven failed: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    ))
}
