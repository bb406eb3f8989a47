//! What was asked, and when.

use std::time::Instant;

/// What was asked, and when.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// The query as typed.
    pub(crate) query: &'a str,
    /// When it was asked.
    pub(crate) start: Instant,
}
