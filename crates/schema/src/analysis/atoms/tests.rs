//! By hand, from the laws.

use proptest::prelude::*;

use super::*;

/// Writes atoms separated by `|`, and breaks as `,` `.` `¶`.
fn shown(text: &str) -> String {
    let atoms = Atoms::scan(text);
    let show = |(position, atom): (usize, Atom)| match atom.kind {
        AtomKind::Break(Break::Minor) => ",".to_owned(),
        AtomKind::Break(Break::Sentence) => ".".to_owned(),
        AtomKind::Break(Break::Paragraph) => "¶".to_owned(),
        _ => atoms.text(position).to_owned(),
    };
    atoms.iter().enumerate().map(show).collect::<Vec<_>>().join("|")
}

#[track_caller]
fn all_are(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(shown(text), *expected, "{text:?}");
    }
}

#[test]
fn characters_letters_and_numbers_are_atoms() {
    all_are(&[
        ("短剧", "短|剧"),
        ("GPT4", "gpt|4"),
        ("Ａ股", "a|股"),
        ("二〇二五年", "二|〇|二|五|年"),
        ("二○○五年", "二|〇|〇|五|年"),
        ("カタカナー語", "カ|タ|カ|ナ|ー|语"),
        ("한국 ไทย", "한|국|ไ|ท|ย"),
        ("cafe\u{301}s", "cafes"),
        ("МОСКВА", "москва"),
        ("中\u{301}国", "中|国"),
        ("हिन्दी", "हिन्दी"),
        ("", ""),
    ]);
}

#[test]
fn numbers_are_read_as_people_write_them() {
    all_are(&[
        ("涨6.96亿", "涨|6.96|亿"),
        ("６．９６", "6.96"),
        ("1,000人", "1000|人"),
        ("1，299.5元", "1299.5|元"),
        ("20\u{200e}25", "2025"),
        ("1,00", "1|,|00"),
        ("版本1.2.3。", "版|本|1|,|2|,|3"),
        ("第3.", "第|3"),
        ("3. 增长", "3|.|增|长"),
        ("12·30", "12.30"),
        ("①2025②", "1|2025|2"),
        ("⑫12", "12|12"),
        ("⒈2025", "1|,|2025"),
        ("m²3", "m|2|3"),
        ("3½", "3|1|/|2"),
        ("1\u{fe0f}\u{20e3}2025", "1|2025"),
        ("٣٤", "٣٤"),
        ("1 000", "1|000"),
    ]);
}

#[test]
fn symbols_that_mean_something_are_atoms() {
    all_are(&[
        ("50%的", "50|%|的"),
        ("C++、C#", "c|+|+|,|c|#"),
        ("25℃", "25|°|c"),
        ("100㎡", "100|m|2"),
        ("AT＆T", "at|&|t"),
        ("《活着》", "《|活|着|》"),
        ("￥5 €6", "¥|5|€|6"),
        ("好👍🏽", "好|👍|🏽"),
        ("❤\u{fe0f}❤", "❤|❤"),
        ("🇨🇳🇺🇸", "🇨🇳|🇺🇸"),
        ("中🇨国", "中|,|国"),
        ("👨\u{200d}👩", "👨|👩"),
        ("*ST远航", "*|st|远|航"),
        ("2025/12", "2025|/|12"),
    ]);
}

#[test]
fn white_space_quotes_and_some_dashes_are_nothing() {
    all_are(&[
        ("GPT-4", "gpt|4"),
        ("GPT 4", "gpt|4"),
        ("COVID–19", "covid|19"),
        ("3月～5月", "3|月|5|月"),
        ("Coca-Cola", "coca|cola"),
        ("China's", "china|s"),
        ("China\u{2019}s", "china|s"),
        ("关税“政策”", "关|税|政|策"),
        ("『双11』", "双|11"),
        ("新华\n    社", "新|华|社"),
        ("通　知", "通|知"),
        ("微\u{200b}短\u{feff}剧", "微|短|剧"),
        ("soft\u{ad}ware", "software"),
        ("-3℃", "3|°|c"),
    ]);
}

#[test]
fn a_dash_between_numbers_is_one_sign() {
    all_are(&[
        ("3-5%", "3|-|5|%"),
        ("3—5", "3|-|5"),
        ("3 ～ 5", "3|-|5"),
        ("3−5", "3|-|5"),
        ("3──5", "3|,|5"),
        ("2025-12-31", "2025|-|12|-|31"),
        ("3、-5", "3|,|5"),
    ]);
}

#[test]
fn other_punctuation_is_a_break() {
    all_are(&[
        ("长，江", "长|,|江"),
        ("长，、——江", "长|,|江"),
        ("中-美", "中|,|美"),
        ("京沪—高铁", "京|沪|,|高|铁"),
        ("安娜·贝克", "安|娜|,|贝|克"),
        ("A_B", "a|,|b"),
        ("完。开", "完|.|开"),
        ("完。”\n开", "完|¶|开"),
        ("完\n\n开", "完|¶|开"),
        ("完\n“\n开", "完|开"),
        ("完\r\n开", "完|开"),
        ("完\r\n \r\n开", "完|¶|开"),
        ("完……开", "完|.|开"),
        ("完\n！开", "完|.|开"),
        ("U.S. policy", "u|,|s|.|policy"),
        ("9:30", "9|,|30"),
        ("！？。", ""),
    ]);
}

#[test]
fn spans_lie_in_the_original_text() {
    let text = "在Ａ股，６．９亿㎡1,000-2";
    let atoms = Atoms::scan(text);
    let spans: Vec<&str> = atoms.iter().map(|atom| &text[atom.span()]).collect();
    let expected = ["在", "Ａ", "股", "，", "６．９", "亿", "㎡", "㎡", "1,000", "-", "2"];
    assert_eq!(spans, expected);
    assert_eq!(atoms.join(1..3), "a股");
    assert_eq!(&text[atoms.span(4..6)], "６．９亿");
}

proptest! {
    #[test]
    fn any_text_gives_ordered_spans_on_boundaries(
        text in "\\PC*|[a-c0-9.,①½㎡長江《% ，。\\n\u{3000}\u{301}\u{200d}-]*",
    ) {
        let atoms = Atoms::scan(&text);
        let (mut last_start, mut last_end) = (0, 0);
        for (position, atom) in atoms.iter().enumerate() {
            let span = atom.span();
            // Atoms of one character, as ㎡, share its span.
            prop_assert!(last_start <= span.start && last_end <= span.end && span.end <= text.len());
            prop_assert!(text.get(span.clone()).is_some());
            (last_start, last_end) = (span.start, span.end);
            prop_assert_eq!(atom.is_break(), atoms.text(position).is_empty());
        }
        let breaks: Vec<bool> = atoms.iter().map(|atom| atom.is_break()).collect();
        prop_assert!(!breaks.windows(2).any(|pair| pair[0] && pair[1]));
        prop_assert!(!breaks.first().copied().unwrap_or_default());
        prop_assert!(!breaks.last().copied().unwrap_or_default());
    }
}
