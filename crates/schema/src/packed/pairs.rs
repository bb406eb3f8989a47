//! Entries of one or two characters: which stand at each place of a text.
//!
//! All of millions of articles goes through here, and whether a pair is an entry is as good as a
//! throw of a coin: a processor that guesses at a branch is wrong half the time. So pairs are looked
//! up at every place, one independent of the other and without a branch. The table is that of
//! Tarjan and Yao (1979), "Storing a sparse table": each first character has a row, and rows lie
//! over one another where one has entries and the others have none.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::hint::select_unpredictable;

/// No entry.
pub(super) const NONE: u16 = 0x7fff;
/// Set in what is found of a pair with which longer entries begin: the rest is a node of the trie.
pub(super) const HAS_LONGER: u16 = 0x8000;

/// The entries of one or two characters, and the pairs that longer ones begin with.
pub(super) struct Pairs {
    /// By character.
    characters: Vec<Character>,
    /// The rows: the first character of a pair in the high half, what is found of it in the low one.
    slots: Vec<u32>,
}

/// What is known of a character below U+10000.
#[derive(Clone, Copy)]
struct Character {
    /// Its code, if it is an entry.
    code: u16,
    /// Where its row begins.
    row: u16,
    /// Where it stands in rows as a second character; 0 if it never does.
    column: u16,
}

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) character: char,
    /// The code of the character, or [`NONE`].
    pub(super) alone: u16,
    /// The code of it and the next one, or [`NONE`]; with [`HAS_LONGER`].
    pub(super) pair: u16,
}

impl Character {
    const UNKNOWN: Self = Self { code: NONE, row: 0, column: 0 };
}

impl Pairs {
    /// Returns a table of characters with their codes, and pairs with what is to be found of each,
    /// fewer than 65,536.
    pub(super) fn new(
        alone: impl Iterator<Item = (u16, u16)>,
        pairs: &BTreeMap<[u16; 2], u16>,
    ) -> Self {
        let mut characters = vec![Character::UNKNOWN; 1 << 16];
        for (character, code) in alone {
            characters[usize::from(character)].code = code;
        }
        let mut columns = 0;
        for [_, second] in pairs.keys() {
            let column = &mut characters[usize::from(*second)].column;
            if *column == 0 {
                columns += 1;
                *column = columns;
            }
        }
        let slots = lay_out(&mut characters, usize::from(columns), pairs);
        Self { characters, slots }
    }

    fn character(&self, c: char) -> Character {
        self.characters.get(c as usize).copied().unwrap_or(Character::UNKNOWN)
    }

    /// Returns what stands at each place of `text`.
    pub(super) fn places(&self, text: &str) -> Vec<Place> {
        let mut places = Vec::with_capacity(text.len() / 2);
        let mut rest = text.chars();
        let Some(mut c) = rest.next() else { return places };
        let mut known = self.character(c);
        for next in rest {
            let known_next = self.character(next);
            let slot = self.slots[usize::from(known.row) + usize::from(known_next.column)];
            let pair = select_unpredictable(slot >> 16 == u32::from(c), slot as u16, NONE);
            places.push(Place { character: c, alone: known.code, pair });
            (c, known) = (next, known_next);
        }
        places.push(Place { character: c, alone: known.code, pair: NONE });
        places
    }
}

/// Gives each first character of `pairs` its row. Returns the slots.
fn lay_out(
    characters: &mut [Character],
    columns: usize,
    pairs: &BTreeMap<[u16; 2], u16>,
) -> Vec<u32> {
    let pairs: Vec<_> =
        pairs.iter().map(|(&[first, second], &found)| (first, second, found)).collect();
    let mut rows: Vec<_> = pairs.chunk_by(|a, b| a.0 == b.0).collect();
    // The longest first: the short ones fit into what is left between.
    rows.sort_by_key(|row| Reverse(row.len()));
    let (mut slots, mut taken) = (Vec::new(), Taken::default());
    for row in rows {
        let column = |second: u16| usize::from(characters[usize::from(second)].column);
        let places: Vec<usize> = row.iter().map(|&(_, second, _)| column(second)).collect();
        let start = taken.fit(&places);
        // Whatever the row, no column of it lies behind the last slot.
        slots.resize(slots.len().max(start + columns + 1), NONE.into());
        for (&(first, _, found), place) in row.iter().zip(places) {
            slots[start + place] = u32::from(first) << 16 | u32::from(found);
            characters[usize::from(first)].row = start as u16;
        }
    }
    slots
}

/// Which slots are taken, a bit for each.
#[derive(Default)]
struct Taken(Vec<u64>);

impl Taken {
    /// Returns the first start at which all of `places` are free, and takes them.
    fn fit(&mut self, places: &[usize]) -> usize {
        let is_free = |start: usize| {
            let taken = places.iter().fold(0, |taken, place| taken | self.from(start + place));
            (taken != u64::MAX).then(|| start + taken.trailing_ones() as usize)
        };
        let start = (0..).step_by(64).find_map(is_free).unwrap_or_default();
        for place in places {
            let word = (start + place) / 64;
            self.0.resize(self.0.len().max(word + 1), 0);
            self.0[word] |= 1 << ((start + place) % 64);
        }
        start
    }

    /// Returns which of the 64 slots from `start` on are taken.
    fn from(&self, start: usize) -> u64 {
        let word = |at: usize| u128::from(self.0.get(at).copied().unwrap_or_default());
        ((word(start / 64) | word(start / 64 + 1) << 64) >> (start % 64)) as u64
    }
}
