//! Dates in all their spellings, against times computed by hand.

/// What holds for every text.
mod laws;
/// Numbers: compact dates, times since 1970, serials of spreadsheets.
mod numbers;
/// The examples of the documentation, and dates that need a context.
mod spellings;
/// The usual spellings.
mod usual;
/// Words around dates, numerals, zones.
mod words;

use super::{DAY_SECONDS, Published};

const DAY: i64 = DAY_SECONDS;

/// 2025-12-30 00:00 in China: 55 × 365 + 14 = 20,089 days to 2025-01-01, 363 more to 12-30.
const DAY_2025_12_30: i64 = (20_089 + 363) * 86_400 - 28_800;
/// 2023-07-28 00:00 in China: 53 × 365 + 13 = 19,358 days to 2023-01-01, 208 more to 07-28.
const DAY_2023_07_28: i64 = (19_358 + 208) * 86_400 - 28_800;

const fn clock(hour: i64, minute: i64, second: i64) -> Option<i64> {
    Some(hour * 3_600 + minute * 60 + second)
}

#[track_caller]
fn assert_reads(text: &str, day: i64, clock: Option<i64>) {
    let expected = Published::from_seconds(day + clock.unwrap_or(0), clock.is_some());
    assert_eq!(Published::parse(text), Some(expected), "{text:?}");
}
