//! Growth: xunwen on synthetic corpora of several sizes, which answer the same queries in turn.

use std::fmt::Write;
use std::fs;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use crate::args::{GrowArgs, Material};
use crate::articles::Articles;
use crate::child::{self, Cost, Session};
use crate::disk;
use crate::draw;
use crate::measure::{self, OpenPeer, Spread, spread};
use crate::outcome::Outcome;
use crate::peer::{self, Language, Peer};
use crate::queries::Class;
use crate::report::shown;
use crate::synthesize::{Pool, to_file};

/// A corpus, and its index.
struct Sized {
    articles: u64,
    index: PathBuf,
    cost: Cost,
    bytes: u64,
}

/// Makes, indexes and searches corpora of all sizes, and prints the report.
pub(crate) fn run(args: &GrowArgs) -> Outcome<()> {
    let material = &args.material;
    let peer = own(material)?;
    // Queries come from the real articles, whose sentences make up the synthetic ones.
    let articles = Articles::prepare(&material.docs, &material.cache, false)?;
    let queries = draw::draw(material, &articles)?;
    let pool = Pool::read(&material.docs, material.seed)?;
    let mut sized = Vec::new();
    for &size in &args.sizes {
        sized.push(build(&peer, &pool, size, material)?);
    }
    drop(pool);
    let mut open = Vec::new();
    for corpus in &sized {
        let dir = corpus.index.display().to_string();
        let mut command = peer.command(&["search", &dir]);
        let session = Session::start(&mut command, &material.cache.join("grow.log"))?;
        open.push(OpenPeer {
            name: corpus.articles.to_string(),
            language: Language::Text,
            session,
            rounds: material.rounds,
        });
    }
    let times = measure::times(&mut open, &queries)?;
    let spread_of = |class| times.iter().map(|times| spread(times, &queries, class)).collect();
    print!("{}", report(&sized, spread_of));
    Ok(())
}

fn own(material: &Material) -> Outcome<Peer> {
    let own = peer::all(&material.cache)?.into_iter().find(|peer| peer.name == "xunwen");
    own.ok_or_else(|| "xunwen is not among the peers".into())
}

/// Makes a corpus and indexes it.
fn build(peer: &Peer, pool: &Pool, articles: u64, material: &Material) -> Outcome<Sized> {
    let folder = material.cache.join("synthetic");
    fs::create_dir_all(&folder)?;
    let corpus = folder.join(format!("{articles}.jsonl.zst"));
    if !corpus.exists() {
        eprintln!("making {articles} articles");
        let unfinished = folder.join("unfinished");
        to_file(pool, articles, material.seed, &unfinished)?;
        fs::rename(unfinished, &corpus)?;
    }
    let index = folder.join(articles.to_string());
    if index.exists() {
        fs::remove_dir_all(&index)?;
    }
    let threads = NonZeroUsize::new(material.threads).map_or(1, NonZeroUsize::get).to_string();
    let file = corpus.display().to_string();
    let dir = index.display().to_string();
    let mut command = peer.command(&["index", &file, &dir, &threads]);
    let cost = child::run(&mut command, &material.cache.join("grow.log"))?;
    eprintln!("indexed {articles} articles in {:.1} s", cost.seconds);
    let bytes = disk::size(&index)?;
    Ok(Sized { articles, index, cost, bytes })
}

fn report(sized: &[Sized], spread: impl Fn(Class) -> Vec<Option<Spread>>) -> String {
    let mut out = "| ".to_owned();
    let mut row = |name: &str, cells: Vec<String>| {
        let _ = write!(out, "{name} | {} |\n| ", cells.join(" | "));
    };
    let cells = |cell: fn(&Sized) -> String| sized.iter().map(cell).collect::<Vec<_>>();
    row("synthetic articles", cells(|corpus| corpus.articles.to_string()));
    row("---", sized.iter().map(|_| "--:".to_owned()).collect());
    let rate = |corpus: &Sized| format!("{:.0}", corpus.articles as f64 / corpus.cost.seconds);
    row("articles/s", cells(rate));
    row("peak memory, MB", cells(|corpus| format!("{:.0}", corpus.cost.peak as f64 / 1e6)));
    row("index, MB", cells(|corpus| format!("{:.0}", corpus.bytes as f64 / 1e6)));
    for class in Class::ALL {
        let spreads = spread(class);
        row(
            &format!("{}, p50 / p95 / p99, ms", class.name()),
            spreads.iter().map(|&s| shown(s)).collect(),
        );
        let p99: Vec<Option<Duration>> = spreads.iter().map(|s| s.map(|s| s.p99)).collect();
        row(
            &format!("{}, p99 to that of the first", class.name()),
            p99.iter().map(|&p| times_first(p, p99[0])).collect(),
        );
    }
    out.trim_end_matches("| ").to_owned()
}

fn times_first(time: Option<Duration>, first: Option<Duration>) -> String {
    match (time, first) {
        (Some(time), Some(first)) => format!("{:.1}", time.as_secs_f64() / first.as_secs_f64()),
        _ => "—".to_owned(),
    }
}
