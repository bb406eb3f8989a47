//! `/api/articles/ID`: a whole article.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use xunwen_wire::{Article, WholeText, expand};

use super::answer::{answer, json};
use crate::http::extract::QueryParams;
use crate::http::problem::{Problem, Problems};
use crate::params::{ArticleParams, query};
use crate::state::{ApiResult, SharedState};

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
    State(state): State<SharedState>,
    id: Result<Path<String>, PathRejection>,
    QueryParams(params): QueryParams<ArticleParams>,
) -> ApiResult {
    let Path(id) = id.map_err(|error| Problem::bad("id", error.body_text()).of("id"))?;
    answer(state, move |state, ticket| {
        let query = query(&params.q, &state.limits)?;
        let engine = ticket.engine(&state.live.now().engine);
        let found = engine.marked_article(&id, &query, expand(&params.expand))?;
        let found = found.ok_or_else(missing)?;
        json(&ArticlePage {
            article: Article::of(&found.article),
            headline: found.headline(),
            title: WholeText::of(&found.title),
            summary: WholeText::of(&found.summary),
            body: WholeText::of(&found.body),
        })
    })
    .await
}

/// An article, and its texts with marks.
#[derive(Serialize, ToSchema)]
struct ArticlePage<'a> {
    article: Article<'a>,
    /// Of an article without a title: its first sentence, at most 40 characters of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<String>,
    title: WholeText<'a>,
    summary: WholeText<'a>,
    body: WholeText<'a>,
}

pub(super) fn missing() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "no-article", "no article has this id")
}
