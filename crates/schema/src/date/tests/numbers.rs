use super::super::Published;
use super::{DAY_2023_07_28, assert_reads};

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
fn digits_are_days_before_they_are_seconds() {
    let shown = |text| Published::parse(text).map(|time| time.to_string());
    // 2001-01-01 00:00, not 2033-05-29.
    assert_eq!(shown("2001010100").as_deref(), Some("2001-01-01T00:00:00+08:00"));
    // Month 53: 20 days after 2023-07-08 and so on, as in the table of times since 1970.
    assert_eq!(shown("1690533600").as_deref(), Some("2023-07-28T16:40:00+08:00"));
    // 24 o'clock is the next day's midnight.
    assert_eq!(shown("2023070524").as_deref(), Some("2023-07-06T00:00:00+08:00"));
    // 978,307,200 seconds are 2001-01-01 in Greenwich; in milliseconds, with twelve digits, too.
    assert_eq!(shown("978307200").as_deref(), Some("2001-01-01T08:00:00+08:00"));
    assert_eq!(shown("978307200000").as_deref(), Some("2001-01-01T08:00:00+08:00"));
    assert_eq!(shown("-1.5").as_deref(), Some("1970-01-01T07:59:58+08:00"));
    // 21.5 years before 1970, in milliseconds: 7,862 days to 1948-06-23 (5 leap days).
    assert_eq!(shown("-679276800000").as_deref(), Some("1948-06-23T08:00:00+08:00"));
    assert_eq!(shown("20230705.0").as_deref(), Some("2023-07-05"));
    let refused =
        ["0", "86400", "20230705.5", "202313011011", "202307051060", "20230705101160", "1e9"];
    for text in refused {
        assert_eq!(shown(text), None, "{text}");
    }
}

#[test]
fn numbers_of_formats_are_read_from_their_digits() {
    let shown = |text| Published::from_number(text).map(|time| time.to_string());
    let time = Some("2023-07-05T10:11:12+08:00");
    for number in ["1688523072", "1.688523072e9", "1.688523072E+18", "1688523072000.5"] {
        assert_eq!(shown(number).as_deref(), time, "{number}");
    }
    assert_eq!(shown("20230705").as_deref(), Some("2023-07-05"));
    assert_eq!(shown("-86400").as_deref(), Some("1969-12-31T08:00:00+08:00"));
    for number in
        ["2023", "45112.42", "0", "1e400", "1e-9", "NaN", "2023-07-05", "e9", "1.6e99999999999"]
    {
        assert_eq!(shown(number), None, "{number}");
    }
}

#[test]
fn serials_of_spreadsheets_are_days() {
    let shown = |serial| Published::from_excel(serial).map(|time| time.to_string());
    // 45,112 − 25,569 = 19,543 days after 1970-01-01: 19,358 to 2023-01-01, 185 more.
    assert_eq!(shown(45_112.0).as_deref(), Some("2023-07-05"));
    // 0.42 × 86,400 = 36,288 seconds.
    assert_eq!(shown(45_112.42).as_deref(), Some("2023-07-05T10:04:48+08:00"));
    assert_eq!(shown(45_112.5).as_deref(), Some("2023-07-05T12:00:00+08:00"));
    assert_eq!(shown(1.0).as_deref(), Some("1900-01-01"));
    assert_eq!(shown(59.0).as_deref(), Some("1900-02-28"));
    assert_eq!(shown(61.0).as_deref(), Some("1900-03-01"));
    assert_eq!(shown(2_958_465.0).as_deref(), Some("9999-12-31"));
    for serial in [0.0, 0.5, -1.0, 60.0, 60.5, 2_958_466.0, f64::NAN, f64::INFINITY] {
        assert_eq!(shown(serial), None, "{serial}");
    }
}
