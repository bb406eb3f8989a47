//! Term numbers: while postings are in memory, a number represents each term.

use hashbrown::HashMap;

/// The longest term that fits into its [`key`], in bytes.
const SHORT: usize = 7;
/// Memory overhead of a term of more than [`SHORT`] bytes, roughly, in bytes.
const LONG_OVERHEAD: usize = 64;

/// The first Han character that has a code.
const FIRST_HAN: u32 = 0x4e00;
/// How many characters from there have one: nearly all that occur.
const HAN: u32 = 0x5200;
const HAN_BITS: u32 = 15;
/// Replaces the second character in the code of a single character.
const NO_SECOND: u32 = (1 << HAN_BITS) - 1;
/// The first code of all other terms.
const OTHERS: u32 = 1 << (2 * HAN_BITS);

/// Assigns numbers to terms.
///
/// A term first gets a *code*. The code of one or two Han characters, which most terms consist of, is
/// computed without a look-up, because a table of them all would not fit into a cache. Later, codes are
/// turned into consecutive *numbers* in ascending order of the codes, so that each step needs only the
/// small table of one first character.
#[derive(Default)]
pub(super) struct TermTable {
    /// The numbers of Han terms: for each first character, a table by the second one.
    han: Vec<HashMap<u16, u32>>,
    /// The number of terms in these tables.
    han_count: usize,
    /// The codes of other terms minus [`OTHERS`], by [`key`] or by bytes.
    short: HashMap<u64, u32>,
    long: HashMap<Box<[u8]>, u32>,
    long_bytes: usize,
    /// The numbers of other terms, by code; `None` if not assigned yet.
    others: Vec<Option<u32>>,
    count: u32,
}

/// The terms of a table, in the order of their bytes.
pub(super) struct SortedTerms {
    /// Keys and numbers, sorted.
    order: Vec<(u64, u32)>,
    /// The long terms among them, sorted.
    long: Vec<Box<[u8]>>,
}

/// A term. Terms are ordered as their bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Term<'t> {
    key: u64,
    /// All of its bytes if it is long, else empty.
    long: &'t [u8],
}

impl TermTable {
    /// Returns the code of `term`.
    #[inline]
    pub(super) fn code(&mut self, term: &[u8]) -> u32 {
        match han_code(term) {
            Some(code) => code,
            None => self.other_code(term),
        }
    }

    fn other_code(&mut self, term: &[u8]) -> u32 {
        let next = self.others.len() as u32;
        let index = if term.len() <= SHORT {
            *self.short.entry(key(term)).or_insert(next)
        } else if let Some(&index) = self.long.get(term) {
            index
        } else {
            self.long_bytes += term.len() + LONG_OVERHEAD;
            self.long.insert(term.into(), next);
            next
        };
        if index == next {
            self.others.push(None);
        }
        OTHERS + index
    }

    /// Returns a number that is higher than every code.
    pub(super) fn end_of_codes(&self) -> usize {
        OTHERS as usize + self.others.len()
    }

    /// Returns the number of the term with this code, assigning the next number if it has none.
    pub(super) fn number(&mut self, code: u32) -> u32 {
        let next = self.count;
        let number = match code.checked_sub(OTHERS) {
            Some(index) => *self.others[index as usize].get_or_insert(next),
            None => {
                self.han.resize_with(HAN as usize, HashMap::new);
                let of_first = &mut self.han[(code >> HAN_BITS) as usize];
                let second = (code & NO_SECOND) as u16;
                *of_first.entry(second).or_insert(next)
            }
        };
        if number == next {
            self.count += 1;
            self.han_count += usize::from(code < OTHERS);
        }
        number
    }

    /// Returns how many numbers are assigned.
    pub(super) fn len(&self) -> usize {
        self.count as usize
    }

    /// Returns the memory in use, in bytes.
    pub(super) fn memory(&self) -> usize {
        // Tables are at least 7/16 full.
        let han = self.han_count * (size_of::<(u16, u32)>() + 1) * 16 / 7;
        han + self.han.capacity() * size_of::<HashMap<u16, u32>>()
            + self.short.allocation_size()
            + self.long.allocation_size()
            + self.long_bytes
            + self.others.capacity() * size_of::<Option<u32>>()
    }

    /// Returns all terms, sorted; each must have a number.
    pub(super) fn into_sorted(self) -> SortedTerms {
        let mut long: Vec<_> = self.long.into_iter().collect();
        long.sort_unstable();
        let number = |index: u32| self.others[index as usize].unwrap_or_default();
        let mut order = Vec::with_capacity(self.count as usize);
        for (first, seconds) in (0..).zip(self.han) {
            let key = |second| han_key(first << HAN_BITS | u32::from(second));
            order.extend(seconds.into_iter().map(|(second, number)| (key(second), number)));
        }
        order.extend(self.short.into_iter().map(|(key, index)| (key, number(index))));
        order.extend(long.iter().map(|(term, index)| (key(term), number(*index))));
        // A stable sort keeps long terms with equal keys in the order of their bytes.
        order.sort_by_key(|&(key, _)| key);
        let long = long.into_iter().map(|(term, _)| term).collect();
        SortedTerms { order, long }
    }
}

