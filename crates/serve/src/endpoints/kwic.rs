//! `/api/kwic`: keywords in context.

use std::time::Instant;

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use xunwen_query::corpus::{
    Concordance, ConcordanceLine, ConcordanceOptions, LineOrder, LineTotals,
};
use xunwen_query::{Cancel, Engine, Error, Request};
use xunwen_wire::{ContextLine, ContextSummary, elapsed_ms};

use super::answer::{admitted, answer, json, snapshot};
use crate::http::extract::QueryParams;
use crate::http::problem::{Problem, Problems};
use crate::limits::Limits;
use crate::params::{FilterParams, KwicParams, Paged};
use crate::state::{ApiResult, SharedState};

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
        ticket.admit(articles.saturating_mul(Cancel::ARTICLE))?;
        let (lines, totals) = page(&engine, &request, &options)?;
        let [previous, next] = params.neighbours(&request, totals.lines, snapshot.version);
        json(&ContextPage {
            lines: lines.iter().map(ContextLine::of).collect(),
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
    let articles = engine.count(request)?;
    if articles > limits.read {
        let detail =
            format!("only of {} articles or fewer are lines put in this order", limits.read);
        return Err(Problem::bad("too-many-articles", detail));
    }
    Ok(articles)
}

/// Keywords in context.
#[derive(Serialize, ToSchema)]
struct ContextPage<'a> {
    /// The lines, in order.
    lines: Vec<ContextLine<'a>>,
    /// What they are a part of.
    summary: ContextSummary<'a>,
    /// The cursor of the page before; `null` on the first.
    previous: Option<String>,
    /// The cursor of the next page; `null` on the last.
    next: Option<String>,
}
