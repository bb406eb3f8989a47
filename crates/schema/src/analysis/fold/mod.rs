//! Folding: what readers regard as the same becomes the same.
//!
//! In this order: invisible characters vanish; Unicode's compatibility composition (NFKC: full
//! width, `㎡` = `m2`, `℃` = `°c`, half-width kana, conjoining jamo); full case folding; accents on
//! Latin, Greek and Cyrillic letters vanish; traditional Han characters become simplified, and
//! variants the usual form. One character may become several, and several one.
//!
//! Law: `fold(fold(text)) == fold(text)`.

mod han;
mod numerals;
mod reader;
mod segment;

pub(super) use han::{HanTable, lines};
pub(super) use reader::{FoldedChar, Joins, Reader};

/// The tables of Unicode, for the fingerprint; a test compares them with `Cargo.lock`.
pub(super) const UNICODE_TABLES: &str =
    "icu_casemap_data 2.4.0, icu_normalizer_data 2.4.0, icu_properties_data 2.4.0";

/// Returns `text` as it is indexed and searched, character by character.
///
/// ```
/// assert_eq!(xunwen_schema::fold("軟體Ａ股"), "软体a股");
/// assert_eq!(xunwen_schema::fold("100㎡ de L’Ore\u{301}al"), "100m2 de l’oreal");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    Reader::new(text).map(|folded| folded.c).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn forms_that_readers_regard_as_the_same_fold_alike() {
        for (text, expected) in [
            ("ＡＢｃ１２", "abc12"),
            ("６．９６億", "6.96亿"),
            ("軟體產業", "软体产业"),
            ("Ⅳ", "iv"),
            ("①²", "12"),
            ("❶⓫", "111"),
            ("½", "1/2"),
            ("℃ ㎡ №5 ﬁn", "°c m2 no5 fin"),
            ("金\u{f90a}", "金金"), // a compatibility ideograph
            ("⼈⻓", "人长"),       // radicals
            ("ｶﾞﾊﾟｰ", "ガパー"),
            ("か\u{3099}", "が"),
            ("\u{1112}\u{1161}\u{11ab}", "한"),
            ("e\u{301}É\u{301}ёйΆ", "eeеиα"),
            ("Straße İĞ ǅ", "strasse ig dz"),
            ("soft\u{ad}ware 葛\u{e0100}\u{200d}城", "software 葛城"),
            ("\u{3000}\t", " \t"),
            ("微\u{7}短", "微短"),
            ("二○○五年 ○甲", "二〇〇五年 ○甲"),
            ("○\u{338}二 ○○⼀ \u{ffee}八 ○\u{ffee}甲", "〇二 〇〇一 〇八 ○○甲"),
            ("=\u{338}", "≠"),
            ("薴", "苎"),
        ] {
            assert_eq!(fold(text), expected, "{text}");
        }
    }

    #[test]
    fn the_named_tables_are_those_in_the_lock_file() {
        let lock = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.lock");
        let lock = std::fs::read_to_string(lock).unwrap();
        for table in UNICODE_TABLES.split(", ") {
            let (name, version) = table.split_once(' ').unwrap();
            assert!(
                lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"")),
                "{table}"
            );
        }
    }

    #[test]
    fn folding_twice_changes_nothing_in_any_character() {
        for c in '\0'..=char::MAX {
            let once = fold(c.encode_utf8(&mut [0; 4]));
            assert_eq!(fold(&once), once, "{c:?} U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn the_short_cuts_agree_with_the_full_rules() {
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            let mut slowly = Vec::new();
            segment::fold_segment(&text, &mut slowly);
            let quickly: Vec<char> = fold(&text).chars().collect();
            // One dot or three, an ellipsis is a break that ends a sentence.
            if c != '…' {
                assert_eq!(quickly, slowly, "{c:?} U+{:04X}", u32::from(c));
            }
        }
    }

    #[test]
    fn a_long_row_of_circles_is_looked_over_once() {
        let row = "○".repeat(300_000);
        assert_eq!(fold(&row), row);
        assert_eq!(fold(&format!("{row}八")), "〇".repeat(300_000) + "八");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing_in_any_text(
            text in "\\PC{0,12}|[a-zéｶﾞ\u{301}\u{3099}\u{338}\u{200d}=○\u{ffee}二⼀国國①½\u{1100}-\u{11ff}\u{9c0}-\u{9d7}]{0,12}",
        ) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once.clone(), "{:?} {:?}", text, once);
        }
    }
}