impl SortedTerms {
    /// Returns the terms and their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Term<'_>, u32)> {
        let mut long = self.long.iter();
        self.order.iter().map(move |&(key, number)| {
            let is_long = key.to_be_bytes()[SHORT] > SHORT as u8;
            let long = if is_long { long.next().map_or(&[][..], |term| term) } else { &[] };
            (Term { key, long }, number)
        })
    }
}

impl Term<'_> {
    /// Appends its bytes to `bytes`.
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        let key = self.key.to_be_bytes();
        bytes.extend_from_slice(key[..SHORT].get(..key[SHORT].into()).unwrap_or(self.long));
    }
}

/// Returns the code of a term of one or two Han characters.
#[inline]
fn han_code(term: &[u8]) -> Option<u32> {
    // In UTF-8, a character with one of these first bytes takes three.
    match *term {
        [a @ 0xe4..=0xe9, b, c, d @ 0xe4..=0xe9, e, f] => {
            Some(han([a, b, c])? << HAN_BITS | han([d, e, f])?)
        }
        [a @ 0xe4..=0xe9, b, c] => Some(han([a, b, c])? << HAN_BITS | NO_SECOND),
        _ => None,
    }
}

/// Returns the character with these bytes, relative to [`FIRST_HAN`].
#[inline]
fn han([a, b, c]: [u8; 3]) -> Option<u32> {
    let c = u32::from(a & 0xf) << 12 | u32::from(b & 0x3f) << 6 | u32::from(c & 0x3f);
    c.checked_sub(FIRST_HAN).filter(|&c| c < HAN)
}

/// Returns the [`key`] of the term with a code of [`han_code`].
fn han_key(code: u32) -> u64 {
    let [a, b, c] = han_bytes(code >> HAN_BITS);
    match code & NO_SECOND {
        NO_SECOND => key(&[a, b, c]),
        second => {
            let [d, e, f] = han_bytes(second);
            key(&[a, b, c, d, e, f])
        }
    }
}

/// Returns the bytes of a character, given relative to [`FIRST_HAN`].
fn han_bytes(han: u32) -> [u8; 3] {
    let c = han + FIRST_HAN;
    [0xe0 | c >> 12, 0x80 | c >> 6 & 0x3f, 0x80 | c & 0x3f].map(|byte| byte as u8)
}

/// Returns an integer that sorts as `term` does and, for a short term, determines it: its first seven
/// bytes, padded with zeros, then its length, where 8 means longer.
fn key(term: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let length = term.len().min(SHORT);
    bytes[..length].copy_from_slice(&term[..length]);
    bytes[SHORT] = term.len().min(SHORT + 1) as u8;
    u64::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_first_and_last_characters_and_their_pairs_are_coded_and_no_others() {
        for (term, is_coded) in [
            ("一一", true),
            ("鿿鿿", true),
            ("一鿿", true),
            ("䷿一", false),
            ("一ꀀ", false),
            ("abcdef", false),
            ("ab一", false),
            ("一", true),
            ("鿿", true),
            ("䷿", false),
            ("ꀀ", false),
            ("abc", false),
            ("中国人", false),
            ("𠀀ab", false),
        ] {
            let code = han_code(term.as_bytes());
            assert_eq!(code.is_some(), is_coded, "{term}");
            if let Some(code) = code {
                assert_eq!(han_key(code), key(term.as_bytes()));
            }
        }
    }

    proptest! {
        #[test]
        fn terms_keep_their_numbers_and_are_sorted_by_their_bytes(
            terms in proptest::collection::vec("[\0-\u{2}]{0,11}|[一七中鿿䷿ꀀ𠀀a]{1,3}", 0..200),
        ) {
            let mut table = TermTable::default();
            let mut numbers = BTreeMap::new();
            for part in terms.chunks(50) {
                let codes: Vec<_> = part.iter().map(|term| table.code(term.as_bytes())).collect();
                prop_assert!(codes.iter().all(|&code| (code as usize) < table.end_of_codes()));
                for (term, code) in part.iter().zip(codes) {
                    let next = numbers.len() as u32;
                    let number = *numbers.entry(term.as_bytes().to_vec()).or_insert(next);
                    prop_assert_eq!(table.number(code), number);
                }
            }
            prop_assert_eq!(table.len(), numbers.len());
            let sorted = table.into_sorted();
            prop_assert!(sorted.iter().is_sorted_by_key(|(term, _)| term));
            let written = |(term, number): (Term<'_>, u32)| {
                let mut bytes = Vec::new();
                term.write(&mut bytes);
                (bytes, number)
            };
            let sorted: Vec<_> = sorted.iter().map(written).collect();
            prop_assert_eq!(sorted, numbers.into_iter().collect::<Vec<_>>());
        }

        #[test]
        fn keys_sort_as_terms_do(terms in proptest::collection::btree_set("[\0-\u{2}]{0,9}", 0..40)) {
            let terms: BTreeSet<String> = terms;
            let keys: Vec<u64> = terms.iter().map(|term| key(term.as_bytes())).collect();
            prop_assert!(keys.is_sorted());
        }
    }
}
