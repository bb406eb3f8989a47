//! JSON Lines: `{"type":…,"data":…}` a line.
//!
//! A `hit` for each article in rank order, then one `summary`. Marks are byte ranges of the `text`
//! beside them. More types and fields may come; none goes.

use std::io::Write;

use serde::Serialize;
use xunwen_query::{Field, Hit, Passage};
use xunwen_schema::Article;

use super::{Result, write_json_line};
use crate::failure::Failure;

#[derive(Serialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
enum Line<'a> {
    Hit(HitLine<'a>),
    Summary(SummaryLine<'a>),
}

/// An article that was found.
#[derive(Serialize)]
struct HitLine<'a> {
    /// The query's id, in a batch.
    #[serde(skip_serializing_if = "Option::is_none")]
    qid: Option<&'a str>,
    rank: usize,
    /// `exact` or `related`.
    tier: &'static str,
    score: f32,
    id: &'a str,
    title: Marked<'a>,
    source: Option<&'a str>,
    published_at: Option<String>,
    url: Option<&'a str>,
    passages: Vec<PassageLine<'a>>,
    /// Of a related hit: the terms of the query that stand in it.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    matched: &'a [String],
}

#[derive(Serialize)]
struct Marked<'a> {
    text: &'a str,
    marks: Vec<[usize; 2]>,
}

#[derive(Serialize)]
struct PassageLine<'a> {
    field: &'static str,
    #[serde(flatten)]
    marked: Marked<'a>,
}

/// What the hits are a part of.
#[derive(Serialize)]
struct SummaryLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    qid: Option<&'a str>,
    query: &'a str,
    /// Articles in the exact tier.
    exact: u64,
    /// Articles that share a term with the query without being exact, where they were counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    related: Option<u64>,
    /// Hits written.
    returned: usize,
    elapsed_ms: f64,
    /// Articles in the index.
    articles: u64,
    generation: u64,
}

/// Writes hits and summary.
pub(crate) fn json(
    result: &Result<'_>,
    qid: Option<&str>,
    out: &mut dyn Write,
) -> std::result::Result<(), Failure> {
    for hit in result.answer.hits() {
        write_json_line(out, &Line::Hit(hit_line(&hit?, qid)))?;
    }
    let totals = result.answer.totals();
    let summary = SummaryLine {
        qid,
        query: result.query,
        exact: totals.exact,
        related: totals.related,
        returned: result.answer.len(),
        elapsed_ms: result.elapsed_ms(),
        articles: totals.articles,
        generation: totals.generation,
    };
    Ok(write_json_line(out, &Line::Summary(summary))?)
}

fn hit_line<'a>(hit: &'a Hit, qid: Option<&'a str>) -> HitLine<'a> {
    let passage = |(field, passage): &'a (Field, Passage)| PassageLine {
        field: field.name(),
        marked: marked(passage),
    };
    HitLine {
        qid,
        rank: hit.rank,
        tier: hit.tier.name(),
        score: hit.score,
        id: &hit.article.id,
        title: marked(&hit.title),
        source: hit.article.source.as_deref(),
        published_at: hit.article.published_at.map(|published| published.to_string()),
        url: hit.article.url.as_deref(),
        passages: hit.passages.iter().map(passage).collect(),
        matched: &hit.matched,
    }
}

fn marked(passage: &Passage) -> Marked<'_> {
    Marked {
        text: &passage.text,
        marks: passage.marks.iter().map(|mark| [mark.start, mark.end]).collect(),
    }
}

/// A whole article, in the fields that `xunwen index` reads.
#[derive(Serialize)]
struct ArticleLine<'a> {
    id: &'a str,
    title: &'a str,
    body: &'a str,
    summary: &'a str,
    source: Option<&'a str>,
    published_at: Option<String>,
    url: Option<&'a str>,
    tags: &'a [String],
    lang: Option<&'a str>,
}

/// Writes the articles that were found, whole.
pub(crate) fn articles(
    result: &Result<'_>,
    out: &mut dyn Write,
) -> std::result::Result<(), Failure> {
    for hit in result.answer.hits() {
        write_json_line(out, &article_line(&hit?.article))?;
    }
    Ok(())
}

fn article_line(article: &Article) -> ArticleLine<'_> {
    ArticleLine {
        id: &article.id,
        title: &article.title,
        body: &article.body,
        summary: &article.summary,
        source: article.source.as_deref(),
        published_at: article.published_at.map(|published| published.to_string()),
        url: article.url.as_deref(),
        tags: &article.tags,
        lang: article.lang.as_deref(),
    }
}
