//! What there is to note on a query.

use super::{assert_reads, parse};
use crate::note::NoteKind::{self, *};

/// Asserts that `input` has one note, of `kind`, on `found`, which says to write `instead` if that is
/// not empty.
#[track_caller]
fn assert_noted(input: &str, kind: NoteKind, found: &str, instead: &str) {
    let query = parse(input).unwrap_or_else(|error| panic!("{input}: {error}"));
    let [note] = query.notes() else { panic!("{input}: {:?}", query.notes()) };
    assert_eq!((note.kind, note.found.as_str()), (kind, found), "of {input}");
    assert_eq!(&input[note.span.clone()], found, "of {input}");
    let says = instead.is_empty() || note.instead.contains(&format!("`{instead}`"));
    assert!(says, "of {input}: {}", note.instead);
}

#[track_caller]
fn assert_unnoted(input: &str) {
    let query = parse(input).unwrap_or_else(|error| panic!("{input}: {error}"));
    assert_eq!(query.notes(), [], "of {input}");
}

#[test]
fn signs_of_other_systems_before_a_keyword_are_noted() {
    for dash in ['–', '—', '−', '‐', '﹣'] {
        let found = format!("{dash}出海");
        assert_noted(&format!("微短剧 {found}"), DashBeforeKeyword, &found, "-出海");
    }
    for found in ["!出海", "！出海", "¬出海"] {
        assert_noted(&format!("微短剧 {found}"), ExclamationBeforeKeyword, found, "-出海");
    }
    for found in ["+出海", "＋出海"] {
        assert_noted(&format!("{found} 微短剧"), PlusBeforeKeyword, found, "出海");
    }
    for text in ["——出海", "+86", "−3.2", "!!出海", "微短剧–出海", "出海！", "A+", "\"!出海\""]
    {
        assert_unnoted(text);
    }
}

#[test]
fn operators_in_small_letters_are_noted_between_keywords() {
    assert_noted("微短剧 or 出海", SmallOperator, "or", "OR");
    assert_noted("微短剧 Not 出海", SmallOperator, "Not", "NOT");
    assert_noted("win ｏｒ lose", SmallOperator, "ｏｒ", "OR");
    for text in ["\"win or lose\"", "or", "or 出海", "whether or", "微短剧 and 出海", "OR码 x"]
    {
        assert_unnoted(text);
    }
}

#[test]
fn distances_of_other_systems_are_noted_between_keywords() {
    for (found, instead) in [
        ("w/5", "near/5"),
        ("W/15", "near/15"),
        ("W/S", "near/sentence"),
        ("w/p", "near/paragraph"),
        ("within/5", "near/5"),
        ("ADJ5", "near/5"),
        ("adj/5", "near/5"),
        ("NEAR5", "near/5"),
        ("NEAR/5字", "near/5"),
        ("near:5", "near/5"),
        ("NEAR", "near/10"),
        ("pre/3", "before/3"),
        ("/5", "near/5"),
        ("/s", "near/sentence"),
        ("近10字", "near/10"),
    ] {
        assert_noted(&format!("微短剧 {found} 出海"), OtherDistance, found, instead);
    }
    for text in
        ["微短剧 near/5 出海", "微短剧 24/7 出海", "w/5", "near us now", "微短剧 近10年 出海"]
    {
        assert_unnoted(text);
    }
}

#[test]
fn fields_of_other_systems_and_slips_are_noted() {
    for (found, instead) in [
        ("site:gov.cn", "source:"),
        ("Site：新华社", "source:"),
        ("titel:微短剧", "title:"),
        ("intitle:微短剧", "title:"),
        ("soruce:新华社", "source:"),
        ("sumary:微短剧", "summary:"),
        ("關鍵詞:经济", "tag:"),
        ("關鍵字:经济", "tag:"),
        ("author:张三", "xunwen help query"),
        ("inurl:news", "xunwen help query"),
        ("filetype:pdf", "xunwen help query"),
        ("since:2024", "date:"),
    ] {
        let found = found.replace('關', "关").replace('鍵', "键").replace('詞', "词");
        assert_noted(&found, UnknownField, &found, instead);
    }
    assert_noted("intitle:\"微短剧 出海\"", UnknownField, "intitle:", "title:");
    for text in [
        "https://www.gov.cn/",
        "site://x",
        "on site: here",
        "比分3:2",
        "RCEP:影响",
        "标题党:微短剧",
        "\"site:gov.cn\"",
        "AI:未来",
        "until: then",
    ] {
        assert_unnoted(text);
    }
}

