//! The comparison: all engines index the same articles and answer the same queries, in turn.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use xunwen_schema::Analyzer;

use crate::args::{CompareArgs, Material};
use crate::articles::Articles;
use crate::child::{self, Cost, Session};
use crate::disk;
use crate::draw;
use crate::measure::{self, OpenPeer};
use crate::outcome::Outcome;
use crate::peer::{self, Language, Peer};
use crate::queries::{Class, Query};
use crate::report;
use crate::results::{Comparison, Measured, Recall};

/// Timed rounds of a slow engine.
const SLOW_ROUNDS: usize = 2;

/// Indexes, searches, prints the report; an error if xunwen's counts are not those of the scan.
pub(crate) fn run(args: &CompareArgs) -> Outcome<()> {
    let material = &args.material;
    let peers = chosen(args)?;
    let with_terms = peers.iter().any(|peer| peer.language == Language::Terms);
    eprintln!("reading articles");
    let articles = Articles::prepare(&material.docs, &material.cache, with_terms)?;
    eprintln!("drawing queries, counting by a scan");
    let queries = draw::draw(material, &articles)?;
    let mut results: Vec<Measured> = peers.into_iter().map(Measured::new).collect();
    if !args.keep_indexes {
        index_all(args, &articles, &mut results)?;
    }
    search_all(material, &queries, &mut results)?;
    let comparison = Comparison { articles, queries, results };
    print!("{}", report::comparison(&comparison, material.threads));
    match comparison.results.iter().find(|result| result.peer.name == "xunwen") {
        Some(own) if own.recall.equal < own.recall.asked => {
            Err(format!("the counts of xunwen differ from those of the scan: {:?}", own.recall)
                .into())
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
        eprintln!("left out, not installed: {}", peer.name);
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
            result.bytes = disk::size(&result.peer.index(cache))?;
        }
    }
    Ok(())
}

/// Makes a peer index the articles into a new folder.
fn index(peer: &Peer, articles: &Articles, material: &Material) -> Outcome<Cost> {
    let dir = peer.index(&material.cache);
    if dir.exists() {
        fs::remove_dir_all(&dir)?;
    }
    fs::create_dir_all(&dir)?;
    // Otherwise the pages that the peer before has written would be flushed while this one runs.
    Command::new("sync").status()?;
    let file = articles.file(peer.language);
    let threads = material.threads.to_string();
    let file = file.display().to_string();
    let dir = dir.display().to_string();
    child::run(&mut peer.command(&["index", &file, &dir, &threads]), &log(&material.cache, peer))
}

/// Returns the file that receives the standard error of a peer.
fn log(cache: &Path, peer: &Peer) -> PathBuf {
    cache.join(format!("{}.log", peer.name))
}

fn search_all(material: &Material, queries: &[Query], results: &mut [Measured]) -> Outcome<()> {
    let mut open = Vec::new();
    for result in results.iter() {
        let peer = &result.peer;
        let dir = peer.index(&material.cache).display().to_string();
        let mut command = peer.command(&["search", &dir]);
        let session = Session::start(&mut command, &log(&material.cache, peer))?;
        let rounds = if peer.is_slow { SLOW_ROUNDS.min(material.rounds) } else { material.rounds };
        open.push(OpenPeer {
            name: peer.name.to_owned(),
            language: peer.language,
            session,
            rounds,
        });
    }
    for (result, peer) in results.iter_mut().zip(&mut open) {
        eprintln!("{} counts", peer.name);
        result.recall = recall(peer, queries)?;
    }
    eprintln!("searching");
    for (result, times) in results.iter_mut().zip(measure::times(&mut open, queries)?) {
        result.times = times;
    }
    Ok(())
}

fn recall(peer: &mut OpenPeer, queries: &[Query]) -> Outcome<Recall> {
    let analyzer = Analyzer::new();
    let mut recall = Recall::default();
    // These two classes repeat the literals of the common keywords.
    for query in queries.iter().filter(|query| !matches!(query.class, Class::Newest | Class::Count))
    {
        let Some(truth) = query.truth else { continue };
        let line = query.count_line(peer.language, &analyzer);
        let (answer, _) = peer.session.ask(&line)?;
        if answer != "UNSUPPORTED" {
            recall.add(query, answer.parse()?, truth);
        }
    }
    Ok(recall)
}
