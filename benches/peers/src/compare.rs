//! The comparison: all engines index the same articles and answer the same queries, in turn.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;

use xunwen_schema::Analyzer;

use crate::Outcome;
use crate::args::{CompareArgs, Material};
use crate::articles::Articles;
use crate::child::{self, Cost, Session};
use crate::measure::{self, Asked, Times};
use crate::peer::{self, Language, Peer};
use crate::queries::{self, Class, Query};
use crate::report;

/// How often a slow engine is timed.
const SLOW_ROUNDS: usize = 2;

/// All that was measured.
pub(crate) struct Comparison {
    pub(crate) articles: Articles,
    pub(crate) queries: Vec<Query>,
    pub(crate) results: Vec<Measured>,
}

/// What was measured of one engine.
pub(crate) struct Measured {
    pub(crate) peer: Peer,
    /// What it took to index, each time; empty if it has no index of its own.
    pub(crate) costs: Vec<Cost>,
    /// Bytes of its index on disk.
    pub(crate) bytes: u64,
    pub(crate) times: Times,
    pub(crate) recall: Recall,
}

/// How an engine's counts of literals compare with the scan.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recall {
    /// Queries that it can count.
    pub(crate) asked: usize,
    /// Queries whose count is that of the scan.
    pub(crate) equal: usize,
    /// Articles that the scan finds, all queries together.
    pub(crate) truth: u64,
    /// Articles too few, and too many.
    pub(crate) missed: u64,
    pub(crate) extra: u64,
    /// The query that misses most: its text, the count, and that of the scan.
    pub(crate) worst: Option<(String, u64, u64)>,
}

pub(crate) fn run(args: &CompareArgs) -> Outcome<()> {
    let material = &args.material;
    let peers = chosen(args)?;
    let with_terms = peers.iter().any(|peer| peer.language == Language::Terms);
    eprintln!("reading articles");
    let articles = Articles::prepare(&material.docs, &material.cache, with_terms)?;
    eprintln!("drawing queries, counting by a scan");
    let queries = queries::draw(material, &articles)?;
    let mut results: Vec<Measured> = peers.into_iter().map(Measured::new).collect();
    if !args.keep_indexes {
        index_all(args, &articles, &mut results)?;
    }
    search_all(material, &queries, &mut results)?;
    let comparison = Comparison { articles, queries, results };
    print!("{}", report::comparison(&comparison, material.threads));
    match comparison.results.iter().find(|result| result.peer.name == "xunwen") {
        Some(own) if own.recall.equal < own.recall.asked => {
            Err(format!("xunwen counts otherwise than the scan: {:?}", own.recall).into())
        }
        _ => Ok(()),
    }
}

fn chosen(args: &CompareArgs) -> Outcome<Vec<Peer>> {
    let all = peer::all(&args.material.cache)?;
    if let Some(name) = args.peers.iter().find(|&name| !all.iter().any(|peer| peer.name == name)) {
        let names: Vec<&str> = all.iter().map(|peer| peer.name).collect();
        return Err(format!("no peer {name}; there are {}", names.join(", ")).into());
    }
    let is_chosen =
        |peer: &Peer| args.peers.is_empty() || args.peers.iter().any(|name| name == peer.name);
    let (there, missing): (Vec<Peer>, Vec<Peer>) =
        all.into_iter().filter(is_chosen).partition(Peer::is_there);
    for peer in missing {
        eprintln!("left out, for it is not installed: {}", peer.name);
    }
    Ok(there)
}

fn index_all(args: &CompareArgs, articles: &Articles, results: &mut [Measured]) -> Outcome<()> {
    let cache = &args.material.cache;
    for round in 0..args.index_rounds.max(1) {
        for result in results.iter_mut().filter(|result| result.peer.index_of.is_none()) {
            if round > 0 && result.peer.is_slow {
                continue;
            }
            let cost = index(&result.peer, articles, &args.material)?;
            eprintln!("{} indexed in {:.1} s", result.peer.name, cost.seconds);
            result.costs.push(cost);
            result.bytes = size(&result.peer.index(cache))?;
        }
    }
    Ok(())
}

