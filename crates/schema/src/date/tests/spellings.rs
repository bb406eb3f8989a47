use super::super::{
    CONTEXT_SPELLINGS, DateBasis, DateContext, EXAMPLE_CONTEXT, Period, Published,
    REFUSED_SPELLINGS, SPELLINGS,
};

#[test]
fn every_example_is_read_as_it_says() {
    for (text, shown) in SPELLINGS {
        let read = Published::parse_in(text, &DateContext::NONE);
        let read = read.map(|read| (read.published.to_string(), read.basis));
        assert_eq!(read, Some(((*shown).to_owned(), DateBasis::Text)), "{text}");
        assert!(Period::parse(text).is_some(), "{text}");
    }
}

#[test]
fn examples_with_a_context_need_it() {
    for (text, shown) in CONTEXT_SPELLINGS {
        let read = Published::parse_in(text, &EXAMPLE_CONTEXT);
        assert_eq!(read.map(|read| read.published.to_string()).as_deref(), Some(*shown), "{text}");
        assert_eq!(Published::parse(text), None, "{text}");
        assert_eq!(Period::parse(text), None, "{text}");
    }
}

#[test]
fn refused_examples_are_refused_in_any_context() {
    for (text, why) in REFUSED_SPELLINGS {
        assert_eq!(Published::parse_in(text, &EXAMPLE_CONTEXT), None, "{text}: {why}");
    }
}

#[test]
fn the_outcome_says_what_a_date_was_read_from() {
    let basis = |text| Published::parse_in(text, &EXAMPLE_CONTEXT).map(|read| read.basis);
    assert_eq!(basis("2022-07-05"), Some(DateBasis::Text));
    assert_eq!(basis("05/07/2023"), Some(DateBasis::Text));
    assert_eq!(basis("7月5日"), Some(DateBasis::Year));
    assert_eq!(basis("昨天"), Some(DateBasis::FetchTime));
    let read = Published::parse_in("3小时前", &EXAMPLE_CONTEXT).unwrap();
    assert!(read.is_estimated() && read.published.has_time());
    let year_only = DateContext { year: Some(2023), ..DateContext::NONE };
    assert_eq!(Published::parse_in("3小时前", &year_only), None);
    let fetched_only = DateContext { year: None, ..EXAMPLE_CONTEXT };
    assert_eq!(Published::parse_in("7月5日", &fetched_only), None);
}

#[test]
fn days_count_from_the_day_in_china_of_the_fetch() {
    // 2023-07-05 00:30 in China is still the fourth elsewhere.
    let fetched_at = Some(1_688_523_072 - (9 * 3_600 + 41 * 60 + 12));
    let context = DateContext { fetched_at, ..DateContext::NONE };
    let shown = |text| Published::parse_in(text, &context).map(|read| read.published.to_string());
    assert_eq!(shown("今天").as_deref(), Some("2023-07-05"));
    assert_eq!(shown("昨天 23:59").as_deref(), Some("2023-07-04T23:59:00+08:00"));
    assert_eq!(shown("1小时前").as_deref(), Some("2023-07-04T23:30:00+08:00"));
    let never = DateContext { fetched_at: Some(i64::MIN), ..DateContext::NONE };
    assert_eq!(Published::parse_in("3小时前", &never), None);
}

#[test]
fn month_and_day_are_told_apart_or_refused() {
    let shown = |text, day_first| {
        let context = DateContext { day_first, ..DateContext::NONE };
        Published::parse_in(text, &context).map(|read| read.published.to_string())
    };
    assert_eq!(shown("05/07/2023", None), None);
    assert_eq!(shown("05/07/2023", Some(true)).as_deref(), Some("2023-07-05"));
    assert_eq!(shown("05/07/2023", Some(false)).as_deref(), Some("2023-05-07"));
    assert_eq!(shown("07/07/2023", None).as_deref(), Some("2023-07-07"));
    assert_eq!(shown("13.07.2023", Some(false)).as_deref(), Some("2023-07-13"));
    assert_eq!(shown("13/13/2023", Some(true)), None);
    assert_eq!(shown("5/7/2023 9:05 AM", None).as_deref(), Some("2023-05-07T09:05:00+08:00"));
}
