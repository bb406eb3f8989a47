//! The calendar of China: days, and the months and years they are in.

use std::collections::BTreeMap;

use xunwen_schema::{Period, Published};

use crate::engine::elsewhere::DayCounts;
use crate::index::docset::DocSet;
use crate::index::segment::Segment;

/// The most days that are read best day by day.
const MOST_DAYS: usize = 62;
/// The most months that are read best month by month.
const MOST_MONTHS: usize = 60;

/// A unit of China's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CalendarUnit {
    /// `2025-12-30`.
    Day,
    /// `2025-12`.
    Month,
    /// `2025-Q4`.
    Quarter,
    /// `2025`.
    Year,
}

impl CalendarUnit {
    /// All there are, the shortest first.
    pub const ALL: [Self; 4] = [Self::Day, Self::Month, Self::Quarter, Self::Year];

    /// Returns its name in output: `day`, `month`, `quarter` or `year`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// Returns the unit by which the time from `first` to `last` is read best: see
    /// [`Trend::fitting`](crate::corpus::Trend::fitting).
    pub(crate) fn fitting(first: Published, last: Published) -> Self {
        let count = |unit: Self| unit.names(first, last).len();
        if count(Self::Month) > MOST_MONTHS {
            Self::Year
        } else if count(Self::Day) <= MOST_DAYS {
            Self::Day
        } else {
            Self::Month
        }
    }

    /// Returns the name of the unit that `time` is in.
    pub(crate) fn name_of(self, time: Published) -> String {
        let mut name = Published::from_seconds(time.seconds(), false).to_string();
        if self == Self::Quarter {
            let month: usize = name["2025-".len().."2025-12".len()].parse().unwrap_or(1);
            name.replace_range("2025-".len().., &format!("Q{}", month.div_ceil(3)));
        }
        name.truncate(match self {
            Self::Day => "2025-12-30".len(),
            Self::Month | Self::Quarter => "2025-12".len(),
            Self::Year => "2025".len(),
        });
        name
    }

    /// Returns the second with which the unit of this name ends.
    fn end(self, name: &str) -> i64 {
        let last_month = |quarter: usize| format!("{}-{:02}", &name[.."2025".len()], 3 * quarter);
        let quarter = name.split_once("-Q").and_then(|(_, quarter)| quarter.parse().ok());
        let last = quarter.map_or_else(|| name.to_owned(), last_month);
        Period::parse(&last).map_or(i64::MAX, |period| period.end)
    }

    /// Returns the names of all units from the one that `first` is in to the one that `last` is in.
    pub(crate) fn names(self, first: Published, last: Published) -> Vec<String> {
        let mut names = Vec::new();
        let mut next = first.seconds();
        while next <= last.seconds() {
            let name = self.name_of(Published::from_seconds(next, false));
            next = self.end(&name);
            names.push(name);
        }
        names
    }
}

/// A few articles dated far from all others, most often by mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outliers {
    /// The first of their days.
    pub first: String,
    /// The last of their days.
    pub last: String,
    /// How many articles they are.
    pub articles: u64,
    /// The day next to them on which other articles were published.
    pub nearest: String,
}

impl Outliers {
    /// Returns what to report of the days `outside`; `None` if there are none.
    fn of(outside: &[(Published, u64)], nearest: Option<&(Published, u64)>) -> Option<Self> {
        let name = |day: &(Published, u64)| CalendarUnit::Day.name_of(day.0);
        let first = name(outside.first()?);
        let last = name(outside.last()?);
        Some(Self { first, last, articles: articles(outside), nearest: name(nearest?) })
    }
}

/// Numbers of articles by the day on which they were published.
#[derive(Clone, Debug, Default)]
pub(crate) struct Days {
    counts: BTreeMap<Published, u64>,
    /// Articles without a date.
    pub(crate) undated: u64,
}

