//! Names of outlets: one outlet, several spellings.
//!
//! News search pages write `河南日报` as `He Nan Ri Bao`; people type `henanribao` or `hnrb`. A source is
//! indexed under several keys and looked up under several, which have one in common if the spellings
//! mean the same outlet. Two names in Hanzi match only if they are equal.

use pinyin::ToPinyinMulti;

use crate::analysis::{Atoms, fold};

/// The most readings of a name, where characters have several.
const MOST_READINGS: usize = 32;

/// Returns the keys under which an article of the outlet `name` is indexed.
#[must_use]
pub fn source_keys(name: &str) -> Vec<String> {
    let plain = plain(name);
    let mut keys = vec![format!("={plain}")];
    if has_han(&plain) {
        keys.extend(readings(&plain, |reading| reading).map(|reading| format!("p:{reading}")));
        keys.extend(readings(&plain, initial).map(|initials| format!("i:{initials}")));
    } else if name.split_whitespace().nth(1).is_some() {
        let initials: String =
            name.split_whitespace().filter_map(|part| part.chars().next()).collect();
        keys.push(format!("i:{}", fold(&initials)));
    }
    keys
}

/// Returns the keys under which the outlet `name` is looked up; it may be Hanzi, pinyin with or without
/// spaces, or initials.
#[must_use]
pub fn source_lookup_keys(name: &str) -> Vec<String> {
    let plain = plain(name);
    let mut keys = vec![format!("={plain}")];
    if has_han(&plain) {
        // Matches an outlet that is spelled in pinyin.
        keys.extend(readings(&plain, |reading| reading).map(|reading| format!("={reading}")));
    } else {
        keys.extend([format!("p:{plain}"), format!("i:{plain}")]);
    }
    keys
}

/// Returns the letters, digits and Han characters of `name`, folded, without separators.
fn plain(name: &str) -> String {
    // Pinyin is typed so, and would lose its dots.
    let atoms = Atoms::scan(&name.replace(['ü', 'Ü'], "v"));
    (0..atoms.len()).map(|position| atoms.text(position)).collect()
}

fn has_han(plain: &str) -> bool {
    Atoms::scan(plain).iter().any(|atom| atom.is_han())
}

fn initial(reading: &str) -> &str {
    reading.char_indices().nth(1).map_or(reading, |(second, _)| &reading[..second])
}

/// Returns the first possible readings of `plain`, with each syllable in the given form; the last
/// character varies first.
fn readings(plain: &str, form: fn(&str) -> &str) -> impl Iterator<Item = String> {
    let syllables: Vec<Vec<String>> = plain.chars().map(|c| syllables(c, form)).collect();
    let count = syllables
        .iter()
        .fold(1, |count: usize, of| count.saturating_mul(of.len()).min(MOST_READINGS));
    (0..count).map(move |number| reading(&syllables, number))
}

/// Returns the reading of this number: its digits choose a syllable of each character, the last
/// digit that of the last.
fn reading(syllables: &[Vec<String>], mut number: usize) -> String {
    let mut chosen: Vec<&str> = Vec::with_capacity(syllables.len());
    for of in syllables.iter().rev() {
        chosen.extend(of.get(number % of.len().max(1)).map(String::as_str));
        number /= of.len().max(1);
    }
    chosen.into_iter().rev().collect()
}

fn syllables(c: char, form: fn(&str) -> &str) -> Vec<String> {
    let Some(multi) = c.to_pinyin_multi() else { return vec![c.to_string()] };
    let mut syllables: Vec<String> = Vec::new();
    for reading in multi {
        let syllable = form(reading.plain()).replace('ü', "v");
        if !syllables.contains(&syllable) {
            syllables.push(syllable);
        }
    }
    syllables
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(indexed: &str, asked: &str) -> bool {
        let keys = source_keys(indexed);
        source_lookup_keys(asked).iter().any(|key| keys.contains(key))
    }

    #[test]
    fn an_outlet_matches_in_all_its_spellings() {
        for asked in ["河南日报", "河南日報", "He Nan Ri Bao", "henanribao", "HENAN RIBAO", "hnrb"]
        {
            for indexed in ["河南日报", "He Nan Ri Bao"] {
                assert!(matches(indexed, asked), "{indexed} {asked}");
            }
        }
        assert!(matches("2 1 Shi Ji Jing Ji Bao Dao", "21世纪经济报道"));
        assert!(matches("Chong Qing Ri Bao", "重庆日报"));
        assert!(matches("Zhong Qing Ri Bao", "重庆日报"));
        assert!(matches("Reuters", "reuters"));
    }

    #[test]
    fn other_outlets_do_not_match() {
        for (indexed, asked) in [
            ("河南日报", "湖南日报"),
            ("人民日报海外版", "人民日报"),
            ("和南日报", "河南日报"),
            ("Ren Min Ri Bao Hai Wai Ban", "人民日报"),
            ("海南日报", "河南日报"),
        ] {
            assert!(!matches(indexed, asked), "{indexed} {asked}");
        }
    }

    fn whole(reading: &str) -> &str {
        reading
    }

    /// Returns the readings by building all beginnings of them, one character after the other.
    fn readings_by_beginnings(plain: &str, form: fn(&str) -> &str) -> Vec<String> {
        plain.chars().fold(vec![String::new()], |beginnings, c| {
            let longer = beginnings.iter().flat_map(|beginning| {
                syllables(c, form).into_iter().map(move |syllable| format!("{beginning}{syllable}"))
            });
            longer.take(MOST_READINGS).collect()
        })
    }

    #[test]
    fn readings_are_numbered_as_they_are_built() {
        for name in ["", "重庆日报", "重重重重重重重重", "21世纪", "朝阳长乐重行", "a重b行c"]
        {
            for form in [whole, initial] {
                let found: Vec<String> = readings(name, form).collect();
                assert_eq!(found, readings_by_beginnings(name, form), "{name}");
            }
        }
        let found: Vec<String> = readings("重庆", whole).collect();
        assert!(
            found.iter().any(|it| it == "zhongqing") && found.iter().any(|it| it == "chongqing")
        );
    }

    #[test]
    fn a_name_of_any_length_has_its_readings_in_linear_time() {
        let name = "重".repeat(100_000);
        let keys = source_keys(&name);
        assert_eq!(keys.len(), 1 + 2 * MOST_READINGS);
        assert_eq!(keys[1].len(), "p:".len() + 100_000 * "zhong".len());
    }
}
