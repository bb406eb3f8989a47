use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::super::read::unusual;
use super::super::usual::usual;
use super::super::{DateBasis, DateContext, EXAMPLE_CONTEXT, Period, Published, SPELLINGS};

/// Texts of pieces that dates are made of, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[0-9]{1,4}",
        "[0-9０-９ 年月日号时分秒点:：./_TZ+,|()\\[-]{0,6}",
        "[〇○零一二三四五六七八九十百廿卅]{1,4}[年月日号时點分秒前刻半]",
        "(民國|公元|星期|周|凌晨|早上|中午|下午|晚|昨天|前天|刚刚|小时前|来源：|发布时间：|农历|北京时间)",
        "(am|PM|p.m.|GMT|CST|Z|jul|July|5th|of|Wed|ago|hours|yesterday|Published: )[ ,.]?",
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>(), pieces in pieces(), serial in any::<f64>()) {
        let _ = Published::from_excel(serial);
        for text in [text, pieces] {
            let _ = Published::from_number(&text);
            let period = Period::parse(&text);
            let alone = Published::parse(&text);
            if let Some(time) = alone {
                let period = period.unwrap();
                prop_assert!(period.start <= time.seconds() && time.seconds() < period.end);
            }
            if let Some(read) = Published::parse_in(&text, &EXAMPLE_CONTEXT)
                && read.basis != DateBasis::Text
            {
                prop_assert_eq!(alone, None, "{} is read without a context", text);
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

    #[test]
    fn what_is_read_at_once_is_read_the_same_with_care(
        text in "[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?([ T]?[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,3})?)?(Z|[+-][01][0-9]:?[0-5][0-9])?)?",
    ) {
        if let Some(moment) = usual(&text) {
            let slowly = unusual(&text, &DateContext::NONE);
            prop_assert_eq!(slowly, Some((moment, DateBasis::Text)));
        }
    }

    #[test]
    fn numerals_mean_what_digits_mean(year in 1000..2999_i32, month in 1..=12_u32, day in 1..=28_u32) {
        let han = |digit: char| "〇一二三四五六七八九".chars().nth(digit as usize - '0' as usize).unwrap();
        let year_in_han: String = year.to_string().chars().map(han).collect();
        let tens = |number: u32| {
            let ten = match number / 10 {
                0 => String::new(),
                1 => "十".to_owned(),
                tens => format!("{}十", han(char::from_digit(tens, 10).unwrap())),
            };
            let one = char::from_digit(number % 10, 10).filter(|one| *one != '0').map(han);
            ten + &one.map(String::from).unwrap_or_default()
        };
        let text = format!("{year_in_han}年{}月{}日", tens(month), tens(day));
        let digits = format!("{year}-{month}-{day}");
        prop_assert_eq!(Published::parse(&text), Published::parse(&digits), "{}", text);
    }
}

#[test]
fn long_texts_take_no_time() {
    let begun = Instant::now();
    for (piece, _) in SPELLINGS {
        // Much longer than a date, and as long as a text may be.
        assert_eq!(Published::parse(&piece.repeat(100_000)), None, "{piece}");
        for text in [piece.repeat(300 / piece.len()), format!("{piece}{}", "日".repeat(60))] {
            for _ in 0..100 {
                let _ = Published::parse_in(&text, &EXAMPLE_CONTEXT);
            }
        }
    }
    for piece in ["来源：a ", "发布 ", "日期：", "，", "一", "百", "网 ", "1", "周一", "- ", "at "]
    {
        for end in ["", "!", "网!"] {
            let text = format!("{}{end}", piece.repeat(295 / piece.len()));
            for _ in 0..100 {
                assert_eq!(Published::parse_in(&text, &EXAMPLE_CONTEXT), None, "{piece}");
            }
        }
    }
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
}
