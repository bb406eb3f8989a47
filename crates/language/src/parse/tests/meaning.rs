use super::{assert_asks, assert_reads, literal, parse};
use crate::ast::{Clause, Field, Unit};
use crate::dates::{DateSpec, Day};

fn day(year: u16, month: u8, day: u8) -> Day {
    Day::year(year).and_then(|it| it.with_month(month)).and_then(|it| it.with_day(day)).unwrap()
}

fn december() -> Day {
    Day::year(2025).unwrap().with_month(12).unwrap()
}

#[test]
fn spaces_join_keywords_that_must_all_stand() {
    let all = Clause::And(vec![literal("微短剧"), literal("河南"), literal("出海")]);
    assert_asks("微短剧 河南 出海", &all, "微短剧 河南 出海");
    assert_asks("微短剧　河南\t\n出海 ", &all, "微短剧 河南 出海");
    for and in ["AND", "ＡＮＤ", "且", "&&", "＆＆", "and", "And", "ａｎｄ"] {
        assert_asks(&format!("微短剧 {and} 河南 出海"), &all, "微短剧 河南 出海");
    }
}

#[test]
fn or_is_looser_than_and() {
    let both = Clause::And(vec![literal("微短剧"), literal("河南")]);
    let either = Clause::Or(vec![both, literal("郑州")]);
    for or in ["OR", "ＯＲ", "或", "|", "｜", "||"] {
        assert_asks(&format!("微短剧 河南 {or} 郑州"), &either, "微短剧 河南 OR 郑州");
    }
    assert_asks("微短剧 河南|郑州", &either, "微短剧 河南 OR 郑州");
    assert_asks("(微短剧 河南) OR 郑州", &either, "微短剧 河南 OR 郑州");
}

#[test]
fn brackets_group() {
    let cities = Clause::Or(vec![literal("河南"), literal("郑州")]);
    let all = Clause::And(vec![cities, literal("微短剧")]);
    let canonical = "(河南 OR 郑州) 微短剧";
    assert_asks("（河南 OR 郑州） 微短剧", &all, canonical);
    assert_reads("（河南　ＯＲ　郑州）微短剧", canonical);
    assert_asks("((河南) 或 ((郑州)))且(微短剧)", &all, canonical);
    assert_reads("微短剧(河南 OR 郑州)", "微短剧 (河南 OR 郑州)");
    assert_reads("微短剧（河南|郑州）", "微短剧 (河南 OR 郑州)");
}

#[test]
fn negation_is_looser_than_distance_and_tighter_than_and() {
    let without = Clause::And(vec![literal("微短剧"), Clause::Not(literal("广告").into())]);
    for input in [
        "微短剧 -广告",
        "微短剧 －广告",
        "微短剧 NOT 广告",
        "微短剧 非 广告",
        "微短剧 AND NOT 广告",
        "微短剧 -(广告)",
    ] {
        assert_asks(input, &without, "微短剧 -广告");
    }
    let near = literal("广告").near(10, literal("投放"));
    let apart = literal("微短剧").and(near.negated());
    assert_asks("微短剧 -广告 近/10字 投放", &apart, "微短剧 -(广告 near/10 投放)");
    assert_asks("微短剧 NOT NOT 广告", &literal("微短剧").and(literal("广告")), "微短剧 广告");
    assert_reads("微短剧 -“广告 投放”", "微短剧 -\"广告 投放\"");
    assert_reads("微短剧 -（广告 或 投放）", "微短剧 -(广告 OR 投放)");
    assert_reads("微短剧 -标题:广告", "微短剧 -title:广告");
    assert_reads("微短剧 -《狂飙》", "微短剧 -《狂飙》");
}

