//! What a query makes of one article.

use serde::Serialize;
use serde_json::{Value, json};
use xunwen_language::{Field, Unit};
use xunwen_query::Tier;
use xunwen_query::evidence::{
    Contribution as ContributionData, Explanation as ExplanationData, Mismatch, Unmet as UnmetData,
};

use crate::hit::Expansion;
use crate::note::Note;

/// Where the score of an article comes from, or why it is not found.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Explanation<'a> {
    /// The article's id.
    pub id: &'a str,
    /// The headline.
    pub title: &'a str,
    /// `exact` or `related`; `null` if it is not found.
    pub tier: Option<&'static str>,
    /// The sum of the contributions.
    pub score: f32,
    /// The other wordings that were looked for, if it is not in the exact tier.
    pub expansions: Vec<Expansion<'a>>,
    /// What the score is the sum of.
    pub parts: Vec<Contribution<'a>>,
    /// The conditions that keep it out of the exact tier.
    pub unmet: Vec<Unmet<'a>>,
    /// What there is to note on how the query was typed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note<'a>>,
}

/// What one literal or term in one field adds to a score.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contribution<'a> {
    /// The literal, or the term as it is indexed.
    pub text: &'a str,
    /// Of another wording than the query's: how it is shown among the expansions.
    pub via: Option<&'a str>,
    /// Whether the best articles have it in common, and the query does not name it.
    pub feedback: bool,
    /// The field it occurs in.
    pub field: &'static str,
    /// How often.
    pub occurrences: u32,
    /// The length of the field in terms, as coarsely as the index keeps it.
    pub length: u32,
    /// How much it says, being rare.
    pub idf: f32,
    /// The weight of the field, the kind of term and `^`.
    pub weight: f32,
    /// What it adds.
    pub contribution: f32,
}

/// A condition that an article does not meet.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unmet<'a> {
    /// The condition, as a canonical query.
    pub clause: &'a str,
    /// What is there instead; its members depend on the condition.
    pub instead: Value,
}

impl<'a> Explanation<'a> {
    /// Returns the wire form of `explanation`.
    #[must_use]
    pub fn of(explanation: &'a ExplanationData) -> Self {
        let unmet = |UnmetData { clause, instead }: &'a UnmetData| Unmet {
            clause,
            instead: instead_of(instead),
        };
        Self {
            id: &explanation.id,
            title: &explanation.title,
            tier: explanation.tier.map(Tier::name),
            score: explanation.score,
            expansions: explanation.expansions.iter().map(Expansion::of).collect(),
            parts: explanation.parts.iter().map(Contribution::of).collect(),
            unmet: explanation.unmet.iter().map(unmet).collect(),
            notes: explanation.notes.iter().map(Note::of).collect(),
        }
    }
}

impl<'a> Contribution<'a> {
    fn of(part: &'a ContributionData) -> Self {
        Self {
            text: &part.text,
            via: part.via.as_deref(),
            feedback: part.is_feedback,
            field: part.field.name(),
            occurrences: part.occurrences,
            length: part.length,
            idf: part.idf,
            weight: part.weight,
            contribution: part.contribution,
        }
    }
}

fn instead_of(mismatch: &Mismatch) -> Value {
    match mismatch {
        Mismatch::Text { longest, words } => json!({ "longest_part": longest, "words": words }),
        Mismatch::Elsewhere(fields) => {
            json!({ "fields": fields.iter().map(|field| field.name()).collect::<Vec<_>>() })
        }
        Mismatch::Label(values) => json!({ "values": values }),
        Mismatch::Date(time) => json!({ "published_at": time.map(|time| time.to_string()) }),
        Mismatch::Denied(places) => {
            let place =
                |(field, text): &(Field, String)| json!({ "field": field.name(), "text": text });
            json!({ "places": places.iter().map(place).collect::<Vec<_>>() })
        }
        Mismatch::Distance { smallest, reversed, missing } => {
            json!({ "smallest": smallest, "reversed": reversed, "missing": missing })
        }
        Mismatch::Apart { unit, missing } => {
            json!({ "unit": unit_name(*unit), "missing": missing })
        }
        Mismatch::Count(count) => json!({ "count": count }),
        _ => Value::Null,
    }
}

/// Returns the name of a unit of text in output.
#[must_use]
pub fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Sentence => "sentence",
        Unit::Paragraph => "paragraph",
    }
}
