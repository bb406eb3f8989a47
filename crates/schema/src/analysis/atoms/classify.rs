//! Classification: what a folded character contributes to a sequence of atoms.

use std::ops::RangeInclusive;

use unicode_normalization::char::is_combining_mark;

use crate::characters::{is_han, is_ignorable};

/// What a folded character contributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Han,
    Letter,
    Digit,
    /// White space, ignorable and control characters.
    Space,
    /// A line break, which is white space unless another follows.
    Line,
    /// Hyphens and apostrophes.
    Joiner,
    /// Everything else.
    Other,
}

/// Han characters that fold to Han characters; each takes three bytes.
pub(super) const COMMON_HAN: RangeInclusive<char> = '\u{4e00}'..='\u{9fff}';

/// Returns the class of a folded character.
#[inline]
pub(super) fn classify(folded: char) -> Class {
    match folded {
        'a'..='z' => Class::Letter,
        '0'..='9' => Class::Digit,
        c if COMMON_HAN.contains(&c) => Class::Han,
        '，' | '。' | '、' | '“' | '”' | '《' | '》' => Class::Other,
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Line,
        ' ' => Class::Space,
        '-' | '\'' | '\u{2019}' | '\u{2010}' | '\u{2011}' => Class::Joiner,
        '!'..='/' | ':'..='@' | '['..='`' | '{'..='~' => Class::Other,
        _ => classify_slowly(folded),
    }
}

/// Classifies the rare characters, by Unicode's tables.
fn classify_slowly(folded: char) -> Class {
    if folded.is_whitespace() || folded.is_control() || is_ignorable(folded) {
        Class::Space
    } else if is_han(folded) {
        Class::Han
    } else if folded.is_numeric() {
        Class::Digit
    } else if folded.is_alphabetic() || is_combining_mark(folded) {
        Class::Letter
    } else {
        Class::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fold::{Simplified, fold};

    #[test]
    fn common_han_characters_fold_to_han_characters() {
        for c in COMMON_HAN {
            assert!(classify(fold(c)) == Class::Han && c.len_utf8() == 3, "{c}");
            assert_eq!(Simplified::table().get(c), fold(c), "{c}");
        }
    }
}