#[test]
fn quotes_keep_spaces() {
    let phrase = literal("Core Insights");
    for input in [
        "\"Core Insights\"",
        "“Core Insights”",
        "「Core Insights」",
        "『Core  Insights』",
        "＂Core　Insights＂",
        "”Core Insights“",
        "“Core Insights\"",
    ] {
        assert_asks(input, &phrase, "\"Core Insights\"");
    }
    assert_asks("“新质生产力”", &literal("新质生产力"), "新质生产力");
    assert_asks(r#""say \"hi\" \\ \o""#, &literal(r#"say "hi" \ \o"#), r#""say \"hi\" \\ \\o""#);
    assert_reads("「甲『乙』丙」", "\"甲『乙』丙\"");
    assert_reads("“甲”“乙”丙", "甲 乙 丙");
    assert_reads("\"甲\"或\"乙\"", "甲 OR 乙");
}

#[test]
fn fields_confine_a_keyword_a_phrase_or_a_group() {
    let title = literal("微短剧").within(Field::Title);
    for input in [
        "标题:微短剧",
        "标题：微短剧",
        "title:微短剧",
        "Ｔｉｔｌｅ：“微短剧”",
        "标题: 微短剧",
        "标题:(微短剧)",
    ] {
        assert_asks(input, &title, "title:微短剧");
    }
    let group = literal("河南").or(literal("郑州")).within(Field::Body);
    assert_asks("正文:(河南 OR 郑州)", &group, "body:(河南 OR 郑州)");
    for (input, canonical) in [
        ("摘要:出海", "summary:出海"),
        ("导语:出海", "lead:出海"),
        ("来源:\"Ren Min Ri Bao\"", "source:\"Ren Min Ri Bao\""),
        ("来源:(人民日报 或 新华社)", "source:(人民日报 OR 新华社)"),
        ("标签:经济 语言:zh", "tag:经济 lang:zh"),
        ("标题:a 正文:b c", "title:a body:b c"),
        ("标题:(a^2 -b 近/3字 c)", "title:(a^2 -(b near/3 c))"),
        ("标题:至少2 a", "title:atleast2 a"),
        ("标题:chat*^2", "title:chat*^2"),
    ] {
        assert_reads(input, canonical);
    }
}

#[test]
fn dates_are_days_months_years_ranges_and_the_last_days() {
    let range = DateSpec::Range { from: Some(day(2025, 12, 1)), to: Some(day(2025, 12, 31)) };
    let month = DateSpec::In(december());
    for (input, spec, canonical) in [
        ("日期:2025年", DateSpec::In(Day::year(2025).unwrap()), "date:2025"),
        ("date:2025", DateSpec::In(Day::year(2025).unwrap()), "date:2025"),
        ("日期:2025-12", month, "date:2025-12"),
        ("日期：２０２５年１２月", month, "date:2025-12"),
        ("日期:2025/12", month, "date:2025-12"),
        ("日期:2024-02-29", DateSpec::In(day(2024, 2, 29)), "date:2024-02-29"),
        ("日期:20251231", DateSpec::In(day(2025, 12, 31)), "date:2025-12-31"),
        ("日期:2025.1.5", DateSpec::In(day(2025, 1, 5)), "date:2025-01-05"),
        ("日期:2025年1月5日", DateSpec::In(day(2025, 1, 5)), "date:2025-01-05"),
        ("日期:2025-12-01..2025-12-31", range, "date:2025-12-01..2025-12-31"),
        ("日期:2025年12月1日至2025年12月31日", range, "date:2025-12-01..2025-12-31"),
        ("日期：“2025.12.01～2025.12.31”", range, "date:2025-12-01..2025-12-31"),
        ("日期:2025-12..", DateSpec::Range { from: Some(december()), to: None }, "date:2025-12.."),
        ("日期:..2025-12", DateSpec::Range { from: None, to: Some(december()) }, "date:..2025-12"),
        (
            "日期:2025-12..2025-12-01",
            DateSpec::Range { from: Some(december()), to: Some(day(2025, 12, 1)) },
            "date:2025-12..2025-12-01",
        ),
        ("日期:最近30天", DateSpec::LastDays(30), "date:last30d"),
        ("日期: 最近３０天", DateSpec::LastDays(30), "date:last30d"),
        ("date:last30d", DateSpec::LastDays(30), "date:last30d"),
    ] {
        assert_asks(input, &Clause::Date(spec), canonical);
    }
    assert_reads("微短剧 -日期:2025-12", "微短剧 -date:2025-12");
    assert_reads("(日期:2025 OR 日期:2023)微短剧", "(date:2025 OR date:2023) 微短剧");
}

#[test]
fn distances_join_places() {
    let near = literal("微短剧").near(10, literal("出海"));
    for link in ["近/10字", "近/10", "近／１０字", "near/10", "NEAR/10", "ｎｅａｒ／１０"]
    {
        assert_asks(&format!("微短剧 {link} 出海"), &near, "微短剧 near/10 出海");
    }
    let before = literal("微短剧").before(10, literal("出海"));
    for link in ["先/10字", "before/10", "Before/10"] {
        assert_asks(&format!("微短剧 {link} 出海"), &before, "微短剧 before/10 出海");
    }
    let cities = literal("河南").or(Clause::Prefix("郑".into()));
    let both = literal("a b").near(5, cities).and(literal("c"));
    assert_asks("\"a b\" 近/5字 (河南 OR 郑*) c", &both, "\"a b\" near/5 (河南 OR 郑*) c");
    assert_reads("a b 近/5字 c d OR e", "a b near/5 c d OR e");
    assert_reads("“甲”近/5字“乙”", "甲 near/5 乙");
    assert_reads("(甲 近/5字 乙)^2", "(甲 near/5 乙)^2");
}

#[test]
fn units_join_two_places_or_more() {
    let sentence = literal("微短剧").same(Unit::Sentence, literal("出海"));
    for link in ["同句", "near/s", "near/sentence", "NEAR/S"] {
        assert_asks(&format!("微短剧 {link} 出海"), &sentence, "微短剧 near/sentence 出海");
    }
    let places = vec![literal("a"), literal("b"), literal("c").or(literal("d"))];
    let paragraph = Clause::Same { unit: Unit::Paragraph, clauses: places };
    let canonical = "a near/paragraph b near/paragraph (c OR d)";
    assert_asks("a 同段 b near/p (c 或 d)", &paragraph, canonical);
}

#[test]
fn counts_prefixes_and_boosts() {
    let thrice = literal("微短剧").at_least(3);
    for input in ["至少3 微短剧", "至少３次　微短剧", "atleast3 微短剧", "ATLEAST3 \"微短剧\""]
    {
        assert_asks(input, &thrice, "atleast3 微短剧");
    }
    assert_reads("至少3 (a OR b*) c", "atleast3 (a OR b*) c");
    assert_asks("至少3 a^2", &literal("a").at_least(3).boosted(2.0), "atleast3 a^2");
    assert_asks("chat*", &Clause::Prefix("chat".into()), "chat*");
    assert_asks("ｃｈａｔ＊", &Clause::Prefix("ｃｈａｔ".into()), "ｃｈａｔ*");
    assert_asks("“open ch”*", &Clause::Prefix("open ch".into()), "\"open ch\"*");
    assert_asks("x^2", &literal("x").boosted(2.0), "x^2");
    assert_asks("“x y”＾０.5", &literal("x y").boosted(0.5), "\"x y\"^0.5");
    assert_reads("(x OR y)^1.5 标题:z^3", "(x OR y)^1.5 title:z^3");
    assert_reads("标题:(z^3)", "title:(z^3)");
}

#[test]
fn the_parts_of_a_row_know_where_they_were_typed() {
    let typed = |input: &str| -> Vec<String> {
        let query = parse(input).unwrap();
        query.parts().iter().map(|part| input[part.span.clone()].to_owned()).collect()
    };
    assert_eq!(
        typed("微短剧　AND “出海 记”  (河南 OR 郑州) -广告 日期:2025-12 标题:甲^2 甲 近/3字 乙"),
        [
            "微短剧",
            "“出海 记”",
            "(河南 OR 郑州)",
            "-广告",
            "日期:2025-12",
            "标题:甲^2",
            "甲 近/3字 乙"
        ]
    );
    for other in ["", "微短剧", "微短剧 OR 出海", "甲 乙 OR 丙", "(甲 乙)", "标题:(甲 乙)"]
    {
        assert_eq!(typed(other), [""; 0], "{other}");
    }
}
