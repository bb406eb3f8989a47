//! `/api/trend`: how many articles each period has.

use std::time::Instant;

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use xunwen_language::Query;
use xunwen_query::corpus::Trend;
use xunwen_wire::{Period, TrendSummary, elapsed_ms};

use super::answer::{admitted, answer, json};
use crate::http::extract::QueryParams;
use crate::http::problem::Problems;
use crate::params::{FilterParams, TrendParams};
use crate::state::{ApiResult, SharedState};

/// Counts the exact tiers of queries, period by period.
#[utoipa::path(
    get,
    path = "/api/trend",
    params(TrendParams, FilterParams),
    responses((status = 200, description = "The periods", body = TrendPage), Problems)
)]
pub(crate) async fn trend(
    State(state): State<SharedState>,
    QueryParams(params): QueryParams<TrendParams>,
) -> ApiResult {
    answer(state, move |state, ticket| {
        let start = Instant::now();
        let request = params.request(&state.limits)?;
        let queries: Vec<&Query> = request.queries.iter().collect();
        let engine = admitted(ticket, &state.live.now().engine, &queries)?;
        let trend = if params.is_fitting() {
            Trend::fitting(&engine, &request)?
        } else {
            Trend::of(&engine, &request)?
        };
        json(&TrendPage {
            periods: Period::all(&trend).collect(),
            summary: TrendSummary::of(&params.q, &trend, elapsed_ms(start)),
        })
    })
    .await
}

/// The exact tiers of queries over time.
#[derive(Serialize, ToSchema)]
struct TrendPage<'a> {
    periods: Vec<Period<'a>>,
    summary: TrendSummary<'a>,
}
