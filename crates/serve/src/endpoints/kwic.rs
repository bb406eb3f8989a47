//! `/api/kwic`: keywords in context.

use std::time::Instant;

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use xunwen_query::corpus::{
    Concordance, ConcordanceLine, ConcordanceOptions, LineOrder, LineTotals, Neighbours, Side,
};
use xunwen_query::{Cancel, Engine, Error, Request};
use xunwen_wire::{ContextLine, ContextSummary, NeighbourCounts, elapsed_ms};

use super::answer::{admitted, answer, few, json, snapshot};
use crate::http::extract::QueryParams;
use crate::http::problem::{Problem, Problems};
use crate::limits::Limits;
use crate::params::{FilterParams, KwicParams, Paged};
use crate::state::{ApiResult, SharedState};

/// The most words beside the keywords.
const NEIGHBOURS: usize = 50;

/// Returns a page of keywords in context.
#[utoipa::path(
    get,
    path = "/api/kwic",
    params(KwicParams, FilterParams),
    responses(
        (status = 200, description = "A page of lines", body = ContextPage),
        (status = 410, description = "The page is of an answer that is no longer kept",
            body = Problem, content_type = "application/problem+json"),
        Problems,
    )
)]
pub(crate) async fn kwic(
    State(state): State<SharedState>,
    QueryParams(params): QueryParams<KwicParams>,
) -> ApiResult {
    answer(state, move |state, ticket| {
        let start = Instant::now();
        let (request, cursor) = params.request(&state.limits)?;
        let snapshot = snapshot(&state.live, cursor)?;
        let engine = admitted(ticket, &snapshot.engine, &[&request.query])?;
        let options = ConcordanceOptions {
            width: params.width,
            order: params.sort.into(),
            limit: request.offset.saturating_add(request.limit),
        };
        let articles = articles(&engine, &request, &options, &state.limits)?;
        let counted = if params.frequencies.is_some() {
            engine.count(&request)?.min(state.limits.read)
        } else {
            0
        };
        ticket.admit((articles + counted).saturating_mul(Cancel::ARTICLE))?;
        let (lines, totals) = page(&engine, &request, &options)?;
        let neighbours = |side: Side| {
            let articles = usize::try_from(counted).unwrap_or(usize::MAX);
            Neighbours::of(&engine, &request, side, articles, NEIGHBOURS).map(|found| (side, found))
        };
        let side = params.frequencies.map(Side::from);
        let neighbours = side.map(neighbours).transpose()?;
        let [previous, next] = params.neighbours(&request, totals.lines, snapshot.version);
        json(&ContextPage {
            lines: lines.iter().map(ContextLine::of).collect(),
            frequencies: neighbours.as_ref().map(|(side, found)| NeighbourCounts::of(*side, found)),
            summary: ContextSummary::of(&params.q, &totals, elapsed_ms(start)),
            previous,
            next,
        })
    })
    .await
}

/// Returns the lines of a page, and what they are a part of.
fn page(
    engine: &Engine,
    request: &Request,
    options: &ConcordanceOptions,
) -> Result<(Vec<ConcordanceLine>, LineTotals), Error> {
    let (mut lines, mut before) = (Vec::new(), request.offset);
    let totals = Concordance::each(engine, request, options, |line| {
        if before == 0 {
            lines.push(line);
        } else {
            before -= 1;
        }
        Ok::<_, Error>(())
    })?;
    let returned = lines.len();
    Ok((lines, LineTotals { returned, ..totals }))
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
    /// The lines, in order.
    lines: Vec<ContextLine<'a>>,
    /// The words right beside the keywords, if they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    frequencies: Option<NeighbourCounts<'a>>,
    /// What they are a part of.
    summary: ContextSummary<'a>,
    /// The cursor of the page before; `null` on the first.
    previous: Option<String>,
    /// The cursor of the next page; `null` on the last.
    next: Option<String>,
}
