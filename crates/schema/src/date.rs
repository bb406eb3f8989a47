//! Publication times in the spellings of Chinese news.

/// A publication time: an instant, and whether the hour was given.
///
/// Ordered by instant; a day without an hour stands at its first second in China.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Published {
    seconds: i64,
    has_time: bool,
}

impl Published {
    /// Returns the time at `seconds` since the Unix epoch; `has_time` is false for a bare day.
    #[must_use]
    pub fn from_seconds(seconds: i64, has_time: bool) -> Self {
        Self { seconds, has_time }
    }

    /// Returns the seconds since the Unix epoch.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.seconds
    }
}

impl Published {
    /// Reads a time.
    #[must_use]
    pub fn parse(_text: &str) -> Option<Self> {
        None
    }
}

impl std::fmt::Display for Published {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.seconds)
    }
}

/// A span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First second.
    pub start: i64,
    /// One past the last second.
    pub end: i64,
}

impl Period {
    /// Reads a period.
    #[must_use]
    pub fn parse(_text: &str) -> Option<Self> {
        None
    }
}