#[test]
fn patterns_of_other_systems_are_noted() {
    for (input, kind, found, instead) in [
        ("\"微短剧 出海\"~10", Tilde, "~10", "微短剧 near/10 出海"),
        ("微短剧~10", Tilde, "微短剧~10", "微短剧 near/10 出海"),
        ("roam~", Tilde, "roam~", "roam*"),
        ("roam~0.8 出海", Tilde, "roam~0.8", "roam*"),
        ("[2024 TO 2025] 出海", Range, "[2024 TO 2025]", "date:2024..2025"),
        ("/微.剧/", Regex, "/微.剧/", "微?剧"),
        ("{微短剧} 出海", Braces, "{微短剧}", "(河南 OR 郑州)"),
        ("econom$", Truncation, "econom$", "econom*"),
        ("econom? 出海", Truncation, "econom?", "econom*"),
        ("*剧", LeadingWildcard, "*剧", "剧"),
        ("*phone", LeadingWildcard, "*phone", "chat*"),
        ("wom?n", WildcardInWord, "wom?n", "微?剧"),
        ("colo*r", WildcardInWord, "colo*r", "chat*"),
        ("微短剧 & 出海", LoneSign, "&", ""),
        ("微短剧 ＋ 出海", LoneSign, "＋", ""),
    ] {
        let query = parse(input).unwrap_or_else(|error| panic!("{input}: {error}"));
        // Whether a sign alone is a keyword is for the analysis to say.
        if kind == LoneSign && query.to_string() == "微短剧 出海" {
            assert_noted(input, PunctuationDropped, found, "");
            continue;
        }
        assert_noted(input, kind, found, instead);
    }
    for text in
        ["3~5", "4月~6月", "好吃~", "why not?", "is it raining?", "谁?", "*ST远航", "2*3", "US$"]
    {
        assert_unnoted(text);
    }
    for text in ["AT&T", "R&D", "24/7", "C++", "#周末去哪#", "@海港日报", "50%", "A/B/C", "chat*"]
    {
        assert_unnoted(text);
    }
}

#[test]
fn punctuation_is_noted_where_a_keyword_could_be() {
    assert_noted("微短剧 - 河南", PunctuationDropped, "-", "-广告");
    for text in ["？！", " …… ", "。"] {
        let found = text.trim();
        assert_noted(text, OnlyPunctuation, found, "");
        assert_noted(&format!("微短剧 {text} 河南"), PunctuationDropped, found, "");
    }
    assert_noted("微短剧 “” 河南", PunctuationDropped, "“”", "");
    for text in ["", " 　", "微短剧", "微短剧 河南！"] {
        assert_unnoted(text);
    }
}

#[test]
fn a_hyphen_before_digits_is_a_sign_where_nothing_else_is_asked_for() {
    for input in ["-3.2%", "－3.2%", "-12℃", "标题:-3.2%", "微短剧 OR -3.2%", "跌 近/5字 -3.2%"]
    {
        let number = &input[input.find(['-', '－']).unwrap()..];
        let query = parse(input).unwrap_or_else(|error| panic!("{input}: {error}"));
        assert!(query.to_string().contains(&format!("\"{number}\"")), "{input}: {query}");
        assert_noted(input, MinusBeforeNumber, number, "微短剧 -3.2%");
    }
    assert_reads("-3.2% -12℃", "\"-3.2%\" \"-12℃\"");
    assert_reads("微短剧 -2024", "微短剧 -2024");
    assert_unnoted("微短剧 -2024");
    assert_reads("\"-3.2%\"", "\"-3.2%\"");
    assert_unnoted("\"-3.2%\"");
    for refused in ["-广告", "-3.2% -广告", "NOT 3.2%", "-\"3.2%\""] {
        assert!(parse(refused).is_err(), "{refused}");
    }
}

#[test]
fn names_of_notes_differ_and_are_those_of_the_description() {
    for (input, name) in [("微短剧 or 出海", "small-operator"), ("site:x", "unknown-field")] {
        assert_eq!(parse(input).unwrap().notes()[0].kind.name(), name);
    }
    let note = &parse("微短剧 w/5 出海").unwrap().notes()[0].clone();
    let message = "`w/5` is searched as text; a distance is written `near/5`";
    assert_eq!(note.to_string(), message);
}

#[test]
fn the_same_is_noted_once() {
    assert_eq!(parse("a or b or c OR （a or b）").unwrap().notes().len(), 1);
    assert_eq!(parse("（！） ！ a").unwrap().notes().len(), 1);
}
