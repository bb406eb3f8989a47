//! JSON Lines: `{"type":…,"data":…}` a line.
//!
//! A `hit` for each article in rank order, an `audit` if it was asked for, a `facet` for each that
//! was asked for, then one `summary`. Marks are byte ranges of the `text` beside them. More types
//! and fields may come; none goes.

use std::io::Write;

use serde::Serialize;
use xunwen_query::{Facet, Field, Hit, Passage};
use xunwen_schema::Article;

use super::audit::AuditLine;
use super::columns::{Row, hits};
use super::{Result, write_json_line};
use crate::args::Column;
use crate::failure::Failure;

#[derive(Serialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
enum Line<'a> {
    Hit(HitLine<'a>),
    Audit(AuditLine<'a>),
    Facet(FacetLine<'a>),
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

/// The whole exact tier, counted.
#[derive(Serialize)]
struct FacetLine<'a> {
    /// `source`, `year`, `month`, `day`, `tag` or `lang`.
    kind: &'static str,
    /// Newest first where they are of times (China's), else most first.
    counts: Vec<CountLine<'a>>,
    /// Articles that have no such value.
    without: u64,
}

#[derive(Serialize)]
struct CountLine<'a> {
    name: &'a str,
    articles: u64,
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

/// Writes hits, facets and summary.
pub(crate) fn json(
    result: &Result<'_>,
    qid: Option<&str>,
    out: &mut dyn Write,
) -> std::result::Result<(), Failure> {
    for hit in result.answer.hits() {
        write_json_line(out, &Line::Hit(hit_line(&hit?, qid)))?;
    }
    if let Some(audit) = result.audit {
        write_json_line(out, &Line::Audit(AuditLine::of(audit)))?;
    }
    for facet in result.facets {
        write_json_line(out, &Line::Facet(facet_line(facet)))?;
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

fn facet_line(facet: &Facet) -> FacetLine<'_> {
    let counts = facet.counts.iter();
    FacetLine {
        kind: facet.kind.name(),
        counts: counts
            .map(|count| CountLine { name: &count.name, articles: count.articles })
            .collect(),
        without: facet.without,
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

/// Writes the articles that were found, whole or in the chosen `columns`.
pub(crate) fn articles(
    result: &Result<'_>,
    columns: &[Column],
    out: &mut dyn Write,
) -> std::result::Result<(), Failure> {
    for hit in hits(result.answer, columns) {
        let hit = hit?;
        if columns.is_empty() {
            write_json_line(out, &article_line(&hit.article))?;
        } else {
            write_json_line(out, &Row { hit: &hit, columns })?;
        }
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
