//! The endpoints: parameters in, a library call, the wire form out.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use xunwen_query::Request;
use xunwen_query::corpus::{
    Concordance, ConcordanceOptions, Facet as FacetData, FacetKind, Trend, TrendRequest,
};
use xunwen_wire::{
    Article, ContextLine, ContextSummary, Expansion, Facet, Hit, IndexFacts, Marked, PROGRAM,
    Period, Receipt, Summary, TrendSummary, elapsed_ms,
};

use crate::asked::Asked;
use crate::cursor::Cursor;
use crate::health::{Health, HealthStatus};
use crate::limits::Limits;
use crate::live::Snapshot;
use crate::log::{Cause, causes};
use crate::params::{
    ArticleParams, KwicParams, ReceiptParams, SearchParams, SuggestParams, TrendParams, at_most,
    now, query,
};
use crate::problem::{Problem, Problems};
use crate::router::{Answered, Served};
use crate::suggest::{Suggestion, suggestions};

/// The most values of a facet.
const VALUES: usize = 100;

/// Returns a page of hits, the facets asked for, and the summary.
#[utoipa::path(
    get,
    path = "/api/search",
    params(SearchParams),
    responses(
        (status = 200, description = "A page of hits", body = SearchPage),
        (status = 410, description = "The page is of an answer that is no longer kept",
            body = Problem, content_type = "application/problem+json"),
        Problems,
    )
)]
pub(crate) async fn search(
    State(served): State<Served>,
    Asked(params): Asked<SearchParams>,
) -> Answered {
    answer(served, move |served| {
        let start = Instant::now();
        let (request, cursor) = params.request(&served.limits)?;
        let snapshot = match cursor {
            Some(cursor) => served.live.state(cursor.state).ok_or_else(gone)?,
            None => served.live.now(),
        };
        let answer = snapshot.engine.answer(&request)?;
        let hits = answer.hits().collect::<Result<Vec<_>, _>>()?;
        let kinds: Vec<FacetKind> = params.facets.iter().copied().map(Into::into).collect();
        let facets = FacetData::of(&answer, &kinds)?;
        let totals = answer.totals();
        let total = totals.exact + totals.related.unwrap_or(0);
        let (previous, next) = neighbours(&params, &request, total, snapshot.state);
        json(&SearchPage {
            hits: hits.iter().map(|hit| Hit::of(hit, None)).collect(),
            facets: facets.iter().map(|facet| Facet::of(facet, VALUES)).collect(),
            summary: Summary {
                expansions: answer.expansions().iter().map(Expansion::of).collect(),
                ..Summary::of(&params.q, totals, hits.len(), elapsed_ms(start))
            },
            previous,
            next,
        })
    })
    .await
}

/// Returns the cursors of the pages before and behind one.
fn neighbours(
    params: &SearchParams,
    request: &Request,
    total: u64,
    state: u64,
) -> (Option<String>, Option<String>) {
    let (offset, limit) = (request.offset as u64, request.limit as u64);
    let at = |offset| {
        let question = params.question();
        Cursor { state, question, now: request.now, offset }.write()
    };
    let previous = (offset > 0 && limit > 0).then(|| at(offset.saturating_sub(limit)));
    let end = offset.saturating_add(limit);
    (previous, (limit > 0 && end < total).then(|| at(end)))
}

/// Returns a whole article, with what a query finds in it.
#[utoipa::path(
    get,
    path = "/api/articles/{id}",
    params(("id" = String, Path, description = "The article's id", example = "s001"), ArticleParams),
    responses(
        (status = 200, description = "The article", body = ArticlePage),
        (status = 404, description = "No article has this id",
            body = Problem, content_type = "application/problem+json"),
        Problems,
    )
)]
pub(crate) async fn article(
    State(served): State<Served>,
    id: Result<Path<String>, PathRejection>,
    Asked(params): Asked<ArticleParams>,
) -> Answered {
    let Path(id) = id.map_err(|error| Problem::bad("id", error.body_text()))?;
    answer(served, move |served| {
        let query = query(&params.q, &served.limits)?;
        let found = served.live.now().engine.marked_article(&id, &query)?;
        let found = found.ok_or_else(missing)?;
        json(&ArticlePage {
            article: Article::of(&found.article),
            title: Marked::of(&found.title),
            summary: Marked::of(&found.summary),
            body: Marked::of(&found.body),
        })
    })
    .await
}

/// Counts the exact tiers of queries, period by period.
#[utoipa::path(
    get,
    path = "/api/trend",
    params(TrendParams),
    responses((status = 200, description = "The periods", body = TrendPage), Problems)
)]
pub(crate) async fn trend(
    State(served): State<Served>,
    Asked(params): Asked<TrendParams>,
) -> Answered {
    answer(served, move |served| {
        let start = Instant::now();
        at_most("q", params.q.len(), Limits::SERIES)?;
        let read = |q: &String| query(q, &served.limits);
        let request = TrendRequest {
            queries: params.q.iter().map(read).collect::<Result<_, _>>()?,
            filter: params.bounds().filter()?,
            by: params.by.into(),
            now: now(),
        };
        let trend = Trend::of(&served.live.now().engine, &request)?;
        json(&TrendPage {
            periods: Period::all(&trend).collect(),
            summary: TrendSummary::of(&params.q, &trend, elapsed_ms(start)),
        })
    })
    .await
}

