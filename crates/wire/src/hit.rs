//! Hits and the summary after them.

use serde::Serialize;
use xunwen_language::Field;

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
    /// Hits written.
    pub returned: usize,
    /// Milliseconds since the question was asked, to a tenth.
    pub elapsed_ms: f64,
    /// Articles in the index.
    pub articles: u64,
    /// The generation that answered.
    pub generation: u64,
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
        Self {
            text: &passage.text,
            marks: passage.marks.iter().map(|mark| [mark.start, mark.end]).collect(),
        }
    }
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
            returned,
            elapsed_ms,
            articles: totals.articles,
            generation: totals.generation,
        }
    }
}
