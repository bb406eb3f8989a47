//! Chooses the entries that have a code of two bytes in stored texts, for `src/packed/codes.txt`.
//!
//! ```console
//! cargo run -p xunwen-schema --example choose_codes < dict.txt > crates/schema/src/packed/codes.txt
//! ```
//!
//! `dict.txt` is jieba's: `word frequency tag` per line. The entries are the most frequent characters,
//! the traditional forms of the most frequent ones, and the words that save most bytes. Another choice
//! makes another index format, whose number must then be raised.

use std::collections::HashMap;
use std::io::{Error, Write, read_to_string, stdin, stdout};

/// The number of codes.
const CODES: usize = 0x7c00;
/// Characters with a code, without punctuation and traditional forms.
const CHARACTERS: usize = 7_000;
/// Characters whose traditional forms have a code.
const COMMON: usize = 4_000;
/// The longest word with a code, in characters.
const LONGEST: usize = 8;
/// Punctuation, which the dictionary lacks.
const PUNCTUATION: &str =
    "，。、“”；：？！（）《》‘’—…％０１２３４５６７８９【】「」『』〈〉℃　．－～";

fn main() -> Result<(), Error> {
    let text = read_to_string(stdin())?;
    let mut entries: Vec<(&str, u64)> = Vec::new();
    for line in text.lines() {
        let mut columns = line.split_ascii_whitespace();
        let Some(word) = columns.next() else { continue };
        entries.push((word, columns.next().unwrap_or("0").parse().map_err(Error::other)?));
    }
    let mut chosen: Vec<String> = PUNCTUATION.chars().map(String::from).collect();
    let characters = &characters(&entries)[..CHARACTERS];
    chosen.extend(characters.iter().map(char::to_string));
    chosen.extend(traditional(characters));
    let room = CODES - chosen.len();
    chosen.extend(words(&entries).into_iter().take(room).map(str::to_owned));
    for length in 1..=LONGEST {
        let of_length = chosen.iter().filter(|entry| entry.chars().count() == length);
        writeln!(stdout(), "{}", of_length.cloned().collect::<String>())?;
    }
    Ok(())
}

fn is_han(c: &char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(c)
}

/// Returns the Han characters, most frequent first.
fn characters(entries: &[(&str, u64)]) -> Vec<char> {
    let mut counts: HashMap<char, u64> = HashMap::new();
    for &(word, frequency) in entries {
        word.chars().filter(is_han).for_each(|c| *counts.entry(c).or_default() += frequency);
    }
    let mut counts: Vec<(char, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|&(c, count)| (std::cmp::Reverse(count), c));
    counts.into_iter().map(|(c, _)| c).collect()
}

/// Returns the traditional forms of the most frequent `characters` that are not among these.
fn traditional(characters: &[char]) -> Vec<String> {
    let common = &characters[..COMMON];
    let lines = include_str!("../src/analysis/han.txt").lines();
    // Of the sources of the table, the one that the committed choice was made with.
    let pairs = lines.filter(|line| line.contains(" T")).filter_map(|line| {
        let mut pair = line.chars();
        Some((pair.next().filter(is_han)?, pair.next()?))
    });
    let forms =
        pairs.filter(|(form, simple)| common.contains(simple) && !characters.contains(form));
    forms.map(|(form, _)| form.to_string()).collect()
}

/// Returns the words, by the bytes they save, most first.
fn words<'e>(entries: &[(&'e str, u64)]) -> Vec<&'e str> {
    let mut saved: Vec<(u64, &str)> = Vec::new();
    for &(word, frequency) in entries {
        let length = word.chars().count();
        if (2..=LONGEST).contains(&length) && word.chars().all(|c| is_han(&c)) {
            saved.push((frequency * (length as u64 - 1), word));
        }
    }
    saved.sort_by_key(|&(saved, word)| (std::cmp::Reverse(saved), word));
    saved.into_iter().map(|(_, word)| word).collect()
}
