//! `/api/suggest`: names and headlines of the index that contain what is being typed.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use xunwen_language::{Clause, Field, Query};
use xunwen_query::corpus::Count;
use xunwen_query::{Error, Order, Request};

use super::answer::{answer, json};
use crate::http::extract::QueryParams;
use crate::http::problem::Problems;
use crate::limits::Limits;
use crate::live::Snapshot;
use crate::params::{SuggestParams, at_most, now};
use crate::state::{ApiResult, SharedState};

/// The most suggestions of each kind.
const MOST: usize = 5;

/// Returns outlets, tags and headlines that contain what is typed.
#[utoipa::path(
    get,
    path = "/api/suggest",
    params(SuggestParams),
    responses((status = 200, description = "Suggestions", body = Vec<Suggestion>), Problems)
)]
pub(crate) async fn suggest(
    State(state): State<SharedState>,
    QueryParams(params): QueryParams<SuggestParams>,
) -> ApiResult {
    at_most("q", params.q.chars().count(), Limits::NAME)?;
    answer(state, move |state, _| json(&suggestions(&state.live.now(), &params.q)?)).await
}

/// Something the user may be about to type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Suggestion {
    /// What it is.
    kind: SuggestionKind,
    /// How it is written.
    pub(super) text: String,
    /// The articles that have it; for a headline, one.
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

/// Returns what `typed` may be completed to.
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

/// Returns the names that begin with `typed`, then those that contain it, most articles first.
fn named(kind: SuggestionKind, names: &[Count], typed: &str) -> Vec<Suggestion> {
    let begin = names.iter().filter(|count| count.name.starts_with(typed));
    let contain =
        names.iter().filter(|count| !count.name.starts_with(typed) && count.name.contains(typed));
    let suggestion =
        |count: &Count| Suggestion { kind, text: count.name.clone(), articles: count.articles };
    begin.chain(contain).take(MOST).map(suggestion).collect()
}

fn titles(snapshot: &Snapshot, typed: &str) -> Result<Vec<Suggestion>, Error> {
    let Some(words) = Query::plain(typed).root().cloned() else { return Ok(Vec::new()) };
    let query = Query::new(Clause::within(words, Field::Title));
    let request = Request {
        order: Order::Newest,
        exact_only: true,
        limit: MOST,
        ..Request::new(query, now())
    };
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
