//! `xunwen batch`: many queries, answered in parallel, written in their order.

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use rayon::prelude::*;
use xunwen_language::{Query, parse};
use xunwen_query::{Engine, Filter, Request};

use super::{finish, now};
use crate::args::{BatchArgs, BatchFormat};
use crate::failure::Failure;
use crate::render;
use crate::streams::Streams;

/// Queries answered before any of them is written.
const GROUP: usize = 64;

pub(super) fn run(args: &BatchArgs, streams: &mut Streams) -> Result<ExitCode, Failure> {
    let text = read(&args.queries)?;
    let questions = questions(&text, &args.queries)?;
    let filter = args.selection.bounds.filter()?;
    let engine = Engine::open(&args.index.dir)?;
    // One present for all: a batch that runs past midnight must not mean two different days.
    let now = now();
    warn(&questions, &args.queries, streams)?;
    for group in questions.chunks(GROUP) {
        let answers: Vec<Vec<u8>> = group
            .par_iter()
            .map(|question| answer(&engine, question, args, &filter, now))
            .collect::<Result<_, _>>()?;
        for answer in answers {
            streams.out.write_all(&answer)?;
        }
    }
    finish(streams)
}

/// Returns the questions of a file with their ids, each for a first page.
pub(super) fn saved_queries(
    path: &Path,
    streams: &mut Streams,
) -> Result<Vec<(String, Request)>, Failure> {
    let text = read(path)?;
    let questions = questions(&text, path)?;
    warn(&questions, path, streams)?;
    let request =
        |question: &Question<'_>| (question.id.to_owned(), Request::new(question.query(), now()));
    Ok(questions.iter().map(request).collect())
}

/// Says which questions cannot be read as queries.
fn warn(questions: &[Question<'_>], path: &Path, streams: &mut Streams) -> io::Result<()> {
    for question in questions {
        if let Err(error) = parse(question.text) {
            let (path, line) = (path.display(), question.line);
            writeln!(streams.err, "warning: {path}:{line}: {error}; taken as plain words")?;
        }
    }
    Ok(())
}

/// One line of the file.
struct Question<'t> {
    line: usize,
    id: &'t str,
    text: &'t str,
}

impl Question<'_> {
    /// Returns the query; questions of test sets are none, and what cannot be one is searched as it
    /// stands.
    fn query(&self) -> Query {
        parse(self.text).unwrap_or_else(|_| Query::plain(self.text))
    }
}

fn questions<'t>(text: &'t str, path: &Path) -> Result<Vec<Question<'t>>, Failure> {
    let lines = (1..)
        .zip(text.trim_start_matches('\u{feff}').lines())
        .filter(|(_, line)| !line.trim().is_empty());
    let question = |(line, columns): (usize, &'t str)| match columns.split_once('\t') {
        Some((id, text)) if !id.trim().is_empty() => Ok(Question { line, id: id.trim(), text }),
        _ => Err(Failure::Queries { path: path.to_owned(), line }),
    };
    lines.map(question).collect()
}

fn read(path: &Path) -> Result<String, Failure> {
    let bytes = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    let bytes = bytes.map_err(|source| Failure::Read { path: path.to_owned(), source })?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + valid.iter().filter(|&&byte| byte == b'\n').count();
        Failure::Encoding { path: path.to_owned(), line }
    })
}

fn answer(
    engine: &Engine,
    question: &Question<'_>,
    args: &BatchArgs,
    filter: &Filter,
    now: i64,
) -> Result<Vec<u8>, Failure> {
    let start = Instant::now();
    let request = Request {
        filter: filter.clone(),
        order: args.selection.order(),
        exact_only: args.selection.exact,
        expand: args.selection.wordings.expand(),
        limit: args.limit.0,
        ..Request::new(question.query(), now)
    };
    let answer = engine.answer(&request)?;
    let result =
        render::Result { query: question.text, answer: &answer, audit: None, facets: &[], start };
    let mut out = Vec::new();
    match args.format {
        BatchFormat::Trec => render::trec(question.id, &result, &mut out)?,
        BatchFormat::Json => render::json(&result, Some(question.id), &mut out)?,
    }
    Ok(out)
}
