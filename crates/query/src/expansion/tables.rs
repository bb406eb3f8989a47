//! Tables: words that differ by region, and names that are written differently.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use xunwen_schema::{Analyzer, Atoms, fold};

use crate::expansion::wording::Wording;
use crate::request::ExpansionKind;

// `expansions` links to `index-data/expansions`, so that the package of this crate holds the lists.
const REGIONAL: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/expansions/regional.txt"));
const NAMES: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/expansions/names.txt"));

/// How much a word from a table counts beside the one that the query has.
const TABLE_WEIGHT: f32 = 0.7;

static REGIONAL_TABLE: LazyLock<WordTable> = LazyLock::new(|| WordTable::read(REGIONAL));
static NAMES_TABLE: LazyLock<WordTable> = LazyLock::new(|| WordTable::read(NAMES));

/// Adds what the tables know of the words in `text`.
pub(super) fn add_wordings(
    analyzer: &Analyzer,
    text: &str,
    kind: ExpansionKind,
    wordings: &mut Vec<Wording>,
) {
    let table = if kind == ExpansionKind::Regional { &*REGIONAL_TABLE } else { &*NAMES_TABLE };
    let atoms = Atoms::scan(text);
    for place in table.places(&atoms) {
        // Two characters in a row are a word only where the dictionary, or the query, parts them.
        let is_word = place.len() > 2
            || place.len() == atoms.len()
            || analyzer.words(&atoms).contains(&place);
        if is_word {
            let own = &text[atoms.span(place.clone())];
            let others = table.others(own);
            wordings.extend(
                others.map(|other| Wording::new(other.to_owned(), own, kind, TABLE_WEIGHT)),
            );
        }
    }
}

/// Groups of words that mean the same.
struct WordTable {
    groups: Vec<Vec<&'static str>>,
    /// The group of a word, by its atoms written together.
    by_word: HashMap<String, usize>,
    /// The most atoms and breaks of a word.
    longest: usize,
}

impl WordTable {
    /// Reads a table: a line is a group, words are parted by blanks, `#` begins a comment.
    fn read(text: &'static str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let groups: Vec<Vec<&str>> = lines.map(|line| line.split(' ').collect()).collect();
        let mut table = Self { groups, by_word: HashMap::new(), longest: 0 };
        for (group, words) in table.groups.iter().enumerate() {
            for word in words {
                table.longest = table.longest.max(Atoms::scan(word).len());
                table.by_word.insert(key(word), group);
            }
        }
        table
    }

    /// Returns where words of the table occur in `atoms`: the longest, from left to right.
    fn places(&self, atoms: &Atoms) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        let mut start = 0;
        while start < atoms.len() {
            let ends = (start + 1..=atoms.len().min(start + self.longest)).rev();
            let longest = ends
                .map(|end| start..end)
                .find(|place| self.by_word.contains_key(atoms.join(place.clone())));
            start = longest.as_ref().map_or(start + 1, |place| place.end);
            places.extend(longest);
        }
        places
    }

    /// Returns the words that mean what `word` does, without itself.
    fn others(&self, word: &str) -> impl Iterator<Item = &'static str> {
        let own = folded(word);
        let group = self.by_word.get(&key(word)).map(|&group| self.groups[group].as_slice());
        group.unwrap_or_default().iter().copied().filter(move |other| folded(other) != own)
    }
}

/// Returns the characters of a word, folded, without white space.
fn folded(word: &str) -> String {
    fold(word).split_whitespace().collect()
}

/// Returns the atoms of a word written together: 比尔盖茨 is looked up as 比尔·盖茨 is.
fn key(word: &str) -> String {
    let atoms = Atoms::scan(word);
    atoms.join(0..atoms.len()).to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn wordings(text: &str, kind: ExpansionKind) -> Vec<(String, String)> {
        let mut found = Vec::new();
        add_wordings(&Analyzer::new(), text, kind, &mut found);
        found.into_iter().map(|wording| (wording.of, wording.text)).collect()
    }

    #[track_caller]
    fn assert_wordings(text: &str, kind: ExpansionKind, expected: &[(&str, &str)]) {
        let expected: Vec<(String, String)> =
            expected.iter().map(|&(of, text)| (of.to_owned(), text.to_owned())).collect();
        assert_eq!(wordings(text, kind), expected, "{text}");
    }

    #[test]
    fn words_of_other_regions_and_spellings_are_known_in_both_directions() {
        use ExpansionKind::{Names, Regional};
        assert_wordings("軟體", Regional, &[("軟體", "软件")]);
        assert_wordings("软件", Regional, &[("软件", "软体")]);
        assert_wordings("计程车", Regional, &[("计程车", "出租车")]);
        assert_wordings("北京的打印机产业", Regional, &[("打印机", "印表机")]);
        assert_wordings("川普", Names, &[("川普", "特朗普")]);
        assert_wordings("澤倫斯基訪問雪梨", Names, &[("澤倫斯基", "泽连斯基"), ("雪梨", "悉尼")]);
        assert_wordings(
            "史蒂芬·史匹柏的新片",
            Names,
            &[("史蒂芬·史匹柏", "斯蒂芬·斯皮尔伯格"), ("史蒂芬·史匹柏", "史提芬·史匹堡")],
        );
    }

    #[test]
    fn the_longest_word_wins_and_parts_of_words_are_none() {
        use ExpansionKind::Regional;
        assert_wordings(
            "互联网",
            Regional,
            &[("互联网", "网际网路"), ("互联网", "网际网络"), ("互联网", "互联网络")],
        );
        // 航母 crosses a word boundary here.
        assert_wordings("返航母港", Regional, &[]);
        assert_wordings("GPT 很好", Regional, &[]);
    }

    #[test]
    fn tables_are_symmetric_and_without_repetition() {
        let mut seen = HashSet::new();
        for table in [&*REGIONAL_TABLE, &*NAMES_TABLE] {
            for group in &table.groups {
                assert!(group.len() > 1, "{group:?} maps to itself alone");
                for &word in group {
                    assert_eq!(word, word.to_lowercase(), "{word} is not in small letters");
                    assert!(Atoms::scan(word).len() > 1, "{word} is too short to be told apart");
                    assert!(seen.insert(key(word)), "{word} is listed twice");
                    for other in table.others(word) {
                        assert_ne!(other, word, "{word} maps to itself");
                        let back = table.others(other).any(|back| back == word);
                        assert!(back, "{word} maps to {other} and not back");
                    }
                }
            }
        }
        assert!(seen.len() > 1_000);
    }
}
