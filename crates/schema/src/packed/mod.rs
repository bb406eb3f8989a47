//! Packed texts: how an index stores what it gives back.
//!
//! The commonest Chinese words and characters have codes of two bytes, where UTF-8 takes three for
//! each character; ASCII stays as it is. A block of the store then holds more text, so that it can be
//! small and still give the compressor repetition to find: an article is read several times as fast
//! from a store that is a tenth smaller than one of GB 18030 in large blocks.
//!
//! ```text
//! 00..7f           one character of ASCII
//! 80..fb, 00..ff   one of 31,744 words and characters
//! fc..fe, 2 bytes  any other character of the first three planes
//! ff, 3 bytes      any other character
//! ```
//!
//! What has a code is part of the format of an index. `examples/choose_codes.rs` chose it.

mod pairs;
mod trie;

use std::collections::BTreeMap;
use std::hint::select_unpredictable;
use std::sync::LazyLock;

use pairs::{HAS_LONGER, NONE, Pairs};
use trie::{Trie, nodes};

/// All that has a code: line after line, entries one character longer than those of the line before,
/// one behind the other. Each character is three bytes long.
static CODES: &str = include_str!("codes.txt");

/// The first byte of a code, of a character by its number, and of one beyond the third plane.
const CODE: u8 = 0x80;
const CHARACTER: u8 = 0xfc;
const FAR: u8 = 0xff;

/// Bytes of a character of an entry.
const WIDTH: usize = 3;

/// The entries of one length.
struct Line {
    entries: &'static str,
    /// The length of each, in bytes.
    length: usize,
    count: usize,
}

static LINES: LazyLock<Vec<Line>> = LazyLock::new(|| {
    let lines = (WIDTH..).step_by(WIDTH).zip(CODES.lines());
    lines.map(|(length, entries)| Line { entries, length, count: entries.len() / length }).collect()
});

impl Line {
    fn get(&self, place: usize) -> Option<&'static str> {
        self.entries.get(place * self.length..(place + 1) * self.length)
    }
}

/// Returns all entries, by code.
fn entries() -> impl Iterator<Item = &'static str> {
    LINES.iter().flat_map(|line| (0..line.count).filter_map(|place| line.get(place)))
}

/// What packs: all entries by what they are made of.
struct Packer {
    pairs: Pairs,
    trie: Trie,
}

static PACKER: LazyLock<Packer> = LazyLock::new(Packer::new);

impl Packer {
    fn new() -> Self {
        let entries: Vec<Vec<u16>> =
            entries().map(|entry| entry.encode_utf16().collect()).collect();
        let (mut alone, mut pairs) = (Vec::new(), BTreeMap::new());
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

/// Returns the entry with a code, if there is one.
#[inline]
fn entry(lines: &[Line], code: usize) -> Option<&'static str> {
    let mut place = code;
    for line in lines {
        if place < line.count {
            return line.get(place);
        }
        place -= line.count;
    }
    None
}

/// Returns the bytes that an index stores for `text`: at each place the longest entry.
pub(crate) fn pack(text: &str) -> Vec<u8> {
    let Packer { pairs, trie } = &*PACKER;
    let (places, mut packed) = (pairs.places(text), Vec::with_capacity(text.len() / 2));
    let mut rest = &places[..];
    while let Some(place) = rest.first() {
        let (code, length) = if place.pair & HAS_LONGER == 0 {
            let is_pair = place.pair != NONE;
            (select_unpredictable(is_pair, place.pair, place.alone), 1 + usize::from(is_pair))
        } else {
            let longest = trie.longest(place.pair & !HAS_LONGER, &rest[2..]);
            longest.unwrap_or((place.alone, 1))
        };
        if code == NONE {
            pack_character(place.character, &mut packed);
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

/// Returns the text that [`pack`] has made `packed` of, or `None` if it has not.
pub(crate) fn unpack(mut packed: &[u8]) -> Option<String> {
    let (lines, mut text) = (&**LINES, String::with_capacity(packed.len() * 2));
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

    /// Indexes of this format are read by this table and no other.
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
    fn what_no_text_was_packed_as_is_none() {
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

    /// The judge tries every length at every place.
    fn by_trying(text: &str) -> Vec<u8> {
        let entries: HashMap<&str, u16> = entries().zip(0..).collect();
        let (mut packed, mut rest) = (Vec::new(), text);
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

    /// Texts of entries, whole or cut short, so that longer ones are begun and not ended.
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
        fn the_longest_entry_is_taken_at_each_place(text in texts()) {
            prop_assert_eq!(pack(&text), by_trying(&text));
        }

        #[test]
        fn every_text_comes_back(text in "\\PC*|[\u{0}-\u{10ffff}]*|[中国人民经济发展的]*") {
            prop_assert_eq!(unpack(&pack(&text)), Some(text));
        }
    }
}
