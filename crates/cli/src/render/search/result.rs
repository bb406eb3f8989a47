//! An answer to be written.

use std::time::Instant;

use xunwen_query::corpus::Facet;
use xunwen_query::evidence::Audit;
use xunwen_query::{Answer, Request};

use xunwen_wire::elapsed_ms;

/// An answer to be written.
pub(crate) struct Result<'a> {
    /// The query as typed.
    pub(crate) query: &'a str,
    /// What was asked.
    pub(crate) request: &'a Request,
    /// What answers it.
    pub(crate) answer: &'a Answer<'a>,
    /// What a dictionary index would have missed, if that was asked.
    pub(crate) audit: Option<&'a Audit>,
    /// Its exact tier, counted.
    pub(crate) facets: &'a [Facet],
    /// When it was asked.
    pub(crate) start: Instant,
}

impl Result<'_> {
    /// Returns the milliseconds since the question was asked, to a tenth.
    pub(super) fn elapsed_ms(&self) -> f64 {
        elapsed_ms(self.start)
    }
}
