//! Hits and the summary after them.

use std::ops::Range;

use serde::Serialize;
use xunwen_language::Field;
use xunwen_schema::Published;

use xunwen_query::{Hit as HitData, Passage as PassageData, Totals};

use crate::note::Note;

/// An article that was found.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hit<'a> {
    /// The query's id, in a batch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qid: Option<&'a str>,
    /// Its place among all hits, from 1.
    pub rank: usize,
    /// `exact` or `related`.
    pub tier: &'static str,
    /// Comparable within a tier and query only.
    pub score: f32,
    /// The article's id.
    pub id: &'a str,
    /// The whole title with what matched in it.
    pub title: Marked<'a>,
    /// Of an article without a title: its first sentence, at most 40 characters of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// The outlet, as written.
    pub source: Option<&'a str>,
    /// When it was published: a day, or a time with its zone.
    pub published_at: Option<String>,
    /// Where it is on the web.
    pub url: Option<&'a str>,
    /// The best passages of the other texts.
    pub passages: Vec<Passage<'a>>,
    /// Of a related hit: the terms of the query that occur in it.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub matched: &'a [String],
    /// Of a related hit: the other wordings of the query that occur in it.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub via: &'a [String],
}

/// A text with what matched in it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Marked<'a> {
    /// The text, exactly as the article has it.
    pub text: &'a str,
    /// What matched: start and end in bytes of `text`; sorted, disjoint.
    pub marks: Vec<[usize; 2]>,
    /// Where another wording of the query stands, and nothing of the query itself, likewise: in a hit
    /// these are among the marks, in a whole article beside them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<[usize; 2]>,
}

/// A whole text of an article, with what matched in it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WholeText<'a> {
    /// The text.
    pub text: &'a str,
    /// What the query matches: start and end in bytes of `text`; sorted, disjoint.
    pub marks: Vec<[usize; 2]>,
    /// Where another wording of the query stands: likewise, and disjoint from the marks.
    pub others: Vec<[usize; 2]>,
}

/// A piece of one of an article's texts.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Passage<'a> {
    /// The text it is from: `body` or `summary`.
    pub field: &'static str,
    /// The piece.
    #[serde(flatten)]
    pub marked: Marked<'a>,
}

/// What the hits are a part of.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Summary<'a> {
    /// The query's id, in a batch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qid: Option<&'a str>,
    /// The query as typed.
    pub query: &'a str,
    /// Articles in the exact tier.
    pub exact: u64,
    /// Articles that share a term with the query without being exact, where they were counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub related: Option<u64>,
    /// Other wordings of the query that related articles were looked for by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expansions: Vec<Expansion<'a>>,
    /// What there is to note on how the query was typed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note<'a>>,
    /// How the query was read, in its canonical form, where that is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read: Option<String>,
    /// The days that the filter and the query leave, where that is told and they leave not all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<DayRange>,
    /// Where nothing is exact, and the query has several parts that must all hold: in how many articles
    /// each of them holds alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<QueryPart<'a>>,
    /// Hits written.
    pub returned: usize,
    /// Milliseconds since the question was asked, to a tenth.
    pub elapsed_ms: f64,
    /// Articles in the index.
    pub articles: u64,
    /// The generation that answered.
    pub generation: u64,
}

/// Days of China's calendar, the ends included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DayRange {
    /// The first day; `null` if there is none.
    pub since: Option<String>,
    /// The last day; `null` if there is none.
    pub until: Option<String>,
}

/// A part of a query, all of whose parts must hold.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueryPart<'a> {
    /// The part as typed.
    pub text: &'a str,
    /// Where: start and end in bytes of the query as typed.
    pub span: [usize; 2],
    /// The articles, under the same filters, in which it holds alone.
    pub articles: u64,
}

impl DayRange {
    /// Returns the days from the second `since` to the one before `until`; `None` if neither bounds
    /// them, or if there are no such days.
    #[must_use]
    pub fn of((since, until): (Option<i64>, Option<i64>)) -> Option<Self> {
        let is_bounded = since.is_some() || until.is_some();
        let is_empty = since.zip(until).is_some_and(|(since, until)| since >= until);
        let day = |seconds: i64| {
            let mut day = Published::from_seconds(seconds, false).to_string();
            day.truncate("2025-12-30".len());
            day
        };
        (is_bounded && !is_empty)
            .then(|| Self { since: since.map(day), until: until.map(|until| day(until - 1)) })
    }
}

/// Another wording of a part of the query.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Expansion<'a> {
    /// The part of the query.
    pub of: &'a str,
    /// The wording.
    pub text: &'a str,
    /// `regional`, `names`, `numbers` or `learned`.
    pub kind: &'static str,
    /// Articles of the index in which it occurs literally.
    pub articles: u64,
}

impl<'a> Expansion<'a> {
    /// Returns the wire form of `expansion`.
    #[must_use]
    pub fn of(expansion: &'a xunwen_query::Expansion) -> Self {
        let xunwen_query::Expansion { of, text, kind, articles } = expansion;
        Self { of, text, kind: kind.name(), articles: *articles }
    }
}

impl<'a> Hit<'a> {
    /// Returns the wire form of `hit`, of the query `qid` if there are several.
    #[must_use]
    pub fn of(hit: &'a HitData, qid: Option<&'a str>) -> Self {
        let passage = |(field, passage): &'a (Field, PassageData)| Passage {
            field: field.name(),
            marked: Marked::of(passage),
        };
        Self {
            qid,
            rank: hit.rank,
            tier: hit.tier.name(),
            score: hit.score,
            id: &hit.article.id,
            title: Marked::of(&hit.title),
            headline: hit.headline(),
            source: hit.article.source.as_deref(),
            published_at: hit.article.published_at.map(|published| published.to_string()),
            url: hit.article.url.as_deref(),
            passages: hit.passages.iter().map(passage).collect(),
            matched: &hit.matched,
            via: &hit.via,
        }
    }
}

impl<'a> Marked<'a> {
    /// Returns the wire form of `passage`.
    #[must_use]
    pub fn of(passage: &'a PassageData) -> Self {
        Self { text: &passage.text, marks: pairs(&passage.marks), others: pairs(&passage.others) }
    }
}

impl<'a> WholeText<'a> {
    /// Returns the wire form of `text`.
    #[must_use]
    pub fn of(text: &'a PassageData) -> Self {
        Self { text: &text.text, marks: pairs(&text.marks), others: pairs(&text.others) }
    }
}

fn pairs(ranges: &[Range<usize>]) -> Vec<[usize; 2]> {
    ranges.iter().map(|range| [range.start, range.end]).collect()
}

impl<'a> Summary<'a> {
    /// Returns the summary of an answer of `returned` hits to `query`.
    #[must_use]
    pub fn of(query: &'a str, totals: Totals, returned: usize, elapsed_ms: f64) -> Self {
        Self {
            qid: None,
            query,
            exact: totals.exact,
            related: totals.related,
            expansions: Vec::new(),
            notes: Vec::new(),
            read: None,
            period: None,
            parts: Vec::new(),
            returned,
            elapsed_ms,
            articles: totals.articles,
            generation: totals.generation,
        }
    }
}
