//! Classification: what a folded character contributes to a sequence of atoms.

use std::ops::RangeInclusive;

use icu_properties::props::{
    Dash, Emoji, GeneralCategory, GeneralCategoryGroup, QuotationMark, RegionalIndicator, Script,
};
use icu_properties::{CodePointMapData, CodePointSetData};

use crate::characters::is_han;

/// What a folded character contributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A Han character.
    Han,
    /// A character of another script that is written without spaces between words.
    Character,
    /// A letter of any other script, or a mark on one.
    Letter,
    /// A digit, or another character that is a number.
    Digit,
    /// A symbol that means something.
    Symbol,
    /// Half of a flag.
    Regional,
    /// White space.
    Space,
    /// A line break, which is white space unless another follows.
    Line,
    /// Quotation marks and apostrophes.
    Quote,
    /// Dashes and tildes.
    Dash,
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
        '《' | '》' => Class::Symbol,
        '“' | '”' | '‘' | '’' => Class::Quote,
        '，' | '。' | '、' | '…' | '·' => Class::Other,
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Line,
        ' ' | '\t' => Class::Space,
        '-' | '~' | '—' => Class::Dash,
        '"' | '\'' | '`' => Class::Quote,
        '#' | '$' | '%' | '&' | '*' | '+' | '/' | '<' | '=' | '>' | '@' => Class::Symbol,
        '!'..='/' | ':'..='@' | '['..='`' | '{'..='~' => Class::Other,
        _ => classify_slowly(folded),
    }
}

/// Classifies the rare characters, by Unicode's tables.
fn classify_slowly(folded: char) -> Class {
    let category = CodePointMapData::<GeneralCategory>::new().get(folded);
    let script = CodePointMapData::<Script>::new().get(folded);
    if folded.is_whitespace() {
        Class::Space
    } else if is_dash(folded) {
        Class::Dash
    } else if is_quote(folded) {
        Class::Quote
    } else if CodePointSetData::new::<RegionalIndicator>().contains(folded) {
        Class::Regional
    } else if is_symbol(folded, category) {
        Class::Symbol
    } else if is_han(folded) {
        Class::Han
    } else if matches!(category, GeneralCategory::DecimalNumber | GeneralCategory::OtherNumber) {
        Class::Digit
    } else if !folded.is_alphabetic() && !GeneralCategoryGroup::Mark.contains(category) {
        Class::Other
    } else if folded == 'ー' || SPACELESS.contains(&script) {
        Class::Character
    } else {
        Class::Letter
    }
}

/// The scripts, beside Han, that are written without spaces between words, or with syllables that
/// are words.
const SPACELESS: [Script; 7] = [
    Script::Hiragana,
    Script::Katakana,
    Script::Hangul,
    Script::Thai,
    Script::Lao,
    Script::Khmer,
    Script::Myanmar,
];

/// Returns whether `c` is a symbol that means something (law 2).
fn is_symbol(c: char, category: GeneralCategory) -> bool {
    matches!(c, '‰' | '°' | '×' | '÷' | '±' | '©')
        || category == GeneralCategory::CurrencySymbol
        || (!c.is_ascii() && CodePointSetData::new::<Emoji>().contains(c))
}

/// Returns whether `c` is a dash or a tilde. News writes the lines of boxes for dashes too.
fn is_dash(c: char) -> bool {
    matches!(c, '\u{2d7}' | '\u{223c}' | '\u{2500}' | '\u{2501}')
        || CodePointSetData::new::<Dash>().contains(c)
}

/// Returns whether `c` is a quotation mark or an apostrophe, or is written for one.
fn is_quote(c: char) -> bool {
    matches!(
        c,
        '\u{2b9}'
            ..='\u{2bf}'
                | '\u{2c8}'
                | '\u{2ca}'
                | '\u{2cb}'
                | '\u{2ee}'
                | '\u{5f3}'
                | '\u{5f4}'
                | '\u{2032}'
                | '\u{2035}'
                | '\u{a78c}'
    ) || CodePointSetData::new::<QuotationMark>().contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fold::{HanTable, fold};

    #[test]
    fn common_han_characters_fold_to_han_characters() {
        for c in COMMON_HAN {
            let folded = HanTable::table().get(c);
            assert!(classify(folded) == Class::Han && c.len_utf8() == 3, "{c}");
            assert_eq!(fold(&c.to_string()), folded.to_string(), "{c}");
        }
    }

    #[test]
    fn characters_belong_to_their_classes() {
        for (characters, class) in [
            ("一〇々〻㐀", Class::Han),
            ("あンーゝ한ไທကក", Class::Character),
            ("aéжαابहᠠ", Class::Letter),
            ("1٣९", Class::Digit),
            ("%‰°$¥€₽#@&+*/=<>×÷±©《》👍❤🏽", Class::Symbol),
            ("🇨", Class::Regional),
            (" \t\u{a0}\u{b}", Class::Space),
            ("\"'`“”‘’«»「」『』〝〞′ʼ", Class::Quote),
            ("-‐–—―−~〜─⸺", Class::Dash),
            ("，。、：；！？…·•・（）【】〈〉^_|\\→★■√≤", Class::Other),
        ] {
            for c in characters.chars() {
                assert_eq!(classify(c), class, "{c} U+{:04X}", u32::from(c));
            }
        }
    }
}
