//! The time of day and the zone, which follow a date.

use jiff::civil::Time;
use jiff::tz::Offset;

use super::cursor::Cursor;
use super::unit::Unit;

/// Parses `9:05`, `09:19:05.123`, `16时40分05秒` or `16点`, each optionally after 上午 or 下午.
pub(super) fn clock(cursor: &mut Cursor<'_>) -> Option<(Time, Unit)> {
    let afternoon = cursor.one_of(&["上午", "下午"]) == Some("下午");
    let hour = cursor.number(1..=2)?;
    let hour = if afternoon && hour < 12 { hour + 12 } else { hour };
    let (minute, second) = match cursor.one_of(&[":", "时", "点"])? {
        ":" => after_colon(cursor)?,
        _ => after_hour(cursor),
    };
    let unit = match (minute, second) {
        (None, _) => Unit::Hour,
        (_, None) => Unit::Minute,
        _ => Unit::Second,
    };
    Some((Time::new(hour, minute.unwrap_or(0), second.unwrap_or(0), 0).ok()?, unit))
}

fn after_colon(cursor: &mut Cursor<'_>) -> Option<(Option<i8>, Option<i8>)> {
    let minute = cursor.number(2..=2)?;
    if cursor.one_of(&[":"]).is_none() {
        return Some((Some(minute), None));
    }
    let second = cursor.number(2..=2)?;
    if cursor.one_of(&[".", ","]).is_some() {
        cursor.digits();
    }
    Some((Some(minute), Some(second)))
}

fn after_hour(cursor: &mut Cursor<'_>) -> (Option<i8>, Option<i8>) {
    let minute = cursor.number(1..=2);
    let second = cursor.one_of(&["分"]).and_then(|_| cursor.number(1..=2));
    cursor.one_of(&["秒"]);
    (minute, second)
}

/// Parses `Z`, `+08:00`, `-0500`, `UTC` or `GMT+8`.
pub(super) fn zone(cursor: &mut Cursor<'_>) -> Option<Offset> {
    let named = cursor.one_of(&["Z", "z", "UTC", "GMT"]);
    let sign = match cursor.one_of(&["+", "-"]) {
        Some("+") => 1,
        Some(_) => -1,
        None => return named.map(|_| Offset::UTC),
    };
    let (hours, minutes) = match cursor.digits() {
        digits if digits.len() == 4 => digits.split_at_checked(2)?,
        digits if cursor.one_of(&[":"]).is_some() => (digits, cursor.digits()),
        digits => (digits, "0"),
    };
    let hours: i32 = hours.parse().ok()?;
    let minutes: i32 = minutes.parse().ok()?;
    let is_zone = hours <= 18 && minutes < 60;
    is_zone.then(|| Offset::from_seconds(sign * (hours * 60 + minutes) * 60).ok())?
}
