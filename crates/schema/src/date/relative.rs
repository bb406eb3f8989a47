//! Dates that count from when a text was fetched.

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Timestamp};

use super::cursor::Cursor;
use super::moment::CHINA;
use super::unit::DAY_SECONDS;

/// What a distance leads to, in China.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reached {
    Day(Date),
    Time(DateTime),
}

/// Days, and how many days ago they are.
const DAYS: [(&str, i64); 10] = [
    ("大前天", 3),
    ("前天", 2),
    ("前日", 2),
    ("昨天", 1),
    ("昨日", 1),
    ("今天", 0),
    ("今日", 0),
    ("day before yesterday", 2),
    ("yesterday", 1),
    ("today", 0),
];

/// Units and their seconds. Months and years are too long for a day to be told from them.
const UNITS: [(&str, i64); 9] = [
    ("秒钟", 1),
    ("秒", 1),
    ("分钟", 60),
    ("分", 60),
    ("小时", 3_600),
    ("钟头", 3_600),
    ("天", DAY_SECONDS),
    ("周", 7 * DAY_SECONDS),
    ("星期", 7 * DAY_SECONDS),
];

const ENGLISH_UNITS: [(&str, i64); 20] = [
    ("s", 1),
    ("sec", 1),
    ("secs", 1),
    ("second", 1),
    ("seconds", 1),
    ("m", 60),
    ("min", 60),
    ("mins", 60),
    ("minute", 60),
    ("minutes", 60),
    ("h", 3_600),
    ("hr", 3_600),
    ("hrs", 3_600),
    ("hour", 3_600),
    ("hours", 3_600),
    ("d", DAY_SECONDS),
    ("day", DAY_SECONDS),
    ("days", DAY_SECONDS),
    ("week", 7 * DAY_SECONDS),
    ("weeks", 7 * DAY_SECONDS),
];

/// Parses `3小时前`, `昨天`, `刚刚`, `yesterday` or `3 hours ago`, counted from `fetched_at`, in seconds
/// since the epoch.
///
/// What counts in days leads to a day, what counts in shorter units to a second.
pub(super) fn relative(cursor: &mut Cursor<'_>, fetched_at: i64) -> Option<Reached> {
    let now = CHINA.to_datetime(Timestamp::from_second(fetched_at).ok()?);
    let back = |seconds| now.checked_sub(SignedDuration::from_secs(seconds)).ok();
    if let Some(days) = cursor.value_of(&DAYS) {
        return Some(Reached::Day(back(days * DAY_SECONDS)?.date()));
    }
    if cursor.one_of(&["刚刚", "刚才", "just now"]).is_some() {
        return Some(Reached::Time(now));
    }
    let (seconds, unit) = cursor.attempt(distance)?;
    let reached = back(seconds)?;
    Some(if unit < DAY_SECONDS { Reached::Time(reached) } else { Reached::Day(reached.date()) })
}

/// Parses `3小时前`, and returns the seconds of it and of its unit.
fn distance(cursor: &mut Cursor<'_>) -> Option<(i64, i64)> {
    if cursor.one_of(&["半小时", "半个小时", "半个钟头"]).is_some() {
        ago(cursor)?;
        return Some((1_800, 1_800));
    }
    let count: i64 = match cursor.digits() {
        "" => cursor.word_in(&[("a", 1), ("an", 1), ("one", 1)])?,
        digits if digits.len() <= 4 => digits.parse().ok()?,
        _ => return None,
    };
    cursor.one_of(&["个"]);
    let unit = cursor.value_of(&UNITS).or_else(|| cursor.word_in(&ENGLISH_UNITS))?;
    ago(cursor)?;
    Some((count * unit, unit))
}

fn ago(cursor: &mut Cursor<'_>) -> Option<()> {
    cursor.one_of(&["前", "之前", "以前", "ago"]).map(|_| ())
}
