//! Time zones.

use jiff::tz::Offset;

use super::cursor::Cursor;

/// Names in Latin letters, with their hours. `CST` is China's, not that of Chicago.
const LATIN: [(&str, i8); 25] = [
    ("z", 0),
    ("utc", 0),
    ("gmt", 0),
    ("ut", 0),
    ("cst", 8),
    ("bjt", 8),
    ("hkt", 8),
    ("sgt", 8),
    ("prc", 8),
    ("jst", 9),
    ("kst", 9),
    ("msk", 3),
    ("bst", 1),
    ("wet", 0),
    ("cet", 1),
    ("cest", 2),
    ("eet", 2),
    ("est", -5),
    ("edt", -4),
    ("cdt", -5),
    ("mst", -7),
    ("mdt", -6),
    ("pst", -8),
    ("pdt", -7),
    ("aest", 10),
];

/// Names of more than a word, or of none, with their hours.
const LONG: [(&str, i8); 27] = [
    ("china standard time", 8),
    ("coordinated universal time", 0),
    ("asia/shanghai", 8),
    ("asia/chongqing", 8),
    ("asia/harbin", 8),
    ("asia/beijing", 8),
    ("asia/hong_kong", 8),
    ("asia/macau", 8),
    ("asia/taipei", 8),
    ("asia/singapore", 8),
    ("asia/tokyo", 9),
    ("asia/seoul", 9),
    ("etc/utc", 0),
    ("beijing time", 8),
    ("china time", 8),
    ("hong kong time", 8),
    ("中国标准时间", 8),
    ("中国时间", 8),
    ("北京时间", 8),
    ("香港标准时间", 8),
    ("香港时间", 8),
    ("台北标准时间", 8),
    ("台北时间", 8),
    ("东京时间", 9),
    ("格林尼治时间", 0),
    ("协调世界时", 0),
    ("世界标准时间", 0),
];

/// Parses `Z`, `+08:00`, `-0500`, `+08`, `UTC`, `GMT+8`, `CST`, `北京时间` or `Asia/Shanghai`.
pub(super) fn zone(cursor: &mut Cursor<'_>) -> Option<Offset> {
    if cursor.is_before_digit() {
        return None;
    }
    if let Some(offset) = cursor.attempt(signed) {
        return Some(offset);
    }
    if let Some(hours) = cursor.value_of(&LONG) {
        return Offset::from_hours(hours).ok();
    }
    cursor.attempt(|ahead| match ahead.word_in(&LATIN) {
        None => None,
        Some(0) => Some(ahead.attempt(signed).unwrap_or(Offset::UTC)),
        Some(hours) => Offset::from_hours(hours).ok(),
    })
}

/// Parses what a browser says of the zone behind its offset, `(Pacific Daylight Time)`.
pub(super) fn comment(cursor: &mut Cursor<'_>) -> Option<()> {
    cursor.attempt(|ahead| {
        while !ahead.is_before_digit() {
            match ahead.word() {
                "time" => return Some(()),
                "" => break,
                _ => (),
            }
        }
        let name = ahead.chunk();
        (name.ends_with("时间") && name.chars().all(char::is_alphabetic)).then_some(())
    })
}

/// Parses a sign, and hours and minutes at once behind it.
fn signed(cursor: &mut Cursor<'_>) -> Option<Offset> {
    let sign =
        if cursor.before_digit(&["+"]) { 1 } else { cursor.before_digit(&["-"]).then_some(-1)? };
    let (hours, minutes) = match cursor.digits() {
        digits if digits.len() == 4 => digits.split_at_checked(2)?,
        digits if digits.len() > 2 => return None,
        digits if cursor.before_digit(&[":"]) => (digits, cursor.digits()),
        digits => (digits, "0"),
    };
    offset(sign, hours.parse().ok()?, minutes.parse::<i8>().ok()?.into())
}

/// Returns the offset of a zone that there is: 12 hours behind to 14 ahead, by quarters of an hour.
///
/// Anything else is the end of a span, as in `16:40-17:40`.
pub(super) fn offset(sign: i32, hours: i32, minutes: i32) -> Option<Offset> {
    let farthest = if sign < 0 { 12 } else { 14 };
    let is_zone = (0..=farthest * 60).contains(&(hours * 60 + minutes))
        && matches!(minutes, 0 | 15 | 30 | 45);
    is_zone.then(|| Offset::from_seconds(sign * (hours * 60 + minutes) * 60).ok())?
}
