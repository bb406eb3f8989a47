//! Dates as they are asked for.

use std::{fmt, ops::RangeInclusive};

use jiff::civil::Date;
use xunwen_schema::{CHINA_OFFSET, DAY_SECONDS, Period};

/// When an article must have been published, in China's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateSpec {
    /// Within a day, a month or a year.
    In(Day),
    /// From the first moment of one to the last moment of the other, whichever are given.
    Range {
        /// Where it begins; open if missing.
        from: Option<Day>,
        /// Where it ends; open if missing.
        to: Option<Day>,
    },
    /// Today and the days before it, this many in all, at least 1.
    LastDays(u32),
}

impl DateSpec {
    /// Returns the first second and the one after the last, where there are any, in seconds
    /// since the Unix epoch; `now` is the present.
    #[must_use]
    pub fn seconds(self, now: i64) -> (Option<i64>, Option<i64>) {
        match self {
            Self::In(day) => {
                (day.period().map(|period| period.start), day.period().map(|period| period.end))
            }
            Self::Range { from, to } => (
                from.and_then(Day::period).map(|period| period.start),
                to.and_then(Day::period).map(|period| period.end),
            ),
            Self::LastDays(days) => {
                let today = (now + CHINA_OFFSET).div_euclid(DAY_SECONDS);
                let first = today + 1 - i64::from(days);
                let start_of = |day: i64| Some(day * DAY_SECONDS - CHINA_OFFSET);
                (start_of(first), start_of(today + 1))
            }
        }
    }
}

impl fmt::Display for DateSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::In(day) => write!(f, "{day}"),
            Self::LastDays(days) => write!(f, "last{days}d"),
            Self::Range { from, to } => {
                from.iter().try_for_each(|day| write!(f, "{day}"))?;
                f.write_str("..")?;
                to.iter().try_for_each(|day| write!(f, "{day}"))
            }
        }
    }
}

/// A day of the calendar, or a whole month or year of it.
///
/// `Display` writes `2025`, `2025-12` or `2025-12-31`. A day has a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

/// The numbers of a date are not on the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such date")]
pub struct DayError;

impl Day {
    /// The years that can be asked for.
    pub const YEARS: RangeInclusive<u16> = 1000..=9999;

    /// Returns a whole year.
    ///
    /// # Errors
    ///
    /// If the year is outside [`Day::YEARS`].
    pub fn year(year: u16) -> Result<Self, DayError> {
        let known = Self::YEARS.contains(&year);
        known.then_some(Self { year, month: None, day: None }).ok_or(DayError)
    }

    /// Returns a whole month of this date's year.
    ///
    /// # Errors
    ///
    /// If there is no such month.
    pub fn with_month(self, month: u8) -> Result<Self, DayError> {
        let known = (1..=12).contains(&month);
        known.then_some(Self { month: Some(month), day: None, ..self }).ok_or(DayError)
    }

    /// Returns one day of this date's month.
    ///
    /// # Errors
    ///
    /// If the month is missing or has no such day.
    pub fn with_day(self, day: u8) -> Result<Self, DayError> {
        let known = (1..=self.days()).contains(&day);
        known.then_some(Self { day: Some(day), ..self }).ok_or(DayError)
    }

    /// Returns year, month and day, as far as they were given.
    #[must_use]
    pub fn parts(self) -> (u16, Option<u8>, Option<u8>) {
        (self.year, self.month, self.day)
    }

    /// Returns the first day of it, as numbers.
    pub(crate) fn first(self) -> (u16, u8, u8) {
        (self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// Returns the last day of it, as numbers.
    pub(crate) fn last(self) -> (u16, u8, u8) {
        let december = Self { month: self.month.or(Some(12)), ..self };
        (self.year, december.month.unwrap_or(12), self.day.unwrap_or(december.days()))
    }

    /// Returns the seconds it takes.
    fn period(self) -> Option<Period> {
        Period::parse(&self.to_string())
    }

    /// Returns the number of days of the month, 0 without a month.
    fn days(self) -> u8 {
        let Some(month) = self.month else { return 0 };
        // Years and months were checked, so the numbers fit and the date exists.
        let first = Date::new(self.year.cast_signed(), month.cast_signed(), 1);
        first.map_or(0, |first| first.days_in_month().cast_unsigned())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month.iter().try_for_each(|month| write!(f, "-{month:02}"))?;
        self.day.iter().try_for_each(|day| write!(f, "-{day:02}"))
    }
}
