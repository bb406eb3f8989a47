//! `/api/kwic`: keywords in context.

use std::time::Instant;

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use xunwen_query::corpus::{Concordance, ConcordanceOptions, LineOrder};
use xunwen_query::{Cancel, Engine, Request};
use xunwen_wire::{ContextLine, ContextSummary, elapsed_ms};

use super::answer::{admitted, answer, json};
use crate::http::extract::QueryParams;
use crate::http::problem::{Problem, Problems};
use crate::limits::Limits;
use crate::params::{FilterParams, KwicParams};
use crate::state::{ApiResult, SharedState};

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
        ticket.admit(articles.saturating_mul(Cancel::ARTICLE))?;
        let found = Concordance::of(&engine, &request, &options)?;
        json(&ContextPage {
            lines: found.lines.iter().map(ContextLine::of).collect(),
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
    lines: Vec<ContextLine<'a>>,
    summary: ContextSummary<'a>,
}
