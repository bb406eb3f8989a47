//! xunwen as one of the engines.

use std::io::{BufRead, Write, stdin, stdout};
use std::num::NonZeroUsize;
use std::path::Path;

use xunwen_index::{Job, Options, inputs};
use xunwen_language::parse;
use xunwen_query::{Engine, Order, Request};

use crate::args::{XunwenArgs, XunwenCommand};
use crate::outcome::Outcome;

/// Indexes, or answers lines, as the other peers do.
pub(crate) fn run(args: &XunwenArgs) -> Outcome<()> {
    match &args.what {
        XunwenCommand::Index { articles, dir, threads } => index(articles, dir, *threads),
        XunwenCommand::Search { dir } => search(dir, args.page),
    }
}

fn index(articles: &str, dir: &Path, threads: NonZeroUsize) -> Outcome<()> {
    let options = Options { threads: Some(threads), ..Options::default() };
    let job = Job { inputs: inputs(&[articles.to_owned()])?, options, ..Job::default() };
    job.run(dir, &mut |_| {})?;
    Ok(())
}

fn search(dir: &Path, as_page: bool) -> Outcome<()> {
    let engine = Engine::open(dir)?;
    let mut out = stdout().lock();
    for line in stdin().lock().lines() {
        let line = line?;
        let (command, query) = line.split_once('\t').ok_or("a line without a tab")?;
        writeln!(out, "{}", answer(&engine, command, query, as_page)?)?;
        out.flush()?;
    }
    Ok(())
}

fn answer(engine: &Engine, command: &str, query: &str, as_page: bool) -> Outcome<String> {
    // Phrases in quotes must occur. Bare words are a question, for the related tier.
    let is_exact = query.contains('"') && !as_page;
    let request = Request::new(parse(&query.replace('+', ""))?, 0);
    let request = Request { exact_only: is_exact, count_related: as_page, ..request };
    let request = match command {
        // A page states the counts of both tiers.
        "COUNT" if as_page => Request { limit: 0, exact_only: true, ..request },
        "COUNT" => return Ok(engine.count(&request)?.to_string()),
        "TOP_10" => request,
        "NEWEST_10" => Request { order: Order::Newest, ..request },
        _ => return Ok("UNSUPPORTED".to_owned()),
    };
    let ids: Vec<String> = if command == "COUNT" {
        vec![engine.answer(&request)?.totals().exact.to_string()]
    } else if as_page {
        engine.search(&request)?.hits.into_iter().map(|hit| hit.article.id).collect()
    } else {
        engine.answer(&request)?.ids()?.into_iter().map(|(id, ..)| id).collect()
    };
    Ok(ids.join(" "))
}
