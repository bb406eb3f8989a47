//! Dates in parts: a day, and a weekday, a time of day and a zone in any order around it.

use jiff::civil::Date;
use jiff::tz::Offset;

use super::clock::{Clock, clock, dashed, digit_clock, part_alone};
use super::context::{DateBasis, DateContext};
use super::cursor::Cursor;
use super::day::{WrittenDay, day};
use super::moment::{CHINA, Moment};
use super::relative::{Reached, relative};
use super::unit::Unit;
use super::zone::{comment, zone};
use super::{english, epoch, words};

/// The parts that were found.
#[derive(Clone, Copy, Debug, Default)]
struct Parts {
    day: Option<WrittenDay>,
    /// The day, if it is clear without the context's year.
    date: Option<Date>,
    is_relative: bool,
    clock: Option<Clock>,
    offset: Option<Offset>,
    has_weekday: bool,
}

/// Parses a plain text without Chinese numerals.
pub(super) fn read(text: &str, context: &DateContext) -> Option<(Moment, DateBasis)> {
    let mut cursor = Cursor::new(text);
    words::skip_lead(&mut cursor);
    let mut parts = Parts::default();
    while !cursor.is_done() {
        if parts.next(&mut cursor, context).is_none() {
            let is_over = parts.has_day() && words::is_tail(cursor);
            is_over.then_some(())?;
            break;
        }
    }
    parts.moment(context)
}

impl Parts {
    /// Consumes the next part.
    fn next(&mut self, cursor: &mut Cursor<'_>, context: &DateContext) -> Option<()> {
        if !cursor.is_before_digit()
            && (self.separator(cursor).is_some() || self.weekday(cursor).is_some())
        {
            return Some(());
        }
        if self.clock.is_none() {
            let has_day = self.has_day();
            self.clock = clock(cursor).or_else(|| has_day.then(|| dashed(cursor))?);
            if self.clock.is_some() || (has_day && part_alone(cursor).is_some()) {
                return Some(());
            }
        }
        if let Some(offset) = zone(cursor) {
            // Behind an offset, a name of the zone is a comment.
            self.offset.get_or_insert(offset);
            return Some(());
        }
        if self.offset.is_some() && comment(cursor).is_some() {
            return Some(());
        }
        self.day(cursor, context)
    }

    fn day(&mut self, cursor: &mut Cursor<'_>, context: &DateContext) -> Option<()> {
        let has_weekday = self.has_weekday;
        if let Some(written) = self.day.as_mut().filter(|day| day.awaits_year && day.year.is_none())
        {
            let year = cursor.year().or_else(|| has_weekday.then(|| short_year(cursor))?);
            written.year = Some(year?);
            return Some(());
        }
        if self.day.is_some() || self.date.is_some() {
            return None;
        }
        if let Some((date, clock)) = cursor.attempt(compact_day) {
            self.date = Some(date);
            self.clock = self.clock.or(clock);
            return Some(());
        }
        let reached = context.fetched_at.and_then(|fetched_at| relative(cursor, fetched_at));
        match reached {
            None => self.day = Some(day(cursor)?),
            Some(Reached::Day(date)) => self.date = Some(date),
            Some(Reached::Time(_)) if self.clock.is_some() => return None,
            Some(Reached::Time(now)) => {
                self.date = Some(now.date());
                let (time, unit) = (now.time(), Unit::Second);
                self.clock = Some(Clock { time, ends_day: false, unit, is_english: false });
            }
        }
        self.is_relative = reached.is_some();
        Some(())
    }

    fn separator(&self, cursor: &mut Cursor<'_>) -> Option<()> {
        let joins = self.has_day() && self.clock.is_none() && cursor.before_digit(&["t", "_"]);
        let is_dash = |ahead: &mut Cursor<'_>| {
            ahead.one_of(&["-"])?;
            ahead.is_at_space().then_some(())
        };
        let is_separator = joins
            || cursor.one_of(&[",", "|", "·", ";"]).is_some()
            || cursor.word_in(&[("at", ()), ("on", ()), ("the", ())]).is_some()
            || (self.has_day() && cursor.attempt(is_dash).is_some());
        is_separator.then_some(())
    }

    fn weekday(&mut self, cursor: &mut Cursor<'_>) -> Option<()> {
        if self.has_weekday {
            return None;
        }
        let chinese = cursor.attempt(|ahead| {
            ahead.one_of(&["星期", "周", "礼拜"])?;
            ahead.one_of(&["一", "二", "三", "四", "五", "六", "日", "天"]).map(|_| ())
        });
        chinese.or_else(|| cursor.attempt(english::weekday))?;
        self.has_weekday = true;
        Some(())
    }

    fn has_day(&self) -> bool {
        self.date.is_some() || self.day.is_some_and(|day| day.day.is_some())
    }

    fn moment(self, context: &DateContext) -> Option<(Moment, DateBasis)> {
        let written = self.day.unwrap_or_default();
        if !self.has_day() {
            let is_alone = self.clock.is_none() && self.offset.is_none() && !self.has_weekday;
            let unit = if written.month.is_some() { Unit::Month } else { Unit::Year };
            let first = Date::new(written.year?, written.month.unwrap_or(1), 1).ok()?;
            return Some((Moment::on(first, unit).filter(|_| is_alone)?, DateBasis::Text));
        }
        let lacks_year = self.date.is_none() && written.year.is_none();
        let is_american = self.clock.is_some_and(|clock| clock.is_english);
        let date = self.date.or_else(|| written.date(context, is_american))?;
        let offset = self.offset.unwrap_or(CHINA);
        // Elsewhere a day begins and ends at other times.
        if self.clock.is_none() && offset != CHINA {
            return None;
        }
        let basis = match () {
            () if self.is_relative => DateBasis::FetchTime,
            () if lacks_year => DateBasis::Year,
            () => DateBasis::Text,
        };
        Some((Moment::at(date, self.clock, offset)?, basis))
    }
}

/// Parses the year of two digits of old mail, `Wed, 05 Jul 23 10:11:12 +0800`, where nothing else is
/// between the month and the time; as the standard says, from 1950 to 2049.
fn short_year(cursor: &mut Cursor<'_>) -> Option<i16> {
    cursor.attempt(|ahead| {
        let year = i16::from(ahead.number(2..=2)?);
        clock(&mut ahead.clone())?;
        Some(if year < 50 { 2000 + year } else { 1900 + year })
    })
}

/// Parses `20230705`, `20230705T101112` or `202307051011`.
fn compact_day(cursor: &mut Cursor<'_>) -> Option<(Date, Option<Clock>)> {
    let digits = cursor.digits();
    if !matches!(digits.len(), 8 | 12 | 14) {
        return None;
    }
    let (date, within) = epoch::compact(digits)?;
    let clock = within.or_else(|| {
        cursor.attempt(|ahead| {
            let is_dashed = ahead.before_digit(&["-"]);
            ahead.before_digit(&["t", "_"]);
            let digits = ahead.digits();
            let is_clock = digits.len() == 6 || (digits.len() == 4 && !is_dashed);
            is_clock.then(|| digit_clock(digits))?
        })
    });
    if clock.is_some() && cursor.before_digit(&[".", ","]) {
        cursor.digits();
    }
    Some((date, clock))
}
