//! `/api/articles/ID`: a whole article.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use xunwen_wire::{Article, Marked};

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
    let Path(id) = id.map_err(|error| Problem::bad("id", error.body_text()))?;
    answer(state, move |state, ticket| {
        let query = query(&params.q, &state.limits)?;
        let found = ticket.engine(&state.live.now().engine).marked_article(&id, &query)?;
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

/// An article, and its texts with marks.
#[derive(Serialize, ToSchema)]
struct ArticlePage<'a> {
    article: Article<'a>,
    title: Marked<'a>,
    summary: Marked<'a>,
    body: Marked<'a>,
}

pub(super) fn missing() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "no-article", "no article has this id")
}
