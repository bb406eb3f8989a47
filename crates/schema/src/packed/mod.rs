//! Packed texts: the encoding of stored articles.
//!
//! The most frequent Chinese words and characters have codes of two bytes, where UTF-8 takes three for
//! each character; ASCII is unchanged. A block of the document store then holds more text, so that it
//! can be small and still contain repetition for the compressor: compared with GB 18030 in large blocks,
//! articles are read several times as fast, from a store that is a tenth smaller.
//!
//! ```text
//! 00..7f           one character of ASCII
//! 80..fb, 00..ff   one of 31,744 words and characters
//! fc..fe, 2 bytes  any other character of the first three planes
//! ff, 3 bytes      any other character
//! ```
//!
//! The choice of codes is part of the index format; `examples/choose_codes.rs` made it.

mod pairs;
mod trie;

use std::collections::BTreeMap;
use std::hint::select_unpredictable;
use std::sync::LazyLock;

use pairs::{HAS_LONGER, NONE, Pairs};
use trie::{Trie, nodes};

/// All entries that have a code, concatenated. Entries of the first line have one character, those of
/// each further line one more. Every character takes three bytes.
static CODES: &str = include_str!("codes.txt");

/// The lowest first byte of a code.
const CODE: u8 = 0x80;
/// The lowest first byte of a character without a code, on the first three planes.
const CHARACTER: u8 = 0xfc;
/// The first byte of a character on any other plane.
const FAR: u8 = 0xff;

/// Bytes of a character of an entry.
const WIDTH: usize = 3;

/// The entries of one length.
struct EntryLine {
    entries: &'static str,
    /// The length of each, in bytes.
    length: usize,
    count: usize,
}

static LINES: LazyLock<Vec<EntryLine>> = LazyLock::new(|| {
    let lines = (WIDTH..).step_by(WIDTH).zip(CODES.lines());
    lines
        .map(|(length, entries)| EntryLine { entries, length, count: entries.len() / length })
        .collect()
});

impl EntryLine {
    fn get(&self, index: usize) -> Option<&'static str> {
        self.entries.get(index * self.length..(index + 1) * self.length)
    }
}

/// Returns all entries, by code.
fn entries() -> impl Iterator<Item = &'static str> {
    LINES.iter().flat_map(|line| (0..line.count).filter_map(|index| line.get(index)))
}

/// The look-up tables for packing.
struct Packer {
    pairs: Pairs,
    trie: Trie,
}

static PACKER: LazyLock<Packer> = LazyLock::new(Packer::new);

impl Packer {
    fn new() -> Self {
        let entries: Vec<Vec<u16>> =
            entries().map(|entry| entry.encode_utf16().collect()).collect();
        let mut alone = Vec::new();
        let mut pairs = BTreeMap::new();
        for (code, entry) in (0..).zip(&entries) {
            match entry[..] {
                [character] => alone.push((character, code)),
                [first, second] => _ = pairs.insert([first, second], code),
                _ => {}
            }
        }
        let nodes = nodes(&entries);
        for (number, node) in (0..).zip(&nodes) {
            if let &&[first, second] = node {
                pairs.insert([first, second], HAS_LONGER | number);
            }
        }
        Self { pairs: Pairs::new(alone.into_iter(), &pairs), trie: Trie::new(&entries, &nodes) }
    }
}

/// Returns the entry with the given code, if there is one.
#[inline]
fn entry(lines: &[EntryLine], code: usize) -> Option<&'static str> {
    let mut index = code;
    for line in lines {
        if index < line.count {
            return line.get(index);
        }
        index -= line.count;
    }
    None
}

/// Packs `text`, taking the longest entry at each character in turn.
pub(crate) fn pack(text: &str) -> Vec<u8> {
    let Packer { pairs, trie } = &*PACKER;
    let slots = pairs.slots(text);
    let mut packed = Vec::with_capacity(text.len() / 2);
    let mut rest = &slots[..];
    while let Some(slot) = rest.first() {
        let (code, length) = if slot.pair & HAS_LONGER == 0 {
            let is_pair = slot.pair != NONE;
            (select_unpredictable(is_pair, slot.pair, slot.alone), 1 + usize::from(is_pair))
        } else {
            let longest = trie.longest(slot.pair & !HAS_LONGER, &rest[2..]);
            longest.unwrap_or((slot.alone, 1))
        };
        if code == NONE {
            pack_character(slot.character, &mut packed);
        } else {
            let [high, low] = code.to_be_bytes();
            packed.extend([CODE + high, low]);
        }
        rest = &rest[length..];
    }
    packed
}

