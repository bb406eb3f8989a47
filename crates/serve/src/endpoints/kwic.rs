//! `/api/kwic`: keywords in context.

use std::time::Instant;

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use xunwen_query::Request;
use xunwen_query::corpus::{Concordance, ConcordanceOptions};
use xunwen_wire::{ContextLine, ContextSummary, elapsed_ms};

use super::answer::{answer, json};
use crate::http::extract::QueryParams;
use crate::http::problem::{Problem, Problems};
use crate::limits::Limits;
use crate::live::Snapshot;
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
    answer(state, move |state| {
        let start = Instant::now();
        let request = params.request(&state.limits)?;
        let snapshot = state.live.now();
        check_reading(&snapshot, &request, &state.limits)?;
        let context = ConcordanceOptions {
            width: params.width,
            order: params.sort.into(),
            limit: params.limit,
        };
        let found = Concordance::of(&snapshot.engine, &request, &context)?;
        json(&ContextPage {
            lines: found.lines.iter().map(ContextLine::of).collect(),
            summary: ContextSummary::of(&params.q, &found, elapsed_ms(start)),
        })
    })
    .await
}

/// Refuses to read more articles than can be read in time.
fn check_reading(snapshot: &Snapshot, request: &Request, limits: &Limits) -> Result<(), Problem> {
    if snapshot.engine.count(request)? > limits.read {
        let detail = format!("keywords are shown of at most {} articles", limits.read);
        return Err(Problem::bad("too-many-articles", detail));
    }
    Ok(())
}

/// Keywords in context.
#[derive(Serialize, ToSchema)]
struct ContextPage<'a> {
    lines: Vec<ContextLine<'a>>,
    summary: ContextSummary<'a>,
}
