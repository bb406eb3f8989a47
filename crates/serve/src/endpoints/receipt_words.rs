//! `/api/receipt/words`: the exact tier, cited in a sentence.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use xunwen_wire::{PROGRAM, Receipt};

use super::answer::{admitted, answer};
use crate::http::extract::QueryParams;
use crate::http::problem::Problems;
use crate::params::{FilterParams, QuestionParams, ReceiptWordsParams};
use crate::state::{ApiResult, SharedState};

/// Returns a receipt of the exact tier as a sentence, for the methods section of a paper.
#[utoipa::path(
    get,
    path = "/api/receipt/words",
    params(QuestionParams, FilterParams, ReceiptWordsParams),
    responses((status = 200, description = "The sentence", body = String), Problems)
)]
pub(crate) async fn receipt_words(
    State(state): State<SharedState>,
    QueryParams(params): QueryParams<ReceiptWordsParams>,
) -> ApiResult {
    answer(state, move |state, ticket| {
        let request = params.request(&state.limits)?;
        let engine = admitted(ticket, &state.live.now().engine, &[&request.query])?;
        let receipt = xunwen_query::evidence::Receipt::of(&engine, &request, PROGRAM)?;
        let sentence = Receipt::from(receipt).sentence(&params.question.q, params.lang);
        Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], sentence).into_response())
    })
    .await
}
