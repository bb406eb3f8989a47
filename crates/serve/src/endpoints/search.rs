//! `/api/search`: a page of hits.

use std::time::Instant;

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use xunwen_query::corpus::{Facet as FacetData, FacetKind};
use xunwen_wire::{Expansion, Facet, Hit, Note, Summary, elapsed_ms};

use super::answer::{admitted, answer, json, snapshot};
use crate::http::extract::QueryParams;
use crate::http::problem::{Problem, Problems};
use crate::params::{FilterParams, Paged, QuestionParams, SearchParams};
use crate::state::{ApiResult, SharedState};

/// The most values of a facet.
const VALUES: usize = 100;

/// Returns a page of hits, the facets asked for, and the summary.
#[utoipa::path(
    get,
    path = "/api/search",
    params(QuestionParams, FilterParams, SearchParams),
    responses(
        (status = 200, description = "A page of hits", body = SearchPage),
        (status = 410, description = "The page is of an answer that is no longer kept",
            body = Problem, content_type = "application/problem+json"),
        Problems,
    )
)]
pub(crate) async fn search(
    State(state): State<SharedState>,
    QueryParams(params): QueryParams<SearchParams>,
) -> ApiResult {
    answer(state, move |state, ticket| {
        let start = Instant::now();
        let (request, cursor) = params.request(&state.limits)?;
        let snapshot = snapshot(&state.live, cursor)?;
        let engine = admitted(ticket, &snapshot.engine, &[&request.query])?;
        let answer = engine.answer(&request)?;
        let hits = answer.hits().collect::<Result<Vec<_>, _>>()?;
        let kinds: Vec<FacetKind> = params.facets.iter().copied().map(Into::into).collect();
        let facets = FacetData::of(&answer, &kinds)?;
        let totals = answer.totals();
        let total = totals.exact + totals.related.unwrap_or(0);
        let [previous, next] = params.neighbours(&request, total, snapshot.version);
        json(&SearchPage {
            hits: hits.iter().map(|hit| Hit::of(hit, None)).collect(),
            facets: facets.iter().map(|facet| Facet::of(facet, VALUES)).collect(),
            summary: Summary {
                expansions: answer.expansions().iter().map(Expansion::of).collect(),
                notes: request.query.notes().iter().map(Note::of).collect(),
                ..Summary::of(&params.question.q, totals, hits.len(), elapsed_ms(start))
            },
            previous,
            next,
        })
    })
    .await
}

/// A page of hits.
#[derive(Serialize, ToSchema)]
struct SearchPage<'a> {
    /// The hits, best first.
    hits: Vec<Hit<'a>>,
    /// The facets, in the order they were asked for.
    facets: Vec<Facet<'a>>,
    /// What the hits are a part of.
    summary: Summary<'a>,
    /// The cursor of the page before; `null` on the first.
    previous: Option<String>,
    /// The cursor of the next page; `null` on the last.
    next: Option<String>,
}
