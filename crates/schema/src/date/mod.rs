//! Publication times in the spellings of Chinese news.

mod clock;
mod cursor;
mod spelling;
mod unit;

use std::fmt;

use jiff::SignedDuration;

use spelling::Moment;
use unit::{FIRST, LAST};

pub use unit::{CHINA_OFFSET, DAY_SECONDS};

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

/// A span of time: a year, a month, a day, or a shorter unit in which a time was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// Its first second, since the Unix epoch.
    pub start: i64,
    /// The second after its last, since the Unix epoch.
    pub end: i64,
}

impl Published {
    /// Parses a time as news pages, corpora and feeds write it, in China's time unless it has a zone.
    ///
    /// `2025-12-30 09:19`, `2025/12/30 9:05`, `2025.12.30`, `20251230`, `2023年7月28日16时40分`,
    /// `[ 2023-07-28 16：40 ]`, `2025-12-24T00:44:00+08:00`, `Dec 30, 2025`, the dates of e-mail and
    /// feeds, and seconds or milliseconds since the Unix epoch. A month or a year alone is refused.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let moment = Moment::parse(text)?;
        moment.has_day().then(|| Self::from_seconds(moment.start(), moment.has_hour()))
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
        let china = spelling::EPOCH.checked_add(elapsed).map_err(|_| fmt::Error)?;
        if self.has_time { write!(f, "{china}+08:00") } else { write!(f, "{}", china.date()) }
    }
}

impl Period {
    /// Parses a year, a month, or anything that [`Published::parse`] accepts, as the whole time that it
    /// names: `2025年` is a year long, `2025-12` a month, `2025-12-30 09:19` a minute.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let moment = Moment::parse(text)?;
        Some(Self { start: moment.start(), end: moment.end() })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DAY: i64 = DAY_SECONDS;

    /// 2025-12-30 00:00 in China: 55 × 365 + 14 = 20,089 days to 2025-01-01, 363 more to 12-30.
    const DAY_2025_12_30: i64 = (20_089 + 363) * 86_400 - 28_800;
    /// 2023-07-28 00:00 in China: 53 × 365 + 13 = 19,358 days to 2023-01-01, 208 more to 07-28.
    const DAY_2023_07_28: i64 = (19_358 + 208) * 86_400 - 28_800;

    const fn clock(hour: i64, minute: i64, second: i64) -> Option<i64> {
        Some(hour * 3_600 + minute * 60 + second)
    }

    #[track_caller]
    fn assert_reads(text: &str, day: i64, clock: Option<i64>) {
        let expected = Published { seconds: day + clock.unwrap_or(0), has_time: clock.is_some() };
        assert_eq!(Published::parse(text), Some(expected), "{text:?}");
    }

    #[test]
    fn days_are_read_in_every_spelling() {
        let spellings = [
            "2025-12-30",
            "2025/12/30",
            "2025.12.30",
            "20251230",
            "2025年12月30日",
            "2025 年 12 月 30 日",
            "２０２５－１２－３０",
            "  2025-12-30\n",
            "【2025年12月30日】",
            "2025年12月30号 星期二",
            "Dec 30, 2025",
            "December 30, 2025",
            "30 Dec 2025",
        ];
        for text in spellings {
            assert_reads(text, DAY_2025_12_30, None);
        }
    }

    #[test]
    fn times_are_in_china_unless_a_zone_is_given() {
        let times = [
            ("2025-12-30 09:19", clock(9, 19, 0)),
            ("2025-12-30 09:19:05", clock(9, 19, 5)),
            ("2025/12/30 9:05", clock(9, 5, 0)),
            ("2025-12-30T09:19:05", clock(9, 19, 5)),
            ("2025-12-30T09:19:05.123456", clock(9, 19, 5)),
            ("20251230 09:19", clock(9, 19, 0)),
            ("20251230091905", clock(9, 19, 5)),
            ("2025-12-30T09:19:05+08:00", clock(9, 19, 5)),
            ("2025-12-30T01:19:05Z", clock(9, 19, 5)),
            ("2025-12-29T20:19:05.5-0500", clock(9, 19, 5)),
            ("2025-12-30 01:19:05 UTC", clock(9, 19, 5)),
            ("2025-12-30 09:19 (GMT+8)", clock(9, 19, 0)),
            ("Tue, 30 Dec 2025 01:19:05 GMT", clock(9, 19, 5)),
            ("Tue, 30 Dec 2025 09:19:05 +0800", clock(9, 19, 5)),
            ("Tue Dec 30 09:19:05 +0800 2025", clock(9, 19, 5)),
            ("Dec 30, 2025 09:19", clock(9, 19, 0)),
        ];
        for (text, clock) in times {
            assert_reads(text, DAY_2025_12_30, clock);
        }
    }

