//! The judge of literal search: laws 1 and 2 of the analysis once more, by other means.
//!
//! A text becomes one string, with each atom between bars and a break as a comma between bars; a
//! literal occurs in a text exactly if its string is a part of the text's string.

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

/// A text as its string, and how strong its breaks are.
pub(crate) struct Judged {
    pub(crate) bars: String,
    /// The positions of breaks that end a sentence or a paragraph, in order.
    pub(crate) ends: Vec<(u32, End)>,
}

/// What ends at a break that is more than a comma.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum End {
    Sentence,
    /// A blank line, or a line that ends where a sentence ends.
    Paragraph,
}

/// Returns the string of `text`; empty if there is no atom in it.
pub(crate) fn bars(text: &str) -> String {
    let mut result = String::with_capacity(text.len() * 2);
    walk(text, |gap, atom| push(&mut result, gap.is_some(), atom));
    result
}

/// Returns the string of `text`, and where sentences and paragraphs end in it.
pub(crate) fn judged(text: &str) -> Judged {
    let mut bars = String::new();
    let mut ends = Vec::new();
    let mut position = 0;
    walk(text, |gap, atom| {
        if let Some(gap) = gap {
            ends.extend(end_in(gap, atom[0]).map(|end| (position, end)));
            position += 1;
        }
        push(&mut bars, gap.is_some(), atom);
        position += 1;
    });
    Judged { bars, ends }
}

fn push(bars: &mut String, is_parted: bool, atom: &[char]) {
    if bars.is_empty() {
        bars.push('|');
    }
    if is_parted {
        bars.push_str(",|");
    }
    bars.extend(atom);
    bars.push('|');
}

/// Calls `each` with every atom and the gap before it, if that is a break.
fn walk(text: &str, mut each: impl FnMut(Option<&[char]>, &[char])) {
    let folded: Vec<char> = text.chars().map(fold).collect();
    let mut at = 0;
    let mut gap_start = 0;
    let mut is_first = true;
    while at < folded.len() {
        let length = atom_length(&folded[at..]);
        if length == 0 {
            at += 1;
            continue;
        }
        let gap = &folded[gap_start..at];
        each(Some(gap).filter(|gap| !is_first && is_break(gap)), &folded[at..at + length]);
        at += length;
        (gap_start, is_first) = (at, false);
    }
}

/// Returns `text` with each character folded.
pub(crate) fn folded(text: &str) -> String {
    text.chars().map(fold).collect()
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
    matches!(c, '〇' | '々' | '\u{3021}'..='\u{3029}' | '\u{3038}'..='\u{303b}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
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
            && !is_zero_width(*c)
    };
    text.iter().take_while(|c| letter(c)).count()
}

fn is_break(gap: &[char]) -> bool {
    let joins = |c: char| is_space(c) || "-'\u{2019}\u{2010}\u{2011}".contains(c);
    !gap.is_empty() && (!gap.iter().all(|&c| joins(c)) || has_blank_line(&lines(gap)))
}

/// Returns what ends in a gap that `next` follows.
fn end_in(gap: &[char], next: char) -> Option<End> {
    let lines = lines(gap);
    let last = lines.len() - 1;
    let ends = |line: usize, text: &str| {
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            let behind = rest.clone().next().or_else(|| (line == last).then_some(next));
            let is_stop = c == '.' && behind.is_none_or(|behind| !behind.is_alphanumeric());
            if is_stop || "。!?…‼⁇⁈⁉".contains(c) {
                return true;
            }
        }
        false
    };
    let ended = lines.iter().enumerate().position(|(line, text)| ends(line, text));
    if has_blank_line(&lines) || ended.is_some_and(|line| line < last) {
        return Some(End::Paragraph);
    }
    ended.map(|_| End::Sentence)
}

/// Returns the lines of a gap, its last included.
fn lines(gap: &[char]) -> Vec<String> {
    let text: String = gap.iter().collect();
    let text = text.replace("\r\n", "\n");
    text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']).map(str::to_owned).collect()
}

/// Returns whether a line between two line breaks is blank.
fn has_blank_line(lines: &[String]) -> bool {
    let between = lines.get(1..lines.len() - 1).unwrap_or_default();
    between.iter().any(|line| line.chars().all(is_space))
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_zero_width(c)
}

/// The characters that Unicode calls ignorable, those of writing systems aside.
fn is_zero_width(c: char) -> bool {
    "\u{ad}\u{61c}\u{feff}".contains(c)
        || ('\u{180b}'..='\u{180f}').contains(&c)
        || ('\u{200b}'..='\u{200f}').contains(&c)
        || ('\u{202a}'..='\u{202e}').contains(&c)
        || ('\u{2060}'..='\u{206f}').contains(&c)
        || ('\u{fe00}'..='\u{fe0f}').contains(&c)
        || ('\u{e0000}'..='\u{e0fff}').contains(&c)
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

#[test]
fn the_judge_knows_where_sentences_and_paragraphs_end() {
    use End::{Paragraph, Sentence};
    for (text, expected) in [
        ("长，江", &[][..]),
        ("长。江！”河", &[(1, Sentence), (3, Sentence)]),
        ("长。\n江\n河", &[(1, Paragraph)]),
        ("长\n\n江\r\n\u{200b}\r\n河", &[(1, Paragraph), (3, Paragraph)]),
        ("U.S. policy. 3.5 m", &[(3, Sentence), (5, Sentence)]),
        ("长。", &[]),
    ] {
        assert_eq!(judged(text).ends, expected, "{text}");
    }
}
