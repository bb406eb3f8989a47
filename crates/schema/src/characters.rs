//! Classes of characters that several parts of the program must agree on.

use icu_properties::props::{DefaultIgnorableCodePoint, Script};
use icu_properties::{CodePointMapData, CodePointSetData};

/// Returns whether `c` is a Han character that words are written with: 〇 and 々 are, the radicals and
/// strokes without a compatibility form are not.
#[inline]
#[must_use]
pub fn is_han(c: char) -> bool {
    match c {
        '\u{4e00}'..='\u{9fff}' => true,
        // Letters of Europe, and the punctuation of nearly all Chinese text.
        '\0'..='\u{2e7f}' | '\u{3000}'..='\u{3004}' | '\u{ff00}'..='\u{ffef}' => false,
        _ => is_han_by_script(c),
    }
}

/// Returns the same without the short cuts.
fn is_han_by_script(c: char) -> bool {
    // Radicals, strokes and marks of the script are no letters.
    CodePointMapData::<Script>::new().get(c) == Script::Han && c.is_alphabetic()
}

/// Returns whether `c` is written without spaces around it: Han, kana, full-width forms and Chinese
/// punctuation.
#[must_use]
pub fn is_east_asian(c: char) -> bool {
    matches!(c,
        '“' | '”' | '‘' | '’' | '—' | '…' | '·'
        | '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns whether `c` is nothing to the analysis, because readers do not see it: what Unicode calls
/// default ignorable (soft hyphens, zero-width characters, marks of direction, variation selectors,
/// tags), and controls that are not white space.
///
/// A superset of [`is_layout_control`]: joiners and variation selectors matter only for display.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

/// Returns whether `c` only controls the layout of other characters, so that a line of text is shown
/// without it.
#[must_use]
pub fn is_layout_control(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Returns whether `c` ends a sentence wherever it occurs. A full stop does not: it depends on what
/// surrounds it.
#[inline]
#[must_use]
pub fn is_sentence_end(c: char) -> bool {
    matches!(c, '。' | '｡' | '！' | '!' | '？' | '?' | '…' | '\u{203c}' | '\u{2047}'..='\u{2049}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_cuts_agree_with_the_script() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_han(c), is_han_by_script(c), "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn characters_belong_to_their_classes() {
        let han = ['一', '鿿', '〇', '々', '𠀀', '\u{f900}', '㐀'];
        assert!(han.into_iter().all(|c| is_han(c) && is_east_asian(c)));
        assert!(['a', '，', 'カ', '⺀', '㇀', 'é', '1'].into_iter().all(|c| !is_han(c)));
        assert!(is_invisible('\u{200d}') && !is_layout_control('\u{200d}'));
        assert!(is_invisible('\u{feff}') && is_layout_control('\u{feff}'));
        assert!(is_invisible('\u{7}') && !is_invisible('\t') && !is_invisible('\u{85}'));
        assert!(is_sentence_end('？') && is_sentence_end('…') && !is_sentence_end('.'));
    }
}
