//! `/api/kwic`: keywords in context.

use std::time::Instant;

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use xunwen_query::corpus::{Concordance, ConcordanceOptions, LineOrder, Neighbours, Side};
use xunwen_query::{Cancel, Engine, Request};
use xunwen_wire::{ContextLine, ContextSummary, NeighbourCounts, elapsed_ms};

use super::answer::{admitted, answer, few, json};
use crate::http::extract::QueryParams;
use crate::http::problem::{Problem, Problems};
use crate::limits::Limits;
use crate::params::{FilterParams, KwicParams};
use crate::state::{ApiResult, SharedState};

/// The most words beside the keywords.
const NEIGHBOURS: usize = 50;

/// Returns keywords in context.
#[utoipa::path(
    get,
    path = "/api/kwic",
    params(KwicParams, FilterParams),
    responses((status = 200, description = "The lines", body = ContextPage), Problems)
)]
pub(crate) async fn kwic(
    State(state): State<SharedState>,
    QueryParams(params): QueryParams<KwicParams>,
) -> ApiResult {
    answer(state, move |state, ticket| {
        let start = Instant::now();
        let request = params.request(&state.limits)?;
        let engine = admitted(ticket, &state.live.now().engine, &[&request.query])?;
        let options = ConcordanceOptions {
            width: params.width,
            order: params.sort.into(),
            limit: params.limit,
        };
        let articles = articles(&engine, &request, &options, &state.limits)?;
        let counted = if params.frequencies.is_some() {
            engine.count(&request)?.min(state.limits.read)
        } else {
            0
        };
        ticket.admit((articles + counted).saturating_mul(Cancel::ARTICLE))?;
        let found = Concordance::of(&engine, &request, &options)?;
        let neighbours = |side: Side| {
            let articles = usize::try_from(counted).unwrap_or(usize::MAX);
            Neighbours::of(&engine, &request, side, articles, NEIGHBOURS).map(|found| (side, found))
        };
        let side = params.frequencies.map(Side::from);
        let neighbours = side.map(neighbours).transpose()?;
        json(&ContextPage {
            lines: found.lines.iter().map(ContextLine::of).collect(),
            frequencies: neighbours.as_ref().map(|(side, found)| NeighbourCounts::of(*side, found)),
            summary: ContextSummary::of(&params.q, &found.totals, elapsed_ms(start)),
        })
    })
    .await
}

/// Returns how many articles are to be read, unless they cannot be read in time.
fn articles(
    engine: &Engine,
    request: &Request,
    options: &ConcordanceOptions,
    limits: &Limits,
) -> Result<u64, Problem> {
    if options.order == LineOrder::Date {
        // The newest are read until there are enough lines.
        return Ok(options.limit as u64);
    }
    let few = few(engine.count(request)?, limits, "are lines put in this order");
    few.map_err(|problem| problem.of("sort"))
}

/// Keywords in context.
#[derive(Serialize, ToSchema)]
struct ContextPage<'a> {
    lines: Vec<ContextLine<'a>>,
    /// The words right beside the keywords, if they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    frequencies: Option<NeighbourCounts<'a>>,
    summary: ContextSummary<'a>,
}
