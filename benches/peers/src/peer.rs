//! The peers: which engines there are, and how each is called.
//!
//! Each is a program with some arguments, followed by `index ARTICLES.jsonl DIR THREADS`, or by
//! `search DIR`, which reads `COMMAND<TAB>query` lines and writes one line for each:
//!
//! | command | answer |
//! |---|---|
//! | `COUNT` | how many articles match |
//! | `TOP_10` | the ids of the ten best, separated by spaces |
//! | `NEWEST_10` | the ids of the ten newest that match |
//!
//! In a query, `"phrases"` must occur, and several have a `+` before each; of bare words, any may.
//! `UNSUPPORTED` is the answer to what an engine cannot do.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::outcome::Outcome;

/// One engine, as it is set up here.
#[derive(Clone, Debug)]
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    /// Its description in the report.
    pub(crate) what: &'static str,
    program: PathBuf,
    args: Vec<String>,
    /// The file without which it cannot run.
    needs: PathBuf,
    pub(crate) language: Language,
    /// The peer whose index it searches, if it has none of its own.
    pub(crate) index_of: Option<&'static str>,
    /// Whether it indexes so slowly that it does so once.
    pub(crate) is_slow: bool,
}

/// How queries are written for a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    /// As they are.
    Text,
    /// As terms of xunwen's analysis, with their offsets in a phrase.
    Terms,
}

impl Peer {
    /// Returns the command that runs the peer with `args` after its own.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.args).args(args);
        command
    }

    /// Returns whether it is installed.
    pub(crate) fn is_there(&self) -> bool {
        self.needs.exists()
    }

    /// Returns the folder of its index.
    pub(crate) fn index(&self, cache: &Path) -> PathBuf {
        cache.join("indexes").join(self.index_of.unwrap_or(self.name))
    }
}

/// Returns all peers, xunwen first, as installed under `cache`.
pub(crate) fn all(cache: &Path) -> Outcome<Vec<Peer>> {
    let own = std::env::current_exe()?;
    let xunwen = |name, what, args: &[&str], index_of| Peer {
        index_of,
        ..peer(name, what, own.clone(), args, own.clone())
    };
    let plain = cache.join("plain/release/plain-peer");
    Ok(vec![
        xunwen("xunwen", "this project; literals by its exact tier alone", &["xunwen"], None),
        xunwen(
            "xunwen, whole pages",
            "the same index, asked as `xunwen search` asks: both tiers, counts and passages",
            &["xunwen", "--page"],
            Some("xunwen"),
        ),
        peer(
            "tantivy-jieba",
            "tantivy with tantivy-jieba, as in its example",
            plain.clone(),
            &[],
            plain,
        ),
        lucene(
            cache,
            "lucene-bigrams",
            "Lucene with `CJKAnalyzer`, one field, as Anserini",
            "bigrams",
        ),
        Peer {
            language: Language::Terms,
            ..lucene(cache, "lucene-terms", "Lucene, fed xunwen's own terms, ready cut", "terms")
        },
        script(
            "sqlite-trigram",
            "SQLite FTS5 with its trigram tokenizer",
            "sqlite/peer.py",
            "/usr/bin/python3",
        ),
        script("groonga", "Groonga with `TokenBigram`", "groonga/peer.py", "/usr/bin/groonga"),
    ])
}

fn peer(
    name: &'static str,
    what: &'static str,
    program: PathBuf,
    args: &[&str],
    needs: PathBuf,
) -> Peer {
    let args = args.iter().map(|&arg| arg.to_owned()).collect();
    Peer {
        name,
        what,
        program,
        args,
        needs,
        language: Language::Text,
        index_of: None,
        is_slow: false,
    }
}

fn lucene(cache: &Path, name: &'static str, what: &'static str, kind: &str) -> Peer {
    let classes = cache.join("lucene");
    let jar = cache.join("anserini.jar");
    let path = format!("{}:{}", jar.display(), classes.display());
    peer(
        name,
        what,
        "java".into(),
        &["-Xmx3g", "-cp", &path, "Peer", kind],
        classes.join("Peer.class"),
    )
}

fn script(name: &'static str, what: &'static str, script: &str, needs: &str) -> Peer {
    let script = project("benches/peers").join(script).display().to_string();
    Peer { is_slow: true, ..peer(name, what, "/usr/bin/python3".into(), &[&script], needs.into()) }
}

/// Returns a path in the project.
pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join(path)
}
