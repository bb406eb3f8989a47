//! The spellings of dates.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::{rfc2822, strtime};
use jiff::tz::Offset;

use super::clock::{clock, zone};
use super::cursor::Cursor;
use super::unit::{CHINA_OFFSET, FIRST, LAST, Unit};

/// A point in time, given to the precision of a unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    /// The first second of the unit, in local time at `offset`.
    time: DateTime,
    offset: Offset,
    unit: Unit,
}

/// The longest text that is parsed, in bytes.
const LONGEST: usize = 200;
/// The Unix epoch, in local time.
pub(super) const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
/// China's offset from universal time.
const CHINA: Offset = Offset::constant((CHINA_OFFSET / 3_600) as i8);

/// English spellings other than those of e-mail, with their precision.
const ENGLISH: [(&str, Unit); 10] = [
    ("%b %d, %Y", Unit::Day),
    ("%B %d, %Y", Unit::Day),
    ("%d %b %Y", Unit::Day),
    ("%d %B %Y", Unit::Day),
    ("%b %d, %Y %H:%M", Unit::Minute),
    ("%B %d, %Y %H:%M", Unit::Minute),
    ("%d %b %Y %H:%M", Unit::Minute),
    ("%d %B %Y %H:%M", Unit::Minute),
    ("%a %b %d %H:%M:%S %z %Y", Unit::Second),
    ("%a %b %d %H:%M:%S %Y", Unit::Second),
];

impl Moment {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > LONGEST {
            return None;
        }
        let plain: String = text.chars().map(plain).collect();
        let plain = plain.trim();
        numeric(plain).or_else(|| english(plain)).filter(|moment| moment.is_in_range())
    }

    pub(super) fn has_day(self) -> bool {
        self.unit >= Unit::Day
    }

    pub(super) fn has_hour(self) -> bool {
        self.unit >= Unit::Hour
    }

    /// Returns its first second, since the Unix epoch.
    pub(super) fn start(self) -> i64 {
        seconds(self.time, self.offset)
    }

    /// Returns the second after its last, since the Unix epoch.
    pub(super) fn end(self) -> i64 {
        let day = self.time.date();
        let clock = self.time.time();
        let last = match self.unit {
            Unit::Year => day.last_of_year().at(23, 59, 59, 0),
            Unit::Month => day.last_of_month().at(23, 59, 59, 0),
            Unit::Day => day.at(23, 59, 59, 0),
            Unit::Hour => day.at(clock.hour(), 59, 59, 0),
            Unit::Minute => day.at(clock.hour(), clock.minute(), 59, 0),
            Unit::Second => self.time,
        };
        seconds(last, self.offset) + 1
    }

    fn is_in_range(self) -> bool {
        (FIRST..=LAST).contains(&self.start())
    }
}

fn seconds(time: DateTime, offset: Offset) -> i64 {
    time.duration_since(EPOCH).as_secs() - i64::from(offset.seconds())
}

/// Replaces full-width characters by half-width ones, and brackets around a date by white space.
fn plain(c: char) -> char {
    let half = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    };
    match half {
        '[' | ']' | '(' | ')' | '【' | '】' | '〔' | '〕' => ' ',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// Parses a date that begins with its year, or a number of seconds or milliseconds.
fn numeric(text: &str) -> Option<Moment> {
    let mut cursor = Cursor::new(text);
    let digits = cursor.digits();
    let (day, unit) = match digits.len() {
        4 => day(digits.parse().ok()?, &mut cursor)?,
        8 => (strtime::parse("%Y%m%d", digits).ok()?.to_date().ok()?, Unit::Day),
        10 if cursor.is_done() => return unix(digits.parse().ok()?),
        13 if cursor.is_done() => return unix(digits.parse::<i64>().ok()? / 1_000),
        14 => return with_format("%Y%m%d%H%M%S", Unit::Second, text),
        _ => return None,
    };
    let moment = Moment { time: day.at(0, 0, 0, 0), offset: CHINA, unit };
    if cursor.is_done() { Some(moment) } else { with_clock(moment, cursor) }
}

/// Returns the moment at `seconds` since the Unix epoch.
fn unix(seconds: i64) -> Option<Moment> {
    let time = Timestamp::from_second(seconds).ok()?;
    Some(Moment { time: Offset::UTC.to_datetime(time), offset: Offset::UTC, unit: Unit::Second })
}

/// Parses what follows a year: nothing, a month, or a month and a day.
fn day(year: i16, cursor: &mut Cursor<'_>) -> Option<(Date, Unit)> {
    let separator = cursor.one_of(&["-", "/", ".", "年"]);
    if cursor.is_done() && matches!(separator, None | Some("年")) {
        return Some((Date::new(year, 1, 1).ok()?, Unit::Year));
    }
    let separator = separator?;
    let month = cursor.number(1..=2)?;
    let more = cursor.one_of(&[if separator == "年" { "月" } else { separator }]).is_some();
    if cursor.is_done() && more == (separator == "年") {
        return Some((Date::new(year, month, 1).ok()?, Unit::Month));
    }
    let day = cursor.number(1..=2).filter(|_| more)?;
    Some((Date::new(year, month, day).ok()?, Unit::Day))
}

/// Parses what follows a day: weekday, time of day, zone.
fn with_clock(moment: Moment, mut cursor: Cursor<'_>) -> Option<Moment> {
    let mut is_apart = cursor.is_at_space() | cursor.one_of(&["日", "号"]).is_some();
    if cursor.one_of(&["星期", "周"]).is_some() {
        cursor.one_of(&["一", "二", "三", "四", "五", "六", "日", "天"])?;
    }
    is_apart |= cursor.one_of(&["T", "t"]).is_some();
    if cursor.is_done() || !is_apart || moment.unit < Unit::Day {
        return is_apart.then_some(moment);
    }
    let (time, unit) = clock(&mut cursor)?;
    let offset = if cursor.is_done() { moment.offset } else { zone(&mut cursor)? };
    cursor.is_done().then(|| Moment { time: moment.time.date().to_datetime(time), offset, unit })
}

/// Parses the spellings of e-mail and [`ENGLISH`].
fn english(text: &str) -> Option<Moment> {
    if !text.contains(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let of_mail = rfc2822::parse(text).ok().map(|time| Moment {
        time: time.datetime(),
        offset: time.offset(),
        unit: Unit::Second,
    });
    of_mail.or_else(|| ENGLISH.iter().find_map(|(format, unit)| with_format(format, *unit, text)))
}

fn with_format(format: &str, unit: Unit, text: &str) -> Option<Moment> {
    let parts = strtime::parse(format, text).ok()?;
    let day = parts.to_date().ok()?;
    let time = if unit == Unit::Day { day.at(0, 0, 0, 0) } else { parts.to_datetime().ok()? };
    Some(Moment { time, offset: parts.offset().unwrap_or(CHINA), unit })
}
