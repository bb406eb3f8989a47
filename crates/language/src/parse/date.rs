//! Dates after `date:`, in the spellings people type.

use winnow::ascii::{Caseless, digit1};
use winnow::combinator::{alt, delimited, opt, preceded, separated_pair, terminated};
use winnow::prelude::*;
use winnow::token::take_while;

use super::chars::half_width;
use super::error::ParseErrorKind;
use crate::dates::{DateSpec, Day, DayError};

/// The most days that `last30d` can reach back: a century.
const MAX_DAYS: u32 = 36_525;

/// Returns the date that `text` names.
pub(super) fn date(text: &str) -> Result<DateSpec, ParseErrorKind> {
    let half: String = text.trim().chars().map(half_width).collect();
    let spec = alt((terminated(last_days, winnow::combinator::eof), range, day.map(DateSpec::In)))
        .parse(half.as_str())
        .map_err(|_| ParseErrorKind::Date)?;
    match spec {
        DateSpec::Range { from: None, to: None } => Err(ParseErrorKind::Date),
        DateSpec::Range { from: Some(from), to: Some(to) } if from.first() > to.last() => {
            Err(ParseErrorKind::BackwardRange)
        }
        spec => Ok(spec),
    }
}

fn last_days(text: &mut &str) -> winnow::Result<DateSpec> {
    let name = alt(("最近", "近", Caseless("last")));
    let unit = alt(("天", "日", Caseless("days"), Caseless("d")));
    delimited(name, digit1, unit)
        .try_map(str::parse)
        .verify(|days| (1..=MAX_DAYS).contains(days))
        .map(DateSpec::LastDays)
        .parse_next(text)
}

fn range(text: &mut &str) -> winnow::Result<DateSpec> {
    let sign = alt(("..", "~", "至", "到"));
    separated_pair(opt(day), sign, opt(day))
        .map(|(from, to)| DateSpec::Range { from, to })
        .parse_next(text)
}

fn day(text: &mut &str) -> winnow::Result<Day> {
    alt((chinese_day, compact_day, joined_day)).parse_next(text)
}

/// Reads `2025年`, `2025年12月`, `2025年12月31日`.
fn chinese_day(text: &mut &str) -> winnow::Result<Day> {
    let day = terminated(number(1, 2), opt(alt(("日", "号"))));
    let month = (terminated(number(1, 2), "月"), opt(day));
    (terminated(number(4, 4), "年"), opt(month)).try_map(on_calendar).parse_next(text)
}

/// Reads `20251231`.
fn compact_day(text: &mut &str) -> winnow::Result<Day> {
    (number(4, 4), number(2, 2), number(2, 2))
        .try_map(|(year, month, day)| on_calendar((year, Some((month, Some(day))))))
        .parse_next(text)
}

/// Reads `2025`, `2025-12`, `2025-12-31`, or with `/` or `.` between.
fn joined_day(text: &mut &str) -> winnow::Result<Day> {
    let sign = || alt(('-', '/', '.'));
    let month = (preceded(sign(), number(1, 2)), opt(preceded(sign(), number(1, 2))));
    (number(4, 4), opt(month)).try_map(on_calendar).parse_next(text)
}

fn number<'t>(least: usize, most: usize) -> impl Parser<&'t str, u16, winnow::error::ContextError> {
    take_while(least..=most, |c: char| c.is_ascii_digit()).try_map(str::parse)
}

type Numbers = (u16, Option<(u16, Option<u16>)>);

fn on_calendar((year, rest): Numbers) -> Result<Day, DayError> {
    let part = |number: u16| u8::try_from(number).map_err(|_| DayError);
    let year = Day::year(year)?;
    let Some((month, day)) = rest else { return Ok(year) };
    let month = year.with_month(part(month)?)?;
    let Some(day) = day else { return Ok(month) };
    month.with_day(part(day)?)
}
