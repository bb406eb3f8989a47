//! What counts as an occurrence: the laws of analysis on text of all of Unicode, on texts of mixed
//! scripts, and on the counts that went wrong before.

use std::collections::BTreeSet;

use regex::Regex;
use serde::Deserialize;
use serde_json::json;
use unicode_segmentation::UnicodeSegmentation;
use xunwen_language::{Clause, Query};
use xunwen_query::{Engine, Passage, Request};
use xunwen_schema::{AtomKind, Atoms};

use crate::support::judge::{End, bars, judged};
use crate::support::{Dice, World, shared};

/// Texts drawn from all of Unicode.
const DRAWN: usize = 30_000;
/// Articles of mixed scripts, and literals cut from them.
const MADE_UP: usize = 400;
const LITERALS: usize = 2_000;

/// Pieces that laws are about, apart from characters drawn at random.
const PIECES: [&str; 60] = [
    "1,000",
    "2025",
    "3.5",
    "１２",
    "①",
    "½",
    "㎡",
    "℃",
    "Ⅲ",
    "ﬁ",
    "ｶﾞ",
    "が",
    "カ\u{3099}",
    "e\u{301}",
    "Ё",
    "ß",
    "中",
    "国國",
    "著着",
    "○",
    "二○",
    "ー",
    "ソニー",
    "한국",
    "\u{1112}\u{1161}\u{11ab}",
    "ไทย",
    "ພາສາ",
    "မြန်မာ",
    "हिन्दी",
    "العربية",
    "-",
    "—",
    "–",
    "~",
    "～",
    "・",
    "·",
    ".",
    ",",
    "，",
    "。",
    "“",
    "”",
    "'",
    "’",
    "%",
    "+",
    "#",
    "@",
    "《",
    "》",
    "👍🏽",
    "🇨🇳",
    "👨\u{200d}👩\u{200d}👧",
    "\u{200b}",
    "\u{ad}",
    "\u{fe0f}",
    "\n",
    "\r\n",
    " ",
];

/// Returns the string of a text as the judge writes it, and where it says that sentences and
/// paragraphs end, from the atoms of the engine.
fn by_engine(text: &str) -> (String, Vec<(u32, End)>) {
    use xunwen_schema::Break;
    let atoms = Atoms::scan(text);
    let mut bars = String::new();
    let mut ends = Vec::new();
    for (position, atom) in atoms.iter().enumerate() {
        let end = match atom.kind {
            AtomKind::Break(Break::Sentence) => Some(End::Sentence),
            AtomKind::Break(Break::Paragraph) => Some(End::Paragraph),
            _ => None,
        };
        ends.extend(end.map(|end| (position as u32, end)));
        let written = if atom.is_break() { "," } else { atoms.text(position) };
        bars.push_str(if position == 0 { "|" } else { "" });
        bars.push_str(written);
        bars.push('|');
    }
    (bars, ends)
}

#[track_caller]
fn assert_agree(text: &str) {
    let expected = judged(text);
    let (bars, ends) = by_engine(text);
    assert_eq!(bars, expected.bars, "{text:?} {}", text.escape_unicode());
    assert_eq!(ends, expected.ends, "{text:?} {}", text.escape_unicode());
}

/// Returns the characters that the tables of all libraries know: those of Unicode 15.
fn known_characters() -> Vec<char> {
    let known = Regex::new(r"^[\p{Age=15.0}&&[^\p{Cn}]]$").unwrap();
    ('\0'..=char::MAX).filter(|c| known.is_match(c.encode_utf8(&mut [0; 4]))).collect()
}

#[test]
fn every_character_is_analysed_as_the_judge_does() {
    for c in known_characters() {
        for text in [c.to_string(), format!("中{c}1"), format!("a{c}\u{301}b"), format!("3{c}4")] {
            assert_agree(&text);
        }
    }
}

#[test]
fn drawn_texts_are_analysed_as_the_judge_does() {
    let known = known_characters();
    let mut dice = Dice::new(19);
    for _ in 0..DRAWN {
        let length = 1 + dice.roll(12);
        let text: String = (0..length).map(|_| piece(&mut dice, &known)).collect();
        assert_agree(&text);
    }
}

fn piece(dice: &mut Dice, known: &[char]) -> String {
    match dice.roll(8) {
        0 => known[dice.roll(known.len())].to_string(),
        1 => char::from(32 + dice.roll(95) as u8).to_string(),
        2 => char::from_u32(0x4e00 + dice.roll(0x5200) as u32).unwrap().to_string(),
        _ => PIECES[dice.roll(PIECES.len())].to_owned(),
    }
}

/// Returns texts of mixed scripts, and a world whose index holds each as an article, named by its number.
fn made_up(dice: &mut Dice) -> (Vec<String>, World) {
    let known = known_characters();
    let texts: Vec<String> = (0..MADE_UP)
        .map(|_| (0..10 + dice.roll(50)).map(|_| piece(dice, &known)).collect())
        .collect();
    let articles: Vec<_> = texts
        .iter()
        .enumerate()
        .map(|(id, text)| json!({ "id": id.to_string(), "title": "记", "body": text }))
        .collect();
    let world = World::with_articles(&articles);
    (texts, world)
}

