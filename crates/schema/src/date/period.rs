//! Spans of time.

use super::context::DateContext;
use super::read::read;

/// A span of time: a year, a month, a day, or a shorter unit in which a time was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// Its first second, since the Unix epoch.
    pub start: i64,
    /// The second after its last, since the Unix epoch.
    pub end: i64,
}

impl Period {
    /// Parses a year, a month, or anything that [`Published::parse`](super::Published::parse) accepts,
    /// as the whole time that it names: `2025年` is a year long, `2025-12` a month, `2025-12-30 09:19`
    /// a minute.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (moment, _) = read(text, &DateContext::NONE)?;
        Some(Self { start: moment.start(), end: moment.end() })
    }
}
