//! Law 1 once more: folding, by the tables of other libraries than the engine's.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

static HAN: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let table =
        std::fs::read_to_string(super::super::project("crates/schema/src/analysis/han.txt"))
            .unwrap();
    let pairs = table.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let mut pair = line.chars();
        (pair.next().unwrap(), pair.next().unwrap())
    });
    pairs.collect()
});

/// A folded character: a digit that was circled, raised or part of a fraction has the number of the
/// character it comes from, and is part of no number with others.
pub(super) type Folded = (char, Option<usize>);

/// A class of characters, and the answers it gave so far.
type Answers = (Regex, HashMap<char, bool>);

/// Returns whether `c` matches a class of the regex library.
fn is(class: &'static str, c: char) -> bool {
    thread_local! {
        static KNOWN: RefCell<HashMap<&'static str, Answers>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| {
        let (regex, answers) = known
            .entry(class)
            .or_insert_with(|| (Regex::new(&format!("^{class}$")).unwrap(), HashMap::new()));
        *answers.entry(c).or_insert_with(|| regex.is_match(c.encode_utf8(&mut [0; 4])))
    })
}

const INVISIBLE: &str = r"[\p{Default_Ignorable_Code_Point}\p{Cc}&&[^\s\x{85}]]";
/// What makes up one cluster with the character before it.
const EXTENDS: &str = r"[\p{M}\x{FF9E}\x{FF9F}\x{FFA1}-\x{FFDC}\x{1160}-\x{11FF}\x{D7B0}-\x{D7FF}]";

/// Returns whether `c` is one of the most frequent characters of news, which neither vanish nor combine
/// with others: no table needs to be asked.
fn is_frequent(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '，' | '。' | '、' | ' ' | '0'..='9' | 'a'..='z' | 'A'..='Z')
}

/// Returns the characters that `text` folds to.
pub(super) fn characters(text: &str) -> Vec<Folded> {
    let mut folded = Vec::with_capacity(text.len() / 3);
    let mut rest =
        text.chars().filter(|&c| is_frequent(c) || !is(INVISIBLE, c)).enumerate().peekable();
    let mut cluster = String::new();
    while let Some((number, c)) = rest.next() {
        let stands_alone = rest.peek().is_none_or(|&(_, next)| is_frequent(next));
        if stands_alone && is_frequent(c) {
            let folded_c =
                if c.is_ascii() { c.to_ascii_lowercase() } else { *HAN.get(&c).unwrap_or(&c) };
            folded.push((if folded_c == '，' { ',' } else { folded_c }, None));
            continue;
        }
        cluster.clear();
        cluster.push(c);
        while let Some((_, mark)) = rest.next_if(|&(_, c)| !is_frequent(c) && is(EXTENDS, c)) {
            cluster.push(mark);
        }
        if CIRCLES.contains(c) && is_zero(&folded, rest.clone().map(|(_, c)| c)) {
            folded.push(('〇', None));
            cluster.remove(0);
        }
        if cluster.is_empty() {
            continue;
        }
        add_cluster(&cluster, number, &mut folded);
    }
    folded
}

/// What news writes for 〇, in full and half width.
const CIRCLES: &str = "○◯\u{ffee}";

/// Returns whether a circle is beside a Chinese numeral, other circles and marks skipped.
fn is_zero(before: &[Folded], mut rest: impl Iterator<Item = char>) -> bool {
    let is_numeral = |c: char| "〇零一二三四五六七八九十百千万亿".contains(c);
    let after = rest.find(|&c| !CIRCLES.contains(c) && !is(EXTENDS, c));
    let after = after.and_then(|c| fold_cluster(&c.to_string()).0.first().copied());
    before.last().is_some_and(|&(c, _)| is_numeral(c)) || after.is_some_and(is_numeral)
}

fn add_cluster(cluster: &str, number: usize, folded: &mut Vec<Folded>) {
    thread_local! {
        static KNOWN: RefCell<HashMap<String, (Vec<char>, bool)>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| {
        if !known.contains_key(cluster) {
            known.insert(cluster.to_owned(), fold_cluster(cluster));
        }
        let (characters, is_own) = &known[cluster];
        folded.extend(characters.iter().map(|&c| (c, is_own.then_some(number))));
    });
}

