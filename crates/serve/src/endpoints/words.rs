//! `/api/collocates` and `/api/keywords`: words in statistics.

use std::time::Instant;

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use xunwen_query::Cancel;
use xunwen_query::corpus::{Collocates, Keywords};
use xunwen_wire::{Collocate, CollocatesSummary, Keyword, KeywordsSummary, elapsed_ms};

use super::answer::{admitted, answer, few, json};
use crate::http::extract::QueryParams;
use crate::http::problem::Problems;
use crate::params::{CollocatesParams, FilterParams, KeywordsParams};
use crate::state::{ApiResult, SharedState};

/// Returns the words that occur near the keywords of a query more often than by chance.
#[utoipa::path(
    get,
    path = "/api/collocates",
    params(CollocatesParams, FilterParams),
    responses((status = 200, description = "The words", body = CollocatesPage), Problems)
)]
pub(crate) async fn collocates(
    State(state): State<SharedState>,
    QueryParams(params): QueryParams<CollocatesParams>,
) -> ApiResult {
    answer(state, move |state, ticket| {
        let start = Instant::now();
        let request = params.request(&state.limits)?;
        let engine = admitted(ticket, &state.live.now().engine, &[&request.query])?;
        let articles = few(engine.count(&request)?, &state.limits, "are the words counted")?;
        ticket.admit(articles.saturating_mul(Cancel::ARTICLE))?;
        let measure = params.measure.into();
        let found = Collocates::of(&engine, &request, params.window, measure, params.limit)?;
        json(&CollocatesPage {
            words: found.words.iter().map(Collocate::of).collect(),
            summary: CollocatesSummary::of(&params.q, &found, elapsed_ms(start)),
        })
    })
    .await
}

/// Returns the words that mark the exact tier of a query against other articles.
#[utoipa::path(
    get,
    path = "/api/keywords",
    params(KeywordsParams, FilterParams),
    responses((status = 200, description = "The words", body = KeywordsPage), Problems)
)]
pub(crate) async fn keywords(
    State(state): State<SharedState>,
    QueryParams(params): QueryParams<KeywordsParams>,
) -> ApiResult {
    answer(state, move |state, ticket| {
        let start = Instant::now();
        let (request, against) = params.request(&state.limits)?;
        let queries: Vec<_> = std::iter::once(&request.query).chain(&against).collect();
        let engine = admitted(ticket, &state.live.now().engine, &queries)?;
        let read = engine.count(&request)?.min(Keywords::MOST_READ);
        ticket.admit(read.saturating_mul(Cancel::ARTICLE))?;
        let found = Keywords::of(&engine, &request, against.as_ref(), params.limit)?;
        json(&KeywordsPage {
            words: found.words.iter().map(Keyword::of).collect(),
            summary: KeywordsSummary::of(&params.q, &found, elapsed_ms(start)),
        })
    })
    .await
}

/// Words near the keywords of a query.
#[derive(Serialize, ToSchema)]
struct CollocatesPage<'a> {
    /// The words, those of the highest measure first.
    words: Vec<Collocate<'a>>,
    /// What they are about.
    summary: CollocatesSummary<'a>,
}

/// Words that mark articles.
#[derive(Serialize, ToSchema)]
struct KeywordsPage<'a> {
    /// The words, highest G² first.
    words: Vec<Keyword<'a>>,
    /// What they are about.
    summary: KeywordsSummary<'a>,
}
