//! `/api/search`: a page of hits.

use std::ops::Range;
use std::time::Instant;

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use xunwen_language::{Part, Query};
use xunwen_query::corpus::{Facet as FacetData, FacetKind};
use xunwen_query::{Engine, Request};
use xunwen_wire::{DayRange, Expansion, Facet, Hit, Note, QueryPart, Summary, elapsed_ms};

use super::answer::{admitted, answer, json, snapshot};
use crate::http::extract::QueryParams;
use crate::http::problem::{Problem, Problems};
use crate::params::{FilterParams, Paged, QuestionParams, SearchParams};
use crate::state::{ApiResult, SharedState};
use crate::ticket::Ticket;

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
        let parts = if totals.exact == 0 { parts(ticket, &engine, &request)? } else { Vec::new() };
        let total = totals.exact + totals.related.unwrap_or(0);
        let [previous, next] = params.neighbours(&request, total, snapshot.version);
        json(&SearchPage {
            hits: hits.iter().map(|hit| Hit::of(hit, None)).collect(),
            facets: facets.iter().map(|facet| Facet::of(facet, VALUES)).collect(),
            summary: Summary {
                expansions: answer.expansions().iter().map(Expansion::of).collect(),
                notes: request.query.notes().iter().map(Note::of).collect(),
                read: (!request.query.is_empty()).then(|| request.query.to_string()),
                period: DayRange::of(request.period()),
                parts: parts.into_iter().filter_map(|part| part.of(&params.question.q)).collect(),
                ..Summary::of(&params.question.q, totals, hits.len(), elapsed_ms(start))
            },
            previous,
            next,
        })
    })
    .await
}

/// A part of a query, and the articles in which it holds alone.
struct CountedPart {
    span: Range<usize>,
    articles: u64,
}

impl CountedPart {
    /// Returns the wire form of the part of `query`, as typed.
    fn of(self, query: &str) -> Option<QueryPart<'_>> {
        let Self { span, articles } = self;
        Some(QueryPart { text: query.get(span.clone())?, span: [span.start, span.end], articles })
    }
}

/// Counts the articles in which each part of a query holds alone.
fn parts(ticket: &Ticket, engine: &Engine, request: &Request) -> Result<Vec<CountedPart>, Problem> {
    let alone = |part: &Part| Query::new(part.clause.clone());
    let queries: Vec<Query> = request.query.parts().iter().map(alone).collect();
    // Each is looked for once more, after all of them together.
    let all: Vec<&Query> = std::iter::once(&request.query).chain(&queries).collect();
    let engine = admitted(ticket, engine, &all)?;
    let mut counted = Vec::with_capacity(queries.len());
    for (part, query) in request.query.parts().iter().zip(queries) {
        let articles = engine.count(&Request { query, ..request.clone() })?;
        counted.push(CountedPart { span: part.span.clone(), articles });
    }
    Ok(counted)
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