#[test]
fn literals_of_mixed_scripts_are_found_exactly_where_they_occur() {
    let mut dice = Dice::new(2_026);
    let (texts, world) = made_up(&mut dice);
    let engine = Engine::open(&world.path("idx")).unwrap();
    let strings: Vec<String> = texts.iter().map(|text| bars(text)).collect();
    for _ in 0..LITERALS {
        let text: Vec<char> = texts[dice.roll(texts.len())].chars().collect();
        let start = dice.roll(text.len());
        let literal: String = text[start..].iter().take(1 + dice.roll(5)).collect();
        let wanted = bars(&literal);
        let has = |(id, text): (usize, &String)| text.contains(&wanted).then(|| id.to_string());
        let expected: BTreeSet<String> = if wanted.is_empty() {
            BTreeSet::new()
        } else {
            strings.iter().enumerate().filter_map(has).collect()
        };
        assert_eq!(exact(&engine, &literal), expected, "{literal:?} {wanted}");
    }
}

#[test]
fn marks_cut_no_grapheme_and_cover_what_matched() {
    let mut dice = Dice::new(77);
    let (texts, world) = made_up(&mut dice);
    let engine = Engine::open(&world.path("idx")).unwrap();
    let mut seen = 0;
    while seen < crate::passages::wanted() {
        let text: Vec<char> = texts[dice.roll(texts.len())].chars().collect();
        let start = dice.roll(text.len());
        let literal: String = text[start..].iter().take(1 + dice.roll(4)).collect();
        let wanted = bars(&literal);
        if wanted.is_empty() {
            continue;
        }
        let request = Request {
            exact_only: true,
            limit: 20,
            passage_width: 200,
            ..Request::new(Query::new(Clause::literal(&literal)), 0)
        };
        for hit in engine.search(&request).unwrap().hits {
            for (_, passage) in hit.passages {
                seen += 1;
                check_marks(&passage, &wanted, &literal);
            }
        }
    }
    println!("{seen} passages looked at");
}

fn check_marks(passage: &Passage, wanted: &str, literal: &str) {
    let mut bounds: BTreeSet<usize> =
        passage.text.grapheme_indices(true).map(|(at, _)| at).collect();
    bounds.insert(passage.text.len());
    for mark in &passage.marks {
        let marked = &passage.text[mark.clone()];
        assert!(
            bounds.contains(&mark.start) && bounds.contains(&mark.end),
            "{marked:?} {literal:?}"
        );
        let is_clipped = mark.end == passage.text.len() && passage.cut_after;
        assert!(is_clipped || bars(marked).contains(wanted), "{marked:?} for {literal:?}");
    }
}

fn exact(engine: &Engine, literal: &str) -> BTreeSet<String> {
    let has_atoms = !Atoms::scan(literal).is_empty();
    let query = if has_atoms { Query::new(Clause::literal(literal)) } else { Query::default() };
    let request = Request { exact_only: true, limit: usize::MAX, ..Request::new(query, 0) };
    let answer = engine.answer(&request).unwrap();
    assert_eq!(engine.count(&request).unwrap(), answer.totals().exact);
    answer.ids().unwrap().into_iter().map(|(id, _, _)| id).collect()
}

/// A line of `tests/fixtures/occurrences.jsonl`: whether a keyword occurs in a text.
#[derive(Deserialize)]
struct Case {
    kind: String,
    keyword: String,
    text: String,
    occurs: bool,
}

#[test]
fn keywords_are_found_by_the_laws_and_not_otherwise() {
    let lines = include_str!("fixtures/occurrences.jsonl").lines();
    let cases: Vec<Case> = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
    let articles: Vec<_> = cases
        .iter()
        .enumerate()
        .map(|(id, case)| json!({ "id": id.to_string(), "title": "记", "body": case.text }))
        .collect();
    let world = World::with_articles(&articles);
    let engine = Engine::open(&world.path("idx")).unwrap();
    for (id, Case { kind, keyword, text, occurs }) in cases.iter().enumerate() {
        let found = exact(&engine, keyword).contains(&id.to_string());
        assert_eq!(found, *occurs, "{kind}: {keyword} in {text}");
        let wanted = bars(keyword);
        let by_judge = !wanted.is_empty() && bars(text).contains(&wanted);
        assert_eq!(by_judge, *occurs, "the judge, {kind}: {keyword} in {text}");
    }
}

/// A keyword whose count over real news was wrong before, and what it means, as a scan reads it: the
/// number that it begins with, if it does, and a pattern of what follows.
struct Counted {
    keyword: &'static str,
    number: Option<&'static str>,
    pattern: &'static str,
}

const DASH: &str = r"[-－–—―~～〜−﹣─━‑‐]";

