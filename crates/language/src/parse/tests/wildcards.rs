//! Characters that a keyword leaves open.

use super::{assert_asks, assert_reads, literal, parse};
use crate::ast::{Clause, Field};
use crate::wildcard::Wildcard;

fn wildcard(text: &str) -> Clause {
    Clause::Wildcard(Wildcard::new(text).unwrap())
}

#[test]
fn wildcards_stand_between_characters() {
    for (input, canonical) in [
        ("微?剧", "微?剧"),
        ("微？剧", "微?剧"),
        ("新＊生产力", "新*生产力"),
        ("中?*?人", "中??*人"),
        ("中**人", "中*人"),
        ("甲?乙*丙", "甲?乙*丙"),
        ("同?句", "同?句"),
        ("#微?剧#", "#微?剧#"),
        ("微?剧*", "微?剧"),
    ] {
        assert_asks(input, &wildcard(canonical), canonical);
    }
}

#[test]
fn a_wildcard_is_a_place() {
    let near = wildcard("微?剧").near(5, literal("出海"));
    assert_asks("微?剧 近/5字 出海", &near, "微?剧 near/5 出海");
    assert_asks("标题:微?剧", &wildcard("微?剧").within(Field::Title), "title:微?剧");
    assert_asks("至少2 微?剧", &wildcard("微?剧").at_least(2), "atleast2 微?剧");
    assert_reads("出海 -微?剧^2 (微*剧 或 a)", "出海 -微?剧^2 (微*剧 OR a)");
    assert!(parse("来源:人?日报").is_err());
}

#[test]
fn elsewhere_signs_are_text() {
    for text in ["谁是卡斯特罗？", "stop?now", "*ST远航", "GPT?代", "第5?名", "？微剧"]
    {
        assert_eq!(parse(text).unwrap().root(), Some(&literal(text)), "of {text}");
    }
    assert_asks("\"微?剧\"", &literal("微?剧"), "\"微?剧\"");
    assert_asks("“新*生产力”", &literal("新*生产力"), "\"新*生产力\"");
    assert_reads("C*", "C*");
}