fn pack_character(c: char, packed: &mut Vec<u8>) {
    match u32::from(c).to_be_bytes() {
        [_, 0, 0, ascii @ ..0x80] => packed.push(ascii),
        [_, plane @ ..3, high, low] => packed.extend([CHARACTER + plane, high, low]),
        [_, rest @ ..] => {
            packed.push(FAR);
            packed.extend(rest);
        }
    }
}

/// Returns the text from which [`pack`] made `packed`; `None` if `packed` is invalid.
pub(crate) fn unpack(mut packed: &[u8]) -> Option<String> {
    let lines = &**LINES;
    let mut text = String::with_capacity(packed.len() * 2);
    loop {
        packed = match *packed {
            [] => return Some(text),
            [ascii @ ..CODE, ref rest @ ..] => {
                text.push(ascii.into());
                rest
            }
            [high @ CODE..CHARACTER, low, ref rest @ ..] => {
                text.push_str(entry(lines, usize::from(high - CODE) << 8 | usize::from(low))?);
                rest
            }
            [plane @ CHARACTER..=0xfe, high, low, ref rest @ ..] => {
                text.push(char::from_u32(u32::from_be_bytes([0, plane - CHARACTER, high, low]))?);
                rest
            }
            [FAR, plane, high, low, ref rest @ ..] => {
                text.push(char::from_u32(u32::from_be_bytes([0, plane, high, low]))?);
                rest
            }
            _ => return None,
        };
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use proptest::prelude::*;
    use xxhash_rust::xxh3::xxh3_64;

    use super::*;

    #[test]
    fn words_take_two_bytes() {
        for (text, length) in [("中国", 2), ("中国经济", 4), ("GPT 4", 5), ("微短剧", 6), ("é", 3)]
        {
            assert_eq!(pack(text).len(), length, "{text}");
        }
    }

    /// Indexes of this format can be read only with this table.
    #[test]
    fn the_codes_are_those_of_this_format() {
        assert_eq!(xxh3_64(CODES.as_bytes()), 0xde89_700e_59a9_2826);
    }

    #[test]
    fn every_entry_has_a_code_of_its_own() {
        let all: Vec<&str> = entries().collect();
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
        assert!(all.len() <= usize::from(CHARACTER - CODE) << 8);
        assert!(all.iter().all(|entry| entry.chars().all(|c| c.len_utf8() == WIDTH)));
        for (code, text) in all.iter().enumerate() {
            assert_eq!(entry(&LINES, code), Some(*text));
            assert_eq!(pack(text).len(), 2);
        }
        assert_eq!(entry(&LINES, all.len()), None);
    }

    #[test]
    fn invalid_bytes_are_not_unpacked() {
        for packed in [&[0x80][..], &[0xfc, 0xd8, 0x00], &[0xff, 0x11, 0, 0], &[0xfe]] {
            assert_eq!(unpack(packed), None, "{packed:x?}");
        }
    }

    #[test]
    fn every_character_comes_back() {
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            assert_eq!(unpack(&pack(&text)), Some(text));
        }
    }

    /// The oracle tries every length at every character.
    fn by_trying(text: &str) -> Vec<u8> {
        let entries: HashMap<&str, u16> = entries().zip(0..).collect();
        let mut packed = Vec::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let lengths = (1..=LINES.len()).rev().map(|count| count * WIDTH);
            let mut beginnings = lengths.filter_map(|length| rest.get(..length));
            let found = beginnings.find(|beginning| entries.contains_key(beginning));
            match found {
                Some(entry) => packed.extend((0x8000 + entries[entry]).to_be_bytes()),
                None => pack_character(c, &mut packed),
            }
            rest = &rest[found.map_or(c.len_utf8(), str::len)..];
        }
        packed
    }

    /// Texts of entries, whole or truncated, so that longer entries begin without ending.
    fn texts() -> impl Strategy<Value = String> {
        let entries: Vec<&str> = entries().collect();
        let piece =
            (any::<proptest::sample::Index>(), 1..6_usize).prop_map(move |(index, count)| {
                index.get(&entries).chars().take(count).collect::<String>()
            });
        proptest::collection::vec(prop_oneof![4 => piece, 1 => "[a龘，é𠀀\0]"], 0..30)
            .prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn the_longest_entry_is_taken_at_each_character(text in texts()) {
            prop_assert_eq!(pack(&text), by_trying(&text));
        }

        #[test]
        fn every_text_comes_back(text in "\\PC*|[\u{0}-\u{10ffff}]*|[中国人民经济发展的]*") {
            prop_assert_eq!(unpack(&pack(&text)), Some(text));
        }
    }
}
