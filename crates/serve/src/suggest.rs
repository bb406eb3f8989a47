//! Suggestions: names and headlines of the index that hold what is being typed.

use serde::Serialize;
use utoipa::ToSchema;
use xunwen_language::{Clause, Field, Query};
use xunwen_query::corpus::Count;
use xunwen_query::{Error, Order, Request};

use crate::live::Snapshot;
use crate::params::now;

/// The most suggestions of a kind.
const MOST: usize = 5;

/// Something that may be meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Suggestion {
    /// What it is.
    kind: SuggestionKind,
    /// How it is written.
    text: String,
    /// How many articles have it; of a headline, one.
    articles: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum SuggestionKind {
    /// A tag.
    Tag,
    /// An outlet.
    Source,
    /// The headline of an article, newest first.
    Title,
}

/// Returns what `typed` may become.
pub(crate) fn suggestions(snapshot: &Snapshot, typed: &str) -> Result<Vec<Suggestion>, Error> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = named(SuggestionKind::Tag, snapshot.tags()?, typed);
    found.extend(named(SuggestionKind::Source, &snapshot.facts()?.sources, typed));
    found.extend(titles(snapshot, typed)?);
    Ok(found)
}

/// Returns the names that begin with `typed`, then those that hold it, most articles first.
fn named(kind: SuggestionKind, names: &[Count], typed: &str) -> Vec<Suggestion> {
    let begin = names.iter().filter(|count| count.name.starts_with(typed));
    let hold =
        names.iter().filter(|count| !count.name.starts_with(typed) && count.name.contains(typed));
    let suggestion =
        |count: &Count| Suggestion { kind, text: count.name.clone(), articles: count.articles };
    begin.chain(hold).take(MOST).map(suggestion).collect()
}

fn titles(snapshot: &Snapshot, typed: &str) -> Result<Vec<Suggestion>, Error> {
    let Some(words) = Query::plain(typed).root().cloned() else { return Ok(Vec::new()) };
    let query = Query::new(Clause::within(words, Field::Title));
    let (order, exact_only, limit) = (Order::Newest, true, MOST);
    let request = Request { order, exact_only, limit, ..Request::new(query, now()) };
    let answer = snapshot.engine.answer(&request)?;
    let mut found: Vec<Suggestion> = Vec::new();
    for hit in answer.bare_hits() {
        let text = hit?.article.title;
        if !found.iter().any(|known| known.text == text) {
            found.push(Suggestion { kind: SuggestionKind::Title, text, articles: 1 });
        }
    }
    Ok(found)
}
