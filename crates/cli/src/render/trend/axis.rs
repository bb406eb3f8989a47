//! The axis of time.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use xunwen_query::corpus::{CalendarUnit, Trend};

/// Most periods with a label.
const MOST_TICKS: usize = 14;

/// Periods side by side: the first is at 0, each is 1 wide.
pub(super) struct Axis {
    names: Vec<String>,
    ticks: Vec<f64>,
}

impl Axis {
    pub(super) fn of(trend: &Trend) -> Self {
        let names: Vec<String> = trend.periods.iter().map(|period| period.name.clone()).collect();
        Self { ticks: ticks(trend.by, &names), names }
    }
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, place: &f64, (start, end): (i32, i32)) -> i32 {
        let range = self.range();
        let share = (place - range.start) / (range.end - range.start);
        start + (f64::from(end - start) * share).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        self.ticks.clone()
    }

    fn range(&self) -> Range<f64> {
        -0.5..self.names.len().max(1) as f64 - 0.5
    }
}

impl ValueFormatter<f64> for Axis {
    fn format(place: &f64) -> String {
        place.to_string()
    }

    fn format_ext(&self, place: &f64) -> String {
        self.names.get(*place as usize).cloned().unwrap_or_default()
    }
}

/// Returns the positions of the labelled periods: round years, or months or days at even steps.
fn ticks(by: CalendarUnit, names: &[String]) -> Vec<f64> {
    let is_by_day = by == CalendarUnit::Day && names.len() <= 7 * MOST_TICKS;
    let numbered: Vec<(usize, usize)> = if is_by_day {
        (0..names.len()).map(|place| (place, place)).collect()
    } else {
        (0..).zip(names).filter_map(|(place, name)| Some((place, month_number(name)?))).collect()
    };
    let steps = if is_by_day { &[1, 2, 7][..] } else { &[1, 2, 3, 6, 12, 24, 60, 120, 240, 600] };
    let at = |step: usize| numbered.iter().filter(move |(_, number)| number.is_multiple_of(step));
    let step = steps.iter().copied().find(|&step| at(step).count() <= MOST_TICKS);
    at(step.unwrap_or(12_000)).map(|&(place, _)| place as f64).collect()
}

/// Returns the number of the month that begins with a period, counted from the year 0.
fn month_number(name: &str) -> Option<usize> {
    let mut parts = name.split('-');
    let year: usize = parts.next()?.parse().ok()?;
    let month = parts.next().map_or(Some(1), first_month)?;
    let mut parts = parts.map(str::parse::<usize>);
    let day = parts.next().map_or(Some(1), Result::ok)?;
    (day == 1).then_some(year * 12 + month - 1)
}

/// Returns the number of the month `12`, or of the first of the quarter `Q4`.
fn first_month(name: &str) -> Option<usize> {
    match name.strip_prefix('Q') {
        Some(quarter) => Some(3 * quarter.parse::<usize>().ok()? - 2),
        None => name.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_periods_are_named_and_round_ones() {
        let named = |by, names: &[String]| {
            let ticks = ticks(by, names).into_iter().map(|place| names[place as usize].clone());
            ticks.collect::<Vec<_>>()
        };
        let years: Vec<String> = (1978..=2026).map(|year| year.to_string()).collect();
        assert_eq!(
            named(CalendarUnit::Year, &years)[..3],
            ["1980", "1985", "1990"].map(str::to_owned)
        );
        let months: Vec<String> =
            (0..90).map(|month| format!("{}-{:02}", 2016 + month / 12, month % 12 + 1)).collect();
        assert_eq!(
            named(CalendarUnit::Month, &months)[..2],
            ["2016-01", "2017-01"].map(str::to_owned)
        );
        assert_eq!(named(CalendarUnit::Month, &months[..5]).len(), 5);
        let quarters: Vec<String> =
            (0..20).map(|at| format!("{}-Q{}", 2020 + at / 4, at % 4 + 1)).collect();
        assert_eq!(
            named(CalendarUnit::Quarter, &quarters)[..3],
            ["2020-Q1", "2020-Q3", "2021-Q1"].map(str::to_owned)
        );
        let days: Vec<String> = (1..=30).map(|day| format!("2025-11-{day:02}")).collect();
        assert_eq!(named(CalendarUnit::Day, &days)[1], "2025-11-08");
    }
}
