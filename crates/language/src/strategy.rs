//! Generated queries: the whole language, for property tests.

use proptest::prelude::*;

use crate::ast::{Clause, Field, Query, Unit, has_text};
use crate::dates::{DateSpec, Day};
use crate::wildcard::Wildcard;

/// Generates queries that ask for something.
pub(crate) fn query() -> impl Strategy<Value = Query> {
    (clause(), literal()).prop_map(|(clause, literal)| Query::new(literal.and(clause)))
}

/// Generates conditions of the whole language.
fn clause() -> impl Strategy<Value = Clause> {
    let confined = (text_clause(), 0..4_usize).prop_map(|(it, field)| it.within(Field::ALL[field]));
    let label = (label_clause(), 4..7_usize).prop_map(|(it, field)| it.within(Field::ALL[field]));
    let date = date().prop_map(Clause::Date);
    combined(prop_oneof![text_clause(), confined, label, date].boxed(), true)
}

/// Generates conditions without fields and dates.
fn text_clause() -> BoxedStrategy<Clause> {
    let near = (place(), 1..=1000_u32, place()).prop_map(|(left, n, right)| left.near(n, right));
    let before =
        (place(), 1..=1000_u32, place()).prop_map(|(left, n, right)| left.before(n, right));
    let unit = prop::sample::select(vec![Unit::Sentence, Unit::Paragraph]);
    let same = (unit, prop::collection::vec(place(), 2..4))
        .prop_map(|(unit, clauses)| Clause::Same { unit, clauses });
    let counted = (place(), 1..=10_000_u32).prop_map(|(place, count)| place.at_least(count));
    combined(
        prop_oneof![4 => place(), 1 => near, 1 => before, 1 => same, 1 => counted].boxed(),
        true,
    )
}

/// Generates conditions on sources, tags and languages.
fn label_clause() -> BoxedStrategy<Clause> {
    combined(literal().boxed(), false)
}

fn combined(leaf: BoxedStrategy<Clause>, boosts: bool) -> BoxedStrategy<Clause> {
    let factor = prop_oneof![Just(2.0), 0.001..=1000_f32];
    leaf.prop_recursive(3, 16, 2, move |inner| {
        let pair = (inner.clone(), inner.clone());
        let boosted = (inner.clone(), factor.clone());
        prop_oneof![
            3 => pair.clone().prop_map(|(left, right)| left.and(right)),
            3 => pair.prop_map(|(left, right)| left.or(right)),
            1 => inner.prop_map(Clause::negated),
            u32::from(boosts) => boosted.prop_map(|(it, factor)| it.boosted(factor)),
        ]
    })
    .boxed()
}

/// Generates literals, prefixes and their alternatives.
fn place() -> impl Strategy<Value = Clause> {
    let prefix = text().prop_map(|text| Clause::prefix(&text));
    let single = prop_oneof![4 => literal(), 1 => prefix, 1 => wildcard()].boxed();
    let several = prop::collection::vec(single.clone(), 2..4);
    prop_oneof![4 => single, 1 => several.prop_map(Clause::Or)]
}

fn wildcard() -> impl Strategy<Value = Clause> {
    let texts = vec!["微?剧", "新*生产力", "#中??人#", "a中?*人b", "甲?乙*丙", "或*者", "同?句"];
    prop::sample::select(texts).prop_map(|text| Clause::Wildcard(Wildcard::new(text).unwrap()))
}

fn literal() -> impl Strategy<Value = Clause> {
    text().prop_map(|text| Clause::literal(&text))
}

fn text() -> impl Strategy<Value = String> {
    let usual = prop::sample::select(vec![
        "微短剧",
        "特朗普“关税”政策",
        "Q1(一季度)",
        "新漫评：“递刀子”“送枪炮”",
        "「魔」「a“b」c”",
        "a「b“c」d”e",
        "a: b",
        "来源：新华社",
        "a“b(c”d)",
        "a(b“c)d”e",
        "a)b(c",
        "或(a)",
        "《狂飙》？",
        "河南",
        "GPT-4",
        "China's",
        "6.96亿",
        "Core Insights",
        "“关税”政策",
        "或",
        "非",
        "and",
        "OR",
        "ＯＲ",
        "near/10",
        "近/10字",
        "至少3",
        "同句",
        "标题:x",
        "date:2025",
        "a\"b",
        "a\\b",
        "\\x\\",
        "(a)",
        "a)",
        "x^2",
        "chat*",
        "-x",
        "*ST康美",
        "a|b",
        "a&&b",
        "”a“",
    ]);
    let any = any::<String>().prop_filter("has nothing to find", |text| has_text(text));
    prop_oneof![4 => usual.prop_map(String::from), 1 => any]
}

fn date() -> impl Strategy<Value = DateSpec> {
    let range = (day(), day()).prop_map(|(one, other)| {
        let (from, to) = if one.first() <= other.last() { (one, other) } else { (other, one) };
        DateSpec::Range { from: Some(from), to: Some(to) }
    });
    prop_oneof![
        day().prop_map(DateSpec::In),
        range,
        day().prop_map(|day| DateSpec::Range { from: Some(day), to: None }),
        day().prop_map(|day| DateSpec::Range { from: None, to: Some(day) }),
        (1..=36_525_u32).prop_map(DateSpec::LastDays),
    ]
}

fn day() -> impl Strategy<Value = Day> {
    let numbers = (Day::YEARS, 1..=12_u8, 1..=28_u8, 0..3_u8);
    numbers.prop_map(|(year, month, day, precision)| {
        let year = Day::year(year).unwrap();
        let month = year.with_month(month).unwrap();
        [year, month, month.with_day(day).unwrap()][usize::from(precision)]
    })
}
