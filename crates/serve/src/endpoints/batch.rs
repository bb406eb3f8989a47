//! `/api/batch`: many queries, answered from one state of the index.

use std::sync::Arc;
use std::time::Instant;

use axum::Extension;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;
use xunwen_language::Query;
use xunwen_query::{Cancel, Engine, Request};
use xunwen_wire::{AnswerLine, Expansion, Hit, Note, Summary, elapsed_ms};

use super::answer::{admitted, answer, json};
use crate::http::extract::JsonBody;
use crate::http::keyed::beyond;
use crate::http::problem::{Problem, Problems};
use crate::keys::Key;
use crate::log::causes;
use crate::params::{BatchFormat, BatchParams, BatchQuery, query};
use crate::state::{ApiResult, SharedState};

/// Answers many queries at once, in their order.
///
/// A query that cannot be read has a problem for an answer, and the others are answered.
#[utoipa::path(
    post,
    path = "/api/batch",
    request_body(content = BatchParams, description = "The queries", example = json!({
        "queries": [{"id": "q1", "q": "微短剧"}, {"id": "q2", "q": "微短剧 近/10字 出海"}],
        "exact": true,
        "limit": 3,
    })),
    responses(
        (status = 200, description = "The answers", content(
            (BatchPage = "application/json"),
            (String = "application/x-ndjson"),
        )),
        (status = 415, description = "The body is not said to be JSON",
            body = Problem, content_type = "application/problem+json"),
        Problems,
    )
)]
pub(crate) async fn batch(
    State(state): State<SharedState>,
    key: Option<Extension<Arc<Key>>>,
    JsonBody(params): JsonBody<BatchParams>,
) -> ApiResult {
    if let Some(Extension(key)) = key {
        // One request is counted already.
        let others = params.queries.len().saturating_sub(1);
        key.ask(others).map_err(|wait| beyond("requests in a minute", wait))?;
    }
    answer(state, move |state, ticket| {
        let (common, hits) = params.common(&state.limits)?;
        let read: Vec<Result<Query, Problem>> =
            params.queries.iter().map(|asked| query(&asked.q, &state.limits)).collect();
        let queries: Vec<&Query> = read.iter().flatten().collect();
        let engine = admitted(ticket, &state.live.now().engine, &queries)?;
        ticket.admit(hits.saturating_mul(Cancel::ARTICLE))?;
        let mut written = Written::new(params.format);
        for (asked, query) in params.queries.iter().zip(read) {
            match query {
                Ok(query) => {
                    answer_one(&engine, asked, &Request { query, ..common.clone() }, &mut written)?
                }
                Err(problem) => written.problem(&asked.id, &problem)?,
            }
        }
        written.response()
    })
    .await
}

fn answer_one(
    engine: &Engine,
    asked: &BatchQuery,
    request: &Request,
    written: &mut Written,
) -> Result<(), Problem> {
    let start = Instant::now();
    let answer = engine.answer(request)?;
    let hits = answer.hits().collect::<Result<Vec<_>, _>>()?;
    let qid = Some(asked.id.as_str());
    let summary = Summary {
        qid,
        expansions: answer.expansions().iter().map(Expansion::of).collect(),
        notes: request.query.notes().iter().map(Note::of).collect(),
        ..Summary::of(&asked.q, answer.totals(), hits.len(), elapsed_ms(start))
    };
    written.answer(&asked.id, hits.iter().map(|hit| Hit::of(hit, qid)).collect(), summary)
}

/// The answers so far, as they are sent.
enum Written {
    Page(Vec<Box<RawValue>>),
    Lines(Vec<u8>),
}

impl Written {
    fn new(format: BatchFormat) -> Self {
        match format {
            BatchFormat::Json => Self::Page(Vec::new()),
            BatchFormat::Jsonl => Self::Lines(Vec::new()),
        }
    }

    fn answer(
        &mut self,
        id: &str,
        hits: Vec<Hit<'_>>,
        summary: Summary<'_>,
    ) -> Result<(), Problem> {
        match self {
            Self::Page(answers) => {
                let answer = BatchAnswer { id, hits, summary: Some(summary), problem: None };
                answers.push(raw(&answer)?);
            }
            Self::Lines(lines) => {
                for hit in hits {
                    line(&AnswerLine::Hit(hit), lines)?;
                }
                line(&AnswerLine::Summary(summary), lines)?;
            }
        }
        Ok(())
    }

    fn problem(&mut self, id: &str, problem: &Problem) -> Result<(), Problem> {
        match self {
            Self::Page(answers) => {
                let problem = Some(problem);
                answers.push(raw(&BatchAnswer { id, hits: Vec::new(), summary: None, problem })?);
                Ok(())
            }
            Self::Lines(lines) => line(
                &ProblemLine { kind: "problem", data: NamedProblem { qid: id, problem } },
                lines,
            ),
        }
    }

    fn response(self) -> ApiResult {
        match self {
            Self::Page(answers) => json(&BatchPage { answers }),
            Self::Lines(lines) => {
                Ok(([(header::CONTENT_TYPE, "application/x-ndjson")], lines).into_response())
            }
        }
    }
}

fn raw(answer: &BatchAnswer<'_>) -> Result<Box<RawValue>, Problem> {
    serde_json::value::to_raw_value(answer).map_err(|error| Problem::internal(causes(&error)))
}

fn line(of: &impl Serialize, lines: &mut Vec<u8>) -> Result<(), Problem> {
    serde_json::to_writer(&mut *lines, of).map_err(|error| Problem::internal(causes(&error)))?;
    lines.push(b'\n');
    Ok(())
}

/// The answers to a batch.
#[derive(Serialize, ToSchema)]
struct BatchPage {
    /// One for each query, in their order.
    #[schema(value_type = Vec<BatchAnswer>)]
    answers: Vec<Box<RawValue>>,
}

/// The answer to one query of a batch.
#[derive(Serialize, ToSchema)]
struct BatchAnswer<'a> {
    /// The query's id.
    id: &'a str,
    /// The hits, best first.
    hits: Vec<Hit<'a>>,
    /// What the hits are a part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    summary: Option<Summary<'a>>,
    /// Why the query is not answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    problem: Option<&'a Problem>,
}

/// A line in place of an answer.
#[derive(Serialize)]
struct ProblemLine<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    data: NamedProblem<'a>,
}

#[derive(Serialize)]
struct NamedProblem<'a> {
    qid: &'a str,
    #[serde(flatten)]
    problem: &'a Problem,
}