/// Returns what a cluster folds to, and whether its digits are a number of their own.
fn fold_cluster(cluster: &str) -> (Vec<char>, bool) {
    let first = cluster.chars().next().unwrap();
    let mut text = cluster.to_owned();
    if let Some(number) = numbered(first) {
        text = number.to_string();
    }
    for _ in 0..5 {
        let cased: String = caseless::default_case_fold_str(&text);
        let decomposed: String = cased.nfkd().collect();
        let bare = without_accents(&decomposed);
        text = bare.nfc().filter(|&c| !is(INVISIBLE, c)).collect();
        text = text.chars().map(|c| if matches!(c, '⁄' | '∕') { '/' } else { c }).collect();
        text = text.chars().map(|c| *HAN.get(&c).unwrap_or(&c)).collect();
        text = without_loose_marks(&text);
    }
    let is_plain = is(r"\p{Nd}", first) && !cluster.contains('\u{20e3}');
    (text.chars().collect(), !is_plain)
}

/// The numbers in circles that have no compatibility form.
fn numbered(c: char) -> Option<u32> {
    let rows = ["❶❷❸❹❺❻❼❽❾❿", "➀➁➂➃➄➅➆➇➈➉", "➊➋➌➍➎➏➐➑➒➓", "⓵⓶⓷⓸⓹⓺⓻⓼⓽⓾"];
    let in_row = rows.iter().find_map(|row| row.chars().position(|own| own == c));
    let more = "⓫⓬⓭⓮⓯⓰⓱⓲⓳⓴".chars().position(|own| own == c);
    let zero = "⓿🄋🄌".contains(c).then_some(0);
    zero.or(in_row.map(|place| place as u32 + 1)).or(more.map(|place| place as u32 + 11))
}

const EUROPEAN: &str = r"[\p{Latin}\p{Greek}\p{Cyrillic}]";

fn without_accents(decomposed: &str) -> String {
    let mut is_european = false;
    let mut kept = String::new();
    for c in decomposed.chars() {
        let is_mark = is(r"\p{M}", c);
        if is_mark && (is(EUROPEAN, c) || (is_european && is(r"\p{Inherited}", c))) {
            continue;
        }
        if !is_mark {
            is_european = is(EUROPEAN, c);
        }
        kept.push(c);
    }
    kept
}

fn without_loose_marks(text: &str) -> String {
    let mut kept = String::new();
    let mut base: Option<char> = None;
    for c in text.chars() {
        if !is(r"\p{M}", c) {
            base = Some(c);
        } else if is(r"\p{Inherited}", c)
            && base.is_none_or(|base| {
                is(
                    r"[\p{Latin}\p{Greek}\p{Cyrillic}\p{Common}\p{Han}\p{Hiragana}\p{Katakana}]",
                    base,
                )
            })
        {
            continue;
        }
        kept.push(c);
    }
    kept
}

/// The classes of folded characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Space,
    Dash,
    Quote,
    Flag,
    Symbol,
    Single,
    Digit,
    Letter,
    Other,
}

/// Returns the class of a folded character: the first that fits.
pub(super) fn class(c: char) -> Class {
    if ('\u{4e00}'..='\u{9fff}').contains(&c) {
        return Class::Single;
    }
    thread_local! {
        static KNOWN: RefCell<HashMap<char, Class>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| *known.entry(c).or_insert_with(|| class_afresh(c)))
}

fn class_afresh(c: char) -> Class {
    let spaceless = r"[[\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー]&&[\p{Alphabetic}\p{M}]]";
    if c.is_whitespace() {
        Class::Space
    } else if is(r"[\p{Dash}~∼─━˗]", c) {
        Class::Dash
    } else if is(r"[\p{Quotation_Mark}`′‵ʹ-ʿˈˊˋˮ׳״ꞌ]", c) {
        Class::Quote
    } else if is(r"\p{Regional_Indicator}", c) {
        Class::Flag
    } else if is(r"[%‰°#@&+*/=<>×÷±©《》\p{Sc}]", c) || (!c.is_ascii() && is(r"\p{Emoji}", c))
    {
        Class::Symbol
    } else if is_han(c) || is(spaceless, c) {
        Class::Single
    } else if is(r"[\p{Nd}\p{No}]", c) {
        Class::Digit
    } else if is(r"[\p{Alphabetic}\p{M}]", c) {
        Class::Letter
    } else {
        Class::Other
    }
}

/// Returns whether a character is a Han character.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '〇' | '々' | '〻' | '\u{3021}'..='\u{3029}' | '\u{3038}'..='\u{303b}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{16fe3}' | '\u{16ff0}'..='\u{16ff1}' | '\u{20000}'..='\u{3ffff}')
}
