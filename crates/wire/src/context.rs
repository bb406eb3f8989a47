//! Keywords in context.

use serde::Serialize;

use xunwen_query::corpus::{ConcordanceLine, LineTotals, Neighbour, Neighbours, Side};

/// One place where a keyword occurs.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContextLine<'a> {
    /// The article's id.
    pub id: &'a str,
    /// When it was published.
    pub published_at: Option<String>,
    /// The outlet, as written.
    pub source: Option<&'a str>,
    /// The text it occurs in: `title`, `summary` or `body`.
    pub field: &'static str,
    /// The keyword's start and end, in bytes of that text.
    pub span: [usize; 2],
    /// What precedes the keyword.
    pub left: &'a str,
    /// The keyword as written there.
    pub keyword: &'a str,
    /// What follows it.
    pub right: &'a str,
}

/// What the lines are a part of.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContextSummary<'a> {
    /// The query as typed.
    pub query: &'a str,
    /// All lines there are.
    pub lines: u64,
    /// Lines written.
    pub returned: usize,
    /// Articles in the exact tier.
    pub exact: u64,
    /// Milliseconds since the question was asked, to a tenth.
    pub elapsed_ms: f64,
    /// Articles in the index.
    pub articles: u64,
    /// The generation that answered.
    pub generation: u64,
}

/// The words right beside the keywords, on one side.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NeighbourCounts<'a> {
    /// `left` or `right`.
    pub side: &'static str,
    /// The words, most lines first.
    pub words: Vec<NeighbourLines<'a>>,
    /// The lines that were counted: all, or those of the newest articles.
    pub lines: u64,
}

/// A word beside keywords.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NeighbourLines<'a> {
    /// The word.
    pub word: &'a str,
    /// The lines in which it stands there.
    pub lines: u64,
}

impl<'a> NeighbourCounts<'a> {
    /// Returns the wire form of `found`, on `side`.
    #[must_use]
    pub fn of(side: Side, found: &'a Neighbours) -> Self {
        let word = |own: &'a Neighbour| NeighbourLines { word: &own.word, lines: own.lines };
        let words = found.words.iter().map(word).collect();
        Self { side: side.name(), words, lines: found.counted }
    }
}

impl<'a> ContextLine<'a> {
    /// Returns the wire form of `line`.
    #[must_use]
    pub fn of(line: &'a ConcordanceLine) -> Self {
        Self {
            id: &line.id,
            published_at: line.published_at.map(|published| published.to_string()),
            source: line.source.as_deref(),
            field: line.field.name(),
            span: [line.span.start, line.span.end],
            left: &line.left,
            keyword: &line.keyword,
            right: &line.right,
        }
    }
}

impl<'a> ContextSummary<'a> {
    /// Returns the summary of the lines for `query`.
    #[must_use]
    pub fn of(query: &'a str, totals: &LineTotals, elapsed_ms: f64) -> Self {
        let LineTotals { lines, returned, articles } = *totals;
        Self {
            query,
            lines,
            returned,
            exact: articles.exact,
            elapsed_ms,
            articles: articles.articles,
            generation: articles.generation,
        }
    }
}
