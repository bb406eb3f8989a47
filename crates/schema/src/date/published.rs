//! Publication times.

use std::fmt;

use jiff::SignedDuration;

use super::context::{DateBasis, DateContext};
use super::moment::EPOCH;
use super::read::{read, read_number};
use super::unit::{CHINA_OFFSET, DAY_SECONDS, FIRST, LAST};

/// A publication time: an instant, and whether the time of day is known.
///
/// Ordered by instant; a day without a time of day counts as its first second in China. `Display`
/// writes the time in China, `2025-12-24T00:44:00+08:00`, or `2025-12-24` without a time of day, and
/// [`Published::parse`] reads it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Published {
    seconds: i64,
    has_time: bool,
}

/// A publication time as it was read, and what from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ReadDate {
    /// The time.
    pub published: Published,
    /// What it was read from.
    pub basis: DateBasis,
}

impl ReadDate {
    /// Returns whether the time was counted from when the text was fetched: `3小时前`, `昨天 10:11`.
    #[must_use]
    pub fn is_estimated(self) -> bool {
        self.basis == DateBasis::FetchTime
    }
}

impl Published {
    /// Parses a time as news pages, corpora and feeds write it, in China's time unless it has a zone.
    ///
    /// [`SPELLINGS`](super::SPELLINGS) has an example of each spelling,
    /// [`REFUSED_SPELLINGS`](super::REFUSED_SPELLINGS) of what could mean several things. A month or a
    /// year alone is refused, and so is what [`Published::parse_in`] needs more for than the text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_in(text, &DateContext::NONE).map(|read| read.published)
    }

    /// Parses a time with what is known about the texts it comes from: days without a year, and times
    /// counted from when the text was fetched ([`CONTEXT_SPELLINGS`](super::CONTEXT_SPELLINGS)).
    #[must_use]
    pub fn parse_in(text: &str, context: &DateContext) -> Option<ReadDate> {
        let (moment, basis) = read(text, context)?;
        let published = || Self::from_seconds(moment.start(), moment.has_hour());
        moment.has_day().then(|| ReadDate { published: published(), basis })
    }

    /// Parses what a format such as JSON gives as a number, in its digits: a compact date such as
    /// `20230705`, or a time since the Unix epoch, which may have a fraction and an exponent.
    ///
    /// The number of digits says the unit, as in [`Published::parse`]. A number of a spreadsheet is
    /// refused, for [`Published::from_excel`].
    #[must_use]
    pub fn from_number(number: &str) -> Option<Self> {
        read_number(number).map(|moment| Self::from_seconds(moment.start(), moment.has_hour()))
    }

    /// Returns the time that a spreadsheet keeps as `serial`: days since the end of 1899 and the part of
    /// the day, to the nearest second, in China. A whole number is a day without a time of day.
    ///
    /// Refused are serials below 1, above the year 9999, and 60: a 29 February 1900 that never was. In
    /// a workbook that counts from 1904, add 1462.
    #[must_use]
    pub fn from_excel(serial: f64) -> Option<Self> {
        const FIRST_MARCH_1900: f64 = 61.0;
        const AFTER_9999: f64 = 2_958_466.0;
        // Days from 1899-12-30 to the Unix epoch.
        const EPOCH_DAYS: i64 = 25_569;
        let is_day =
            (1.0..AFTER_9999).contains(&serial) && !(60.0..FIRST_MARCH_1900).contains(&serial);
        if !is_day {
            return None;
        }
        // Excel counts that day, so the days before it are one further from the later ones.
        let early = if serial < FIRST_MARCH_1900 { 1 } else { 0 };
        let into_days = (serial * DAY_SECONDS as f64).round() as i64;
        let seconds = into_days + (early - EPOCH_DAYS) * DAY_SECONDS - CHINA_OFFSET;
        Some(Self::from_seconds(seconds, serial.fract() != 0.0))
    }

    /// Returns the time at `seconds` since the Unix epoch, clamped to the years 1 to 9999; without
    /// `has_time`, the day in China that contains it.
    #[must_use]
    pub fn from_seconds(seconds: i64, has_time: bool) -> Self {
        let seconds = seconds.clamp(FIRST, LAST);
        let into_day = if has_time { 0 } else { (seconds + CHINA_OFFSET).rem_euclid(DAY_SECONDS) };
        Self { seconds: seconds - into_day, has_time }
    }

    /// Returns the seconds since the Unix epoch.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.seconds
    }

    /// Returns whether the time of day is known.
    #[must_use]
    pub fn has_time(self) -> bool {
        self.has_time
    }
}

impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let elapsed = SignedDuration::from_secs(self.seconds + CHINA_OFFSET);
        let china = EPOCH.checked_add(elapsed).map_err(|_| fmt::Error)?;
        if self.has_time { write!(f, "{china}+08:00") } else { write!(f, "{}", china.date()) }
    }
}
