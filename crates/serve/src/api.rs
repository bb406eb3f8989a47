//! The endpoints: parameters in, a library call, the wire form out.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use xunwen_query::wire::{
    Article, ContextLine, ContextSummary, Facet, Hit, IndexFacts, Marked, Period, Summary,
    TrendSummary,
};
use xunwen_query::{Context, Engine, FacetKind, Facts, Receipt, Request, TrendRequest};

use crate::params::{Params, now};
use crate::pool::Limits;
use crate::problem::Problem;
use crate::router::Served;

type Asked = Result<Query<Params>, QueryRejection>;
type Answered = Result<Response, Problem>;

/// What a receipt says it was written by.
const PROGRAM: &str = concat!("xunwen ", env!("CARGO_PKG_VERSION"));
/// The most values of a facet.
const VALUES: usize = 100;
/// The most suggestions.
const SUGGESTIONS: usize = 8;

/// `GET /api/search`: a page of hits, the facets asked for, and the summary.
pub(crate) async fn search(State(served): State<Arc<Served>>, asked: Asked) -> Answered {
    answer(&served, asked, |engine, params, limits| {
        let start = Instant::now();
        let request = params.request(limits)?;
        let kinds = kinds(&params.facets)?;
        let answer = engine.answer(&request)?;
        let hits = answer.hits().collect::<Result<Vec<_>, _>>()?;
        let facets = answer.facets(&kinds)?;
        json(&SearchPage {
            hits: hits.iter().map(|hit| Hit::of(hit, None)).collect(),
            facets: facets.iter().map(|facet| Facet::of(facet, VALUES)).collect(),
            summary: Summary::of(&params.q, answer.totals(), hits.len(), elapsed_ms(start)),
        })
    })
    .await
}

/// `GET /api/articles/{id}`: a whole article, with what the query finds in it.
pub(crate) async fn article(
    State(served): State<Arc<Served>>,
    id: Result<Path<String>, PathRejection>,
    asked: Asked,
) -> Answered {
    let Path(id) = id.map_err(|error| Problem::bad("id", error.body_text()))?;
    answer(&served, asked, move |engine, params, limits| {
        let query = params.query(limits)?;
        let found = engine.marked_article(&id, &query)?.ok_or_else(missing)?;
        json(&ArticlePage {
            article: Article::of(&found.article),
            title: Marked::of(&found.title),
            summary: Marked::of(&found.summary),
            body: Marked::of(&found.body),
        })
    })
    .await
}

/// `GET /api/trend`: the exact tier, period by period.
pub(crate) async fn trend(State(served): State<Arc<Served>>, asked: Asked) -> Answered {
    answer(&served, asked, |engine, params, limits| {
        let start = Instant::now();
        let request = TrendRequest {
            queries: vec![params.query(limits)?],
            filter: params.filter()?,
            by: params.unit()?,
            now: now(),
        };
        let trend = engine.trend(&request)?;
        let queries = [params.q];
        json(&TrendPage {
            periods: Period::all(&trend).collect(),
            summary: TrendSummary::of(&queries, &trend, elapsed_ms(start)),
        })
    })
    .await
}

/// `GET /api/kwic`: keywords in context.
pub(crate) async fn kwic(State(served): State<Arc<Served>>, asked: Asked) -> Answered {
    answer(&served, asked, |engine, params, limits| {
        let start = Instant::now();
        let request = params.request(limits)?;
        let counted = Request { limit: 0, exact_only: true, ..request.clone() };
        if engine.answer(&counted)?.totals().exact > limits.read {
            let detail = format!("keywords are shown of at most {} articles", limits.read);
            return Err(Problem::bad("too-many-articles", detail));
        }
        let width = params.width()?.unwrap_or(20);
        let context = Context { width, order: params.line_order()?, limit: request.limit };
        let found = engine.concordance(&request, &context)?;
        json(&ContextPage {
            lines: found.lines.iter().map(ContextLine::of).collect(),
            summary: ContextSummary::of(&params.q, &found, elapsed_ms(start)),
        })
    })
    .await
}

/// `GET /api/receipt`: a receipt of the exact tier, for `xunwen replay`.
pub(crate) async fn receipt(State(served): State<Arc<Served>>, asked: Asked) -> Answered {
    answer(&served, asked, |engine, params, limits| {
        json(&Receipt::of(engine, &params.request(limits)?, PROGRAM)?)
    })
    .await
}

