//! Days, as far as they are written.

use jiff::civil::Date;

use super::context::DateContext;
use super::cursor::Cursor;
use super::english;

/// The parts of a day that were written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct WrittenDay {
    pub(super) year: Option<i16>,
    pub(super) month: Option<i8>,
    pub(super) day: Option<i8>,
    /// Whether month and day are in an order that has to be found out: `05/07/2023`.
    has_no_order: bool,
    /// Whether the year may still come, after the time of day: `Jul 5 10:11 2023`.
    pub(super) awaits_year: bool,
}

/// The year before the first of the Republic.
const REPUBLIC: i16 = 1911;

/// Parses a day, or a month or year alone.
pub(super) fn day(cursor: &mut Cursor<'_>) -> Option<WrittenDay> {
    if cursor.is_before_digit() {
        return cursor.attempt(numeric);
    }
    cursor.one_of(&["公元", "西元"]);
    let by_era = cursor.attempt(republican).or_else(|| cursor.attempt(numeric));
    by_era.or_else(|| cursor.attempt(month_first))
}

impl WrittenDay {
    /// Returns the day, of the context's year if it has none, if there is such a day and its order is
    /// clear.
    ///
    /// `is_american` says that what stands around it is, so that the month is first.
    pub(super) fn date(self, context: &DateContext, is_american: bool) -> Option<Date> {
        let (year, first, second) = (self.year.or(context.year)?, self.month?, self.day?);
        let month_first = Date::new(year, first, second).ok();
        if !self.has_no_order {
            return month_first;
        }
        let day_first = Date::new(year, second, first).ok();
        let (Some(american), Some(other)) = (month_first, day_first) else {
            return month_first.or(day_first);
        };
        let is_day_first = context.day_first.or(is_american.then_some(false));
        match is_day_first {
            _ if american == other => Some(american),
            Some(is_day_first) => Some(if is_day_first { other } else { american }),
            None => None,
        }
    }
}

/// Parses `民国112年7月5日` or `ROC 112/07/05`.
fn republican(cursor: &mut Cursor<'_>) -> Option<WrittenDay> {
    cursor.one_of(&["中华民国", "民国", "r.o.c.", "roc"])?;
    let year = match cursor.one_of(&["元"]) {
        Some(_) => 1,
        None => i16::from(cursor.number(1..=3).filter(|year| *year > 0)?),
    };
    with_year(REPUBLIC + year, cursor)
}

fn numeric(cursor: &mut Cursor<'_>) -> Option<WrittenDay> {
    let digits = cursor.digits();
    match digits.len() {
        4 => with_year(digits.parse().ok()?, cursor),
        // 112年7月5日: no year but the Republic's has three digits.
        3 => {
            let year: i16 = digits.parse().ok().filter(|year| (100..200).contains(year))?;
            with_year(REPUBLIC + year, cursor).filter(|written| written.day.is_some())
        }
        1 | 2 => without_year(digits.parse().ok()?, cursor),
        _ => None,
    }
}

/// Parses what follows a year: nothing, a month, or a month and a day.
fn with_year(year: i16, cursor: &mut Cursor<'_>) -> Option<WrittenDay> {
    let year = Some(year);
    let separator = cursor.one_of(&["-", "/", ".", "_", "年"]);
    let month = match separator {
        None => match cursor.attempt(month_first) {
            Some(written) if written.year.is_none() => {
                return Some(WrittenDay { year, awaits_year: false, ..written });
            }
            _ => None,
        },
        Some("年") => cursor.attempt(|ahead| {
            let month = ahead.number(1..=2)?;
            ahead.one_of(&["月"]).map(|_| month)
        }),
        Some(_) => Some(cursor.number(1..=2)?),
    };
    let goes_on = match separator {
        Some("年") | None => month.is_some(),
        Some(separator) => cursor.one_of(&[separator]).is_some(),
    };
    let day = if goes_on { cursor.number(1..=2) } else { None };
    let lacks_day = goes_on && day.is_none() && separator != Some("年");
    if day.is_some() {
        cursor.one_of(&["日", "号"]);
    }
    (!lacks_day).then_some(WrittenDay { year, month, day, ..WrittenDay::default() })
}

/// Parses what follows a number that is a month or a day.
fn without_year(first: i8, cursor: &mut Cursor<'_>) -> Option<WrittenDay> {
    if let Some(written) = cursor.attempt(|ahead| day_first(first, ahead)) {
        return Some(written);
    }
    let separator = cursor.one_of(&["月", "-", "/", "."])?;
    let second = cursor.number(1..=2)?;
    let written = WrittenDay { month: Some(first), day: Some(second), ..WrittenDay::default() };
    if separator == "月" {
        cursor.one_of(&["日", "号"])?;
        return Some(WrittenDay { awaits_year: true, ..written });
    }
    if cursor.one_of(&[separator]).is_some() {
        return Some(WrittenDay { year: Some(cursor.year()?), has_no_order: true, ..written });
    }
    (separator != ".").then_some(written)
}

/// Parses the `July 2023` of `5th of July 2023`, after its day.
fn day_first(day: i8, cursor: &mut Cursor<'_>) -> Option<WrittenDay> {
    if !cursor.is_at_space() {
        cursor.word_in(&[("st", ()), ("nd", ()), ("rd", ()), ("th", ())]);
    }
    cursor.word_in(&[("of", ())]);
    cursor.one_of(&["-", "/"]);
    let month = Some(english::month(cursor)?);
    let year = year_behind(cursor);
    Some(WrittenDay { year, month, day: Some(day), awaits_year: true, has_no_order: false })
}

/// Parses `July 5th, 2023` or `July 2023`.
fn month_first(cursor: &mut Cursor<'_>) -> Option<WrittenDay> {
    let month = Some(english::month(cursor)?);
    cursor.before_digit(&["-", "/"]);
    let day = english::ordinal(cursor);
    let year = year_behind(cursor);
    Some(WrittenDay { year, month, day, awaits_year: true, has_no_order: false })
}

fn year_behind(cursor: &mut Cursor<'_>) -> Option<i16> {
    cursor.attempt(|ahead| {
        ahead.one_of(&[",", "-", "/"]);
        ahead.year()
    })
}
