//! Segments: a character with the marks after it, which fold together.

use icu_casemap::CaseMapper;
use icu_normalizer::{ComposingNormalizer, DecomposingNormalizer};
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup, Script};

use super::han::HanTable;
use super::numerals::{circled, usual_slash};
use crate::characters::is_invisible;

/// Rules are applied again until nothing changes: the longest chain has three steps, and the bound
/// guarantees the end.
const MOST_ROUNDS: usize = 5;

/// Returns whether `c` may combine with what is before it: a mark, or a vowel or final consonant of a
/// Hangul syllable.
pub(super) fn continues(c: char) -> bool {
    let first = DecomposingNormalizer::new_nfkd().normalize_iter(std::iter::once(c)).next();
    first.is_some_and(|first| {
        is_mark(first) || matches!(first, '\u{1160}'..='\u{11ff}' | '\u{d7b0}'..='\u{d7ff}')
    })
}

/// Appends the characters that `segment` folds to.
pub(super) fn fold_segment(segment: &str, folded: &mut Vec<char>) {
    let visible = segment.chars().filter(|&c| !is_invisible(c));
    let mut current: Vec<char> = Vec::new();
    for c in visible {
        match circled(c) {
            Some(number) => current.extend(number.to_string().chars()),
            None => current.push(c),
        }
    }
    for _ in 0..MOST_ROUNDS {
        let next = fold_once(&current);
        if next == current {
            break;
        }
        current = next;
    }
    folded.append(&mut current);
}

fn fold_once(characters: &[char]) -> Vec<char> {
    let decomposed: String = DecomposingNormalizer::new_nfkd()
        .normalize_iter(
            CaseMapper::new().fold_string(&characters.iter().collect::<String>()).chars(),
        )
        .collect();
    let unaccented = without_accents(&decomposed);
    let composed = ComposingNormalizer::new_nfc().normalize_iter(unaccented.into_iter());
    let mut result = Vec::with_capacity(characters.len());
    let mut base = None;
    for c in composed.filter(|&c| !is_invisible(c)) {
        if !is_mark(c) {
            base = Some(c);
        } else if is_loose_mark(c, base) {
            continue;
        }
        result.push(HanTable::table().get(usual_slash(c)));
    }
    result
}

/// Returns `decomposed` without the marks on Latin, Greek and Cyrillic letters.
fn without_accents(decomposed: &str) -> Vec<char> {
    let mut kept = Vec::with_capacity(decomposed.len());
    let mut base = None;
    for c in decomposed.chars() {
        if !is_mark(c) {
            base = Some(c);
        } else if is_european(c)
            || (script(c) == Script::Inherited && base.is_some_and(is_european))
        {
            continue;
        }
        kept.push(c);
    }
    kept
}

/// Returns whether the mark `c` belongs to no script, and `base` to none that has marks of its own.
fn is_loose_mark(c: char, base: Option<char>) -> bool {
    let has_own_marks = |base| {
        let others = [Script::Common, Script::Han, Script::Hiragana, Script::Katakana];
        !is_european(base) && !others.contains(&script(base))
    };
    script(c) == Script::Inherited && !base.is_some_and(has_own_marks)
}

fn is_mark(c: char) -> bool {
    GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(c))
}

fn is_european(c: char) -> bool {
    [Script::Latin, Script::Greek, Script::Cyrillic].contains(&script(c))
}

fn script(c: char) -> Script {
    CodePointMapData::<Script>::new().get(c)
}
