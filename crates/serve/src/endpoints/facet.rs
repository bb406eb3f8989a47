//! `/api/facet`: a search among what articles share.

use axum::extract::State;
use xunwen_query::corpus::Facet as FacetData;
use xunwen_wire::Facet;

use super::answer::{admitted, answer, json};
use crate::http::extract::QueryParams;
use crate::http::problem::{Problem, Problems};
use crate::params::{FacetParams, FilterParams};
use crate::state::{ApiResult, SharedState};

/// Counts the exact tier of a query by the values of one facet that contain a text.
#[utoipa::path(
    get,
    path = "/api/facet",
    params(FacetParams, FilterParams),
    responses((status = 200, description = "The values", body = Facet), Problems)
)]
pub(crate) async fn facet(
    State(state): State<SharedState>,
    QueryParams(params): QueryParams<FacetParams>,
) -> ApiResult {
    answer(state, move |state, ticket| {
        let request = params.request(&state.limits)?;
        let engine = admitted(ticket, &state.live.now().engine, &[&request.query])?;
        let answer = engine.answer(&request)?;
        let facet = FacetData::of(&answer, &[params.by.into()])?.pop();
        let facet = facet.ok_or_else(|| Problem::internal("a facet is missing"))?;
        json(&Facet::of(&facet.like(&params.like), params.limit))
    })
    .await
}