    #[test]
    fn chinese_times_are_read() {
        let times = [
            ("2023年7月28日", None),
            ("2023年7月28日 16时40分", clock(16, 40, 0)),
            ("2023年7月28日16时40分05秒", clock(16, 40, 5)),
            ("2023年7月28日16时", clock(16, 0, 0)),
            ("2023年7月28日16点40", clock(16, 40, 0)),
            ("2023年07月28日16:40", clock(16, 40, 0)),
            ("2023年7月28日 星期五 16:40", clock(16, 40, 0)),
            ("2023年7月28日下午4:40", clock(16, 40, 0)),
            ("[ 2023-07-28 16：40 ]", clock(16, 40, 0)),
            ("［２０２３－０７－２８　１６：４０］", clock(16, 40, 0)),
            ("（2023-07-28 16:40）", clock(16, 40, 0)),
        ];
        for (text, clock) in times {
            assert_reads(text, DAY_2023_07_28, clock);
        }
    }

    #[test]
    fn unix_times_are_read() {
        // 2023-07-28 16:40:00 in China.
        let seconds = DAY_2023_07_28 + 16 * 3_600 + 40 * 60;
        assert_eq!(seconds, 1_690_533_600);
        for text in ["1690533600", "1690533600000", "1690533600999"] {
            assert_reads(text, seconds, Some(0));
        }
    }

    #[test]
    fn a_text_that_is_not_a_time_is_refused() {
        let texts = [
            "",
            " ",
            "昨天",
            "3小时前",
            "16:40",
            "07-28 16:40",
            "2025",
            "2025-12",
            "2025年",
            "2025-02-30",
            "2023-02-29",
            "2025-13-01",
            "2025-00-10",
            "2025-12-00",
            "0000-00-00 00:00:00",
            "2025-12-30 24:01",
            "2025-12-30 09:60",
            "2025-12-30 09",
            "2025-12-30 09:19:61",
            "2025-12-30 09:19 abc",
            "2025-12-30 下午13:60",
            "2025-12/30",
            "2025-12-3009:19",
            "25-12-30",
            "2025-12-30T09:19:05+99:00",
            "20250230",
            "169053360",
            "16905336000",
            "Feb 30, 2025",
        ];
        for text in texts {
            assert_eq!(Published::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn display_is_the_time_in_china() {
        let shown = |text| Published::parse(text).unwrap().to_string();
        assert_eq!(shown("2025-12-23T16:44:00Z"), "2025-12-24T00:44:00+08:00");
        assert_eq!(shown("2025年12月30日"), "2025-12-30");
        assert_eq!(
            Published::from_seconds(i64::MIN, true).to_string(),
            "0001-01-01T00:00:00+08:00"
        );
        assert_eq!(Published::from_seconds(i64::MAX, false).to_string(), "9999-12-31");
    }

    #[test]
    fn a_day_sorts_before_its_times() {
        let mut times = ["2025-12-30 00:01", "2025-12-30", "2025-12-29 23:59"]
            .map(|text| Published::parse(text).unwrap());
        times.sort();
        let shown = times.map(|time| time.to_string());
        let expected = ["2025-12-29T23:59:00+08:00", "2025-12-30", "2025-12-30T00:01:00+08:00"];
        assert_eq!(shown, expected);
    }

    #[test]
    fn periods_last_as_long_as_their_unit() {
        let day = DAY_2025_12_30;
        let periods = [
            ("2025", day - 363 * DAY, 365 * DAY),
            ("2024年", day - 363 * DAY - 366 * DAY, 366 * DAY),
            ("2025-12", day - 29 * DAY, 31 * DAY),
            ("2025年12月", day - 29 * DAY, 31 * DAY),
            ("2025/12", day - 29 * DAY, 31 * DAY),
            ("2025-12-30", day, DAY),
            ("２０２５年１２月３０日", day, DAY),
            ("2025年12月30日9时", day + 9 * 3_600, 3_600),
            ("2025-12-30 09:19", day + 33_540, 60),
            ("2025-12-30T01:19:05Z", day + 33_545, 1),
        ];
        for (text, start, length) in periods {
            let expected = Period { start, end: start + length };
            assert_eq!(Period::parse(text), Some(expected), "{text}");
        }
        assert_eq!(Period::parse("2025-13"), None);
        assert_eq!(Period::parse("9999").map(|period| period.end), Some(LAST + 1));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>(), datelike in "[0-9０-９ 年月日时分:：./TZ+\\[-]{0,30}") {
            for text in [text, datelike] {
                let period = Period::parse(&text);
                if let Some(time) = Published::parse(&text) {
                    let period = period.unwrap();
                    prop_assert!(period.start <= time.seconds && time.seconds < period.end);
                }
            }
        }

        #[test]
        fn display_parses_back(seconds in any::<i64>(), recent in 0..4_000_000_000_i64, has_time: bool) {
            for seconds in [seconds, recent] {
                let time = Published::from_seconds(seconds, has_time);
                prop_assert_eq!(Published::parse(&time.to_string()), Some(time));
            }
        }
    }
}