impl Days {
    /// Counts `documents` of `segment`.
    pub(crate) fn add(&mut self, segment: &Segment, documents: &DocSet) -> tantivy::Result<()> {
        let columns = segment.columns()?;
        // Neighbours in an index are often of one day: it is looked up once for all of them.
        let mut run: Option<(Published, u64)> = None;
        for document in documents.iter() {
            let Some(seconds) = columns.published(document) else {
                self.undated += 1;
                continue;
            };
            let day = Published::from_seconds(seconds, false);
            match &mut run {
                Some((of_run, count)) if *of_run == day => *count += 1,
                _ => self.end(run.replace((day, 1))),
            }
        }
        self.end(run);
        Ok(())
    }

    /// Returns what a remote has counted.
    pub(crate) fn of(counted: &DayCounts) -> Self {
        let mut days = Self { undated: counted.undated, ..Self::default() };
        for &(seconds, articles) in &counted.days {
            days.end(Some((Published::from_seconds(seconds, false), articles)));
        }
        days
    }

    fn end(&mut self, run: Option<(Published, u64)>) {
        if let Some((day, count)) = run {
            *self.counts.entry(day).or_default() += count;
        }
    }

    /// Returns the first and the last day that has an article.
    pub(crate) fn ends(&self) -> Option<(Published, Published)> {
        let (first, _) = self.counts.first_key_value()?;
        let (last, _) = self.counts.last_key_value()?;
        Some((*first, *last))
    }

    /// Returns the articles at either end whose days are far from all others.
    ///
    /// Few articles (three, or one in a hundred, and never more than one in five) before or after a gap
    /// are outliers if the gap is longer than a year and than the time that the other articles cover,
    /// not counting as few articles at the other end.
    pub(crate) fn outliers(&self) -> Vec<Outliers> {
        let days: Vec<(Published, u64)> =
            self.counts.iter().map(|(&day, &count)| (day, count)).collect();
        let total = articles(&days);
        let few = FEW_OUTLIERS.max(total / 100).min(total / 5);
        let reversed: Vec<(Published, u64)> = days.iter().rev().copied().collect();
        let main_start = outlying(&days, few);
        let main_end = days.len() - outlying(&reversed, few);
        let before = Outliers::of(&days[..main_start], days.get(main_start));
        let after = Outliers::of(&days[main_end..], days[..main_end].last());
        before.into_iter().chain(after).collect()
    }

    /// Returns the counts by the name of a unit.
    pub(crate) fn by(&self, unit: CalendarUnit) -> BTreeMap<String, u64> {
        let mut named = BTreeMap::new();
        for (&day, count) in &self.counts {
            *named.entry(unit.name_of(day)).or_default() += count;
        }
        named
    }
}

/// Seconds within which a day is never far from another.
const YEAR: u64 = 365 * 86_400;
/// How many articles may be outliers even if that is more than one in a hundred.
const FEW_OUTLIERS: u64 = 3;

/// Returns how many of the first of `days`, sorted either way, are outliers of at most `few` articles.
fn outlying(days: &[(Published, u64)], few: u64) -> usize {
    let at_the_other_end = beginning(days.iter().rev(), few);
    let end = days.len() - at_the_other_end;
    let distance = |from: usize, to: usize| days[to].0.seconds().abs_diff(days[from].0.seconds());
    let is_far = |gap: usize| distance(gap - 1, gap) > distance(gap, end - 1).max(YEAR);
    (1..=beginning(days.iter(), few)).rev().find(|&gap| gap < end && is_far(gap)).unwrap_or(0)
}

/// Returns how many of the first of `days` have at most `few` articles between them.
fn beginning<'d>(days: impl Iterator<Item = &'d (Published, u64)>, few: u64) -> usize {
    let sums = days.scan(0, |sum, day| {
        *sum += day.1;
        Some(*sum)
    });
    sums.take_while(|&sum| sum <= few).count()
}