/// `GET /api/suggest`: outlets whose names hold what is typed.
pub(crate) async fn suggest(State(served): State<Arc<Served>>, asked: Asked) -> Answered {
    answer(&served, asked, |engine, params, limits| {
        params.query(limits)?;
        let facts = Facts::of(engine)?;
        let typed = params.q.trim();
        let named = facts.sources.iter().filter(|count| count.name.contains(typed));
        let named: Vec<&str> = named.take(SUGGESTIONS).map(|count| count.name.as_str()).collect();
        json(&named)
    })
    .await
}

/// `GET /api/index`: what the index holds.
pub(crate) async fn index(State(served): State<Arc<Served>>) -> Answered {
    let engine = served.live.engine();
    served.pool.run(move || json(&IndexFacts::of(&Facts::of(&engine)?))).await
}

/// `GET /api/health`: that it answers, and from what.
pub(crate) async fn health(State(served): State<Arc<Served>>) -> Answered {
    let engine = served.live.engine();
    let articles = engine.searcher().num_docs();
    json(&Health { status: "ok", articles, generation: engine.generation().number })
}

/// `GET /metrics`.
pub(crate) async fn metrics(State(served): State<Arc<Served>>) -> Answered {
    let engine = served.live.engine();
    let (articles, generation) = (engine.searcher().num_docs(), engine.generation().number);
    let text = served.metrics.text(articles, generation).map_err(|_| Problem::internal())?;
    let form = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, form)], text).into_response())
}

/// Answers whatever nothing else does.
pub(crate) async fn nothing() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "not-found", "nothing is here")
}

/// Answers methods that are not served.
pub(crate) async fn no_method() -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method", "only GET and HEAD are answered")
}

#[derive(Serialize)]
struct SearchPage<'a> {
    hits: Vec<Hit<'a>>,
    facets: Vec<Facet<'a>>,
    summary: Summary<'a>,
}

/// An article, and its texts with marks.
#[derive(Serialize)]
struct ArticlePage<'a> {
    article: Article<'a>,
    title: Marked<'a>,
    summary: Marked<'a>,
    body: Marked<'a>,
}

#[derive(Serialize)]
struct TrendPage<'a> {
    periods: Vec<Period<'a>>,
    summary: TrendSummary<'a>,
}

#[derive(Serialize)]
struct ContextPage<'a> {
    lines: Vec<ContextLine<'a>>,
    summary: ContextSummary<'a>,
}

#[derive(Serialize)]
struct Health {
    status: &'static str,
    articles: u64,
    generation: u64,
}

/// Reads the parameters and runs `search` on the pool.
async fn answer(
    served: &Served,
    asked: Asked,
    search: impl FnOnce(&Engine, Params, &Limits) -> Answered + Send + 'static,
) -> Answered {
    let Query(params) = asked.map_err(|error| Problem::bad("parameters", error.body_text()))?;
    let (engine, limits) = (served.live.engine(), served.limits);
    served.pool.run(move || search(&engine, params, &limits)).await
}

fn json(answer: &impl Serialize) -> Answered {
    let bytes = serde_json::to_vec(answer).map_err(|_| Problem::internal())?;
    Ok(([(header::CONTENT_TYPE, "application/json")], bytes).into_response())
}

fn missing() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "no-article", "no article has this id")
}

fn kinds(names: &str) -> Result<Vec<FacetKind>, Problem> {
    let kind = |name: &str| match name {
        "source" => Ok(FacetKind::Source),
        "year" => Ok(FacetKind::Year),
        "month" => Ok(FacetKind::Month),
        "day" => Ok(FacetKind::Day),
        "tag" => Ok(FacetKind::Tag),
        "lang" => Ok(FacetKind::Lang),
        _ => Err(Problem::bad("facets", "facets are source, year, month, day, tag and lang")),
    };
    names.split(',').filter(|name| !name.is_empty()).map(kind).collect()
}

/// Returns the milliseconds since `start`, to a tenth.
fn elapsed_ms(start: Instant) -> f64 {
    (start.elapsed().as_secs_f64() * 10_000.0).round() / 10.0
}
