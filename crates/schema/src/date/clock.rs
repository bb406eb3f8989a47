//! The time of day.

use jiff::civil::Time;

use super::cursor::Cursor;
use super::unit::Unit;

/// A time of day, as precise as it was written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    pub(super) time: Time,
    /// Whether it is the midnight that ends the day, 24:00.
    pub(super) ends_day: bool,
    pub(super) unit: Unit,
    /// Whether it was written with AM or PM.
    pub(super) is_english: bool,
}

/// The part of the day that an hour belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Am,
    Pm,
    /// 凌晨
    Early,
    /// 早上, 上午
    Morning,
    /// 中午
    Noon,
    /// 下午
    Afternoon,
    /// 傍晚, 晚上
    Evening,
}

const PARTS: [(&str, Part); 21] = [
    ("凌晨", Part::Early),
    ("清晨", Part::Morning),
    ("早上", Part::Morning),
    ("早晨", Part::Morning),
    ("早间", Part::Morning),
    ("早", Part::Morning),
    ("上午", Part::Morning),
    ("中午", Part::Noon),
    ("正午", Part::Noon),
    ("午间", Part::Noon),
    ("下午", Part::Afternoon),
    ("午后", Part::Afternoon),
    ("傍晚", Part::Evening),
    ("晚上", Part::Evening),
    ("晚间", Part::Evening),
    ("晚", Part::Evening),
    ("夜间", Part::Evening),
    ("夜里", Part::Evening),
    ("深夜", Part::Evening),
    ("am", Part::Am),
    ("pm", Part::Pm),
];

const ENGLISH: [(&str, Part); 4] =
    [("am", Part::Am), ("pm", Part::Pm), ("a.m.", Part::Am), ("p.m.", Part::Pm)];

/// Hour, minute and second, as far as they are written.
type Numbers = (i8, Option<i8>, Option<i8>);

/// Parses `9:05`, `09:19:05.123`, `16时40分05秒`, `16点`, `8点半` or `10 pm`, each with the part of the
/// day before it, or AM or PM on either side.
pub(super) fn clock(cursor: &mut Cursor<'_>) -> Option<Clock> {
    cursor.attempt(|ahead| {
        let before = if ahead.is_before_digit() { None } else { ahead.value_of(&PARTS) };
        let hour = ahead.number(1..=2)?;
        let separator = ahead.one_of(&[":", "时", "点"]);
        let (minute, second) = match separator {
            Some(":") => after_colon(ahead)?,
            Some(_) => after_hour(ahead),
            None => (None, None),
        };
        let part = before.or_else(|| ahead.attempt(english_part));
        let is_english = matches!(part, Some(Part::Am | Part::Pm));
        // A bare number is an hour only with AM or PM.
        let is_clock = separator.is_some() || is_english;
        is_clock.then(|| of((hour, minute, second), part))?.map(|time| Clock { is_english, ..time })
    })
}

/// Parses a part of the day without an hour: 2023年7月5日上午.
pub(super) fn part_alone(cursor: &mut Cursor<'_>) -> Option<()> {
    cursor.attempt(|ahead| {
        let part = ahead.value_of(&PARTS)?;
        (ahead.is_done() && !matches!(part, Part::Am | Part::Pm)).then_some(())
    })
}

/// Parses `10-11-12`, as names of files have it.
pub(super) fn dashed(cursor: &mut Cursor<'_>) -> Option<Clock> {
    cursor.attempt(|ahead| {
        let hour = ahead.number(2..=2)?;
        let minute = ahead.one_of(&["-"]).and_then(|_| ahead.number(2..=2))?;
        let second = ahead.one_of(&["-"]).and_then(|_| ahead.number(2..=2))?;
        of((hour, Some(minute), Some(second)), None)
    })
}

/// Returns the time that two, four or six digits write.
pub(super) fn digit_clock(digits: &str) -> Option<Clock> {
    let two = |at: usize| digits.get(at..at + 2).map(str::parse).transpose().ok();
    let hour: i8 = two(0)??;
    matches!(digits.len(), 2 | 4 | 6).then(|| of((hour, two(2)?, two(4)?), None))?
}

fn after_colon(cursor: &mut Cursor<'_>) -> Option<(Option<i8>, Option<i8>)> {
    let minute = cursor.number(2..=2)?;
    if cursor.one_of(&[":"]).is_none() {
        return Some((Some(minute), None));
    }
    let second = cursor.number(2..=2)?;
    if cursor.before_digit(&[".", ",", ":"]) {
        cursor.digits();
    }
    Some((Some(minute), Some(second)))
}

fn after_hour(cursor: &mut Cursor<'_>) -> (Option<i8>, Option<i8>) {
    if let Some(minute) = cursor.value_of(&[("半", 30), ("1刻", 15), ("3刻", 45)]) {
        return (Some(minute), None);
    }
    if cursor.one_of(&["钟", "整"]).is_some() {
        return (None, None);
    }
    let minute = cursor.number(1..=2);
    let second = cursor.one_of(&["分"]).and_then(|_| cursor.number(1..=2));
    cursor.one_of(&["秒", "整"]);
    (minute, second)
}

fn english_part(cursor: &mut Cursor<'_>) -> Option<Part> {
    let part = cursor.value_of(&ENGLISH)?;
    cursor.is_at_word_end().then_some(part)
}

fn of((hour, minute, second): Numbers, part: Option<Part>) -> Option<Clock> {
    let unit = match (minute, second) {
        (None, _) => Unit::Hour,
        (_, None) => Unit::Minute,
        _ => Unit::Second,
    };
    let (minute, second) = (minute.unwrap_or(0), second.unwrap_or(0));
    let hour = part.map_or(Some(hour), |part| hour_of(part, hour))?;
    let ends_day = hour == 24 && minute == 0 && second == 0;
    let time = Time::new(if ends_day { 0 } else { hour }, minute, second, 0).ok()?;
    Some(Clock { time, ends_day, unit, is_english: false })
}

/// Returns the hour of the day, 0 to 24, unless it contradicts the part of the day or could be two.
fn hour_of(part: Part, hour: i8) -> Option<i8> {
    match (part, hour) {
        (Part::Am | Part::Early, 12) => Some(0),
        (Part::Am | Part::Morning, 0..=11) | (Part::Early, 0..=6) => Some(hour),
        (Part::Noon, 11..=14) => Some(hour),
        (Part::Noon, 1..=2) => Some(hour + 12),
        (Part::Pm | Part::Afternoon, 0) => Some(12),
        (Part::Pm | Part::Afternoon, 12..=23) => Some(hour),
        (Part::Pm | Part::Afternoon, 1..=11) => Some(hour + 12),
        (Part::Evening, 5..=12) => Some(hour + 12),
        (Part::Evening, 17..=24) => Some(hour),
        // 上午12时 is noon to a speaker and midnight to a program; 晚上1时 may be of the next day.
        _ => None,
    }
}