/// Lets a peer index the articles afresh.
fn index(peer: &Peer, articles: &Articles, material: &Material) -> Outcome<Cost> {
    let dir = peer.index(&material.cache);
    if dir.exists() {
        fs::remove_dir_all(&dir)?;
    }
    fs::create_dir_all(&dir)?;
    // What another has written does not reach the disk on this one's time.
    Command::new("sync").status()?;
    let file = articles.file(peer.language);
    let threads = material.threads.to_string();
    let [file, dir] = [&file, &dir].map(|path| path.display().to_string());
    child::run(&mut peer.command(&["index", &file, &dir, &threads]), &log(&material.cache, peer))
}

/// Returns where a peer's complaints go.
fn log(cache: &Path, peer: &Peer) -> std::path::PathBuf {
    cache.join(format!("{}.log", peer.name))
}

/// Returns the bytes that a folder takes on disk; what is set aside and never written takes none.
pub(crate) fn size(folder: &Path) -> Outcome<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(folder)? {
        let (entry, metadata) = entry.and_then(|entry| Ok((entry.path(), entry.metadata()?)))?;
        sum += if metadata.is_dir() {
            size(&entry)?
        } else {
            metadata.len().min(metadata.blocks() * 512)
        };
    }
    Ok(sum)
}

fn search_all(material: &Material, queries: &[Query], results: &mut [Measured]) -> Outcome<()> {
    let mut asked = Vec::new();
    for result in results.iter() {
        let peer = &result.peer;
        let dir = peer.index(&material.cache).display().to_string();
        let mut command = peer.command(&["search", &dir]);
        let session = Session::start(&mut command, &log(&material.cache, peer))?;
        let rounds = if peer.is_slow { SLOW_ROUNDS.min(material.rounds) } else { material.rounds };
        asked.push(Asked { name: peer.name.to_owned(), language: peer.language, session, rounds });
    }
    for (result, asked) in results.iter_mut().zip(&mut asked) {
        eprintln!("{} counts", asked.name);
        result.recall = recall(asked, queries)?;
    }
    eprintln!("searching");
    for (result, times) in results.iter_mut().zip(measure::times(&mut asked, queries)?) {
        result.times = times;
    }
    Ok(())
}

fn recall(asked: &mut Asked, queries: &[Query]) -> Outcome<Recall> {
    let analyzer = Analyzer::new();
    let mut recall = Recall::default();
    // The other classes of literals ask for the same ones.
    for query in queries.iter().filter(|query| !matches!(query.class, Class::Newest | Class::Count))
    {
        let Some(truth) = query.truth else { continue };
        let line = query.count_line(asked.language, &analyzer);
        let (answer, _) = asked.session.ask(&line)?;
        if answer != "UNSUPPORTED" {
            recall.add(query, answer.parse()?, truth);
        }
    }
    Ok(recall)
}

impl Recall {
    fn add(&mut self, query: &Query, count: u64, truth: u64) {
        self.asked += 1;
        self.equal += usize::from(count == truth);
        self.truth += truth;
        self.extra += count.saturating_sub(truth);
        let missed = truth.saturating_sub(count);
        self.missed += missed;
        let most = self.worst.as_ref().map_or(0, |(_, count, truth)| truth - count);
        if missed > most {
            self.worst = Some((query.shown(), count, truth));
        }
    }
}

impl Measured {
    fn new(peer: Peer) -> Self {
        let (costs, times) = (Vec::new(), Vec::new());
        Self { peer, costs, bytes: 0, times, recall: Recall::default() }
    }

    /// Returns what indexing took in the middle of its rounds, if it was done.
    pub(crate) fn cost(&self) -> Option<Cost> {
        let mut costs = self.costs.clone();
        costs.sort_by(|left, right| left.seconds.total_cmp(&right.seconds));
        costs.get(costs.len() / 2).copied()
    }
}
