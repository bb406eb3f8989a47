use super::{ParseErrorKind, assert_refused, parse};
use crate::ast::Field;
use crate::parse::lex::MAX_DEPTH;

#[test]
fn an_operator_needs_its_operands() {
    for (input, operator) in [
        ("OR", "OR"),
        ("ＯＲ 微短剧", "ＯＲ"),
        ("或 微短剧", "或"),
        ("| 微短剧", "|"),
        ("微短剧 (AND 河南)", "AND"),
        ("近/10字 出海", "近/10字"),
        ("同句 出海", "同句"),
    ] {
        assert_refused(
            input,
            ParseErrorKind::NothingBefore { operator: operator.into() },
            operator,
        );
    }
    for (input, operator) in [
        ("微短剧 OR", "OR"),
        ("微短剧 或 ！", "或"),
        ("微短剧 OR \"\"", "OR"),
        ("微短剧 OR AND 河南", "OR"),
        ("(微短剧 |) 河南", "|"),
        ("微短剧 NOT", "NOT"),
        ("微短剧 -(！)", "-"),
        ("微短剧 near/10", "near/10"),
        ("微短剧 近/10字 -出海", "近/10字"),
        ("至少3", "至少3"),
        ("标题：", "标题："),
        ("标题:-微短剧", "标题:"),
        ("标题:正文:微短剧", "标题:"),
        ("标题:日期:2025", "标题:"),
    ] {
        assert_refused(input, ParseErrorKind::NothingAfter { operator: operator.into() }, operator);
    }
}

#[test]
fn brackets_and_quotes_must_pair_where_they_are_syntax() {
    for input in ["()", "（　）"] {
        assert_refused(input, ParseErrorKind::EmptyBrackets, input);
    }
    assert_refused("a ( ) b", ParseErrorKind::EmptyBrackets, "( )");
    assert_refused("（河南 OR 郑州", ParseErrorKind::UnclosedBracket, "（");
    assert_refused("(河南 OR (郑州)", ParseErrorKind::UnclosedBracket, "(");
    assert_refused("河南 OR 郑州） 微短剧", ParseErrorKind::UnopenedBracket, "）");
    assert_refused("(河南 郑州))", ParseErrorKind::UnopenedBracket, ")");
    assert_refused("微短剧 )", ParseErrorKind::UnopenedBracket, ")");
    for (input, close) in
        [("“微短剧 河南", '”'), ("\"微短剧 河南", '"'), ("「微短剧", '」'), ("a \"b\\\"", '"')]
    {
        let open = input.trim_start_matches("a ").chars().next().unwrap().to_string();
        assert_refused(input, ParseErrorKind::UnclosedQuote { close }, &open);
    }
}

#[test]
fn numbers_must_be_in_range() {
    for word in ["近/0字", "near/1001", "先/99999999999字", "近/十字", "近/字"] {
        let kind = ParseErrorKind::Number { least: 1, most: 1000 };
        assert_refused(&format!("微短剧 {word} 出海"), kind, word);
    }
    let kind = ParseErrorKind::Number { least: 1, most: 10_000 };
    assert_refused("至少0 微短剧", kind, "至少0");
    for boost in ["^0", "^1001", "^0.0"] {
        assert_refused(&format!("微短剧{boost}"), ParseErrorKind::Boost { most: 1000 }, boost);
    }
}

#[test]
fn dates_must_be_on_the_calendar() {
    for text in
        ["2025-13", "2025-02-29", "25-12", "最近0天", "..", "昨天", "2025-12-01..x", "2025*"]
    {
        assert_refused(&format!("微短剧 日期:{text} 出海"), ParseErrorKind::Date, text);
    }
    assert_refused("日期:2026..2025", ParseErrorKind::BackwardRange, "2026..2025");
    assert_refused("微短剧 日期:", ParseErrorKind::Date, "日期:");
    assert_refused("日期:(2025)", ParseErrorKind::Date, "日期:");
}

#[test]
fn only_places_have_distances_and_counts() {
    for (input, operator, found) in [
        ("(a b) 近/5字 c", "近/5字", "(a b)"),
        ("a 同句 标题:b", "同句", "标题:b"),
        ("a 近/5字 b^2", "近/5字", "b^2"),
        ("至少3 (a -b)", "至少3", "(a -b)"),
    ] {
        assert_refused(input, ParseErrorKind::NotAPlace { operator: operator.into() }, found);
    }
    assert_refused("a 近/5字 b 近/6字 c", ParseErrorKind::ChainedDistance, "近/6字");
    assert_refused("a 同句 b 同段 c", ParseErrorKind::ChainedDistance, "同段");
}

#[test]
fn fields_hold_only_what_can_stand_there() {
    for (input, field, found) in [
        ("标题:(a 来源:b)", Field::Title, "(a 来源:b)"),
        ("正文:(日期:2025)", Field::Body, "(日期:2025)"),
        ("来源:(a 近/3字 b)", Field::Source, "(a 近/3字 b)"),
        ("标签:a*", Field::Tag, "a*"),
        ("语言:至少3 a", Field::Language, "至少3 a"),
    ] {
        assert_refused(input, ParseErrorKind::NotInField { field }, found);
    }
}

#[test]
fn something_must_be_asked_for() {
    for input in ["-广告", "NOT 广告 -出海", "标题:(-广告)", "微短剧 OR -广告"] {
        assert_refused(input, ParseErrorKind::OnlyNegations, input);
    }
    assert_refused("　-广告 ", ParseErrorKind::OnlyNegations, "-广告");
    assert!(parse("出海 (微短剧 OR -广告)").is_ok());
}

#[test]
fn a_star_needs_the_beginning_of_a_word() {
    assert_refused("*", ParseErrorKind::BareStar, "*");
    assert_refused("微短剧 ＊＊ 河南", ParseErrorKind::BareStar, "＊＊");
}

#[test]
fn brackets_go_only_so_deep() {
    let nested = |depth: usize| format!("{}微短剧{}", "(".repeat(depth), ")".repeat(depth));
    assert!(parse(&nested(MAX_DEPTH)).is_ok());
    for depth in [MAX_DEPTH + 1, 10_000] {
        assert_refused(&nested(depth), ParseErrorKind::TooDeep { limit: MAX_DEPTH }, "(");
    }
}

#[test]
fn messages_say_what_was_expected() {
    for (input, message) in [
        ("微短剧 OR", "expected a keyword after OR"),
        ("或 微短剧", "expected a keyword before 或"),
        ("()", "expected a keyword in the brackets"),
        ("(a", "expected a closing bracket"),
        ("a )", "expected an opening bracket before the closing one"),
        ("“a b", "expected a closing quote ”"),
        ("*", "expected the beginning of a word before *"),
        ("a 近/0字 b", "expected a number from 1 to 1000"),
        ("a^0", "expected a boost above 0 and at most 1000"),
        (
            "日期:x",
            "expected a date, as 2025, 2025-12, 2025-12-31, 2025-12-01..2025-12-31 or last30d",
        ),
        ("日期:2026..2025", "expected a range of dates that ends after it begins"),
        ("至少3 (a b)", "expected a keyword, a phrase or (a OR b) beside 至少3"),
        ("a 同句 b 近/3字 c", "expected AND between two distances"),
        ("标题:(来源:a)", "expected a condition without fields and dates after title:"),
        ("来源:a*", "expected a name, a quoted name or names in brackets after source:"),
        ("-a", "expected a keyword that must stand beside those that must not"),
        (&"(".repeat(99), "expected at most 32 brackets in one another"),
    ] {
        assert_eq!(parse(input).expect_err(input).to_string(), message);
    }
}
