//! The pairs that join characters: those of the sources without the exceptions.

use std::collections::BTreeMap;
use std::io::Result;

use crate::sources::{Sources, malformed, only};

const EXCEPTIONS: &str = include_str!("../../src/analysis/han_exceptions.txt");

/// What the letters of the table mean; a pair of an earlier one explains a line if several do.
pub(crate) const CODES: [(char, &str); 8] = [
    ('T', "traditional to simplified: OpenCC, TSCharacters, the first candidate"),
    ('C', "as T, a further candidate, which the table leaves to context"),
    ('W', "Taiwan: OpenCC, TWVariants"),
    ('H', "Hong Kong: OpenCC, HKVariants"),
    ('J', "Japan: OpenCC, JPShinjitaiCharacters"),
    ('S', "variants of the table of standard characters (通用规范汉字表, 2013, annex 1)"),
    ('F', "first table of variant characters (第一批异体字整理表, 1955), not in that of 2013"),
    ('R', "CJK radicals: Unicode, Equivalent_Unified_Ideograph"),
];

/// Two characters that a source regards as one, and the letter of the source.
pub(crate) type Pair = (char, char, char);

/// Returns the pairs that count.
pub(crate) fn pairs(sources: &Sources, standard: &BTreeMap<char, u8>) -> Result<Vec<Pair>> {
    let mut pairs = opencc(sources)?;
    pairs.extend(tables(sources, standard, &pairs)?);
    pairs.extend(sources.radicals()?.into_iter().map(|(from, to)| (from, to, 'R')));
    pairs.retain(|&(from, to, _)| from != to && !is_compatibility(from) && !is_compatibility(to));
    except(&mut pairs)?;
    Ok(pairs)
}

/// Returns the characters that exceptions prefer as what others fold to.
pub(crate) fn preferred() -> impl Iterator<Item = char> {
    exceptions().filter_map(|line| only(line.split(' ').next()?))
}

fn opencc(sources: &Sources) -> Result<Vec<Pair>> {
    let files =
        ["TSCharacters.txt", "TWVariants.txt", "HKVariants.txt", "JPShinjitaiCharacters.txt"];
    let mut pairs = Vec::new();
    for (file, code) in files.into_iter().zip(['T', 'W', 'H', 'J']) {
        for (from, candidates) in sources.opencc(file)? {
            for (rank, to) in candidates.into_iter().enumerate() {
                pairs.push((from, to, if code == 'T' && rank > 0 { 'C' } else { code }));
            }
        }
    }
    Ok(pairs)
}

/// Returns the pairs of the tables of variants, but for those that would join two standard characters.
fn tables(sources: &Sources, standard: &BTreeMap<char, u8>, opencc: &[Pair]) -> Result<Vec<Pair>> {
    let simplified: BTreeMap<char, char> =
        opencc.iter().filter(|pair| pair.2 == 'T').map(|pair| (pair.0, pair.1)).collect();
    let simplify = |c: char| simplified.get(&c).copied().unwrap_or(c);
    let mut pairs = Vec::new();
    for (table, code) in [(sources.standard_table()?, 'S'), (sources.first_table(), 'F')] {
        for (variant, proper) in table {
            let is_standard = standard.contains_key(&simplify(variant));
            if !is_standard || simplify(variant) == simplify(proper) {
                pairs.push((variant, proper, code));
            }
        }
    }
    Ok(pairs)
}

/// Whether NFKC replaces `c`, before the table is asked.
fn is_compatibility(c: char) -> bool {
    matches!(c, '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}')
}

/// Takes away the pairs that are exceptions.
fn except(pairs: &mut Vec<Pair>) -> Result<()> {
    for line in exceptions() {
        let (exception, _) = line.split_once(' ').ok_or_else(|| malformed("exceptions", line))?;
        let before = pairs.len();
        pairs.retain(|&(from, to, _)| !exception.chars().eq([from, to]));
        if pairs.len() == before && only(exception).is_none() {
            return Err(malformed("exceptions", line));
        }
    }
    Ok(())
}

fn exceptions() -> impl Iterator<Item = &'static str> {
    EXCEPTIONS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}
