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
