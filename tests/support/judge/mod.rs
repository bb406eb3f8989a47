//! The judge of literal search: the laws of the analysis once more, by other means.
//!
//! A text becomes one string, with each atom between bars and a break as a comma between bars; a
//! literal occurs in a text exactly if its string is a part of the text's string.

mod fold;

use fold::{Class, Folded, characters, class};

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
    judged(text).bars
}

/// Returns the string of `text`, and where sentences and paragraphs end in it.
pub(crate) fn judged(text: &str) -> Judged {
    let folded = characters(text);
    let mut bars = String::with_capacity(text.len() * 2);
    let mut ends = Vec::new();
    let mut position = 0;
    let mut add = |bars: &mut String, atom: &str| {
        if bars.is_empty() {
            bars.push('|');
        }
        bars.push_str(atom);
        bars.push('|');
        position += 1;
        position - 1
    };
    let mut left: Option<Class> = None;
    let mut gap: Vec<char> = Vec::new();
    let mut at = 0;
    while at < folded.len() {
        let atoms = atoms_at(&folded[at..]);
        let Some((length, kind, atoms)) = atoms else {
            gap.push(folded[at].0);
            at += 1;
            continue;
        };
        if let Some(left) = left {
            match between(&gap, left, kind) {
                Between::Nothing => {}
                Between::Range => {
                    add(&mut bars, "-");
                }
                Between::Break => {
                    let place = add(&mut bars, ",");
                    ends.extend(end_in(&gap, folded[at].0).map(|end| (place, end)));
                }
            }
        }
        for atom in atoms {
            add(&mut bars, &atom);
        }
        at += length;
        (left, gap) = (Some(kind), Vec::new());
    }
    Judged { bars, ends }
}

/// Returns whether a character is a Han character.
pub(crate) fn is_han(c: char) -> bool {
    fold::is_han(c)
}

/// Returns `text` with each character folded.
pub(crate) fn folded(text: &str) -> String {
    characters(text).into_iter().map(|(c, _)| c).collect()
}

/// Returns the atoms, breaks among them as commas, that the text begins with: one, or a row of
/// numbers; how many characters they are, and the class of the last.
fn atoms_at(text: &[Folded]) -> Option<(usize, Class, Vec<String>)> {
    let (first, own) = text[0];
    let kind = class(first);
    let run = |class_of: Class, limit: usize| {
        let goes_on = |other: &&Folded| {
            class(other.0) == class_of && (class_of != Class::Digit || other.1 == own)
        };
        text.iter().take(limit).take_while(goes_on).count()
    };
    let length = match kind {
        Class::Single | Class::Symbol => 1,
        Class::Flag if run(Class::Flag, 2) == 2 => 2,
        Class::Letter => run(Class::Letter, usize::MAX),
        Class::Digit if own.is_some() => run(Class::Digit, usize::MAX),
        Class::Digit => number_length(text),
        _ => return None,
    };
    let written: String = text[..length].iter().map(|(c, _)| *c).collect();
    let kind = if kind == Class::Flag { Class::Symbol } else { kind };
    let atoms =
        if kind == Class::Digit && own.is_none() { numbers(&written) } else { vec![written] };
    Some((length, kind, atoms))
}

const DOTS: &str = ".·•‧∙⋅・᛫⸱ꞏ";

/// Returns how many characters are digits, or a point or a comma between two.
fn number_length(text: &[Folded]) -> usize {
    let digit =
        |at: usize| text.get(at).is_some_and(|&(c, own)| class(c) == Class::Digit && own.is_none());
    let mark = |at: usize| text.get(at).is_some_and(|&(c, _)| c == ',' || DOTS.contains(c));
    let mut length = 0;
    while digit(length) || (mark(length) && digit(length + 1)) {
        length += 1;
    }
    length
}

/// Returns the numbers in a row of digits, points and commas, with commas for breaks.
fn numbers(row: &str) -> Vec<String> {
    let row = row.replace(|c| DOTS.contains(c), ".");
    // As many leading groups as commas part, and what follows.
    let end = row.find('.').unwrap_or(row.len());
    let groups: Vec<&str> = row[..end].split(',').collect();
    let count = |group: &&str| group.chars().count();
    let are_thousands = groups.len() > 1
        && count(&groups[0]) <= 3
        && groups[1..].iter().all(|group| count(group) == 3);
    let row = if are_thousands { groups.concat() + &row[end..] } else { row };
    let mut numbers = Vec::new();
    for list in row.split(',') {
        let parts: Vec<&str> = list.split('.').collect();
        let whole = if parts.len() == 2 { vec![list] } else { parts };
        numbers.extend(whole.into_iter().flat_map(|number| [",".to_owned(), number.to_owned()]));
    }
    numbers.remove(0);
    numbers
}

enum Between {
    Nothing,
    Range,
    Break,
}

/// Returns what a gap between atoms of two classes amounts to.
fn between(gap: &[char], left: Class, right: Class) -> Between {
    let dashes = gap.iter().filter(|&&c| class(c) == Class::Dash).count();
    let has_other = gap.iter().any(|&c| matches!(class(c), Class::Other | Class::Flag));
    let wordy = |kind: Class| matches!(kind, Class::Digit | Class::Letter);
    if has_other || dashes > 1 || has_blank_line(&lines(gap)) {
        Between::Break
    } else if dashes == 0 {
        Between::Nothing
    } else if left == Class::Digit && right == Class::Digit {
        Between::Range
    } else if wordy(left) || wordy(right) {
        Between::Nothing
    } else {
        Between::Break
    }
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
            if is_stop || "。!?…".contains(c) {
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
    between.iter().any(|line| line.chars().all(char::is_whitespace))
}

#[test]
fn the_judge_keeps_the_laws() {
    for (text, expected) in [
        ("微短剧", "|微|短|剧|"),
        ("GPT-4，AI", "|gpt|4|,|ai|"),
        ("６.９６億\n元", "|6.96|亿|元|"),
        ("1,000-2,5", "|1000|-|2|,|5|"),
        ("2025.12.31", "|2025|,|12|,|31|"),
        ("①2025㎡2", "|1|2025|m|2|2|"),
        ("《C++》 é", "|《|c|+|+|》|e|"),
        ("长，江", "|长|,|江|"),
        ("长\n\n江", "|长|,|江|"),
        ("“长”江", "|长|江|"),
        ("中—美", "|中|,|美|"),
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
