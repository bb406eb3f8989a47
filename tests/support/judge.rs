//! The judge of literal search: laws 1 and 2 of the analysis once more, by other means.
//!
//! A text becomes one string in which atoms stand between bars and a break is a comma between
//! bars; a literal stands in a text exactly if its string is a part of the text's string.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let table =
        std::fs::read_to_string(super::project("crates/schema/src/analysis/simplified.txt"))
            .unwrap();
    let pairs = table.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let pair: Vec<char> = line.chars().collect();
        (pair[0], pair[1])
    });
    pairs.collect()
});

/// Returns the string that stands for `text`; empty if there is no atom in it.
pub(crate) fn bars(text: &str) -> String {
    let folded: Vec<char> = text.chars().map(fold).collect();
    let mut result = String::with_capacity(text.len() * 2);
    let mut at = 0;
    let mut gap = String::new();
    while at < folded.len() {
        let length = atom_length(&folded[at..]);
        if length == 0 {
            gap.push(folded[at]);
            at += 1;
            continue;
        }
        if !result.is_empty() && is_break(&gap) {
            result.push_str(",|");
        }
        if result.is_empty() {
            result.push('|');
        }
        gap.clear();
        result.extend(&folded[at..at + length]);
        result.push('|');
        at += length;
    }
    result
}

fn fold(c: char) -> char {
    thread_local! {
        static KNOWN: RefCell<HashMap<char, char>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| *known.entry(c).or_insert_with(|| fold_afresh(c)))
}

fn fold_afresh(c: char) -> char {
    let single = |text: String| -> Option<char> {
        let mut characters = text.chars();
        characters.next().filter(|_| characters.next().is_none())
    };
    let compatible = single(c.to_string().nfkc().collect()).unwrap_or(c);
    let lower = single(compatible.to_lowercase().to_string()).unwrap_or(compatible);
    *SIMPLIFIED.get(&lower).unwrap_or(&lower)
}

/// Returns whether a character is an atom by itself.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '〇' | '々' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns how many characters from the first on are one atom.
fn atom_length(text: &[char]) -> usize {
    let digit = |at: usize| text.get(at).is_some_and(|c| !is_han(*c) && c.is_numeric());
    if is_han(text[0]) {
        return 1;
    }
    let mut length = 0;
    if digit(0) {
        while digit(length) || (text.get(length) == Some(&'.') && digit(length + 1)) {
            length += 1;
        }
        return length;
    }
    let letter = |c: &char| {
        !is_han(*c)
            && !c.is_numeric()
            && (c.is_alphabetic() || unicode_normalization::char::is_combining_mark(*c))
            && !('\u{fe00}'..='\u{fe0f}').contains(c)
    };
    text.iter().take_while(|c| letter(c)).count()
}

fn is_break(gap: &str) -> bool {
    let parts = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || "-'\u{2019}\u{2010}\u{2011}".contains(c)
            || is_zero_width(c)
    };
    let unbroken = gap.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = unbroken.split('\n').collect();
    let blank_line =
        lines.len() > 2 && lines[1..lines.len() - 1].iter().any(|line| line.trim().is_empty());
    blank_line || !gap.chars().all(parts)
}

fn is_zero_width(c: char) -> bool {
    "\u{ad}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{2060}\u{feff}".contains(c)
        || ('\u{202a}'..='\u{202e}').contains(&c)
        || ('\u{2061}'..='\u{206f}').contains(&c)
        || ('\u{fe00}'..='\u{fe0f}').contains(&c)
}

#[test]
fn the_judge_keeps_the_laws() {
    for (text, expected) in [
        ("微短剧", "|微|短|剧|"),
        ("GPT-4，AI", "|gpt|4|,|ai|"),
        ("６.９６億\n元", "|6.96|亿|元|"),
        ("长，江", "|长|,|江|"),
        ("长\n\n江", "|长|,|江|"),
        ("！？", ""),
    ] {
        assert_eq!(bars(text), expected);
    }
}
