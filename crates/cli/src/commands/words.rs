//! `xunwen words`: the words that an index has besides the dictionary's.

use std::path::Path;
use std::process::ExitCode;

use xunwen_language::Query;
use xunwen_query::corpus::{DiscoverRequest, Discovery, IndexInfo};
use xunwen_query::{Engine, Request};
use xunwen_schema::{Generation, UserWord};

use super::open::directory;
use super::request::{now, user_words};
use crate::args::{DiscoverArgs, NamedWords, WordsArgs, WordsCommand};
use crate::failure::{Failure, Misuse};
use crate::render;
use crate::streams::Streams;

pub(super) fn run(args: &WordsArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    directory(place(&args.command), "words")?;
    match &args.command {
        WordsCommand::Add(named) => {
            let words = words(named)?;
            let added = xunwen_index::add_words(&named.index.dir, &words)?;
            let articles = articles(&named.index.dir, &added.words)?;
            render::words_added(&added, &articles, &mut streams.out)?;
        }
        WordsCommand::Remove(named) => {
            let removed = xunwen_index::remove_words(&named.index.dir, &words(named)?)?;
            render::words_removed(&removed, &mut streams.out)?;
        }
        WordsCommand::Discover(args) => {
            let found = discover(args)?;
            render::new_words(&found, args.format, &mut streams.out)?;
        }
        WordsCommand::List(args) => {
            let live = Generation::open(&args.index.dir).map_err(xunwen_query::Error::from)?;
            for word in live.analyzer.user_words() {
                writeln!(streams.out, "{word}")?;
            }
        }
    }
    streams.finish()
}

fn place(command: &WordsCommand) -> &Path {
    match command {
        WordsCommand::Add(named) | WordsCommand::Remove(named) => &named.index.dir,
        WordsCommand::Discover(args) => &args.index.dir,
        WordsCommand::List(args) => &args.index.dir,
    }
}

/// Seconds of the newest part of the articles, whose share the rise compares with the earlier ones.
const YEAR: i64 = 365 * 86_400;

fn discover(args: &DiscoverArgs) -> Result<Discovery, Failure> {
    let engine = Engine::open(&args.index.dir)?;
    let newest = IndexInfo::of(&engine)?.newest.map(|newest| newest.seconds());
    Ok(Discovery::of(
        &engine,
        &DiscoverRequest {
            filter: args.bounds.filter()?,
            least: args.least,
            recent_since: newest.map(|newest| newest - YEAR),
            limit: args.limit.0,
        },
    )?)
}

fn words(named: &NamedWords) -> Result<Vec<UserWord>, Failure> {
    let mut words = named.file.as_deref().map(user_words).transpose()?.unwrap_or_default();
    for word in &named.words {
        let source = |source| Misuse::Word { word: word.clone(), source };
        words.extend(UserWord::parse_list(word).map_err(source)?);
    }
    Ok(words)
}

/// Returns the number of articles that contain each word.
fn articles(dir: &Path, words: &[UserWord]) -> Result<Vec<u64>, Failure> {
    let engine = Engine::open(dir)?;
    let count =
        |word: &UserWord| Ok(engine.count(&Request::new(Query::plain(word.word()), now()))?);
    words.iter().map(count).collect()
}
