//! Entries of one or two characters: which of them occur at each character of a text.
//!
//! All text of millions of articles passes through here, and whether a pair is an entry is close to
//! random, so a branch on it would be mispredicted half the time. Pairs are therefore looked up at every
//! character, independently of one another and without branches. The table is that of Tarjan and Yao
//! (1979), "Storing a sparse table": each first character has a row, and rows overlap wherever the
//! entries of one fall between those of the others.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::hint::select_unpredictable;

/// No entry.
pub(super) const NONE: u16 = 0x7fff;
/// Set in the value of a pair with which longer entries begin; the other bits are a node of the trie.
pub(super) const HAS_LONGER: u16 = 0x8000;

/// The entries of one or two characters, and the pairs with which longer ones begin.
pub(super) struct Pairs {
    /// By character.
    characters: Vec<Character>,
    /// The overlapping rows: the first character of a pair in the high half, its value in the low half.
    rows: Vec<u32>,
}

/// A character below U+10000.
#[derive(Clone, Copy)]
struct Character {
    /// Its code, or [`NONE`].
    code: u16,
    /// The start of its row as a first character.
    row: u16,
    /// Its column as a second character; 0 if it is never one.
    column: u16,
}

/// A character of a text, and the entries that begin with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CharSlot {
    pub(super) character: char,
    /// The code of the character, or [`NONE`].
    pub(super) alone: u16,
    /// The code of it and the next character, or [`NONE`]; or a node, with [`HAS_LONGER`] set.
    pub(super) pair: u16,
}

impl Character {
    const UNKNOWN: Self = Self { code: NONE, row: 0, column: 0 };
}

impl Pairs {
    /// Returns the table of single characters with their codes, and of pairs, fewer than 65,536, with
    /// their values.
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
        let rows = lay_out(&mut characters, usize::from(columns), pairs);
        Self { characters, rows }
    }

    fn character(&self, c: char) -> Character {
        self.characters.get(c as usize).copied().unwrap_or(Character::UNKNOWN)
    }

    /// Returns the slot of each character of `text`.
    pub(super) fn slots(&self, text: &str) -> Vec<CharSlot> {
        let mut slots = Vec::with_capacity(text.len() / 2);
        let mut rest = text.chars();
        let Some(mut c) = rest.next() else { return slots };
        let mut known = self.character(c);
        for next in rest {
            let known_next = self.character(next);
            let cell = self.rows[usize::from(known.row) + usize::from(known_next.column)];
            let pair = select_unpredictable(cell >> 16 == u32::from(c), cell as u16, NONE);
            slots.push(CharSlot { character: c, alone: known.code, pair });
            c = next;
            known = known_next;
        }
        slots.push(CharSlot { character: c, alone: known.code, pair: NONE });
        slots
    }
}

/// Assigns a row to each first character of `pairs`. Returns the overlapping rows.
fn lay_out(
    characters: &mut [Character],
    columns: usize,
    pairs: &BTreeMap<[u16; 2], u16>,
) -> Vec<u32> {
    let pairs: Vec<_> =
        pairs.iter().map(|(&[first, second], &value)| (first, second, value)).collect();
    let mut rows: Vec<_> = pairs.chunk_by(|a, b| a.0 == b.0).collect();
    // Longest first: the short ones fit into the gaps.
    rows.sort_by_key(|row| Reverse(row.len()));
    let mut cells = Vec::new();
    let mut taken = Taken::default();
    for row in rows {
        let column = |second: u16| usize::from(characters[usize::from(second)].column);
        let row_columns: Vec<usize> = row.iter().map(|&(_, second, _)| column(second)).collect();
        let start = taken.fit(&row_columns);
        // Every column of every row must lie within the table.
        cells.resize(cells.len().max(start + columns + 1), NONE.into());
        for (&(first, _, value), column) in row.iter().zip(row_columns) {
            cells[start + column] = u32::from(first) << 16 | u32::from(value);
            characters[usize::from(first)].row = start as u16;
        }
    }
    cells
}

/// Which cells are taken, one bit for each.
#[derive(Default)]
struct Taken(Vec<u64>);

impl Taken {
    /// Returns the first start at which the cells of all `columns` are free, and takes them.
    fn fit(&mut self, columns: &[usize]) -> usize {
        let first_free = |start: usize| {
            let taken = columns.iter().fold(0, |taken, column| taken | self.from(start + column));
            (taken != u64::MAX).then(|| start + taken.trailing_ones() as usize)
        };
        let start = (0..).step_by(64).find_map(first_free).unwrap_or_default();
        for column in columns {
            let word = (start + column) / 64;
            self.0.resize(self.0.len().max(word + 1), 0);
            self.0[word] |= 1 << ((start + column) % 64);
        }
        start
    }

    /// Returns which of the 64 cells from `start` on are taken.
    fn from(&self, start: usize) -> u64 {
        let word = |at: usize| u128::from(self.0.get(at).copied().unwrap_or_default());
        ((word(start / 64) | word(start / 64 + 1) << 64) >> (start % 64)) as u64
    }
}