const COUNTED: [Counted; 11] = [
    Counted { keyword: "50%", number: Some("50"), pattern: r"^[%％﹪]" },
    Counted { keyword: "2%", number: Some("2"), pattern: r"^[%％﹪]" },
    Counted { keyword: "35℃", number: Some("35"), pattern: r"^(℃|°[CcＣｃ])" },
    Counted { keyword: "600亿", number: Some("600"), pattern: r"^[亿億]" },
    Counted { keyword: "1-7月", number: Some("1"), pattern: "^DASH[7７]月" },
    Counted { keyword: "2021-2025年", number: Some("2021"), pattern: "^DASH2025年" },
    Counted { keyword: "30-50毫米", number: Some("30"), pattern: "^DASH50毫米" },
    Counted {
        keyword: "C++",
        number: None,
        pattern: r"((^|[^\p{Latin}\p{M}])[CcＣｃ]|℃)[+＋][+＋]",
    },
    Counted { keyword: "《人民日报》", number: None, pattern: "《人民日[报報]》" },
    Counted {
        keyword: "十四五规划", number: None, pattern: "十四五[规規][划劃画畫]"
    },
    Counted {
        keyword: "迪亚斯·卡内尔",
        number: None,
        pattern: r"迪[亚亞]斯([·•・‧∙⋅．.、，,]+|DASH)卡[内內]尔",
    },
];

impl Counted {
    /// Returns whether it occurs in a text without white space and quotation marks.
    fn occurs(&self, pattern: &Regex, text: &str) -> bool {
        let Some(number) = self.number else { return pattern.is_match(text) };
        text.match_indices(number).any(|(at, _)| {
            let end = at + number.len();
            pattern.is_match(&text[end..]) && last_number(&text[..end]) == number
        })
    }
}

/// Returns the number that `text` ends with: its last digits, with the point and the groups of thousands
/// that belong to them.
fn last_number(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_digit() || ".．,，·•・‧".contains(c);
    let start = text
        .rfind(|c| !is_part(c))
        .map_or(0, |at| at + text[at..].chars().next().unwrap().len_utf8());
    let row = text[start..].trim_start_matches(|c: char| !c.is_ascii_digit());
    let row: String = row
        .chars()
        .map(|c| {
            if ",，".contains(c) {
                ','
            } else if c.is_ascii_digit() {
                c
            } else {
                '.'
            }
        })
        .collect();
    let list = row.rsplit(".,").next().unwrap();
    let thousands = Regex::new(r"^\d{1,3}(,\d{3})+(\.\d+)?$").unwrap();
    if thousands.is_match(list) {
        return list.replace(',', "");
    }
    let last = list.rsplit(',').next().unwrap();
    let points = last.matches('.').count();
    if points == 1 { last.to_owned() } else { last.rsplit('.').next().unwrap().to_owned() }
}

/// Returns a text without white space and quotation marks, except where a number would become longer.
fn tight(text: &str) -> String {
    let nothing = |c: char| c.is_whitespace() || "“”‘’\"'「」『』".contains(c);
    let mut tight = String::with_capacity(text.len());
    let mut is_apart = false;
    for c in text.chars().filter(|&c| !"\u{ad}\u{200b}\u{feff}".contains(c)) {
        if nothing(c) {
            is_apart = true;
            continue;
        }
        let is_number = |c: char| c.is_ascii_digit() || ".．,，·•・‧".contains(c);
        if is_apart && is_number(c) && tight.ends_with(is_number) {
            tight.push(' ');
        }
        is_apart = false;
        tight.push(c);
    }
    tight
}

#[test]
fn counts_over_news_are_those_of_a_scan() {
    let (Some(xwlb), Some(crud)) =
        (shared("corpus/xwlb.jsonl.zst"), shared("corpus/crud2023.jsonl.zst"))
    else {
        return;
    };
    let world = World::new();
    let built = world.run(&["index", "-i", "idx", xwlb.to_str().unwrap(), crud.to_str().unwrap()]);
    assert_eq!(built.status, 0, "{built}");
    let engine = Engine::open(&world.path("idx")).unwrap();
    let patterns = COUNTED.map(|it| Regex::new(&it.pattern.replace("DASH", DASH)).unwrap());
    let mut expected = vec![BTreeSet::new(); COUNTED.len()];
    for article in [&xwlb, &crud].into_iter().flat_map(|file| crate::literals::articles(file)) {
        for text in [&article.title, &article.body, &article.summary] {
            let text = tight(text);
            for (number, counted) in COUNTED.iter().enumerate() {
                if counted.occurs(&patterns[number], &text) {
                    expected[number].insert(article.id.clone());
                }
            }
        }
    }
    for (Counted { keyword, .. }, expected) in COUNTED.iter().zip(expected) {
        let found = exact(&engine, keyword);
        let differs: Vec<_> = found.symmetric_difference(&expected).take(5).collect();
        println!("{keyword}: {} by the engine, {} by the scan", found.len(), expected.len());
        assert!(differs.is_empty(), "{keyword}: {differs:?}");
    }
}
