//! What a dictionary index would have missed.

use serde::Serialize;
use xunwen_query::evidence::{
    Audit as AuditData, AuditedLiteral as AuditedLiteralData, DictionaryMode,
    MissedArticle as MissedArticleData,
};

/// The exact tier, compared with what an index of dictionary words finds.
#[derive(Clone, Debug, Serialize)]
pub struct Audit<'a> {
    /// Articles in the exact tier.
    pub exact: u64,
    /// Articles looked at; fewer than `exact` if they are a sample.
    pub audited: u64,
    /// How many of those each way of searching would have missed.
    pub missed: MissedCounts,
    /// The keywords, and how they are cut.
    pub literals: Vec<AuditedLiteral<'a>>,
    /// The articles that would have been missed.
    pub articles: Vec<MissedArticle<'a>>,
}

/// How many would have been missed: words anywhere, in a row, in a row with guessed words.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct MissedCounts {
    /// With the keyword's words anywhere in a field.
    pub anywhere: usize,
    /// With the keyword's words in a row.
    pub in_a_row: usize,
    /// With the keyword's words in a row, and guessed words (HMM).
    pub guessed: usize,
}

/// A keyword and the words it is cut into, without and with guessing.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AuditedLiteral<'a> {
    /// The keyword.
    pub text: &'a str,
    /// Its words.
    pub words: &'a [String],
    /// Its words, with guessed words among them.
    pub guessed: &'a [String],
}

/// An article that would have been missed.
#[derive(Clone, Debug, Serialize)]
pub struct MissedArticle<'a> {
    /// The article's id.
    pub id: &'a str,
    /// The headline.
    pub title: &'a str,
    /// `anywhere`, `in_a_row`, `guessed`.
    pub missed_by: Vec<&'static str>,
    /// The keyword that would not have been found.
    pub literal: &'a str,
    /// How the article is cut where the keyword occurs.
    pub cut: &'a [String],
}

impl<'a> Audit<'a> {
    /// Returns the wire form of `audit`.
    #[must_use]
    pub fn of(audit: &'a AuditData) -> Self {
        let literals = audit.literals.iter();
        Self {
            exact: audit.exact,
            audited: audit.audited,
            missed: MissedCounts {
                anywhere: audit.missed_by(DictionaryMode::Anywhere),
                in_a_row: audit.missed_by(DictionaryMode::InARow),
                guessed: audit.missed_by(DictionaryMode::Guessed),
            },
            literals: literals.map(AuditedLiteral::of).collect(),
            articles: audit.missed.iter().map(MissedArticle::of).collect(),
        }
    }
}

impl<'a> AuditedLiteral<'a> {
    fn of(AuditedLiteralData { text, words, guessed }: &'a AuditedLiteralData) -> Self {
        Self { text, words, guessed }
    }
}

impl<'a> MissedArticle<'a> {
    fn of(MissedArticleData { id, title, modes, literal, cut }: &'a MissedArticleData) -> Self {
        let missed_by = modes.iter().map(|reading| reading.name()).collect();
        Self { id, title, missed_by, literal, cut }
    }
}
