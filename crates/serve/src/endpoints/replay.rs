//! `/api/replay`: a receipt, asked again.

use axum::extract::State;
use axum::http::StatusCode;
use xunwen_query::Cancel;
use xunwen_query::evidence::{Receipt as ReceiptData, ReceiptError};
use xunwen_wire::{Receipt, Replay};

use super::answer::{admitted, answer, json};
use crate::http::extract::JsonBody;
use crate::http::problem::{Problem, Problems};
use crate::limits::Limits;
use crate::params::{at_most, bounded};
use crate::state::{ApiResult, SharedState};

/// Asks a receipt again: do the same articles still answer?
#[utoipa::path(
    post,
    path = "/api/replay",
    request_body(content = Receipt, description = "A receipt, as `/api/receipt` answers",
        example = json!({
            "receipt": 1,
            "program": "xunwen 0.1.0",
            "answered_at": "2025-12-30T08:00:00+08:00",
            "query": "微短剧 出海",
            "since": null,
            "until": null,
            "source": null,
            "order": "relevance",
            "exact_only": false,
            "offset": 0,
            "limit": 10,
            "generation": 1,
            "fingerprint": "",
            "articles": 0,
            "exact": 0,
            "digest": "2d06800538d394c2",
            "ids": [],
        })
    ),
    responses(
        (status = 200, description = "What came and went", body = Replay),
        (status = 415, description = "The body is not said to be JSON",
            body = Problem, content_type = "application/problem+json"),
        Problems,
    )
)]
pub(crate) async fn replay(
    State(state): State<SharedState>,
    JsonBody(receipt): JsonBody<Receipt>,
) -> ApiResult {
    let receipt = ReceiptData::from(receipt);
    answer(state, move |state, ticket| {
        let source = receipt.source.as_deref().unwrap_or_default();
        at_most("source", source.chars().count(), Limits::NAME)?;
        let request = receipt.request().map_err(refused)?;
        bounded(&request.query, &state.limits)?;
        let engine = admitted(ticket, &state.live.now().engine, &[&request.query])?;
        // At least so many articles came or went, and each of them is looked up.
        let changes = engine.count(&request)?.abs_diff(receipt.exact);
        ticket.admit(changes.saturating_mul(Cancel::ARTICLE))?;
        let replay = receipt.replay(&engine).map_err(refused)?;
        json(&Replay::of(&receipt, &replay))
    })
    .await
}

fn refused(error: ReceiptError) -> Problem {
    match error {
        ReceiptError::Search(error) => error.into(),
        ReceiptError::Query(error) => error.into(),
        error => Problem::new(StatusCode::BAD_REQUEST, "receipt", error.to_string()),
    }
}
