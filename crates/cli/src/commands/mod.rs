//! The commands, one file each: arguments in, a library call, a rendering out.

mod analyze;
mod batch;
mod compact;
mod delete;
mod demo;
mod eval;
mod explain;
mod generations;
mod help;
mod index;
mod inspect;
mod keywords;
mod kwic;
mod rebuild;
mod replay;
mod search;
mod serve;
mod trend;
mod verify;
mod vocabulary;
mod words_near;

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::CommandFactory;
use xunwen_language::{Query, parse};
use xunwen_query::{Filter, Order, Request};
use xunwen_schema::{Period, UserWord};

use crate::args::{Args, Bounds, Command, Selection, Sort, Tier};
use crate::failure::{Failure, FileError, Misuse};
use crate::streams::Streams;

/// Runs one command.
pub(crate) fn run(command: Command, streams: &mut Streams) -> Result<ExitCode, Failure> {
    match command {
        Command::Demo(args) => demo::run(&args, streams),
        Command::Index(args) => index::run(&args, streams),
        Command::Rebuild(args) => rebuild::run(&args, streams),
        Command::Generations(args) => generations::run(&args, streams),
        Command::Rollback(args) => generations::roll_back(&args, streams),
        Command::Delete(args) => delete::run(&args, streams),
        Command::Compact(args) => compact::run(&args, streams),
        Command::Words(args) => vocabulary::run(&args, streams),
        Command::Verify(args) => verify::run(&args, streams),
        Command::Search(args) => search::run(&args, streams),
        Command::Explain(args) => explain::run(&args, streams),
        Command::Replay(args) => replay::run(&args, streams),
        Command::Trend(args) => trend::run(&args, streams),
        Command::Batch(args) => batch::run(&args, streams),
        Command::Kwic(args) => kwic::run(&args, streams),
        Command::WordsNear(args) => words_near::run(&args, streams),
        Command::Keywords(args) => keywords::run(&args, streams),
        Command::Analyze(args) => analyze::run(&args, streams),
        Command::Inspect(args) => inspect::run(&args, streams),
        Command::Eval(args) => eval::run(&args, streams),
        Command::Serve(args) => serve::run(&args, streams),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Args::command(), "xunwen", &mut streams.out);
            finish(streams)
        }
        Command::Help { topic } => help::run(topic.as_deref(), streams),
    }
}

/// Flushes the results: what cannot be written is a failure, not a silence.
fn finish(streams: &mut Streams) -> Result<ExitCode, Failure> {
    streams.out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Returns the present in seconds since the Unix epoch.
fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().cast_signed())
}

/// Reads a word list.
fn user_words(path: &Path) -> Result<Vec<UserWord>, Failure> {
    let text = fs::read_to_string(path).map_err(FileError::reading(path))?;
    let words = UserWord::parse_list(&text);
    Ok(words.map_err(|source| FileError::Words { path: path.to_owned(), source })?)
}

/// Reads a query.
fn query(text: &str) -> Result<Query, Failure> {
    parse(text).map_err(|source| Failure::Parse { query: text.to_owned(), source })
}

impl Tier {
    /// Returns the question for the exact tier.
    fn request(&self) -> Result<Request, Failure> {
        let query = query(&self.query.join(" "))?;
        Ok(Request { filter: self.bounds.filter()?, ..Request::new(query, now()) })
    }
}

impl Bounds {
    fn filter(&self) -> Result<Filter, Failure> {
        let period = |text: &String| Period::parse(text).ok_or_else(|| Misuse::Date(text.clone()));
        let since = self.since.as_ref().map(period).transpose()?.map(|period| period.start);
        let until = self.until.as_ref().map(period).transpose()?.map(|period| period.end);
        if since.zip(until).is_some_and(|(since, until)| since >= until) {
            return Err(Misuse::NoTime.into());
        }
        Ok(Filter { since, until, source: self.source.clone() })
    }
}

impl Selection {
    fn order(&self) -> Order {
        match self.sort {
            Sort::Relevance => Order::Relevance,
            Sort::Newest => Order::Newest,
            Sort::Oldest => Order::Oldest,
        }
    }
}
