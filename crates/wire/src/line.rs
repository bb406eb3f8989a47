//! The lines of a JSON Lines answer.

use std::time::Instant;

use serde::Serialize;

use crate::audit::Audit;
use crate::counts::Facet;
use crate::hit::{Hit, Summary};

/// One line of an answer: `{"type":…,"data":…}`.
///
/// A `hit` for each article in rank order, an `audit` and `facet`s if they were asked for, then
/// one `summary`. More types may be added.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
pub enum AnswerLine<'a> {
    /// An article that was found.
    Hit(Hit<'a>),
    /// What a dictionary index would have missed.
    Audit(Audit<'a>),
    /// The exact tier, counted by what its articles share.
    Facet(Facet<'a>),
    /// What the hits are a part of.
    Summary(Summary<'a>),
}

/// Returns the milliseconds since `start`, to a tenth.
#[must_use]
pub fn elapsed_ms(start: Instant) -> f64 {
    (start.elapsed().as_secs_f64() * 10_000.0).round() / 10.0
}
