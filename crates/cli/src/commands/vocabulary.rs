//! `xunwen words`: the words that an index has besides the dictionary's.

use std::path::Path;
use std::process::ExitCode;

use xunwen_query::{Engine, Query, Request};
use xunwen_schema::{Generation, UserWord};

use super::{finish, user_words};
use crate::args::{NamedWords, WordsArgs, WordsCommand};
use crate::failure::Failure;
use crate::render;
use crate::streams::Streams;

pub(super) fn run(args: &WordsArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
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
        WordsCommand::List(args) => {
            let live = Generation::open(&args.index.dir).map_err(xunwen_query::Error::from)?;
            for word in live.analyzer.user_words() {
                writeln!(streams.out, "{word}")?;
            }
        }
    }
    finish(streams)
}

fn words(named: &NamedWords) -> Result<Vec<UserWord>, Failure> {
    let mut words = named.file.as_deref().map(user_words).transpose()?.unwrap_or_default();
    for word in &named.words {
        let source = |source| Failure::Word { word: word.clone(), source };
        words.extend(UserWord::parse_list(word).map_err(source)?);
    }
    Ok(words)
}

/// Returns in how many articles each word stands.
fn articles(dir: &Path, words: &[UserWord]) -> Result<Vec<u64>, Failure> {
    let engine = Engine::open(dir)?;
    let count = |word: &UserWord| {
        let query = Query::plain(word.word());
        let request = Request { exact_only: true, limit: 0, ..Request::new(query) };
        Ok(engine.answer(&request)?.totals().exact)
    };
    words.iter().map(count).collect()
}