fn articles(days: &[(Published, u64)]) -> u64 {
    days.iter().map(|day| day.1).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Published {
        Published::parse(text).unwrap()
    }

    #[test]
    fn every_unit_between_two_days_is_named() {
        let names = |unit: CalendarUnit, first, last| unit.names(day(first), day(last));
        assert_eq!(
            names(CalendarUnit::Month, "2023-11-30", "2024-02-01"),
            ["2023-11", "2023-12", "2024-01", "2024-02"]
        );
        assert_eq!(
            names(CalendarUnit::Day, "2024-02-28 23:59", "2024-03-01"),
            ["2024-02-28", "2024-02-29", "2024-03-01"]
        );
        assert_eq!(
            names(CalendarUnit::Quarter, "2023-09-30 23:59", "2024-04-01"),
            ["2023-Q3", "2023-Q4", "2024-Q1", "2024-Q2"]
        );
        assert_eq!(names(CalendarUnit::Year, "2025-12-31", "2025-12-31"), ["2025"]);
        assert_eq!(names(CalendarUnit::Year, "2025-01-01", "2024-12-31"), [""; 0]);
        let all = CalendarUnit::Year.names(day("0001-01-01"), day("9999-12-31"));
        assert_eq!((all.len(), all[0].as_str(), all[9_998].as_str()), (9_999, "0001", "9999"));
    }

    #[test]
    fn the_unit_fits_the_time() {
        use CalendarUnit::{Day, Month, Year};
        for (first, last, expected) in [
            ("2025-12-01", "2025-12-01", Day),
            ("2025-12-01", "2026-01-31", Day),
            ("2025-12-01", "2026-02-01", Month),
            ("2021-01-31", "2025-12-01", Month),
            ("2021-01-31", "2026-01-01", Year),
        ] {
            assert_eq!(CalendarUnit::fitting(day(first), day(last)), expected, "{first} {last}");
        }
    }

    #[test]
    fn outliers_are_few_and_far() {
        let outliers = |days: &[(&str, u64)]| {
            let counts = days.iter().map(|&(text, count)| (day(text), count)).collect();
            let outliers = Days { counts, undated: 0 }.outliers();
            let short =
                |it: Outliers| format!("{} {} {} {}", it.first, it.last, it.articles, it.nearest);
            outliers.into_iter().map(short).collect::<Vec<_>>()
        };
        let main = [("2016-05-01", 40), ("2020-01-01", 1), ("2026-01-31", 60)];
        assert_eq!(outliers(&main), [""; 0]);
        let odd = [("1949-10-01", 1), ("1950-01-01", 2), ("2999-12-31", 1)];
        assert_eq!(
            outliers(&[&main[..], &odd].concat()),
            ["1949-10-01 1950-01-01 3 2016-05-01", "2999-12-31 2999-12-31 1 2026-01-31"]
        );
        // An older part of the collection, and a gap shorter than the rest is long.
        assert_eq!(outliers(&[&main[..], &[("1978-01-01", 4)]].concat()), [""; 0]);
        assert_eq!(outliers(&[&main[..], &[("2008-01-01", 1)]].concat()), [""; 0]);
        assert_eq!(outliers(&[("1980-01-01", 1), ("2025-01-01", 1)]), [""; 0]);
        assert_eq!(outliers(&[]), [""; 0]);
    }

    #[test]
    fn a_day_begins_at_midnight_in_china() {
        let name = |text| CalendarUnit::Day.name_of(day(text));
        assert_eq!(name("2025-12-31T15:59:59Z"), "2025-12-31");
        assert_eq!(name("2025-12-31T16:00:00Z"), "2026-01-01");
    }

    proptest! {
        #[test]
        fn units_leave_no_gap(start in 0..4_000_000_000_i64, length in 0..40_000_000_i64) {
            let ends = [start, start + length].map(|seconds| Published::from_seconds(seconds, true));
            for unit in [CalendarUnit::Day, CalendarUnit::Month, CalendarUnit::Year] {
                let names = unit.names(ends[0], ends[1]);
                let periods: Vec<Period> =
                    names.iter().map(|name| Period::parse(name).unwrap()).collect();
                prop_assert!(periods.windows(2).all(|pair| pair[0].end == pair[1].start));
                prop_assert_eq!(names.first(), Some(&unit.name_of(ends[0])));
                prop_assert_eq!(names.last(), Some(&unit.name_of(ends[1])));
            }
        }
    }
}
