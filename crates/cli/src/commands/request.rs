//! What the arguments ask of the libraries.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use xunwen_language::{Query, parse};
use xunwen_query::{Filter, Order, Request};
use xunwen_schema::{Period, UserWord};

use crate::args::{Bounds, Selection, Sort, Tier};
use crate::failure::{Failure, FileError, Misuse};
use crate::query_file::{QueryFile, SavedQuery};
use crate::render;
use crate::streams::Streams;

/// Returns the present in seconds since the Unix epoch.
pub(super) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().cast_signed())
}

/// Reads a word list.
pub(super) fn user_words(path: &Path) -> Result<Vec<UserWord>, Failure> {
    let text = fs::read_to_string(path).map_err(FileError::reading(path))?;
    let words = UserWord::parse_list(&text);
    Ok(words.map_err(|source| FileError::Words { path: path.to_owned(), source })?)
}

/// Reads a query, and writes the notes on it.
pub(super) fn query(text: &str, err: &mut dyn Write) -> Result<Query, Failure> {
    let query = parse(text).map_err(|source| Failure::Parse { query: text.to_owned(), source })?;
    render::notes(&query, "", err)?;
    Ok(query)
}

impl Tier {
    /// Returns the question for the exact tier.
    pub(super) fn request(&self, err: &mut dyn Write) -> Result<Request, Failure> {
        let query = query(&self.query.join(" "), err)?;
        Ok(Request { filter: self.bounds.filter()?, ..Request::new(query, now()) })
    }
}

impl Bounds {
    pub(super) fn filter(&self) -> Result<Filter, Failure> {
        let period = |text: &String| Period::parse(text).ok_or_else(|| Misuse::Date(text.clone()));
        let since = self.since.as_ref().map(period).transpose()?.map(|period| period.start);
        let until = self.until.as_ref().map(period).transpose()?.map(|period| period.end);
        if since.zip(until).is_some_and(|(since, until)| since >= until) {
            return Err(Misuse::NoTime.into());
        }
        let sources = self.source.iter().cloned().collect();
        Ok(Filter { since, until, sources, ..Filter::default() })
    }
}

impl Selection {
    pub(super) fn order(&self) -> Order {
        match self.sort {
            Sort::Relevance => Order::Relevance,
            Sort::Newest => Order::Newest,
            Sort::Oldest => Order::Oldest,
        }
    }
}

/// Returns the queries of a file with their ids, each for a first page.
///
/// # Errors
///
/// If any line cannot be asked: figures and gates must not rest on a part of the queries.
pub(super) fn saved_queries(
    path: &Path,
    streams: &mut Streams,
) -> Result<Vec<(String, Request)>, Failure> {
    let file = QueryFile::read(path)?;
    file.report(&mut streams.err)?;
    file.check()?;
    let request = |query: &SavedQuery| (query.id.clone(), Request::new(query.query(), now()));
    Ok(file.queries.iter().map(request).collect())
}
