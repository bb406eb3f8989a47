//! Dates that are one number: compact spellings, and times since the Unix epoch.

use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::clock::{Clock, digit_clock};
use super::moment::{CHINA, Moment};
use super::unit::Unit;

/// The years in which a number that could also be a time since the epoch is a compact date.
const PLAUSIBLE: RangeInclusive<i16> = 1900..=2100;

/// Parses a text that is nothing but a number.
///
/// Eight, ten, twelve, fourteen or seventeen digits are a day, with the hour, minute, second and
/// milliseconds; ten and twelve only in the years 1900 to 2100. Otherwise the number of digits says
/// the unit of a time since the epoch: 9 or 10 are seconds, 12 or 13 milliseconds, 15 or 16 micro- and
/// 18 or 19 nanoseconds. With a sign fewer digits will do, and up to 11, 14 and 17 have the same unit.
pub(super) fn number(text: &str) -> Option<Moment> {
    let (unsigned, sign) = match text.as_bytes().first()? {
        b'-' => (text.get(1..)?, Some(-1)),
        b'+' => (text.get(1..)?, Some(1)),
        _ => (text, None),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let is_number = [whole, fraction].iter().all(|part| is_digits(part));
    if !is_number {
        return None;
    }
    if sign.is_none()
        && let Some((day, clock)) = compact(whole)
    {
        // Tables that lost the kind of a column write 20230705.0.
        let is_whole = fraction.bytes().all(|digit| digit == b'0');
        return is_whole.then(|| Moment::at(day, clock, CHINA))?;
    }
    let unit = if sign.is_some() { signed_unit(whole) } else { unsigned_unit(whole) }?;
    let count = sign.unwrap_or(1) * whole.parse::<i64>().ok()?;
    let lost = sign == Some(-1) && fraction.bytes().any(|digit| digit != b'0');
    unix((count - i64::from(lost)).div_euclid(unit))
}

/// Writes a number with an exponent without it: 1.688523072e9 is `1688523072`.
pub(super) fn without_exponent(number: &str) -> Option<Cow<'_, str>> {
    let Some((mantissa, exponent)) = number.split_once(['e', 'E']) else {
        return Some(Cow::Borrowed(number));
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if !whole.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let exponent: usize = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
    let zeros = exponent.checked_sub(fraction.len()).filter(|zeros| *zeros < 20)?;
    Some(Cow::Owned(format!("{whole}{fraction}{}", "0".repeat(zeros))))
}

/// Returns the day that digits write, and the time of day if they go on.
pub(super) fn compact(digits: &str) -> Option<(Date, Option<Clock>)> {
    let (day, clock) = digits.split_at_checked(8)?;
    let clock = match clock.len() {
        0 => None,
        2 | 4 | 6 => Some(digit_clock(clock)?),
        9 => Some(digit_clock(clock.get(..6)?)?),
        _ => return None,
    };
    let part = |range: Range<usize>| day.get(range).and_then(|part| part.parse::<i16>().ok());
    let year = part(0..4)?;
    let [month, day] = [part(4..6)?, part(6..8)?].map(|part| i8::try_from(part).unwrap_or(0));
    let is_day = !matches!(digits.len(), 10 | 12) || PLAUSIBLE.contains(&year);
    Some((Date::new(year, month, day).ok().filter(|_| is_day)?, clock))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns how many of the unit are a second.
fn unsigned_unit(digits: &str) -> Option<i64> {
    let begins_with_year = digits
        .get(..4)
        .is_some_and(|year| year.parse().is_ok_and(|year| PLAUSIBLE.contains(&year)));
    let begins_with_day = begins_with_year && digits.get(..8).and_then(compact).is_some();
    match digits.len() {
        9 if !begins_with_day => Some(1),
        10 => Some(1),
        // An impossible day and time is no time of 1976.
        12 if !begins_with_year => Some(1_000),
        13 => Some(1_000),
        15 | 16 => Some(1_000_000),
        18 | 19 => Some(1_000_000_000),
        _ => None,
    }
}

fn signed_unit(digits: &str) -> Option<i64> {
    match digits.len() {
        1..=11 => Some(1),
        12..=14 => Some(1_000),
        15..=17 => Some(1_000_000),
        18 | 19 => Some(1_000_000_000),
        _ => None,
    }
}

/// Returns the moment at `seconds` since the Unix epoch.
fn unix(seconds: i64) -> Option<Moment> {
    let time = Timestamp::from_second(seconds).ok()?;
    Moment::new(Offset::UTC.to_datetime(time), Offset::UTC, Unit::Second)
}