/// Returns keywords in context.
#[utoipa::path(
    get,
    path = "/api/kwic",
    params(KwicParams),
    responses((status = 200, description = "The lines", body = ContextPage), Problems)
)]
pub(crate) async fn kwic(
    State(served): State<Served>,
    Asked(params): Asked<KwicParams>,
) -> Answered {
    answer(served, move |served| {
        let start = Instant::now();
        let request = params.request(&served.limits)?;
        let snapshot = served.live.now();
        check_reading(&snapshot, &request, &served.limits)?;
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

/// Refuses to read more articles than there is time for.
fn check_reading(snapshot: &Snapshot, request: &Request, limits: &Limits) -> Result<(), Problem> {
    if snapshot.engine.count(request)? > limits.read {
        let detail = format!("keywords are shown of at most {} articles", limits.read);
        return Err(Problem::bad("too-many-articles", detail));
    }
    Ok(())
}

/// Returns a receipt of the exact tier, for `xunwen replay`.
#[utoipa::path(
    get,
    path = "/api/receipt",
    params(ReceiptParams),
    responses((status = 200, description = "The receipt", body = Receipt), Problems)
)]
pub(crate) async fn receipt(
    State(served): State<Served>,
    Asked(params): Asked<ReceiptParams>,
) -> Answered {
    answer(served, move |served| {
        let request = params.request(&served.limits)?;
        let receipt =
            xunwen_query::evidence::Receipt::of(&served.live.now().engine, &request, PROGRAM)?;
        json(&Receipt::from(receipt))
    })
    .await
}

/// Returns outlets, tags and headlines that hold what is typed.
#[utoipa::path(
    get,
    path = "/api/suggest",
    params(SuggestParams),
    responses((status = 200, description = "Suggestions", body = Vec<Suggestion>), Problems)
)]
pub(crate) async fn suggest(
    State(served): State<Served>,
    Asked(params): Asked<SuggestParams>,
) -> Answered {
    at_most("q", params.q.chars().count(), Limits::NAME)?;
    answer(served, move |served| json(&suggestions(&served.live.now(), &params.q)?)).await
}

/// Returns what the index holds.
#[utoipa::path(
    get,
    path = "/api/index",
    responses((status = 200, description = "The index", body = IndexFacts), Problems)
)]
pub(crate) async fn index(State(served): State<Served>) -> Answered {
    answer(served, |served| json(&IndexFacts::of(served.live.now().facts()?))).await
}

/// Returns whether searches are answered, from what, and what is wrong.
#[utoipa::path(
    get,
    path = "/api/health",
    responses(
        Problems,
        (status = 200, description = "Searches are answered", body = Health),
        (status = 503, description = "Searches are not answered, or there are too many connections",
            content((Health = "application/json"), (Problem = "application/problem+json")),
            headers(("retry-after" = u32, description = "Seconds to wait"))),
    )
)]
pub(crate) async fn health(State(served): State<Served>) -> Answered {
    let health = Health::of(&served.live, &served.pool.load(), served.limits.workers);
    let mut response = json(&health)?;
    if health.status == HealthStatus::Unavailable {
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        let details: Vec<String> = health.problems.into_iter().map(|it| it.detail).collect();
        response.extensions_mut().insert(Cause(details.join("; ")));
    }
    Ok(response)
}

/// Returns metrics, in the form that Prometheus reads.
#[utoipa::path(
    get,
    path = "/metrics",
    responses(
        (status = 200, description = "Metrics", body = String,
            content_type = "application/openmetrics-text"),
        Problems,
    )
)]
pub(crate) async fn metrics(State(served): State<Served>) -> Answered {
    let engine = &served.live.now().engine;
    let (articles, generation) = (engine.articles(), engine.generation().number);
    let text = served
        .metrics
        .text(articles, generation)
        .map_err(|error| Problem::internal(causes(&error)))?;
    let form = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, form)], text).into_response())
}

/// Answers whatever nothing else does.
pub(crate) async fn nothing() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "not-found", "nothing is here")
}

/// Answers methods that are not served.
pub(crate) async fn no_method() -> Response {
    let detail = "only GET and HEAD are answered";
    let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method", detail);
    ([(header::ALLOW, "GET, HEAD")], problem).into_response()
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

/// An article, and its texts with marks.
#[derive(Serialize, ToSchema)]
struct ArticlePage<'a> {
    article: Article<'a>,
    title: Marked<'a>,
    summary: Marked<'a>,
    body: Marked<'a>,
}

/// The exact tiers of queries over time.
#[derive(Serialize, ToSchema)]
struct TrendPage<'a> {
    periods: Vec<Period<'a>>,
    summary: TrendSummary<'a>,
}

/// Keywords in context.
#[derive(Serialize, ToSchema)]
struct ContextPage<'a> {
    lines: Vec<ContextLine<'a>>,
    summary: ContextSummary<'a>,
}

/// Runs `search` on the pool.
async fn answer(
    served: Served,
    search: impl FnOnce(&Served) -> Answered + Send + 'static,
) -> Answered {
    let own = Arc::clone(&served);
    served.pool.run(move || search(&own)).await
}

fn json(answer: &impl Serialize) -> Answered {
    let bytes = serde_json::to_vec(answer).map_err(|error| Problem::internal(causes(&error)))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], bytes).into_response())
}

fn missing() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "no-article", "no article has this id")
}

fn gone() -> Problem {
    let detail = "the index has changed and this answer is no longer kept; ask without a cursor";
    Problem::new(StatusCode::GONE, "cursor-gone", detail)
}
