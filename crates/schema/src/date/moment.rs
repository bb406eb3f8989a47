//! Points in time, as precise as they were written.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

use super::clock::Clock;
use super::unit::{CHINA_OFFSET, FIRST, LAST, Unit};

/// A point in time, given to the precision of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// The first second of the unit, in local time at `offset`.
    time: DateTime,
    offset: Offset,
    unit: Unit,
}

/// The Unix epoch, in local time.
pub(super) const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
/// China's offset from universal time.
pub(super) const CHINA: Offset = Offset::constant((CHINA_OFFSET / 3_600) as i8);

impl Moment {
    /// Returns the unit that begins at `time`, unless it is outside the years 1 to 9999 in China.
    pub(super) fn new(time: DateTime, offset: Offset, unit: Unit) -> Option<Self> {
        let moment = Self { time, offset, unit };
        (FIRST..=LAST).contains(&moment.start()).then_some(moment)
    }

    /// Returns a whole year, month or day in China.
    pub(super) fn on(day: Date, unit: Unit) -> Option<Self> {
        Self::new(day.at(0, 0, 0, 0), CHINA, unit)
    }

    /// Returns a day, or a time of it, at `offset`.
    pub(super) fn at(day: Date, clock: Option<Clock>, offset: Offset) -> Option<Self> {
        let Some(clock) = clock else { return Self::new(day.at(0, 0, 0, 0), offset, Unit::Day) };
        let day = if clock.ends_day { day.tomorrow().ok()? } else { day };
        Self::new(day.to_datetime(clock.time), offset, clock.unit)
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
}

fn seconds(time: DateTime, offset: Offset) -> i64 {
    time.duration_since(EPOCH).as_secs() - i64::from(offset.seconds())
}
