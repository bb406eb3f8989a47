use super::super::unit::LAST;
use super::super::{Period, Published};
use super::{DAY, DAY_2023_07_28, DAY_2025_12_30, assert_reads, clock};

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
        "16905336",
        "202307051",
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
    assert_eq!(Published::from_seconds(i64::MIN, true).to_string(), "0001-01-01T00:00:00+08:00");
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
