//! Units of time, and the range of times.

/// The unit in which a time was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
}

/// Seconds by which China's clocks are ahead of universal time.
pub const CHINA_OFFSET: i64 = 8 * 3_600;
/// Seconds of a day.
pub const DAY_SECONDS: i64 = 86_400;
/// The first second of the year 1 in China.
pub(super) const FIRST: i64 = -62_135_596_800 - CHINA_OFFSET;
/// The last second of the year 9999 in China.
pub(super) const LAST: i64 = 253_402_300_799 - CHINA_OFFSET;
