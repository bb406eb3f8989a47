//! What a reader of dates knows besides the text.

/// What is known about the texts that dates are read from.
///
/// With nothing known, only what a text says by itself is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateContext {
    /// The year of days that are written without one: `7月5日 10:11`.
    pub year: Option<i16>,
    /// When the text was fetched, in seconds since the Unix epoch: what `3小时前` counts from.
    pub fetched_at: Option<i64>,
    /// Whether `05/07/2023` is the fifth of July rather than the seventh of May.
    pub day_first: Option<bool>,
}

/// What a date was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateBasis {
    /// The text alone.
    Text,
    /// A day without a year, and [`DateContext::year`].
    Year,
    /// A distance such as `昨天` or `3小时前`, and [`DateContext::fetched_at`]: an estimate.
    FetchTime,
}

impl DateContext {
    /// Nothing is known.
    pub const NONE: Self = Self { year: None, fetched_at: None, day_first: None };
}
