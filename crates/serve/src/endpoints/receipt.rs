//! `/api/receipt`: the exact tier, to be cited.

use axum::extract::State;
use xunwen_wire::{PROGRAM, Receipt};

use super::answer::{admitted, answer, json};
use crate::http::extract::QueryParams;
use crate::http::problem::Problems;
use crate::params::{FilterParams, QuestionParams, ReceiptParams};
use crate::state::{ApiResult, SharedState};

/// Returns a receipt of the exact tier, for `xunwen replay`.
#[utoipa::path(
    get,
    path = "/api/receipt",
    params(QuestionParams, FilterParams),
    responses((status = 200, description = "The receipt", body = Receipt), Problems)
)]
pub(crate) async fn receipt(
    State(state): State<SharedState>,
    QueryParams(params): QueryParams<ReceiptParams>,
) -> ApiResult {
    answer(state, move |state, ticket| {
        let request = params.request(&state.limits)?;
        let engine = admitted(ticket, &state.live.now().engine, &[&request.query])?;
        let receipt = xunwen_query::evidence::Receipt::of(&engine, &request, PROGRAM)?;
        json(&Receipt::from(receipt))
    })
    .await
}
