//! What looks like syntax and is text.

use super::{assert_asks, assert_reads, literal, parse};
use crate::ast::{Clause, Query};

/// Asserts that `input` is one keyword, as it occurs.
#[track_caller]
fn assert_keyword(input: &str) {
    let query = parse(input).unwrap_or_else(|error| panic!("{input}: {error}"));
    assert_eq!(query, Query::new(literal(input)), "of {input}");
    assert_eq!(parse(&query.to_string()), Ok(query));
}

#[test]
fn nothing_asked_is_an_empty_query() {
    for input in [
        "",
        " ",
        "　\n",
        "！！！",
        "。",
        "！ ？ ……",
        "“”",
        "\"\"",
        "-",
        "微".get(..0).unwrap(),
        "——",
        "「！」 、",
        "（！）",
        "((？))",
        "-！",
        ":)",
        "^_^",
    ] {
        assert_eq!(parse(input), Ok(Query::default()), "of {input}");
    }
}

#[test]
fn punctuation_between_keywords_asks_for_nothing() {
    for input in [
        "微短剧 - 河南",
        "微短剧 ！ 河南",
        "微短剧 （？） 河南",
        "微短剧 “” 河南",
        "微短剧 …… 河南",
    ] {
        assert_reads(input, "微短剧 河南");
    }
}

#[test]
fn operators_inside_a_keyword_are_text() {
    for input in [
        "非洲",
        "或许",
        "且末",
        "且试天下",
        "同句式",
        "GPT-4",
        "Covid-19",
        "China's",
        "6.96亿",
        "AT&T",
        "ORs",
        "ANDROID",
        "10^x",
        "加油^_^",
        "*ST康美",
        "2*3",
        "先/后",
        "至少3人",
        "near/by",
        "5%",
        "C++",
        "--help",
        "a/b",
    ] {
        assert_keyword(input);
    }
}

#[test]
fn a_colon_that_ends_no_field_name_is_text() {
    for input in ["http://www.gov.cn/", "比分3:2", "标题党:微短剧", "副标题:微短剧", "RCEP:"]
    {
        assert_keyword(input);
    }
    assert_reads("RCEP: what is it?", "RCEP: what is it?");
}

#[test]
fn brackets_and_quotes_inside_a_keyword_are_text() {
    for input in [
        "特朗普“关税”政策",
        "Q1(一季度)增长5%",
        "《战国无双3》是由哪两个公司合作开发的？",
        "f(g(x))h",
        "称\"关税\"政策”与“反制”",
        "1）背景",
        "）背景",
        "增长5%）",
        "微短剧(河南",
        "27”显示器",
        "5\"",
        "关税”",
    ] {
        assert_keyword(input);
    }
    assert_asks(
        "(Q1(一季度) 增长)",
        &literal("Q1(一季度)").and(literal("增长")),
        "Q1(一季度) 增长",
    );
    assert_reads("“关税”政策”与“反制”", r#"关税 "政策\”与\“反制\”""#);
}

#[test]
fn a_keyword_is_quoted_only_where_it_must_be() {
    for text in [
        "特朗普“关税”政策",
        "Q1(一季度)增长5%",
        "《战国无双3》是由哪两个公司合作开发的？",
        "f（g(x)）h",
        "新漫评：“递刀子”“送枪炮”",
        "【一线】的「魔」？",
    ] {
        assert_reads(text, text);
        assert_reads(&format!("(a OR {text}) b"), &format!("(a OR {text}) b"));
    }
    for text in ["a“b(c”d)", "a)b(c", "a(b", "关税”", "a「b」c」", "标题：甲", "date:x"]
    {
        assert_eq!(literal(text).to_string(), format!("\"{}\"", super::super::escaped(text)));
    }
}

#[test]
fn brackets_and_quotes_that_close_in_a_later_keyword_are_syntax() {
    assert_reads("称“关税 政策”有效", "称 \"关税 政策\" 有效");
    assert_reads("Q1(first quarter)growth", "Q1 first quarter growth");
}

#[test]
fn small_english_operators_are_keywords_except_and_between_two() {
    assert_reads("trade and growth", "trade growth");
    assert_reads("and then", "\"and\" then");
    assert_reads("now and", "now \"and\"");
    assert_reads("win or lose", "win or lose");
    assert_reads("is not ｏｒ", "is not ｏｒ");
    assert_reads("a and and b", "a \"and\" b");
    assert_reads("(and) \"and\" a", "\"and\" \"and\" a");
}

#[test]
fn a_chinese_operator_alone_is_a_keyword() {
    for word in ["非", "或", "且", "同句", "同段"] {
        assert_asks(&format!(" {word} "), &literal(word), &format!("\"{word}\""));
    }
}

#[test]
fn plain_reads_no_syntax() {
    let words = |text: &str| Query::plain(text).root().cloned();
    let all =
        Clause::And(vec![literal("微短剧"), literal("OR"), literal("-(广告"), literal("\"x")]);
    assert_eq!(words("微短剧　OR -(广告 ！ \"x"), Some(all));
    assert_eq!(words("标题:x*"), Some(literal("标题:x*")));
    assert_eq!(words(" ！ "), None);
}
