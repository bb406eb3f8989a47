//! Numerals that Unicode's compatibility forms leave aside.

/// Rows of circled numbers without a compatibility form: the first and last character, and the
/// number that the first is.
const CIRCLED: [(char, char, u32); 8] = [
    ('\u{2776}', '\u{277f}', 1),
    ('\u{2780}', '\u{2789}', 1),
    ('\u{278a}', '\u{2793}', 1),
    ('\u{24eb}', '\u{24f4}', 11),
    ('\u{24f5}', '\u{24fe}', 1),
    ('\u{24ff}', '\u{24ff}', 0),
    ('\u{1f10b}', '\u{1f10b}', 0),
    ('\u{1f10c}', '\u{1f10c}', 0),
];

/// Returns the number in the circle that `c` is, if Unicode has no compatibility form of it.
pub(super) fn circled(c: char) -> Option<u32> {
    let row = CIRCLED.iter().find(|(first, last, _)| (*first..=*last).contains(&c))?;
    Some(u32::from(c) - u32::from(row.0) + row.2)
}

/// Returns the circle that `c` is, in full width, if news writes it for 〇.
pub(super) fn circle(c: char) -> Option<char> {
    match c {
        '○' | '\u{ffee}' => Some('○'),
        '◯' => Some(c),
        _ => None,
    }
}

/// Returns whether a folded character is a numeral that a circle can be part of a number with.
pub(super) fn is_numeral(folded: char) -> bool {
    "〇零一二三四五六七八九十百千万亿".contains(folded)
}

/// Returns the slash of fractions as the usual one, and any other character as it is.
pub(super) fn usual_slash(c: char) -> char {
    if matches!(c, '\u{2044}' | '\u{2215}') { '/' } else { c }
}
