//! `/api/export/size`: how large an export will be, before it is begun.

use std::io::{self, Write};
use std::time::Instant;

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::{admitted, answer, json};
use crate::files::{Rows, Written, write};
use crate::http::extract::QueryParams;
use crate::http::problem::{Problem, Problems};
use crate::params::{ExportParams, FilterParams, QuestionParams};
use crate::state::{ApiResult, SharedState};

/// The most rows that are written for an estimate.
const SAMPLE: usize = 100;

/// Returns the rows of an export, and about how many bytes it will have.
#[utoipa::path(
    get,
    path = "/api/export/size",
    params(QuestionParams, FilterParams, ExportParams),
    responses(
        (status = 200, description = "The size", body = ExportSize),
        (status = 404, description = "The answer has no article with one of the ids",
            body = Problem, content_type = "application/problem+json"),
        Problems,
    )
)]
pub(crate) async fn export_size(
    State(state): State<SharedState>,
    QueryParams(params): QueryParams<ExportParams>,
) -> ApiResult {
    answer(state, move |state, ticket| {
        let request = params.request(&state.limits)?;
        let engine = admitted(ticket, &state.live.now().engine, &[&request.query])?;
        let found = engine.answer(&request)?;
        let rows = Rows::of(&found, &params.ids)?;
        let how = Written { request: &request, params: &params, start: Instant::now() };
        json(&size(&rows, &how)?)
    })
    .await
}

/// The size of an export.
#[derive(Debug, Serialize, ToSchema)]
struct ExportSize {
    /// The articles in it.
    rows: usize,
    /// About how many bytes it has, uncompressed.
    bytes: u64,
    /// The rows from which that was reckoned: the first ones. If they are all, it is exact.
    sampled: usize,
}

fn size(rows: &Rows<'_>, how: &Written<'_>) -> Result<ExportSize, Problem> {
    let sampled = rows.len().min(SAMPLE);
    let all = written(&rows.first(sampled), how)?;
    let bytes = if sampled == rows.len() {
        all
    } else {
        // What an empty file has is written once.
        let empty = written(&rows.first(0), how)?;
        empty + all.saturating_sub(empty) * rows.len() as u64 / sampled as u64
    };
    Ok(ExportSize { rows: rows.len(), bytes, sampled })
}

fn written(rows: &Rows<'_>, how: &Written<'_>) -> Result<u64, Problem> {
    let mut bytes = Bytes(0);
    write(rows, how, &mut bytes)?;
    Ok(bytes.0)
}

/// Counts bytes.
struct Bytes(u64);

impl Write for Bytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
